// What else of a pool is a Region's own, around sign-in: its firewall, its logs, its tags, what it tells of threats?

import { differs, type ReadinessRow, ready, row } from "../readiness/row.ts";
import type { WebAclFacts } from "../readiness/service-facts.ts";
import { counted, listed } from "../values/words.ts";
import { cognitoCommand, resourceIn } from "./commands.ts";

const nobody = { path: null, users: "nobody's sign-in" } as const;

export const edgeRows: readonly ReadinessRow[] = [
  row("edge", {
    name: "web-acl",
    severity: "differs",
    breaks: {
      path: "both",
      users: "users whom a missing rule lets attackers crowd out, or whom another rule stops",
    },
    needs: ["webAclInPrimary", "webAclInSecondary", "poolInSecondary"],
    must: ({ primary, secondary }) =>
      `the web ACL in ${secondary} must do what the one in ${primary} does`,
    next: ({ secondary }) => `aws wafv2 list-web-acls --region ${secondary} --scope REGIONAL`,
    judge: ({ webAclInPrimary: here, webAclInSecondary: there, poolInSecondary }, { policy }) => {
      const shown = `aws wafv2 get-web-acl-for-resource --region ${policy.secondary} --resource-arn ${poolInSecondary.arn}`;
      if (here === null && there === null) return ready("none in either Region");
      if (there === null) {
        const next = `aws wafv2 associate-web-acl --region ${policy.secondary} --resource-arn ${poolInSecondary.arn} --web-acl-arn ARN`;
        return differs(`${policy.secondary} has none, ${policy.primary} has ${here?.name}`, next);
      }
      if (here === null) return differs(`${policy.secondary} alone has one: ${there.name}`, shown);
      const words = differencesOf(here, there);
      return words.length === 0
        ? ready(`${counted(there.rules.length, "rule")} in both`)
        : differs(`in ${policy.secondary} ${words.join("; ")}`, shown);
    },
  }),
  row("edge", {
    name: "threat-mail",
    severity: "differs",
    breaks: { path: null, users: "users who would be told of a sign-in that was not theirs" },
    needs: ["threatMailInPrimary", "threatMailInSecondary"],
    must: ({ primary, secondary }) =>
      `if threat protection tells users by mail in ${primary}, it must do so in ${secondary}, by a sender there`,
    next: (policy) =>
      cognitoCommand("describe-risk-configuration", policy, { region: policy.secondary }),
    judge: ({ threatMailInPrimary: here, threatMailInSecondary: there }, { policy }) => {
      if (here === null) return ready("it tells nobody");
      if (there === null) return differs(`${policy.secondary} tells nobody`);
      if (there.identityArn === here.identityArn) {
        return differs(`both send by ${resourceIn(here.identityArn)} of the same Region`);
      }
      return here.from === there.from
        ? ready(`from ${there.from ?? resourceIn(there.identityArn)}`)
        : differs(`from ${there.from} instead of ${here.from}`);
    },
  }),
  row("edge", {
    name: "log-export",
    severity: "differs",
    breaks: nobody,
    needs: ["logExportsInPrimary", "logExportsInSecondary"],
    must: ({ primary, secondary }) => `${secondary} must export the logs that ${primary} exports`,
    next: (policy) =>
      cognitoCommand("get-log-delivery-configuration", policy, { region: policy.secondary }),
    judge: ({ logExportsInPrimary: here, logExportsInSecondary: there }, { policy }) => {
      const lacking = here.filter(
        (one) =>
          !there.some(
            ({ source, level, to }) =>
              source === one.source && level === one.level && to === one.to,
          ),
      );
      const words = lacking.map(({ source, level, to }) => `${source} (${level}) to ${to}`);
      if (words.length > 0) return differs(`${policy.secondary} does not send ${listed(words)}`);
      return ready(
        here.length === 0
          ? "none in either"
          : `${listed(here.map(({ source }) => source))} in both`,
      );
    },
  }),
  row("edge", {
    name: "tags",
    severity: "differs",
    breaks: nobody,
    needs: ["poolInPrimary", "poolInSecondary"],
    must: ({ primary, secondary }) =>
      `the replica in ${secondary} must have the tags of ${primary}`,
    next: ({ secondary }) =>
      `aws cognito-idp list-tags-for-resource --region ${secondary} --resource-arn ARN`,
    judge: (
      { poolInPrimary: { tags: here }, poolInSecondary: { arn, tags: there } },
      { policy },
    ) => {
      const lacking = Object.entries(here).filter(([key, value]) => there[key] !== value);
      const [first] = lacking;
      if (first === undefined) return ready(`${counted(Object.keys(here).length, "tag")} in both`);
      const [key, value] = first;
      return differs(
        `${listed(lacking.map(([key]) => key))} is missing or another in ${policy.secondary}`,
        `aws cognito-idp tag-resource --region ${policy.secondary} --resource-arn ${arn} --tags "${key}=${value}"`,
      );
    },
  }),
];

function differencesOf(here: WebAclFacts, there: WebAclFacts): readonly string[] {
  const other = (one: WebAclFacts, name: string) => one.rules.find((rule) => rule.name === name);
  const order = (one: WebAclFacts) =>
    one.rules.filter(({ name }) => other(here, name) && other(there, name)).map(({ name }) => name);
  const changed = here.rules.filter(({ name, effect }) => {
    const match = other(there, name);
    return match !== undefined && match.effect !== effect;
  });
  return [
    ...(here.otherwise === there.otherwise
      ? []
      : [`the default is ${there.otherwise}, not ${here.otherwise}`]),
    ...here.rules.filter(({ name }) => !other(there, name)).map(({ name }) => `${name} is missing`),
    ...there.rules
      .filter(({ name }) => !other(here, name))
      .map(({ name }) => `${name} is there alone`),
    ...changed.map(({ name }) => `${name} does something else`),
    ...(order(here).join() === order(there).join() ? [] : ["rules come in another order"]),
  ];
}
