import {
  CreateSecretCommand,
  type CreateSecretCommandInput,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ListSecretsCommand,
  PutSecretValueCommand,
  RemoveRegionsFromReplicationCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createSecretsManager } from "../secrets-manager/secrets-manager.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { dispatch, foundation } from "../world.ts";

const HOME = "eu-west-1";
const AWAY = "us-west-2";
const START = Date.UTC(2026, 10, 22, 15);
const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;

function aWorld() {
  const clock = new VirtualClock(START);
  const base = foundation({ clock });
  const secrets = createSecretsManager(base);
  const handler = requestHandler((region, request) =>
    dispatch({ services: [secrets.service], ...base }, region, request),
  );
  const clientIn = (region: string) =>
    new SecretsManagerClient({
      region,
      endpoint: endpointOf(region),
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: handler,
      maxAttempts: 1,
    });
  const home = clientIn(HOME);
  const away = clientIn(AWAY);
  const create = (more: Partial<CreateSecretCommandInput> = {}) =>
    home.send(new CreateSecretCommand({ Name: "probe/customers", SecretString: "one", ...more }));
  const put = (SecretString: string, more: { VersionStages?: string[] } = {}) =>
    home.send(new PutSecretValueCommand({ SecretId: "probe/customers", SecretString, ...more }));
  const get = (more: Partial<GetSecretValueCommandInput> = {}, client = home) =>
    client.send(new GetSecretValueCommand({ SecretId: "probe/customers", ...more }));
  return { clock, secrets, home, away, create, put, get };
}

const notFound = {
  name: "ResourceNotFoundException",
  message: "Secrets Manager can't find the specified secret.",
};

describe("values", () => {
  test("a secret is read by name, by ARN and by ARN without the suffix", async () => {
    const { create, get } = aWorld();
    const { ARN = "", VersionId } = await create();
    expect(ARN).toMatch(
      /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:probe\/customers-[A-Za-z0-9]{6}$/,
    );
    for (const SecretId of ["probe/customers", ARN, ARN.slice(0, -7)]) {
      expect(await get({ SecretId })).toMatchObject({
        ARN,
        Name: "probe/customers",
        VersionId,
        SecretString: "one",
        VersionStages: ["AWSCURRENT"],
        CreatedDate: new Date(START),
      });
    }
    await expect(get({ SecretId: "probe/custom" })).rejects.toMatchObject(notFound);
    await expect(get({ SecretId: ARN.slice(0, -3) })).rejects.toMatchObject(notFound);
  });

  test("bytes come back as bytes", async () => {
    const { home, get } = aWorld();
    const SecretBinary = new Uint8Array([0, 128, 255]);
    await home.send(new CreateSecretCommand({ Name: "bytes", SecretBinary }));
    const found = await get({ SecretId: "bytes" });
    expect(Buffer.from(found.SecretBinary ?? []).equals(SecretBinary)).toBe(true);
    expect(found.SecretString).toBeUndefined();
  });

  test("a new value becomes AWSCURRENT and the one before it AWSPREVIOUS", async () => {
    const { create, put, get, home } = aWorld();
    const first = await create();
    await expect(get({ VersionStage: "AWSPREVIOUS" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message:
        "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    });
    const second = await put("two");
    const third = await put("three");
    expect(third.VersionStages).toEqual(["AWSCURRENT"]);
    expect((await get()).SecretString).toBe("three");
    expect((await get({ VersionStage: "AWSPREVIOUS" })).SecretString).toBe("two");
    expect((await get({ VersionId: first.VersionId })).SecretString).toBe("one");
    const described = await home.send(new DescribeSecretCommand({ SecretId: "probe/customers" }));
    expect(described.VersionIdsToStages).toEqual({
      [String(second.VersionId)]: ["AWSPREVIOUS"],
      [String(third.VersionId)]: ["AWSCURRENT"],
    });
    await expect(
      get({ VersionId: first.VersionId, VersionStage: "AWSCURRENT" }),
    ).rejects.toMatchObject({ name: "InvalidRequestException" });
  });

  test("a value put under another label leaves AWSCURRENT where it is", async () => {
    const { create, put, get } = aWorld();
    await create();
    await put("next", { VersionStages: ["AWSPENDING"] });
    expect((await get()).SecretString).toBe("one");
    expect((await get({ VersionStage: "AWSPENDING" })).SecretString).toBe("next");
  });

  test("UpdateSecret changes the description alone, or the value too", async () => {
    const { create, home, get } = aWorld();
    const { VersionId } = await create();
    const update = (more: object) =>
      home.send(new UpdateSecretCommand({ SecretId: "probe/customers", ...more }));
    expect((await update({ Description: "the probe user" })).VersionId).toBeUndefined();
    expect((await get()).VersionId).toBe(VersionId);
    await update({ SecretString: "two" });
    expect((await get()).SecretString).toBe("two");
    const described = await home.send(new DescribeSecretCommand({ SecretId: "probe/customers" }));
    expect(described.Description).toBe("the probe user");
  });

  test("a token stands for one value: the same again is no second version", async () => {
    const { create } = aWorld();
    const ClientRequestToken = "11111111-2222-4333-8444-555555555555";
    const first = await create({ ClientRequestToken });
    expect(await create({ ClientRequestToken })).toMatchObject({
      ARN: first.ARN,
      VersionId: ClientRequestToken,
    });
    await expect(create({ ClientRequestToken, SecretString: "two" })).rejects.toMatchObject({
      name: "ResourceExistsException",
      message: "The operation failed because the secret probe/customers already exists.",
    });
  });

  test("PutSecretValue with the token of another value is refused", async () => {
    const { create, home, get } = aWorld();
    await create();
    const putOnce = (SecretString: string) =>
      home.send(
        new PutSecretValueCommand({
          SecretId: "probe/customers",
          ClientRequestToken: "11111111-2222-4333-8444-555555555555",
          SecretString,
        }),
      );
    await putOnce("two");
    await putOnce("two");
    await expect(putOnce("three")).rejects.toMatchObject({ name: "ResourceExistsException" });
    expect((await get()).SecretString).toBe("two");
    expect((await get({ VersionStage: "AWSPREVIOUS" })).SecretString).toBe("one");
  });

  test.each([
    [{ Name: "no spaces" }, "ValidationException"],
    [{ SecretBinary: new Uint8Array([1]) }, "InvalidParameterException"],
    [{ SecretString: "x".repeat(65_537) }, "ValidationException"],
    [{ AddReplicaRegions: [{ Region: HOME }] }, "InvalidParameterException"],
  ])("CreateSecret refuses %j", async (more, name) => {
    await expect(aWorld().create(more)).rejects.toMatchObject({ name });
  });
});

describe("replicas", () => {
  test("a replica can be read some seconds after the write, and follows the primary", async () => {
    const { clock, create, put, get, home, away } = aWorld();
    const created = await create({ AddReplicaRegions: [{ Region: AWAY }] });
    expect(created.ReplicationStatus).toMatchObject([{ Region: AWAY, Status: "InProgress" }]);
    await expect(get({}, away)).rejects.toMatchObject(notFound);
    await clock.advance(10 * SECOND);
    expect(await get({}, away)).toMatchObject({
      ARN: created.ARN?.replace(HOME, AWAY),
      SecretString: "one",
      VersionId: created.VersionId,
    });
    await put("two");
    expect((await get({}, away)).SecretString).toBe("one");
    await clock.advance(10 * SECOND);
    expect((await get({}, away)).SecretString).toBe("two");
    for (const client of [home, away]) {
      expect(
        await client.send(new DescribeSecretCommand({ SecretId: "probe/customers" })),
      ).toMatchObject({
        PrimaryRegion: HOME,
        ReplicationStatus: [{ Region: AWAY, Status: "InSync" }],
      });
    }
  });

  test("two writes in quick succession reach the replica one after the other", async () => {
    const { clock, secrets, put, get, home, away } = aWorld();
    secrets.seedSecret({ name: "probe/customers", regions: [HOME, AWAY], value: "one" });
    await put("two");
    await clock.advance(2 * SECOND);
    await put("three");
    await clock.advance(2 * SECOND);
    expect((await get({}, away)).SecretString).toBe("two");
    const { ReplicationStatus } = await home.send(
      new DescribeSecretCommand({ SecretId: "probe/customers" }),
    );
    expect(ReplicationStatus).toMatchObject([{ Region: AWAY, Status: "InProgress" }]);
    await clock.advance(2 * SECOND);
    expect((await get({}, away)).SecretString).toBe("three");
  });

  test("a replica takes no writes", async () => {
    const { secrets, away } = aWorld();
    secrets.seedSecret({ name: "probe/customers", regions: [HOME, AWAY], value: "one" });
    const refusal = {
      name: "InvalidParameterException",
      message:
        "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    };
    const SecretId = "probe/customers";
    await expect(
      away.send(new PutSecretValueCommand({ SecretId, SecretString: "two" })),
    ).rejects.toMatchObject(refusal);
    await expect(away.send(new DeleteSecretCommand({ SecretId }))).rejects.toMatchObject(refusal);
  });

  test("a replicated secret is deleted only after its replicas are removed", async () => {
    const { secrets, home, away, get } = aWorld();
    secrets.seedSecret({ name: "probe/customers", regions: [HOME, AWAY], value: "one" });
    const SecretId = "probe/customers";
    await expect(home.send(new DeleteSecretCommand({ SecretId }))).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        "You can't delete secret probe/customers that still has replica regions [us-west-2].",
    });
    await home.send(
      new RemoveRegionsFromReplicationCommand({ SecretId, RemoveReplicaRegions: [AWAY] }),
    );
    await expect(get({}, away)).rejects.toMatchObject(notFound);
    await home.send(new DeleteSecretCommand({ SecretId }));
  });

  test("a secret of the same name in the other Region is in the way", async () => {
    const { clock, secrets, create, get, home, away } = aWorld();
    secrets.seedSecret({ name: "probe/customers", regions: [AWAY], value: "theirs" });
    await create({ AddReplicaRegions: [{ Region: AWAY }] });
    await clock.advance(10 * SECOND);
    expect((await get({}, away)).SecretString).toBe("theirs");
    const { ReplicationStatus } = await home.send(
      new DescribeSecretCommand({ SecretId: "probe/customers" }),
    );
    expect(ReplicationStatus).toMatchObject([{ Region: AWAY, Status: "Failed" }]);
  });
});

describe("deletion", () => {
  test("a deleted secret cannot be read, is still described, and is gone after its window", async () => {
    const { clock, create, put, get, home } = aWorld();
    await create();
    const SecretId = "probe/customers";
    const { DeletionDate } = await home.send(
      new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }),
    );
    expect(DeletionDate).toEqual(new Date(START + 7 * DAY));
    const marked = {
      name: "InvalidRequestException",
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    };
    await expect(get()).rejects.toMatchObject(marked);
    await expect(put("two")).rejects.toMatchObject(marked);
    await expect(create()).rejects.toMatchObject({ name: "InvalidRequestException" });
    const { DeletedDate } = await home.send(new DescribeSecretCommand({ SecretId }));
    expect(DeletedDate).toEqual(DeletionDate);
    await clock.advance(7 * DAY);
    await expect(get()).rejects.toMatchObject(notFound);
    await create();
  });

  test("a forced deletion is at once, and needs no secret to be there", async () => {
    const { create, get, home } = aWorld();
    await create();
    const force = new DeleteSecretCommand({
      SecretId: "probe/customers",
      ForceDeleteWithoutRecovery: true,
    });
    await home.send(force);
    await expect(get()).rejects.toMatchObject(notFound);
    await home.send(force);
  });

  test.each([
    [{ RecoveryWindowInDays: 6 }],
    [{ RecoveryWindowInDays: 31 }],
    [{ RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }],
  ])("DeleteSecret refuses %j", async (more) => {
    const { create, home } = aWorld();
    await create();
    await expect(
      home.send(new DeleteSecretCommand({ SecretId: "probe/customers", ...more })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

test("ListSecrets shows names with a beginning, page by page, without what is being deleted", async () => {
  const { secrets, home } = aWorld();
  for (const name of ["probe/a", "probe/b", "probe/c", "other"]) {
    secrets.seedSecret({ name, regions: [HOME], value: "x" });
  }
  await home.send(new DeleteSecretCommand({ SecretId: "probe/b" }));
  const Filters = [{ Key: "name" as const, Values: ["probe/"] }];
  const first = await home.send(new ListSecretsCommand({ Filters, MaxResults: 1 }));
  const second = await home.send(
    new ListSecretsCommand({ Filters, MaxResults: 1, NextToken: first.NextToken }),
  );
  const names = [first, second].flatMap(({ SecretList }) => SecretList?.map(({ Name }) => Name));
  expect(names).toEqual(["probe/a", "probe/c"]);
  expect(second.NextToken).toBeUndefined();
  const all = await home.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
  expect(all.SecretList).toHaveLength(4);
});

test("operations outside the subset answer 501", async () => {
  const { home } = aWorld();
  await expect(
    home.send(new RotateSecretCommand({ SecretId: "probe/customers" })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});
