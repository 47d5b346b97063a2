// Would mails go out from the secondary? They are set up in each Region by themselves.

import type { EmailSetting } from "../readiness/pool-facts.ts";
import {
  blockerIf,
  differs,
  notApplicable,
  type ReadinessRow,
  ready,
  row,
} from "../readiness/row.ts";
import type { SenderFacts } from "../readiness/service-facts.ts";
import { counted, listed } from "../values/words.ts";
import { cognitoConsole, regionIn, resourceIn } from "./commands.ts";

const readers = { path: "both", users: "users who sign in with a code by e-mail" } as const;

const isOwn = ({ sendsBy }: EmailSetting) => sendsBy === "DEVELOPER";

const bySes = "its mails are Cognito's own, not sent through Amazon SES";

export const emailRows: readonly ReadinessRow[] = [
  row("email", {
    name: "email-setting",
    severity: "differs",
    breaks: readers,
    needs: ["poolInPrimary", "poolInSecondary"],
    must: ({ primary, secondary }) =>
      `${secondary} must send mails as ${primary} does: the same sender, through Amazon SES`,
    next: (policy) => cognitoConsole("the e-mail configuration", policy, policy.secondary),
    judge: ({ poolInPrimary: { email: here }, poolInSecondary: { email: there } }, { policy }) => {
      const words = [
        ...(isOwn(here) === isOwn(there)
          ? []
          : [`sent by ${there.sendsBy} instead of ${here.sendsBy}`]),
        ...(senderOf(here) === senderOf(there)
          ? []
          : [`from ${senderOf(there)} instead of ${senderOf(here)}`]),
        ...(here.replyTo === there.replyTo ? [] : [`answered to ${there.replyTo ?? "nobody"}`]),
      ];
      return words.length === 0
        ? ready(`from ${senderOf(there)} in both`)
        : differs(`in ${policy.secondary} mails are ${listed(words)}`);
    },
  }),
  row("email", {
    name: "email-sender",
    severity: "blocker",
    breaks: readers,
    needs: ["poolInSecondary", "senderInSecondary", "factors"],
    must: ({ primary, secondary }) =>
      `the sender of mails from ${secondary} must be verified in SES, out of the sandbox, and not hang on ${primary}`,
    next: ({ secondary }) => `aws sesv2 get-account --region ${secondary}`,
    judge: ({ poolInSecondary: { email }, senderInSecondary: sender, factors }, { policy }) => {
      if (!isOwn(email)) return notApplicable(bySes);
      const amiss = blockerIf(factors.hasEmailCodes);
      const { identityArn } = email;
      if (identityArn === null || sender === null) return amiss("it names no identity");
      const region = regionIn(identityArn);
      if (region === policy.primary) {
        return amiss(
          `the identity is in ${region}, and gone with it`,
          cognitoConsole("the e-mail configuration", policy, policy.secondary),
        );
      }
      const trouble = troubleOf(sender);
      return trouble === null
        ? ready(`${sender.identity} is verified in ${sender.region}, out of the sandbox`)
        : amiss(trouble.says, trouble.next);
    },
  }),
  row("email", {
    name: "email-quota",
    severity: "differs",
    breaks: readers,
    needs: ["poolInSecondary", "senderInPrimary", "senderInSecondary"],
    must: ({ primary, secondary }) =>
      `SES must let ${secondary} send in a day what ${primary} sends, and what it sends already`,
    next: ({ secondary }) =>
      `aws service-quotas list-service-quotas --region ${secondary} --service-code ses`,
    judge: ({ poolInSecondary, senderInPrimary: here, senderInSecondary: there }) => {
      if (!isOwn(poolInSecondary.email)) return notApplicable(bySes);
      if (here === null || there === null)
        return notApplicable("only one Region sends through SES");
      const own = here.region === there.region ? 0 : there.sentLastDay;
      const needed = here.sentLastDay + own;
      const room = `${there.region} may send ${counted(there.perDay, "mail")} a day`;
      if (there.perDay < 0) return ready(`${there.region} may send any number`);
      return there.perDay >= needed
        ? ready(`${room}, and ${needed} are sent`)
        : differs(`${room}, and ${needed} are sent: ask for more, which takes about a day`);
    },
  }),
];

function senderOf({ identityArn, from }: EmailSetting): string {
  return from ?? (identityArn === null ? "Cognito's own address" : resourceIn(identityArn));
}

function troubleOf({ region, identity, ...sender }: SenderFacts) {
  const account = `aws sesv2 get-account --region ${region}`;
  if (!sender.isVerified) {
    const next = `aws sesv2 get-email-identity --region ${region} --email-identity ${identity}`;
    return { says: `${identity} is not verified in ${region}`, next };
  }
  if (!sender.isProduction) {
    const next = `https://console.aws.amazon.com/ses/home?region=${region}#/account`;
    return { says: `SES in ${region} is in the sandbox: only verified addresses hear`, next };
  }
  return sender.isSending
    ? null
    : { says: `SES in ${region} has paused the account`, next: account };
}
