import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolDomainCommand,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  UpdateHealthCheckCommand,
  waitUntilResourceRecordSetsChanged,
} from "@aws-sdk/client-route-53";
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { record } from "../../aws/route53/weighted-records.ts";
import type { SdkPath } from "../../core/settings/policy.ts";
import { COMMON_SEARCH_STRING } from "../../core/values/beacon-words.ts";
import settings from "../../sim/story.config.ts";
import { isWell, type ServedWorld, serve } from "./served-world.ts";

const [pool] = settings.pools;
const { primary, secondary, userPoolId, clientId, domain } = pool as {
  readonly [Name in "primary" | "secondary" | "userPoolId" | "clientId" | "domain"]: string;
};
const login = pool?.paths.managedLogin as { bucket: string; healthCheckId: string };
const SecretId = pool?.probeUser.secret;
const identifiers = { primary: "primary", secondary: "secondary" };
const sdk = { type: "CNAME", identifiers, ...pool?.paths.sdk } as SdkPath;
/** What is written to a secret is in every Region by then. */
const LONG_COPIED = 60_000;
const key = "cognito-failover/customers/serving-secondary";

interface Outcome {
  readonly name: string;
  readonly kind: "ok" | "failed" | "skipped";
  readonly found: string;
  readonly must: string;
  readonly next: string;
}

let world: ServedWorld;
let endpoint: { readonly global: string; in(region: string): string };

beforeAll(async () => {
  // A person is asked before anything moves, so that what a test breaks stays where it was.
  world = await serve("test/cli/asking.config.ts");
  const line = JSON.parse(world.line);
  endpoint = { global: line.global.endpoint, in: (region) => line.regions[region].endpoint };
  await world.until("an ordinary day", (report) => isWell(report) && report.events.length > 0);
});

afterAll(() => world.end());

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const route53 = () =>
  new Route53Client({ region: primary, endpoint: endpoint.global, credentials });
const cognito = (region: string) =>
  new CognitoIdentityProviderClient({ region, endpoint: endpoint.in(region), credentials });

const secretsManager = () =>
  new SecretsManagerClient({ region: secondary, endpoint: endpoint.in(secondary), credentials });

async function readSecret(): Promise<string> {
  const command = new GetSecretValueCommand({ SecretId });
  return (await secretsManager().send(command)).SecretString ?? "";
}

async function write(SecretString: string): Promise<void> {
  await secretsManager().send(new PutSecretValueCommand({ SecretId, SecretString }));
  await world.world.clock.advance(LONG_COPIED);
}

async function smoke(...args: readonly string[]) {
  const { code, stdout, stderr } = await world.command("smoke", "--json", ...args);
  expect(stderr).toBe("");
  const { isWell, checks }: { isWell: boolean; checks: readonly Outcome[] } = JSON.parse(stdout);
  expect(code).toBe(isWell ? 0 : 1);
  const failed = checks.filter(({ kind }) => kind === "failed");
  return { checks, failed, names: failed.map(({ name }) => name) };
}

/** Breaks something, looks, and puts it back. */
async function smokeWhile(breaking: () => Promise<unknown>, cure: () => Promise<unknown>) {
  await breaking();
  try {
    return await smoke();
  } finally {
    await cure();
  }
}

async function calls(): Promise<readonly string[]> {
  const response = await fetch(`${endpoint.global}/_pretend/calls?caller=cli`);
  const made = (await response.json()) as readonly { operation: string }[];
  return made.map(({ operation }) => operation);
}

async function weigh(primaryWeight: number, secondaryWeight: number) {
  const Changes = [
    { Action: "UPSERT" as const, ResourceRecordSet: record(sdk, "primary", primaryWeight) },
    { Action: "UPSERT" as const, ResourceRecordSet: record(sdk, "secondary", secondaryWeight) },
  ];
  const client = route53();
  const { ChangeInfo } = await client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: sdk.zoneId, ChangeBatch: { Changes } }),
  );
  const patience = { client, maxWaitTime: 60, minDelay: 0.01, maxDelay: 0.01 };
  await waitUntilResourceRecordSetsChanged(patience, { Id: ChangeInfo?.Id });
}

describe("smoke", () => {
  it("finds all well in a deployment that stands, and writes nothing", async () => {
    const { checks, failed } = await smoke();
    expect(failed).toEqual([]);
    expect(checks.filter(({ kind }) => kind === "skipped").map(({ name }) => name)).toEqual([
      "notices, us-east-1",
      "notices, eu-west-1",
      "scratch record",
    ]);
    expect(checks.filter(({ kind }) => kind === "ok")).toHaveLength(35);
    const reads = /^(Get|Head|List|Describe|Query|GET |Invoke$|Login_GET$)/;
    expect((await calls()).filter((operation) => !reads.test(operation))).toEqual([]);
  });

  it("with --scratch makes a record, moves it and leaves nothing behind", async () => {
    const { checks, failed } = await smoke("--scratch");
    expect(failed).toEqual([]);
    expect(checks.find(({ name }) => name === "scratch record")?.found).toBe(
      "_cognito-failover-smoke.customers.example was made, moved and deleted",
    );
    const { ResourceRecordSets = [] } = await route53().send(
      new ListResourceRecordSetsCommand({ HostedZoneId: sdk.zoneId }),
    );
    const names = ResourceRecordSets.map(({ Name }) => Name);
    expect(names.filter((name) => name?.includes("smoke"))).toEqual([]);
  });

  it("leaves a scratch record alone that is there already", async () => {
    const before = (await calls()).filter((operation) => operation === "ChangeResourceRecordSets");
    const { names } = await smoke("--scratch-record", sdk.record);
    expect(names).toEqual(["scratch record"]);
    const after = (await calls()).filter((operation) => operation === "ChangeResourceRecordSets");
    expect(after).toEqual(before);
  });

  it("fails at weights that split, and says what must hold and what to do", async () => {
    const { failed } = await smokeWhile(
      () => weigh(50, 50),
      () => weigh(100, 0),
    );
    expect(failed[0]).toMatchObject({
      name: "weighted records",
      found: "primary 50, secondary 50; primary serves",
      must: `both records of ${sdk.record} must be there, all weight on the side that serves`,
      next: `aws route53 list-resource-record-sets --hosted-zone-id ${sdk.zoneId} --start-record-name ${sdk.record}`,
    });
    expect(failed[1]).toMatchObject({
      name: "record",
      found: "its users go to both Regions",
    });
    expect(failed).toHaveLength(2);
  });

  it("says by name what would keep the records from turning", async () => {
    const third = { ...record(sdk, "primary", 5), SetIdentifier: "canary" };
    const change = (Action: "CREATE" | "DELETE") => async () => {
      const Changes = [{ Action, ResourceRecordSet: third }];
      const input = { HostedZoneId: sdk.zoneId, ChangeBatch: { Changes } };
      await route53().send(new ChangeResourceRecordSetsCommand(input));
    };
    const { failed } = await smokeWhile(change("CREATE"), change("DELETE"));
    expect(failed[0]).toMatchObject({
      name: "weighted records",
      found: `no record of ${sdk.record} beside the pair may have weight, as its users would stay where it leads: "canary" (5)`,
    });
  });

  it("fails at a domain that follows another health check", async () => {
    const follow = (id: string) =>
      cognito(primary).send(
        new UpdateUserPoolDomainCommand({
          UserPoolId: userPoolId,
          Domain: domain,
          Routing: { Failover: { SecondaryRegion: secondary, PrimaryRoute53HealthCheckId: id } },
        }),
      );
    const other = "11111111-2222-3333-4444-555555555555";
    const { failed } = await smokeWhile(
      () => follow(other),
      () => follow(login.healthCheckId),
    );
    expect(failed.map(({ name, found }) => `${name}: ${found}`)).toEqual([
      `domain: follows ${other} to ${secondary}, ACTIVE`,
    ]);
  });

  it("fails at a health check that is not inverted, and at one that asks for another key", async () => {
    const change = (config: object) => () =>
      route53().send(
        new UpdateHealthCheckCommand({ HealthCheckId: login.healthCheckId, ...config }),
      );
    const upright = await smokeWhile(change({ Inverted: false }), change({ Inverted: true }));
    expect(upright.names).toEqual(["health check"]);
    const given = await smokeWhile(
      change({ FullyQualifiedDomainName: `freed-name.s3.${secondary}.amazonaws.com` }),
      change({ FullyQualifiedDomainName: `${login.bucket}.s3.${secondary}.amazonaws.com` }),
    );
    expect(given.names).toEqual(["health check", "bucket"]);
    expect(given.failed[1]?.found).toBe(
      `s3://${login.bucket} is this account's; s3://freed-name is nobody's: anybody may take its name`,
    );
    expect(upright.failed[0]?.found).toMatch(
      /^not inverted HTTPS_STR_MATCH, looks for "secondary serves" at https:/,
    );
    const astray = await smokeWhile(
      change({ ResourcePath: "/elsewhere" }),
      change({ ResourcePath: `/${key}` }),
    );
    expect(astray.names).toEqual(["health check"]);
    const other = await smokeWhile(
      change({ SearchString: "anything" }),
      change({ SearchString: COMMON_SEARCH_STRING }),
    );
    expect(other.names).toEqual(["health check"]);
    const disabled = await smokeWhile(change({ Disabled: true }), change({ Disabled: false }));
    expect(disabled.failed[0]?.found).toMatch(/^disabled inverted HTTPS_STR_MATCH/);
  });

  it("fails at a beacon that somebody lit by hand", async () => {
    const s3 = new S3Client({
      ...{ region: secondary, endpoint: endpoint.in(secondary) },
      ...{ credentials, forcePathStyle: true },
    });
    const at = { Bucket: login.bucket, Key: key };
    const lit = (Body: string) =>
      smokeWhile(
        () => s3.send(new PutObjectCommand({ ...at, Body })),
        () => s3.send(new DeleteObjectCommand(at)),
      );
    const { failed } = await lit(`${COMMON_SEARCH_STRING}, by hand`);
    expect(failed.map(({ name, found }) => `${name}: ${found}`)).toEqual([
      "beacon: lit, primary serves",
    ]);
    const { names } = await lit("by hand");
    expect(names).toEqual(["beacon for everyone"]);
  });

  it("fails at a bucket that the public may not read any more", async () => {
    const Bucket = login.bucket;
    const s3 = new S3Client({
      ...{ region: secondary, endpoint: endpoint.in(secondary) },
      ...{ credentials, forcePathStyle: true },
    });
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const { failed } = await smokeWhile(
      () => s3.send(new DeleteBucketPolicyCommand({ Bucket })),
      () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy })),
    );
    expect(failed.map(({ name }) => name)).toEqual(["beacon for everyone"]);
    expect(failed[0]?.found).toContain("cannot be read by the public");
    const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true };
    const { names } = await smokeWhile(
      () => s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
      () => s3.send(new DeletePublicAccessBlockCommand({ Bucket })),
    );
    expect(names).toEqual(["beacon for everyone"]);
  });

  it("fails at a login page that is shown to nobody", async () => {
    const at = { UserPoolId: userPoolId, ClientId: clientId };
    const { UserPoolClient } = await cognito(primary).send(new DescribeUserPoolClientCommand(at));
    const {
      CreationDate: _,
      LastModifiedDate: __,
      ClientSecret: ___,
      ...kept
    } = UserPoolClient ?? {};
    const become = (change: object) => () =>
      cognito(primary).send(new UpdateUserPoolClientCommand({ ...kept, ...at, ...change }));
    const { failed } = await smokeWhile(
      become({ CallbackURLs: ["https://elsewhere.example/signed-in"] }),
      become({}),
    );
    const [page] = failed.filter(({ name }) => name === "login page");
    expect(page?.must).toContain(
      '"https://www.customers.example/signed-in" among the callback URLs',
    );
    expect(failed.map(({ name }) => name)).not.toContain("beacon for everyone");
  });

  it("fails at a replica that sleeps, and at the sign-in that it refuses", async () => {
    const become = (Status: "ACTIVE" | "INACTIVE") => () =>
      cognito(secondary).send(
        new UpdateUserPoolReplicaCommand({ UserPoolId: userPoolId, RegionName: secondary, Status }),
      );
    const { names, failed } = await smokeWhile(become("INACTIVE"), become("ACTIVE"));
    expect(names).toEqual(["replica", `sign-in at ${secondary}`, `prefix domain, ${secondary}`]);
    expect(failed[0]?.found).toBe("INACTIVE");
  });

  it("fails where it cannot look, with the error's own name", async () => {
    const { failed } = await smokeWhile(
      async () => {
        const where = ["--service", "lambda", "--operation", "GetFunctionConfiguration"];
        await world.command(
          "fault",
          "add",
          "AccessDeniedException:403",
          ...where,
          "--region",
          "eu-west-1",
        );
        await world.command(
          "fault",
          "add",
          "ResourceNotFoundException:400",
          "--service",
          "secretsmanager",
        );
      },
      () => world.command("fault", "clear"),
    );
    const found = failed.map(({ name, found }) => `${name}: ${found}`);
    expect(found[0]).toMatch(/^probe in eu-west-1: AccessDeniedException/);
    expect(found[1]).toMatch(/^secret: not readable in us-west-2 \(ResourceNotFoundException\), /);
  });

  it("fails where what reads signals is not there", async () => {
    const gone = "ResourceNotFoundException:404";
    const where = ["--service", "lambda", "--operation", "GetFunctionConfiguration"];
    const { failed } = await smokeWhile(
      () => world.command("fault", "add", gone, ...where, "--region", secondary),
      () => world.command("fault", "clear"),
    );
    expect(failed.map(({ name, found }) => `${name}: ${found}`)).toEqual([
      `probe in ${secondary}: there is none`,
      "signals: there is none",
      "AWS Health: there is none",
    ]);
  });

  it("fails at a secret without the machine's client, which the users do not need", async () => {
    const secret = await readSecret();
    const { machine, ...without } = JSON.parse(secret);
    expect(machine.clientSecret).toMatch(/^.{20,}$/);
    const { failed, checks } = await smokeWhile(
      () => write(JSON.stringify(without)),
      () => write(secret),
    );
    expect(failed).toEqual([
      expect.objectContaining({
        name: "machine client",
        must: expect.stringContaining(`${SecretId} must hold "machine"`),
        found:
          "not readable in us-west-2 (it holds none), us-east-1 (it holds none) and eu-west-1 (it holds none)",
        next: "docs/deploy.md#the-machine-client",
      }),
    ]);
    expect(checks.find(({ name }) => name === "secret")?.found).toBe("readable in 3 Regions");
    const whole = await smoke();
    const told = JSON.stringify([checks, whole.checks]);
    const users: readonly { readonly password: string }[] = without.users;
    const secrets = [machine.clientSecret, ...users.map(({ password }) => password)];
    expect(secrets.filter((one) => told.includes(one))).toEqual([]);
  });

  it("tells each finding on a line as it comes, and what to do below one that failed", async () => {
    await weigh(0, 100);
    try {
      const { code, stdout } = await world.command("smoke", "customers");
      const lines = stdout.trimEnd().split("\n");
      expect(lines[0]).toMatch(
        /^ok {7}deployment {3}settings {15}valid; the controller runs in us-east-1 \(home\), probes in us/,
      );
      const at = lines.findIndex((line) =>
        line.startsWith("failed   customers    weighted records"),
      );
      expect(lines.slice(at + 1, at + 3)).toEqual([
        `         must: both records of ${sdk.record} must be there, all weight on the side that serves`,
        expect.stringMatching(/^ {9}next: aws route53 list-resource-record-sets /),
      ]);
      expect(lines.at(-1)).toMatch(/^33 ok, 2 failed, 3 skipped$/);
      expect(code).toBe(1);
    } finally {
      await weigh(100, 0);
    }
  });

  it("refuses a pool that is not in the settings, before it looks at anything", async () => {
    const { code, stderr } = await world.command("smoke", "nobody");
    expect(stderr).toContain('it must be one of "customers": current value is "nobody"');
    expect(code).toBe(2);
  });
});
