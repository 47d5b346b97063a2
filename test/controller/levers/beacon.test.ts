import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Effect, Fault } from "pretend-aws/faults.ts";
import { describe, expect, test } from "vitest";
import { createManagedLogin } from "../../../aws/cognito/managed-login.ts";
import { createTokenEndpoint } from "../../../aws/cognito/token-endpoint.ts";
import { createHealthChecks } from "../../../aws/route53/health-checks.ts";
import { createBeacons } from "../../../aws/s3/beacon.ts";
import { clientOptions } from "../../../aws/sdk/clients.ts";
import { createSecrets } from "../../../aws/secrets/secrets.ts";
import { type BeaconServices, beacon } from "../../../controller/levers/beacon.ts";
import type { LeverTask, Shifted, ShiftTask } from "../../../controller/levers/lever.ts";
import { plan } from "../../../core/levers/plan.ts";
import type { ManagedLoginPath } from "../../../core/settings/policy.ts";
import { COMMON_SEARCH_STRING } from "../../../core/values/beacon-words.ts";
import type { Move } from "../../../core/values/order.ts";
import { fencingToken, instant, region } from "../../../core/values/types.ts";
import { soughtBy } from "../../../sim/deployment.ts";
import { isLit } from "../../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWholeWorld,
  killPrimary,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WholeWorld,
} from "../../sim/builders/a-world.ts";

const MARKER = { claim: "served_by", primary: "west", secondary: "east" };
const WITH_MARKER = {
  journeys: { clientCredentials: { scopes: ["orders/read"] } },
  paths: { managedLogin: { marker: MARKER } },
};
const PAGE = "https://auth.customers.example/login";

/** Nobody else looks at anything: what is called, the lever calls. */
function aQuietWorld(pool: object = {}): WholeWorld {
  const world = aWholeWorld(aPoolOf(pool), 1, passwordOnly);
  world.aws.scheduler.stop();
  return world;
}

function servicesOf(
  { aws, desk }: WholeWorld,
  change: Partial<BeaconServices> = {},
): BeaconServices {
  return {
    beacons: createBeacons(desk, aws.accountId),
    healthChecks: createHealthChecks(desk),
    managedLogin: createManagedLogin(desk),
    ownChecks: {},
    place: desk,
    searchStrings: {},
    secrets: createSecrets(desk),
    tokenEndpoint: createTokenEndpoint(desk),
    ...change,
  };
}

function aTask({ policy }: WholeWorld, move: Move = "failOver"): LeverTask {
  const [step] = plan(move, policy);
  if (step === undefined) throw new Error("a plan without a step");
  const token = fencingToken(7);
  return { step, policy, move: { executionName: "e-1", token, reason: "a test" } };
}

function aShift(world: WholeWorld, move?: Move, change: Partial<ShiftTask> = {}): ShiftTask {
  const { signal } = new AbortController();
  return { ...aTask(world, move), isUndo: false, signal, ...change };
}

const shift = (world: WholeWorld, move?: Move) =>
  world.run(beacon.shift(servicesOf(world), aShift(world, move)));

function prove(world: WholeWorld, looked: Looked = {}) {
  const { move, before = "200", services = {} } = looked;
  const shifted: Shifted = { changeId: null, before };
  // Long enough ago to be felt.
  const writtenAt = instant(world.clock.now() - (looked.ago ?? 40_000));
  const task = { ...aTask(world, move), shifted, writtenAt };
  return world.run(beacon.prove(servicesOf(world, services), task));
}

interface Looked {
  readonly move?: Move;
  readonly before?: string | null;
  /** When the lever was written, in milliseconds ago. */
  readonly ago?: number;
  readonly services?: Partial<BeaconServices>;
}

const read = (world: WholeWorld) =>
  world.run(beacon.read(servicesOf(world), world.policy, instant(world.clock.now())));
const check = (world: WholeWorld) => world.run(beacon.check(servicesOf(world), world.policy));

function strike({ aws }: WholeWorld, fault: Omit<Fault, "id">): () => void {
  const { id } = aws.faults.add(fault);
  return () => aws.faults.remove(id);
}

const slow: Effect = { kind: "error", name: "SlowDown", status: 503 };
const s3Fails = { region: secondary, service: "s3", effect: slow };
const s3 = ({ desk }: WholeWorld) =>
  new S3Client({
    ...clientOptions(desk, { region: region(secondary), service: "s3" }),
    forcePathStyle: true,
  });

function pathIn({ policy }: WholeWorld): ManagedLoginPath {
  if (policy.paths.managedLogin === null) throw new Error("a pool without a beacon");
  return policy.paths.managedLogin;
}

function pathOf(world: WholeWorld) {
  const { bucket: Bucket, key: Key } = pathIn(world);
  return { Bucket, Key };
}

const write = (world: WholeWorld, Body: string) =>
  world.run(s3(world).send(new PutObjectCommand({ ...pathOf(world), Body })));

/** What bars the public, above the bucket or at it. */
const bars: Readonly<Record<string, (world: WholeWorld) => unknown>> = {
  "the bucket's own block": (world) =>
    world.run(
      s3(world).send(
        new PutPublicAccessBlockCommand({
          Bucket: pathOf(world).Bucket,
          PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
        }),
      ),
    ),
  "the account's block": ({ aws }) =>
    aws.s3.seedAccountPublicAccessBlock({ RestrictPublicBuckets: true }),
  "a bucket policy that is gone": (world) =>
    world.run(s3(world).send(new DeleteBucketPolicyCommand({ Bucket: pathOf(world).Bucket }))),
};

/** The page is for callback URLs of the client alone. */
async function changeCallback(world: WholeWorld): Promise<void> {
  const { userPoolId: UserPoolId, clientId: ClientId } = world.policy;
  const client = new CognitoIdentityProviderClient(
    clientOptions(world.desk, { region: region(primary), service: "cognito-idp" }),
  );
  const { UserPoolClient } = await world.run(
    client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
  );
  const {
    CreationDate: _,
    LastModifiedDate: __,
    ClientSecret: ___,
    ...kept
  } = UserPoolClient ?? {};
  const CallbackURLs = ["https://elsewhere.example/signed-in"];
  await world.run(
    client.send(new UpdateUserPoolClientCommand({ ...kept, UserPoolId, ClientId, CallbackURLs })),
  );
}

function markBy(world: WholeWorld, values: Readonly<Record<string, string>>): void {
  for (const [at, value] of Object.entries(values)) {
    world.aws.cognito.setTrigger(
      { poolId: world.policy.userPoolId, region: at, name: "PreTokenGeneration", version: "V3_0" },
      async (event) => ({
        ...(event as object),
        response: {
          claimsAndScopeOverrideDetails: {
            accessTokenGeneration: { claimsToAddOrOverride: { [MARKER.claim]: value } },
          },
        },
      }),
    );
  }
}

const made = ({ aws }: WholeWorld, operation: string) =>
  aws.gate.calls.filter((call) => call.operation === operation && call.caller.name === "cli");

describe("shift", () => {
  test("lights the beacon with what the health check looks for, and says what the page answered", async () => {
    const world = aQuietWorld();
    expect(await shift(world)).toEqual({ changeId: null, before: "200" });
    const { Bucket, Key } = pathOf(world);
    const text = world.aws.s3.read(Bucket, Key)?.toString();
    expect(text).toBe(`${COMMON_SEARCH_STRING}: ${secondary}, by e-1, token 7\n`);
    await shift(world, "failBack");
    expect(isLit(world)).toBe(false);
  });

  test("says so when nothing answered before, and when it was an error page", async () => {
    const world = aQuietWorld();
    const heal = killPrimary(world);
    // CloudFront stands before the domain, and speaks for the Region that does not.
    expect((await shift(world)).before).toBe("502");
    heal();
    strike(world, { service: "cognito-domain", effect: { kind: "reset" } });
    expect((await shift(world)).before).toBe("no answer");
    const changed = aQuietWorld();
    await changeCallback(changed);
    expect((await shift(changed)).before).toBe("302");
  });

  test.each([
    ["AccessDenied", 403, { code: "UnexpectedAnswer", retriable: false }],
    ["NoSuchBucket", 404, { code: "UnexpectedAnswer", retriable: false }],
    ["SlowDown", 503, { code: "Unreachable", retriable: true }],
  ] as const)("rejects with S3's own %s %d", async (name, status, kind) => {
    const world = aQuietWorld();
    strike(world, { service: "s3", effect: { kind: "error", name, status } });
    await expect(shift(world)).rejects.toMatchObject({
      ...kind,
      message: `Cannot write the beacon in s3://customers-failover-beacon as S3 must do what was asked: current value is "${name} ${status}"`,
    });
  });

  test("goes through when S3 is well again after five seconds", async () => {
    const world = aQuietWorld();
    const heal = strike(world, s3Fails);
    await expect(shift(world)).rejects.toMatchObject({ retriable: true });
    await world.clock.advance(5 * SECOND);
    heal();
    await shift(world);
    expect(isLit(world)).toBe(true);
  });
});

describe("prove", () => {
  test("confirms a page that answers where it failed before the lever moved", async () => {
    const world = aQuietWorld();
    killPrimary(world);
    const { before } = await shift(world);
    expect((await prove(world, { before })).kind).toBe("notYet");
    await world.clock.advance(40 * SECOND);
    const calls = made(world, "GetHealthCheckStatus").length;
    expect(await prove(world, { before })).toEqual({
      kind: "confirmed",
      because: `everyone can read the beacon; ${PAGE} answers with 200, where it answered with 502 before the lever moved`,
    });
    expect(made(world, "GetHealthCheckStatus").length).toBe(calls + 1);
  });

  test("applies, and no more, while the page answers from either Region", async () => {
    const world = aQuietWorld();
    strike(world, { service: "route53", operation: "GetHealthCheckStatus", effect: slow });
    await shift(world);
    await world.clock.advance(40 * SECOND);
    expect(await prove(world)).toEqual({
      kind: "applied",
      because: `everyone can read the beacon; ${PAGE} answers with 200; nothing seen tells the Regions apart: set paths.managedLogin.marker`,
    });
  });

  test("confirms by what most of Route 53's checkers see, out and home", async () => {
    const world = aQuietWorld();
    await shift(world);
    await world.clock.advance(40 * SECOND);
    expect(await prove(world)).toMatchObject({
      kind: "confirmed",
      because: expect.stringMatching(/; (\d+) of \1 checkers of Route 53 find the beacon$/),
    });
    await shift(world, "failBack");
    expect((await prove(world, { move: "failBack" })).kind).toBe("applied");
    await world.clock.advance(40 * SECOND);
    expect(await prove(world, { move: "failBack" })).toMatchObject({
      kind: "confirmed",
      because: expect.stringMatching(/^nobody finds a beacon; .* find no beacon$/),
    });
  });

  test("does not wait for the checkers longer than three seconds", async () => {
    const world = aQuietWorld();
    const late: Effect = { kind: "delay", ms: 60 * SECOND };
    strike(world, { service: "route53", operation: "GetHealthCheckStatus", effect: late });
    await shift(world);
    await world.clock.advance(40 * SECOND);
    const begun = world.clock.now();
    expect((await prove(world)).kind).toBe("applied");
    expect(world.clock.now() - begun).toBeLessThanOrEqual(3.5 * SECOND);
  });

  test("does not ask Route 53 on the way out of us-east-1, and does on the way back", async () => {
    const east = {
      ...{ userPoolId: "us-east-1_Pretend01", primary: secondary, secondary: primary },
      prefixDomains: { primary: "customers-pretend-east", secondary: "customers-pretend" },
    };
    const world = aQuietWorld(east);
    await shift(world);
    await world.clock.advance(40 * SECOND);
    expect((await prove(world)).kind).toBe("applied");
    expect(made(world, "GetHealthCheckStatus")).toEqual([]);
    await shift(world, "failBack");
    await world.clock.advance(40 * SECOND);
    expect((await prove(world, { move: "failBack" })).kind).toBe("confirmed");
    expect(made(world, "GetHealthCheckStatus")).toHaveLength(1);
  });

  test("asks the health check that the deployment made", async () => {
    const world = aQuietWorld({ paths: { managedLogin: { healthCheckId: null } } });
    const ownChecks = { customers: `0-${Buffer.from("customers").toString("hex")}` };
    const searchStrings = { customers: soughtBy("customers", pathIn(world)) };
    await world.run(beacon.shift(servicesOf(world, { searchStrings }), aShift(world)));
    await world.clock.advance(40 * SECOND);
    expect((await prove(world, { services: { searchStrings } })).kind).toBe("applied");
    const known = { services: { ownChecks, searchStrings } };
    expect((await prove(world, known)).kind).toBe("confirmed");
  });

  test("confirms by the marker of the Region that serves, and not by the other's", async () => {
    const world = aQuietWorld(WITH_MARKER);
    strike(world, { service: "route53", operation: "GetHealthCheckStatus", effect: slow });
    markBy(world, { [primary]: "west", [secondary]: "east" });
    await shift(world);
    expect(await prove(world, { before: "no answer" })).toEqual({
      kind: "notYet",
      because: `everyone can read the beacon; ${PAGE} answers with 200, and a token's "served_by" is "west", not ${secondary}'s`,
    });
    await world.clock.advance(40 * SECOND);
    expect(await prove(world)).toEqual({
      kind: "confirmed",
      because: `everyone can read the beacon; ${PAGE} answers with 200, and a token's "served_by" is "east"`,
    });
  });

  test.each([
    ["no trigger adds it", {}, 'the claim "served_by" names neither Region'],
    ["it says something else", { [secondary]: "?" }, 'the claim "served_by" names neither Region'],
  ])("applies while the marker is silent: %s", async (_, values, why) => {
    const world = aQuietWorld(WITH_MARKER);
    strike(world, { service: "route53", operation: "GetHealthCheckStatus", effect: slow });
    markBy(world, values);
    await shift(world);
    await world.clock.advance(40 * SECOND);
    const { kind, because } = await prove(world);
    expect([kind, because.endsWith(`apart: ${why}`)]).toEqual(["applied", true]);
  });

  test("applies when no token is to be had", async () => {
    const world = aQuietWorld(WITH_MARKER);
    await shift(world);
    await world.clock.advance(40 * SECOND);
    strike(world, { service: "route53", operation: "GetHealthCheckStatus", effect: slow });
    strike(world, { service: "secretsmanager", effect: { kind: "reset" } });
    const { kind, because } = await prove(world);
    expect(kind).toBe("applied");
    expect(because).toMatch(/the claim "served_by" could not be read \(\w+ ECONNRESET\)$/);
  });

  test("takes a 302 that was a 302 before for no news of the secondary", async () => {
    const world = aQuietWorld();
    await changeCallback(world);
    const { before } = await shift(world);
    await world.clock.advance(40 * SECOND);
    const { kind, because } = await prove(world, { before });
    expect(kind).toBe("applied");
    expect(because).toContain(`${PAGE} answers with 302, as before the lever moved`);
    expect(because).toContain("redirectUri");
    expect(await prove(world, { before: "no answer" })).toMatchObject({
      kind: "applied",
      because: expect.stringContaining("where nothing answered before the lever moved"),
    });
    expect((await prove(world, { before: "200" })).kind).toBe("notYet");
    expect((await prove(world, { before: null })).kind).toBe("notYet");
  });

  test.each([
    [{ kind: "status", status: 503 }, `${PAGE} answers with 503`],
    [{ kind: "reset" }, `${PAGE} does not answer`],
  ] as const)("is not there yet while a page that answered does not: %j", async (effect, because) => {
    const world = aQuietWorld();
    await shift(world);
    await world.clock.advance(40 * SECOND);
    strike(world, { region: secondary, service: "cognito-domain", effect });
    strike(world, { region: "global", service: "cognito-domain", effect });
    expect(await prove(world, { before: "200" })).toEqual({ kind: "notYet", because });
  });

  test("is not there yet while the beacon stands otherwise", async () => {
    const world = aQuietWorld();
    expect(await prove(world, { before: "no answer" })).toEqual({
      kind: "notYet",
      because: "the beacon must be lit and is out",
    });
    await shift(world);
    expect(await prove(world, { move: "failBack" })).toEqual({
      kind: "notYet",
      because: "the beacon must be out and is lit",
    });
  });

  test("takes an object without the text for no beacon", async () => {
    const world = aQuietWorld();
    await write(world, "an empty word");
    expect(await prove(world, { before: "no answer" })).toEqual({
      kind: "notYet",
      because:
        "s3://customers-failover-beacon/cognito-failover/customers/serving-secondary does not say what its health check looks for, so that the check takes it for no beacon",
    });
  });

  test("takes a text beyond what a health check searches for no beacon", async () => {
    const world = aQuietWorld();
    await write(world, `${"x".repeat(5_120)}${COMMON_SEARCH_STRING}`);
    expect((await prove(world, { before: "no answer" })).kind).toBe("notYet");
    await write(world, `${"x".repeat(5_120 - COMMON_SEARCH_STRING.length)}${COMMON_SEARCH_STRING}`);
    expect((await prove(world, { before: "no answer" })).kind).toBe("confirmed");
  });

  test("says that the beacon is there when its own key alone is refused to the public", async () => {
    const world = aQuietWorld();
    await shift(world);
    await world.run(
      s3(world).send(
        new PutBucketPolicyCommand({
          Bucket: pathOf(world).Bucket,
          Policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                ...{ Effect: "Allow", Principal: "*", Action: "s3:GetObject" },
                Resource: `arn:aws:s3:::${pathOf(world).Bucket}/${pathOf(world).Key}.reachable`,
              },
            ],
          }),
        }),
      ),
    );
    expect(await prove(world)).toEqual({
      kind: "notYet",
      because: "the beacon is there, and everyone but its owner is refused it",
    });
  });

  test.each(Object.entries(bars))("cannot tell behind %s, out nor home", async (_, bar) => {
    const world = aQuietWorld();
    await shift(world);
    await bar(world);
    for (const move of ["failOver", "failBack"] as const) {
      expect(await prove(world, { move, before: "no answer" })).toEqual({
        kind: "unknown",
        because:
          "the bucket's objects cannot be read by the public (cognito-failover/customers/serving-secondary.reachable: 403 AccessDenied): Block Public Access of the bucket, the account or the organisation, or the bucket policy",
      });
    }
  });

  test("is not there yet while users meet no page, whoever may look at the beacon", async () => {
    const world = aQuietWorld();
    await shift(world);
    strike(world, s3Fails);
    killPrimary(world);
    await world.clock.advance(MINUTE);
    const { kind, because } = await prove(world);
    expect(kind).toBe("notYet");
    expect(because).toMatch(
      /^https:\/\/auth.customers.example\/login answers with 502; the beacon could not be looked at: /,
    );
  });

  test("cannot tell while S3 is down for five seconds, and can thereafter", async () => {
    const world = aQuietWorld();
    await shift(world);
    await world.clock.advance(40 * SECOND);
    const heal = strike(world, s3Fails);
    expect(await prove(world)).toEqual({
      kind: "unknown",
      because:
        'the beacon could not be looked at: Cannot look at the beacon in s3://customers-failover-beacon as S3 in us-east-1 must answer: current value is "503 SlowDown"',
    });
    await world.clock.advance(5 * SECOND);
    heal();
    expect((await prove(world)).kind).toBe("confirmed");
  });

  test.each([
    ["is cut", { kind: "reset" }],
    ["hangs", { kind: "delay", ms: 60 * SECOND }],
  ] as const)("cannot tell when the connection %s", async (_, effect) => {
    const world = aQuietWorld();
    await shift(world);
    strike(world, { ...s3Fails, effect });
    const { kind, because } = await prove(world);
    expect(kind).toBe("unknown");
    expect(because).toMatch(/^the beacon could not be looked at: \w+/);
  });
});

describe("read", () => {
  test("tells where the health check sends managed login, and what confirms it", async () => {
    const world = aQuietWorld();
    await world.clock.advance(40 * SECOND);
    const at = world.clock.now();
    expect(await read(world)).toEqual({
      ...{ path: "managedLogin", stands: primary, at },
      confirms: expect.stringContaining("find no beacon"),
    });
    await shift(world);
    expect(await read(world)).not.toHaveProperty("confirms");
    await world.clock.advance(40 * SECOND);
    expect(await read(world)).toMatchObject({
      stands: secondary,
      confirms: expect.stringContaining("find the beacon"),
    });
  });

  test("asks for no token, which is billed", async () => {
    const world = aQuietWorld(WITH_MARKER);
    await shift(world);
    await read(world);
    expect(made(world, "Token_POST")).toEqual([]);
  });

  test.each(Object.entries(bars))("finds %s before the day, lit or out", async (_, bar) => {
    const world = aQuietWorld();
    await bar(world);
    for (const lit of [false, true]) {
      if (lit) await shift(world);
      const reading = await read(world);
      expect(reading).toMatchObject({
        stands: primary,
        problem: expect.stringContaining("cannot be read by the public"),
      });
      expect(reading).not.toHaveProperty("confirms");
    }
  });

  test("finds an object without the text, which sends nobody anywhere", async () => {
    const world = aQuietWorld();
    await write(world, "moved by hand\n");
    expect(await read(world)).toMatchObject({
      stands: primary,
      problem: expect.stringContaining("does not say what its health check looks for"),
    });
  });

  test("finds a login page that is shown to nobody, and blames no lever for a dead one", async () => {
    const world = aQuietWorld();
    const heal = killPrimary(world);
    expect(await read(world)).not.toHaveProperty("problem");
    heal();
    await changeCallback(world);
    expect(await read(world)).toMatchObject({
      problem: `${PAGE} answers with 302: the page is shown only while paths.managedLogin.redirectUri, "https://www.customers.example/signed-in", is a callback URL of the app client 1pretend2client3example4567`,
    });
  });

  test("finds that what lies beside the beacon is gone, and knows a lit one all the same", async () => {
    const world = aQuietWorld();
    await shift(world);
    const { Bucket, Key } = pathOf(world);
    const gone = new DeleteObjectCommand({ Bucket, Key: `${Key}.reachable` });
    await world.run(s3(world).send(gone));
    expect(await read(world)).toMatchObject({
      stands: secondary,
      problem: expect.stringContaining("cannot be read by the public"),
    });
  });

  test("rejects while S3 does not say", async () => {
    const world = aQuietWorld();
    strike(world, s3Fails);
    await expect(read(world)).rejects.toMatchObject({ code: "Unreachable" });
  });

  test("says nothing of a pool without managed login", async () => {
    const world = aQuietWorld({ domain: null, paths: { managedLogin: null } });
    expect(await read(world)).toBeNull();
    expect(await check(world)).toEqual([]);
  });
});

describe("check", () => {
  test("finds nothing in a deployment that stands", async () => {
    expect(await check(aQuietWorld())).toEqual([]);
  });

  test("names each problem, none of which keeps a move from being tried", async () => {
    const world = aQuietWorld();
    await changeCallback(world);
    await write(world, "an empty word");
    const { Bucket, Key } = pathOf(world);
    const gone = new DeleteObjectCommand({ Bucket, Key: `${Key}.reachable` });
    await world.run(s3(world).send(gone));
    const found = await check(world);
    expect(found.map(({ name, isFatal }) => [name, isFatal])).toEqual([
      ["publicObject", false],
      ["beaconText", false],
      ["loginPage", false],
    ]);
  });
});
