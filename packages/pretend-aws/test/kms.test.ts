import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolReplicaCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CancelKeyDeletionCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { poolKeyPolicy } from "../kms/pool-key-policy.ts";
import {
  ACCOUNT,
  anAccount,
  DAY_MS,
  POOL,
  PRIMARY,
  poolArnIn,
  refusal,
  SECONDARY,
  START,
} from "./an-account.ts";

const KeyId = "mrk-1234abcd12ab34cd56ef1234567890ab";
const arnIn = (region: string) => `arn:aws:kms:${region}:${ACCOUNT}:key/${KeyId}`;
const poolArns = [PRIMARY, SECONDARY].map(poolArnIn);
const policyIn = (region: string) => poolKeyPolicy({ accountId: ACCOUNT, region, poolArns });
const only = (Principal: object, Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal, Action, Resource: "*" }],
});
const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

function withKey({ regions = [PRIMARY, SECONDARY] as [string, ...string[]] } = {}) {
  const { aws, at, clock } = anAccount();
  aws.kms.seedKey({ id: KeyId, regions, policyIn, description: "customers" });
  const kms = (region: string, credentials?: { accessKeyId: string; secretAccessKey: string }) =>
    new KMSClient(at(region, credentials));
  return { aws, at, clock, kms, primary: kms(PRIMARY), secondary: kms(SECONDARY) };
}

describe("DescribeKey", () => {
  it("shows in each Region the key of that Region, and its family", async () => {
    const { primary, secondary } = withKey();
    const family = {
      PrimaryKey: { Arn: arnIn(PRIMARY), Region: PRIMARY },
      ReplicaKeys: [{ Arn: arnIn(SECONDARY), Region: SECONDARY }],
    };
    const { KeyMetadata } = await primary.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toEqual({
      AWSAccountId: ACCOUNT,
      KeyId,
      Arn: arnIn(PRIMARY),
      CreationDate: new Date(START),
      ...{ Enabled: true, KeyState: "Enabled", Description: "customers" },
      ...{ KeyUsage: "ENCRYPT_DECRYPT", Origin: "AWS_KMS", KeyManager: "CUSTOMER" },
      ...{ CustomerMasterKeySpec: "SYMMETRIC_DEFAULT", KeySpec: "SYMMETRIC_DEFAULT" },
      EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
      MultiRegion: true,
      MultiRegionConfiguration: { MultiRegionKeyType: "PRIMARY", ...family },
    });
    const there = await secondary.send(new DescribeKeyCommand({ KeyId: arnIn(SECONDARY) }));
    expect(there.KeyMetadata).toMatchObject({
      Arn: arnIn(SECONDARY),
      MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", ...family },
    });
  });

  it("has no family of a key that is in one Region", async () => {
    const { aws, primary } = withKey();
    aws.kms.seedKey({ id: "1234", regions: [PRIMARY], policyIn });
    const { KeyMetadata } = await primary.send(new DescribeKeyCommand({ KeyId: "1234" }));
    expect(KeyMetadata?.MultiRegion).toBe(false);
    expect(KeyMetadata?.MultiRegionConfiguration).toBeUndefined();
  });

  it.each([
    [arnIn(SECONDARY), `NotFoundException: Invalid arn ${SECONDARY}`],
    ["1234", `NotFoundException: Key 'arn:aws:kms:${PRIMARY}:${ACCOUNT}:key/1234' does not exist`],
    ["alias/customers", "NotFoundException: Alias alias/customers is not found."],
  ])("does not find %s", async (reference, message) => {
    const { primary } = withKey();
    const asked = new DescribeKeyCommand({ KeyId: reference });
    expect(await refusal(primary.send(asked))).toBe(message);
  });
});

describe("the state of a key", () => {
  const state = async (client: KMSClient) =>
    (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;

  it("is each Region's own", async () => {
    const { primary, secondary } = withKey();
    await secondary.send(new DisableKeyCommand({ KeyId }));
    expect(await state(secondary)).toMatchObject({ KeyState: "Disabled", Enabled: false });
    expect(await state(primary)).toMatchObject({ KeyState: "Enabled", Enabled: true });
    await secondary.send(new EnableKeyCommand({ KeyId }));
    expect(await state(secondary)).toMatchObject({ KeyState: "Enabled", Enabled: true });
  });

  it("is pending until the key is gone, or comes back disabled", async () => {
    const { clock, secondary } = withKey();
    const scheduled = new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 });
    const DeletionDate = new Date(START + 7 * DAY_MS);
    expect(await secondary.send(scheduled)).toMatchObject({
      ...{ KeyId: arnIn(SECONDARY), KeyState: "PendingDeletion", PendingWindowInDays: 7 },
      DeletionDate,
    });
    expect(await state(secondary)).toMatchObject({ KeyState: "PendingDeletion", DeletionDate });
    expect(await refusal(secondary.send(new DisableKeyCommand({ KeyId })))).toBe(
      `KMSInvalidStateException: ${arnIn(SECONDARY)} is pending deletion.`,
    );
    await secondary.send(new CancelKeyDeletionCommand({ KeyId }));
    expect(await state(secondary)).toMatchObject({ KeyState: "Disabled" });
    await secondary.send(scheduled);
    await clock.advance(7 * DAY_MS);
    expect(await refusal(state(secondary))).toMatch(/^NotFoundException/);
  });

  it("of a primary waits for its replicas", async () => {
    const { clock, primary, secondary } = withKey();
    await primary.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await clock.advance(10 * DAY_MS);
    expect(await state(primary)).toMatchObject({
      ...{ KeyState: "PendingReplicaDeletion", PendingDeletionWindowInDays: 7 },
    });
    await secondary.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await clock.advance(7 * DAY_MS);
    expect(await refusal(state(primary))).toMatch(/^NotFoundException/);
  });

  it("is put off by 7 to 30 days", async () => {
    const { primary } = withKey();
    const soon = new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 6 });
    expect(await refusal(primary.send(soon))).toMatch(/^ValidationException.*between 7 and 30/);
  });
});

describe("rotation", () => {
  const get = new GetKeyRotationStatusCommand({ KeyId });

  it("is the primary's, and shown by all", async () => {
    const { clock, primary, secondary } = withKey();
    await clock.advance(400 * DAY_MS);
    expect(await secondary.send(get)).toMatchObject({
      ...{ KeyId: arnIn(SECONDARY), KeyRotationEnabled: true, RotationPeriodInDays: 365 },
      NextRotationDate: new Date(START + 730 * DAY_MS),
    });
    expect(await refusal(secondary.send(new DisableKeyRotationCommand({ KeyId })))).toMatch(
      /^UnsupportedOperationException/,
    );
    await primary.send(new DisableKeyRotationCommand({ KeyId }));
    expect((await secondary.send(get)).KeyRotationEnabled).toBe(false);
    await primary.send(new EnableKeyRotationCommand({ KeyId }));
    expect((await secondary.send(get)).KeyRotationEnabled).toBe(true);
  });

  it("is as it was while the key is disabled, and off while it waits to be deleted", async () => {
    const { secondary } = withKey();
    await secondary.send(new DisableKeyCommand({ KeyId }));
    expect((await secondary.send(get)).KeyRotationEnabled).toBe(true);
    await secondary.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect((await secondary.send(get)).KeyRotationEnabled).toBe(false);
  });
});

describe("the policy of a key", () => {
  const get = new GetKeyPolicyCommand({ KeyId });

  it("is shown as it was put, in each Region its own", async () => {
    const { primary, secondary } = withKey();
    const Policy = JSON.stringify(only(root, "kms:*"));
    await secondary.send(new PutKeyPolicyCommand({ KeyId, Policy }));
    expect(await secondary.send(get)).toMatchObject({ Policy, PolicyName: "default" });
    expect(JSON.parse((await primary.send(get)).Policy ?? "")).toEqual(policyIn(PRIMARY));
  });

  it("says who may ask, and to the account it leaves what the callers' own policies let", async () => {
    const { aws, kms } = withKey();
    const Statement = { Effect: "Allow", Action: "kms:*", Resource: "*" };
    const may = aws.iam.seedRole({ name: "may", policies: [{ Statement }] });
    const mayNot = aws.iam.seedRole({ name: "may-not", policies: [] });
    const asked = new DescribeKeyCommand({ KeyId });
    expect(await refusal(kms(PRIMARY, may).send(asked))).toBe("no refusal");
    expect(await refusal(kms(PRIMARY, mayNot).send(asked))).toBe(
      `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/may-not/may-not is not authorized to perform: kms:DescribeKey on resource: ${arnIn(PRIMARY)} because no identity-based policy allows the kms:DescribeKey action`,
    );
    const Policy = JSON.stringify(only({ AWS: mayNot.arn }, "kms:*"));
    const BypassPolicyLockoutSafetyCheck = true;
    await kms(PRIMARY).send(
      new PutKeyPolicyCommand({ KeyId, Policy, BypassPolicyLockoutSafetyCheck }),
    );
    expect(await refusal(kms(PRIMARY, mayNot).send(asked))).toBe("no refusal");
    expect(await refusal(kms(PRIMARY, may).send(asked))).toBe(
      `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/may/may is not authorized to perform: kms:DescribeKey on resource: ${arnIn(PRIMARY)} because no resource-based policy allows the kms:DescribeKey action`,
    );
  });

  it.each([
    ["{", "This policy contains invalid Json"],
    [
      JSON.stringify(only(root, "kms:DescribeKey")),
      "The new key policy will not allow you to update the key policy in the future.",
    ],
  ])("is refused: %s", async (Policy, message) => {
    const { primary } = withKey();
    expect(await refusal(primary.send(new PutKeyPolicyCommand({ KeyId, Policy })))).toBe(
      `MalformedPolicyDocumentException: ${message}`,
    );
  });
});

describe("a pool with the key", () => {
  const seed = {
    ...{ id: POOL, name: "customers", region: PRIMARY, clientId: "client", clientName: "web" },
    ...{ issuer: "UPDATED" as const, kmsKeyArn: arnIn(PRIMARY) },
    users: [{ username: "ada", password: "Right-horse-9" }],
  };
  const read = new AdminGetUserCommand({ UserPoolId: POOL, Username: "ada" });

  function withPool() {
    const world = withKey();
    world.aws.cognito.seedPool({ ...seed, secondary: SECONDARY });
    const inRegion = (region: string) => new CognitoIdentityProviderClient(world.at(region));
    return { ...world, here: inRegion(PRIMARY), there: inRegion(SECONDARY) };
  }

  it.each([
    ["is disabled", new DisableKeyCommand({ KeyId }), "is in an invalid state."],
    ["waits to be deleted", new ScheduleKeyDeletionCommand({ KeyId }), "is in an invalid state."],
    [
      "lets Cognito not",
      new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify(only(root, "kms:*")) }),
      "does not let Cognito use it.",
    ],
    [
      "lets Cognito for the primary's pool alone",
      new PutKeyPolicyCommand({
        KeyId,
        Policy: JSON.stringify(
          poolKeyPolicy({
            ...{ accountId: ACCOUNT, region: SECONDARY, poolArns: [poolArnIn(PRIMARY)] },
          }),
        ),
      }),
      "does not let Cognito use it.",
    ],
  ])("has users in the other Region alone while it %s in this one", async (_, broken, message) => {
    const { secondary, here, there } = withPool();
    expect(await refusal(there.send(read))).toBe("no refusal");
    await secondary.send(broken as DisableKeyCommand);
    expect(await refusal(there.send(read))).toMatch(/^InvalidParameterException: .*KMS key/);
    expect(await refusal(there.send(read))).toContain(`${arnIn(SECONDARY)} ${message}`);
    expect(await refusal(there.send(new DescribeUserPoolCommand({ UserPoolId: POOL })))).toBe(
      "no refusal",
    );
    expect(await refusal(here.send(read))).toBe("no refusal");
  });

  it.each([
    [[PRIMARY], /^InvalidParameterException: KMS key .*eu-central-1/],
    [[PRIMARY, SECONDARY], /^no refusal$/],
  ] as const)("gets a replica where the key has one: %j", async ([first, ...more], message) => {
    const { aws, at } = withKey({ regions: [first, ...more] });
    aws.cognito.seedPool(seed);
    const create = new CreateUserPoolReplicaCommand({ UserPoolId: POOL, RegionName: SECONDARY });
    const cognito = new CognitoIdentityProviderClient(at(PRIMARY));
    expect(await refusal(cognito.send(create))).toMatch(message);
  });
});

it("operations outside the subset answer 501", async () => {
  await expect(withKey().primary.send(new CreateKeyCommand({}))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});
