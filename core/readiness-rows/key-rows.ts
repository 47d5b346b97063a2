// Can Cognito use the pool's key in both Regions? The family, its state, its policies, its rotation.

import { type KeyUse, keyUse } from "../readiness/key-use.ts";
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
import type { KeyFacts } from "../readiness/service-facts.ts";
import { dateAndTime } from "../values/timestamp.ts";
import type { Region } from "../values/types.ts";
import { listed } from "../values/words.ts";
import { accountIn, regionIn } from "./commands.ts";

const everybody = {
  path: "both",
  users: "all users: a pool whose key cannot be used is unusable",
} as const;

const noKey = unknown("there is no such key in one of the Regions");

export const keyRows: readonly ReadinessRow[] = [
  row("key", {
    name: "key-family",
    severity: "blocker",
    breaks: everybody,
    needs: ["poolInPrimary", "keyInPrimary", "keyInSecondary"],
    must: ({ userPoolId, secondary }) =>
      `${userPoolId} must have a multi-Region key of yours, with a key of the same family in ${secondary}`,
    next: () =>
      "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-multi-region.html",
    judge: ({ poolInPrimary, keyInPrimary, keyInSecondary }, { policy }) => {
      if (poolInPrimary.keyArn === null) return blocker("it has a key that AWS owns");
      if (keyInPrimary === null) return blocker(`${poolInPrimary.keyArn} does not exist`);
      if (!keyInPrimary.isMultiRegion) return blocker(`${keyInPrimary.id} is of one Region alone`);
      if (keyInSecondary?.id === keyInPrimary.id)
        return ready(`${keyInPrimary.id} in both Regions`);
      return blocker(
        `${policy.secondary} has no key ${keyInPrimary.id}`,
        // Without a policy of its own the new key trusts the account alone.
        `aws kms replicate-key --region ${regionIn(keyInPrimary.primaryArn)} --key-id ${keyInPrimary.primaryArn} --replica-region ${policy.secondary} --policy file://key-policy.json`,
      );
    },
  }),
  row("key", {
    name: "key-state",
    severity: "blocker",
    isAtOnce: true,
    breaks: everybody,
    needs: ["keyInPrimary", "keyInSecondary"],
    restsOn: ["key-family"],
    must: ({ primary, secondary }) =>
      `the pool's key must be enabled in ${primary} and in ${secondary}, and not about to be deleted`,
    next: ({ secondary }) => `aws kms list-keys --region ${secondary}`,
    judge: ({ keyInPrimary, keyInSecondary }) => {
      if (keyInPrimary === null || keyInSecondary === null) return noKey;
      const both = [keyInSecondary, keyInPrimary];
      const worst = both.find(({ state }) => state !== "Enabled");
      if (worst === undefined) return ready("Enabled in both Regions");
      const found = both.filter(({ state }) => state !== "Enabled").map(stateOf);
      return blocker(listed(found), mended(worst));
    },
  }),
  row("key", {
    name: "key-policy",
    severity: "blocker",
    breaks: everybody,
    needs: ["poolInPrimary", "poolInSecondary", "keyInPrimary", "keyInSecondary"],
    restsOn: ["key-family"],
    must: ({ userPoolId }) =>
      `the key's policy in each Region must let cognito-idp and identitystore use it for ${userPoolId}, by both of its ARNs`,
    next: () =>
      "https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html#data-encryption",
    judge: ({ poolInPrimary, poolInSecondary, keyInPrimary, keyInSecondary }, { policy }) => {
      if (keyInPrimary === null || keyInSecondary === null) return noKey;
      const arns = [poolInPrimary.arn, poolInSecondary.arn];
      const looks = [
        policyIn(policy.secondary, keyInSecondary, arns),
        policyIn(policy.primary, keyInPrimary, [poolInPrimary.arn]),
      ];
      const ofKind = (kind: RowJudgement["kind"], severity?: string) =>
        looks.find(
          (one) => one.kind === kind && (one.kind !== "amiss" || one.severity === severity),
        );
      const worst = ofKind("amiss", "blocker") ?? ofKind("unknown") ?? ofKind("amiss", "differs");
      return worst ?? ready("allowed in both Regions, for both ARNs");
    },
  }),
  row("key", {
    name: "key-rotation",
    severity: "differs",
    breaks: { path: null, users: "nobody today: a key that never changes is a risk of its own" },
    needs: ["keyInPrimary", "keyRotation"],
    restsOn: ["key-family"],
    must: ({ userPoolId }) => `the key of ${userPoolId} must be rotated by itself`,
    next: () => "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    judge: ({ keyInPrimary, keyRotation }) => {
      if (keyInPrimary === null || keyRotation === null) return noKey;
      if (!keyRotation.canBeOn)
        return notApplicable("its material is yours, which AWS cannot rotate");
      const { primaryArn } = keyInPrimary;
      return keyRotation.isOn
        ? ready("it is rotated")
        : differs(
            "it is not rotated",
            `aws kms enable-key-rotation --region ${regionIn(primaryArn)} --key-id ${primaryArn}`,
          );
    },
  }),
];

function stateOf({ arn, state, deletedAt }: KeyFacts): string {
  const when = deletedAt === null ? "" : `, and gone at ${dateAndTime(deletedAt)} UTC`;
  return `${state} in ${regionIn(arn)}${when}`;
}

/** A key whose deletion is called off is disabled first. */
function mended({ arn, state }: KeyFacts): string {
  const verb = state === "Disabled" ? "enable-key" : "cancel-key-deletion";
  const isKnown = ["Disabled", "PendingDeletion", "PendingReplicaDeletion"].includes(state);
  return `aws kms ${isKnown ? verb : "describe-key"} --region ${regionIn(arn)} --key-id ${arn}`;
}

/** AWS does not say by which of its ARNs a secondary is known to its key: one is enough, both are sure. */
function policyIn(region: Region, key: KeyFacts, arns: readonly string[]): RowJudgement {
  const uses = arns.map((poolArn) => ({
    poolArn,
    use: keyUse(key.policy, { poolArn, account: accountIn(poolArn), keyArn: key.arn }),
  }));
  const of = (permitted: KeyUse["permitted"]) =>
    uses.filter(({ use }) => use.permitted === permitted);
  const next = `aws kms put-key-policy --region ${region} --key-id ${key.arn} --policy file://key-policy.json`;
  const [barred] = of("notAllowed");
  if (barred !== undefined && of("notAllowed").length === uses.length) {
    return blocker(`${region} does not allow ${listed(barred.use.lacking)}`, next);
  }
  const [open] = of("cannotTell");
  if (open !== undefined) {
    return unknown(
      `the policy in ${region} hangs on conditions that are not known here: ${listed(open.use.lacking)}`,
    );
  }
  return barred === undefined
    ? ready(`allowed in ${region}`)
    : differs(`${region} allows one ARN alone, and not ${barred.poolArn}`, next);
}
