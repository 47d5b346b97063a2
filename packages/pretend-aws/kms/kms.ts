// The pretend KMS: the settings of keys, which nothing is encrypted with. Who may ask is for a key's own policy to say, and
// where that leaves it to the account, for the caller's.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html

import type {
  GetKeyPolicyRequest,
  KeyMetadata,
  PutKeyPolicyRequest,
  ScheduleKeyDeletionRequest,
} from "@aws-sdk/client-kms";
import { AwsError } from "../aws-error.ts";
import { type Policy, readPolicy } from "../iam/policy.ts";
import type { Context, Service } from "../service.ts";
import { jsonService, type Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { isPrimary, type Key, type KeyState, Keys, type NewKey } from "./keys.ts";
import { COGNITO, IDENTITY_STORE, USES } from "./pool-key-policy.ts";

export interface Kms {
  readonly service: Service;
  /** Answers the ARN of the first; an id that begins with "mrk-" makes the keys a multi-Region one. */
  seedKey(key: NewKey): string;
  /** Whether Cognito can use it for a pool; undefined for a key that nobody has made. */
  useByCognito(keyArn: string, poolArn: string): KeyUse | undefined;
}

/** "Denied" where the key's policy does not let Cognito. */
export type KeyUse = KeyState | "Denied";

const SHORTEST_DAYS = 7;
const LONGEST_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

export function createKms(foundation: Foundation): Kms {
  const keys = new Keys(foundation);
  const judged = new WeakMap<Policy, Map<string, boolean>>();
  // Asked with every sign-in, and as long as the policy stands the same.
  const letsPool = (key: Key, poolArn: string): boolean => {
    const known = judged.get(key.policy) ?? new Map<string, boolean>();
    judged.set(key.policy, known);
    const lets = known.get(poolArn) ?? letsCognito(foundation, key, poolArn);
    known.set(poolArn, lets);
    return lets;
  };
  return {
    service: jsonService({
      name: "kms",
      targetPrefix: "TrentService",
      version: "1.1",
      // A caller's own policies are not asked without the key's.
      deedsOf: () => [],
      operations: operations(keys, foundation),
    }),
    seedKey: (key) => keys.add(key),
    useByCognito: (keyArn, poolArn) => {
      const key = keys.known(keyArn);
      if (key === undefined) return undefined;
      const state = keys.stateOf(key);
      return state === "Enabled" && !letsPool(key, poolArn) ? "Denied" : state;
    },
  };
}

type On = (key: Key, input: never, context: Context) => unknown;

function operations(keys: Keys, foundation: Foundation): Operations {
  const on =
    (operation: string, run: On) =>
    (input: { readonly KeyId?: string }, context: Context): unknown => {
      const key = keys.find(context.region, required(input.KeyId, "keyId"));
      assertMayDo(foundation, key, { operation, context });
      return run(key, input as never, context);
    };
  const table: Readonly<Record<string, On>> = {
    DescribeKey: (key) => ({ KeyMetadata: described(keys, key, foundation.accountId) }),
    GetKeyPolicy: (key, { PolicyName = "default" }: GetKeyPolicyRequest) => {
      assertPolicyName(PolicyName);
      return { Policy: key.policyText, PolicyName };
    },
    PutKeyPolicy: (key, input: PutKeyPolicyRequest, context) => {
      assertPolicyName(input.PolicyName ?? "default");
      putPolicy(foundation, key, { input, context });
    },
    GetKeyRotationStatus: (key) => rotationOf(keys, key, foundation.clock.now()),
    EnableKey: (key) => {
      assertNotLeaving(key);
      key.isEnabled = true;
    },
    DisableKey: (key) => {
      assertNotLeaving(key);
      key.isEnabled = false;
    },
    EnableKeyRotation: (key) => {
      assertRotatable(keys, key);
      key.family.rotation ??= { periodDays: 365, since: foundation.clock.now() };
    },
    DisableKeyRotation: (key) => {
      assertRotatable(keys, key);
      key.family.rotation = null;
    },
    ScheduleKeyDeletion: (key, { PendingWindowInDays: days = 30 }: ScheduleKeyDeletionRequest) => {
      assertNotLeaving(key);
      assertDays(days);
      keys.scheduleDeletion(key, days);
      return {
        ...{ KeyId: key.arn, KeyState: keys.stateOf(key), PendingWindowInDays: days },
        DeletionDate: keys.deletionAt(key),
      };
    },
    // What was to be deleted comes back disabled.
    CancelKeyDeletion: (key) => {
      if (key.deletion === null) throw invalidState(`${key.arn} is not pending deletion.`);
      key.deletion = null;
      return { KeyId: key.arn };
    },
  };
  return Object.fromEntries(Object.entries(table).map(([name, run]) => [name, on(name, run)]));
}

function assertMayDo(
  { iam }: Foundation,
  key: Key,
  { operation, context }: { readonly operation: string; readonly context: Context },
): void {
  const { principal, region, isPlain = false } = context;
  const deed = { action: `kms:${operation}`, resource: key.arn };
  iam.allow(principal, deed, { region, isPlain, resource: key.policy, isResourceNeeded: true });
}

/** All that Cognito does, for both of the services that it does it as. */
function letsCognito({ iam, accountId }: Foundation, { arn, region, policy }: Key, pool: string) {
  const source = { "aws:SourceArn": pool, "aws:SourceAccount": accountId };
  const context = { ...source, "kms:EncryptionContext:aws:cognito-idp:userpool-arn": pool };
  const uses = USES.map((action) => ({ action: action.replace("*", "From"), values: context }));
  const deeds = [...uses, { action: "kms:DescribeKey", values: source }];
  return [COGNITO, IDENTITY_STORE].every((service) =>
    deeds.every((deed) => {
      const asked = { ...deed, resource: arn };
      const way = { region, resource: policy, isResourceNeeded: true };
      return iam.decide({ kind: "service", service }, asked, way).kind === "allowed";
    }),
  );
}

function described(keys: Keys, key: Key, accountId: string): KeyMetadata {
  const { family, arn, deletion, description } = key;
  const state = keys.stateOf(key);
  const waits = state === "PendingReplicaDeletion";
  return {
    AWSAccountId: accountId,
    KeyId: family.id,
    Arn: arn,
    CreationDate: new Date(family.createdAt),
    Enabled: state === "Enabled",
    Description: description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: state,
    ...(deletion === null || waits ? {} : { DeletionDate: keys.deletionAt(key) }),
    ...(deletion !== null && waits ? { PendingDeletionWindowInDays: deletion.days } : {}),
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: family.isMultiRegion,
    ...(family.isMultiRegion ? { MultiRegionConfiguration: familyOf(keys, key) } : {}),
  };
}

function familyOf(keys: Keys, key: Key) {
  const [primary = key, ...replicas] = keys.related(key);
  const named = ({ arn, region }: Key) => ({ Arn: arn, Region: region });
  return {
    MultiRegionKeyType: isPrimary(key) ? ("PRIMARY" as const) : ("REPLICA" as const),
    PrimaryKey: named(primary),
    ReplicaKeys: replicas.map(named),
  };
}

/** While a key waits to be deleted its status is false; while it is disabled it stays as it was. */
function rotationOf(keys: Keys, key: Key, now: number): object {
  const { rotation } = key.family;
  const isOn = rotation !== null && key.deletion === null;
  if (!isOn) return { KeyId: key.arn, KeyRotationEnabled: false };
  const every = rotation.periodDays * DAY_MS;
  const next = rotation.since + (Math.floor((now - rotation.since) / every) + 1) * every;
  return {
    ...{ KeyId: key.arn, KeyRotationEnabled: true, RotationPeriodInDays: rotation.periodDays },
    ...(keys.stateOf(key) === "Enabled" && { NextRotationDate: new Date(next) }),
  };
}

/** Nobody may lock the account out, unless they say that they mean it. */
function putPolicy(
  { iam }: Foundation,
  key: Key,
  { input, context }: { readonly input: PutKeyPolicyRequest; readonly context: Context },
): void {
  const text = required(input.Policy, "policy");
  const policy = readKeyPolicy(text);
  const deed = { action: "kms:PutKeyPolicy", resource: key.arn };
  const way = { region: context.region, resource: policy, isResourceNeeded: true };
  const stays = iam.decide(context.principal, deed, way).kind === "allowed";
  if (!stays && input.BypassPolicyLockoutSafetyCheck !== true) {
    throw new AwsError(
      "MalformedPolicyDocumentException",
      "The new key policy will not allow you to update the key policy in the future.",
    );
  }
  key.policyText = text;
  key.policy = policy;
}

function readKeyPolicy(text: string) {
  try {
    return readPolicy(text);
  } catch (error) {
    if (!(error instanceof AwsError) || error.name !== "MalformedPolicyDocument") throw error;
    throw new AwsError("MalformedPolicyDocumentException", error.message);
  }
}

function assertPolicyName(name: string): void {
  if (name === "default") return;
  throw new AwsError("NotFoundException", `No such policy exists`);
}

function assertNotLeaving({ arn, deletion }: Key): void {
  if (deletion !== null) throw invalidState(`${arn} is pending deletion.`);
}

/** Rotation is the primary's, for all of its replicas. */
function assertRotatable(keys: Keys, key: Key): void {
  assertNotLeaving(key);
  if (keys.stateOf(key) === "Disabled") {
    throw new AwsError("DisabledException", `${key.arn} is disabled.`);
  }
  if (!isPrimary(key)) {
    const message = `${key.arn} is a replica key: change the rotation of its primary key.`;
    throw new AwsError("UnsupportedOperationException", message);
  }
}

function assertDays(days: number): void {
  if (days >= SHORTEST_DAYS && days <= LONGEST_DAYS) return;
  throw validation(
    `Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value between ${SHORTEST_DAYS} and ${LONGEST_DAYS}`,
  );
}

function required(value: string | undefined, member: string): string {
  if (value !== undefined) return value;
  throw validation(
    `Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function validation(what: string): AwsError {
  return new AwsError("ValidationException", `1 validation error detected: ${what}`);
}

function invalidState(message: string): AwsError {
  return new AwsError("KMSInvalidStateException", message);
}
