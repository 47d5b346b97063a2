// What Cognito, KMS and Lambda say of the pool in both Regions.

import type { FactValues, ReadinessFacts } from "../../core/readiness/facts.ts";
import { regionIn } from "../../core/readiness-rows/commands.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { type Region, region } from "../../core/values/types.ts";
import { counted, listed } from "../../core/values/words.ts";
import { type Ask, derived, following } from "./ask.ts";
import type { Readers } from "./readers.ts";

export interface Gathering {
  readonly ask: Ask;
  readonly readers: Readers;
  readonly policy: Policy;
}

/** Facts on their way. */
export type Gathered<Name extends keyof ReadinessFacts> = {
  readonly [One in Name]: Promise<ReadinessFacts[One]>;
};

export type PoolFactName =
  | ("replicas" | "factors" | "poolInPrimary" | "poolInSecondary")
  | ("secretIdsInPrimary" | "secretIdsInSecondary")
  | ("keyInPrimary" | "keyInSecondary" | "keyRotation")
  | ("triggersInPrimary" | "triggersInSecondary");

export function poolFacts(gathering: Gathering): Gathered<PoolFactName> {
  const { ask, readers, policy } = gathering;
  const { userPoolId, clientId, primary, secondary } = policy;
  const poolIn = (where: Region) =>
    ask({
      call: `cognito-idp:DescribeUserPool ${userPoolId} in ${where}`,
      ask: () => readers.pools.read(where, policy),
      says: ({ plan, issuer, mfa }) => `${plan}, issuer ${issuer}, MFA ${mfa}`,
    });
  const secretsIn = (where: Region) =>
    ask({
      call: `cognito-idp:ListUserPoolClientSecrets ${clientId} in ${where}`,
      ask: () => readers.pools.secretIds(where, policy),
      says: (ids) => counted(ids.length, "secret"),
    });
  const [poolInPrimary, poolInSecondary] = [poolIn(primary), poolIn(secondary)];
  return {
    poolInPrimary,
    poolInSecondary,
    replicas: ask({
      // The secondary's word: it is the one that counts on the night.
      call: `cognito-idp:ListUserPoolReplicas ${userPoolId} in ${secondary}`,
      ask: () => readers.pools.replicas(secondary, policy),
      says: (all) => listed(all.map(({ region, role, status }) => `${region} ${role} ${status}`)),
    }),
    factors: ask({
      call: `cognito-idp:GetUserPoolMfaConfig ${userPoolId} in ${primary}`,
      ask: () => readers.pools.factors(primary, policy),
      says: ({ mfa }) => mfa,
    }),
    secretIdsInPrimary: secretsIn(primary),
    secretIdsInSecondary: secretsIn(secondary),
    ...keyFacts(gathering, poolInPrimary),
    triggersInPrimary: triggersIn(gathering, primary, poolInPrimary),
    triggersInSecondary: triggersIn(gathering, secondary, poolInSecondary),
  };
}

type PoolFact = Promise<ReadinessFacts["poolInPrimary"]>;

function keyFacts(
  { ask, readers, policy }: Gathering,
  pool: PoolFact,
): Gathered<"keyInPrimary" | "keyInSecondary" | "keyRotation"> {
  const keyIn = (where: Region, arn: string) =>
    ask<FactValues["keyInPrimary"]>({
      call: `kms:DescribeKey ${arn} in ${where}`,
      ask: () => readers.keys.read(where, arn),
      says: (key) => (key === null ? "there is none" : `${key.id} is ${key.state}`),
    });
  const keyInPrimary = following(pool, ({ keyArn }) =>
    keyArn === null ? derived(pool, () => null) : keyIn(policy.primary, keyArn),
  );
  return {
    keyInPrimary,
    // All keys of a family have its id, each in its own Region.
    keyInSecondary: following(keyInPrimary, (key) =>
      key?.isMultiRegion === true
        ? keyIn(policy.secondary, key.id)
        : derived(keyInPrimary, () => null),
    ),
    keyRotation: following(keyInPrimary, (key) =>
      key === null
        ? derived(keyInPrimary, () => null)
        : ask<FactValues["keyRotation"]>({
            call: `kms:GetKeyRotationStatus ${key.primaryArn}`,
            ask: () => readers.keys.rotation(region(regionIn(key.primaryArn)), key.primaryArn),
            says: (found) => (found?.isOn === true ? "on" : "off"),
          }),
    ),
  };
}

function triggersIn(
  { ask, readers, policy }: Gathering,
  where: Region,
  pool: PoolFact,
): Promise<ReadinessFacts["triggersInPrimary"]> {
  return following(pool, ({ triggers }) =>
    ask({
      call: `lambda:GetFunctionConfiguration of the triggers in ${where}`,
      ask: () => Promise.all(triggers.map((one) => readers.triggers.read(where, one, policy))),
      says: (all) => listed(all.map(({ trigger, state }) => `${trigger} ${state}`)),
    }),
  );
}
