// How many users could not sign in over there? By a sample of them, so that each figure is one with an uncertainty.

import { shareLostByMoving } from "../detect/user-impact.ts";
import type { Coverage, MeasuredShare } from "../readiness/consumer-facts.ts";
import {
  blocker,
  differs,
  notApplicable,
  type ReadinessRow,
  type RowJudgement,
  ready,
  row,
  unknown,
} from "../readiness/row.ts";
import { shareInWords } from "../values/words.ts";

const page = "docs/readiness.md#people";

/** Where most users are lost, moving harms more than most outages. */
const mostLost = 0.5;

type Kind = "withTotp" | "withPasskeys" | "mustChangePassword" | "firstFederated";

interface Lost {
  readonly name: string;
  readonly kind: Kind;
  /** "use passkeys" */
  readonly are: string;
  readonly why: string;
}

const kinds: readonly Lost[] = [
  {
    ...{ name: "people-totp", kind: "withTotp", are: "use an authenticator app" },
    why: "a secondary takes no codes of authenticator apps",
  },
  {
    ...{ name: "people-passkeys", kind: "withPasskeys", are: "use passkeys" },
    why: "AWS does not say whether a secondary takes them",
  },
  {
    ...{
      name: "people-forced-password",
      kind: "mustChangePassword",
      are: "must choose a new password",
    },
    why: "a secondary takes no new passwords",
  },
  {
    ...{
      name: "people-first-federation",
      kind: "firstFederated",
      are: "come from a provider for the first time",
    },
    why: "a secondary makes no profile for them",
  },
];

export const peopleRows: readonly ReadinessRow[] = [
  row("people", {
    name: "people-mfa",
    severity: "blocker",
    isAtOnce: true,
    breaks: { path: "both", users: "all users with a password" },
    needs: ["factors"],
    must: ({ userPoolId }) =>
      `${userPoolId} must not demand a second factor of which authenticator apps are the only kind`,
    next: () => page,
    judge: ({ factors: { mfa, hasTotp, hasSmsCodes, hasEmailCodes } }) => {
      if (mfa !== "ON") return ready(`MfaConfiguration ${mfa}`);
      if (!hasTotp) return ready("a second factor is demanded, by code");
      return hasSmsCodes || hasEmailCodes
        ? differs("a second factor is demanded: whoever has an app alone cannot sign in there")
        : blocker("a second factor is demanded, and apps are the only kind");
    },
  }),
  row("people", {
    name: "people-coverage",
    severity: "blocker",
    isOfJob: true,
    breaks: { path: "both", users: "those who could not sign in" },
    needs: ["coverage"],
    must: ({ secondary }) =>
      `${shareInWords(1 - shareLostByMoving)} of active users must be able to sign in in ${secondary}, as decisions assume`,
    next: () => page,
    judge: ({ coverage }, { policy }) => {
      const { share, plusMinus } = coverage.canSignIn;
      const lost = { share: 1 - share, plusMinus };
      const found = `${shown(coverage.canSignIn)} of active users can sign in in ${policy.secondary}`;
      return lost.share - plusMinus > mostLost ? blocker(found) : within(lost, found);
    },
  }),
  ...kinds.map(({ name, kind, are, why }) =>
    row("people", {
      name,
      severity: "differs",
      breaks: { path: "both", users: `those who ${are}` },
      needs: ["coverage"],
      must: () =>
        `those who ${are} must be ${shareInWords(shareLostByMoving)} of active users at the most: ${why}`,
      next: () => page,
      judge: ({ coverage }) => judged(coverage[kind], are),
    }),
  ),
];

function judged(measured: Coverage[Kind], are: string): RowJudgement {
  if (measured === null) return notApplicable("nobody counted them");
  return within(measured, `${shown(measured)} of active users ${are}`);
}

/** What may be either is neither. */
function within({ share, plusMinus }: MeasuredShare, found: string): RowJudgement {
  if (share + plusMinus <= shareLostByMoving) return ready(found);
  return share - plusMinus > shareLostByMoving
    ? differs(found)
    : unknown(`${found}: too few were looked at`);
}

function shown({ share, plusMinus }: MeasuredShare): string {
  return `${shareInWords(share)} ± ${shareInWords(plusMinus)}`;
}
