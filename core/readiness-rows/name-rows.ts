// Would users find the way by the names they ask for? The levers as a move finds them, and what they hang on.

import type { Lever } from "../levers/lever.ts";
import { leverFacts } from "../levers/lever.ts";
import type { FactValues } from "../readiness/facts.ts";
import {
  blocker,
  differs,
  notApplicable,
  type ReadinessRow,
  type RowJudgement,
  ready,
  row,
} from "../readiness/row.ts";
import type { Policy } from "../settings/policy.ts";
import { listed } from "../values/words.ts";

const withoutLogin = ({ paths }: Policy) =>
  paths.managedLogin === null ? "the settings leave managed login alone" : null;

const withoutRecords = ({ paths }: Policy) =>
  paths.sdk === null ? "the settings leave SDK sign-in alone" : null;

export const nameRows: readonly ReadinessRow[] = [
  row("names", {
    name: "beacon",
    severity: "blocker",
    breaks: { path: "managedLogin", users: "all users of managed login" },
    unasked: withoutLogin,
    needs: ["leverTroubles"],
    must: ({ paths }) =>
      `everyone must be able to read the beacon in ${paths.managedLogin?.bucket} while it is there, and a move be able to put it there`,
    next: () => "docs/runbook.md#leverblocked",
    judge: ({ leverTroubles }) => stopped("beacon", leverTroubles),
  }),
  row("names", {
    name: "records",
    severity: "blocker",
    breaks: { path: "sdk", users: "all users of the SDK path" },
    unasked: withoutRecords,
    needs: ["leverTroubles"],
    must: ({ paths }) =>
      `the weighted records of ${paths.sdk?.record} must be there as the settings have them, in a zone that the public asks`,
    next: () => "docs/deploy.md#the-records",
    judge: ({ leverTroubles }) => stopped("weightedRecords", leverTroubles),
  }),
  row("names", {
    name: "lever-notes",
    severity: "differs",
    breaks: {
      path: "both",
      users: "users who are moved later than others, or not as they should be",
    },
    needs: ["leverTroubles"],
    must: ({ name }) => `nothing may hold up the levers of ${name}, such as another TTL`,
    next: ({ name }) => `cognito-failover status ${name}`,
    judge: ({ leverTroubles }) => {
      const [first, ...more] = leverTroubles.filter(({ isFatal }) => !isFatal);
      return first === undefined
        ? ready("nothing does")
        : differs([first, ...more].map(({ says }) => says).join("; "), first.next);
    },
  }),
  row("names", {
    name: "control-planes",
    severity: "differs",
    breaks: { path: "sdk", users: "all users of the SDK path, while us-east-1 is impaired" },
    unasked: withoutRecords,
    needs: ["acceleratedRecovery"],
    must: ({ paths }) =>
      `the zone ${paths.sdk?.zoneId} must have accelerated recovery: without it its records hang on us-east-1`,
    next: ({ paths }) =>
      `aws route53 update-hosted-zone-features --hosted-zone-id ${paths.sdk?.zoneId} --enable-accelerated-recovery`,
    judge: ({ acceleratedRecovery }) =>
      acceleratedRecovery === "ENABLED"
        ? ready("ENABLED: changes are taken again within an hour of an impairment")
        : differs(acceleratedRecovery === null ? "it has none" : `it is ${acceleratedRecovery}`),
  }),
  row("names", {
    name: "private-endpoints",
    severity: "differs",
    breaks: {
      path: "sdk",
      users: "callers in networks that reach Cognito by an interface endpoint alone",
    },
    needs: ["privateEndpointsInPrimary", "privateEndpointsInSecondary"],
    must: ({ primary, secondary }) =>
      `where there is an interface endpoint for Cognito in ${primary}, there must be one in ${secondary}`,
    next: ({ secondary }) =>
      `aws ec2 describe-vpc-endpoints --region ${secondary} --filters Name=service-name,Values=com.amazonaws.${secondary}.cognito-idp`,
    judge: ({ privateEndpointsInPrimary, privateEndpointsInSecondary }, { policy }) => {
      const of = (all: FactValues["privateEndpointsInPrimary"]) =>
        all.filter(({ state }) => state === "available");
      const [here, there] = [of(privateEndpointsInPrimary), of(privateEndpointsInSecondary)];
      if (here.length === 0) return notApplicable(`${policy.primary} has none`);
      if (there.length === 0) return differs(`${policy.secondary} has none`);
      const isNamed =
        here.some((one) => one.hasPrivateDns) && !there.some((one) => one.hasPrivateDns);
      return isNamed
        ? differs(`none in ${policy.secondary} answers under Cognito's own name`)
        : ready(`${here.length} in ${policy.primary}, ${there.length} in ${policy.secondary}`);
    },
  }),
];

function stopped(lever: Lever, troubles: FactValues["leverTroubles"]): RowJudgement {
  const own = troubles.filter((one) => one.lever === lever && one.isFatal);
  const [first] = own;
  if (first === undefined)
    return ready(`nothing keeps ${leverFacts[lever].label} from moving users`);
  return blocker(listed(own.map(({ says }) => says)), first.next);
}
