import { createHash } from "node:crypto";
import type { Effect } from "pretend-aws/faults.ts";
import type { InterceptionName } from "pretend-aws/intercepted.ts";
import { describe, expect, test } from "vitest";
import { createMetrics } from "../../../aws/cloudwatch/metrics.ts";
import { createSignIn } from "../../../aws/cognito/sign-in.ts";
import { probeLambdas } from "../../../aws/lambda/probe-lambdas.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import { createWeightedRecords } from "../../../aws/route53/weighted-records.ts";
import { beaconObjects } from "../../../aws/s3/beacon-objects.ts";
import { acting } from "../../../aws/sdk/clients.ts";
import { inShort, signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { createSecrets } from "../../../aws/secrets/secrets.ts";
import { createNotices } from "../../../aws/sns/notices.ts";
import { watchMachine } from "../../../aws/states/watch-machine.ts";
import { millis } from "../../../core/values/types.ts";
import { drivers, type Subject } from "./subject.ts";

interface Verb {
  readonly service: string;
  readonly operation: string;
  call(subject: Subject): Promise<unknown>;
}

/** One verb of each service, and what our own refusals carry as their cause. */
const verbs: readonly Verb[] = [
  {
    ...{ service: "dynamodb", operation: "GetItem" },
    call: ({ at, world: { deployed } }) =>
      openTable(at(deployed.home), { name: deployed.table, home: deployed.home }).read("a", "b"),
  },
  {
    ...{ service: "sns", operation: "Publish" },
    call: ({ at, world: { deployed } }) =>
      createNotices(at(deployed.home), deployed).publish({
        ...{ id: "a@1", pool: "customers", subject: "a", body: "b" },
      }),
  },
  {
    ...{ service: "cognito-idp", operation: "InitiateAuth" },
    call: ({ at, world: { policy, deployed }, primary }) =>
      createSignIn(at(deployed.home), { stepDeadline: millis(8_000) }).password(
        primary,
        { clientId: policy.clientId, clientSecret: null },
        deployed.users[policy.name]?.ordinary ?? { username: "", password: "" },
      ),
  },
  {
    ...{ service: "secretsmanager", operation: "GetSecretValue" },
    call: ({ at, world: { policy, deployed } }) =>
      createSecrets(at(deployed.home)).probeUsers(policy.probeUser.secret),
  },
  {
    ...{ service: "monitoring", operation: "PutMetricData" },
    call: ({ at, world: { deployed } }) =>
      createMetrics(at(deployed.home), deployed.home).beat({
        ...{ pool: "customers", primary: "up", secondary: "up", votes: 6, witness: null },
      }),
  },
  {
    ...{ service: "route53", operation: "ListResourceRecordSets" },
    call: ({ at, world: { policy, deployed } }) => {
      const { sdk } = policy.paths;
      if (sdk === null) throw new RangeError("the settings have records");
      return createWeightedRecords(at(deployed.home)).list(sdk);
    },
  },
  {
    ...{ service: "s3", operation: "PutObject" },
    call: ({ at, world: { aws, policy, deployed }, secondary }) => {
      const { managedLogin } = policy.paths;
      if (managedLogin === null) throw new RangeError("the settings have a beacon");
      const beacons = beaconObjects(at(deployed.home), aws.accountId);
      const beacon = { ...managedLogin, region: secondary };
      return beacons.write(beacon, { text: "x", over: null }, new AbortController().signal);
    },
  },
  {
    ...{ service: "lambda", operation: "Invoke" },
    call: ({ at, world: { deployed } }) =>
      probeLambdas(at(deployed.home), deployed.probeName, acting).wake(
        ...([deployed.home, {}, new AbortController().signal] as const),
      ),
  },
  {
    ...{ service: "states", operation: "StartExecution" },
    call: ({ at, world: { deployed } }) =>
      watchMachine(
        at(deployed.home),
        { ...deployed, machine: deployed.watchMachineArn },
        acting,
      ).start(...(["customers", "by-test", new AbortController().signal] as const)),
  },
];

const effects: readonly Effect[] = [
  { kind: "reset" },
  { kind: "blackHole" },
  { kind: "lostAnswer" },
  { kind: "delay", ms: 1_000 },
  { kind: "delay", ms: 20_000 },
  { kind: "status", status: 503 },
  { kind: "status", status: 403 },
  { kind: "page", page: "gatewayTimeout" },
  { kind: "page", page: "wafBlock" },
  { kind: "refuse" },
  { kind: "throttle" },
  { kind: "error", name: "InternalError", status: 500 },
  { kind: "error", name: "AccessDeniedException", status: 400 },
];

/** How the call ended, by what the controller reads of an error; after how many tries, and how long. */
async function ended(subject: Subject, { service, operation, call }: Verb, effect: Effect) {
  const { aws, clock } = subject.world;
  const tries = () =>
    aws.gate.calls.filter(
      (one) => one.service === service && one.operation === operation && one.caller.name === "cli",
    ).length;
  const { id } = aws.faults.add({ service, operation, effect });
  const [before, began] = [tries(), clock.now()];
  const [end] = await subject.done(Promise.allSettled([call(subject)]));
  aws.faults.remove(id);
  const how = end?.status === "rejected" ? inShort(signatureOf(causeOf(end.reason))) : "answered";
  const seconds = (clock.now() - began) / 1_000;
  return `${service} ${JSON.stringify(effect)}: ${how} after ${tries() - before} tries and ${seconds} s`;
}

/** Our own refusals carry AWS's. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.name === "Unreachable" ? error.cause : error;
}

async function allOf(subject: Subject): Promise<readonly string[]> {
  const table: string[] = [];
  await subject.world.clock.advance(1_000);
  for (const verb of verbs) {
    for (const effect of effects) table.push(await ended(subject, verb, effect));
  }
  subject.world.stop();
  return table;
}

describe("each fault of each service ends a call in the same way, after as many tries and as long", () => {
  const tables = Promise.all(drivers.map(({ open }) => allOf(open())));
  const of = (table: readonly string[] | undefined, service: string) =>
    table?.filter((line) => line.startsWith(`${service} `));

  test.each(verbs.map(({ service }) => service))("%s", async (service) => {
    const [aws, memory] = await tables;
    expect(of(memory, service)).toHaveLength(effects.length);
    expect(of(memory, service)).toEqual(of(aws, service));
  });

  test("which for a table is this", async () => {
    const [aws] = await tables;
    expect(of(aws, "dynamodb")).toEqual([
      'dynamodb {"kind":"reset"}: TimeoutError ECONNRESET after 3 tries and 0.5 s',
      'dynamodb {"kind":"blackHole"}: TimeoutError ETIMEDOUT after 3 tries and 15.5 s',
      'dynamodb {"kind":"lostAnswer"}: TimeoutError ECONNRESET after 3 tries and 0.5 s',
      'dynamodb {"kind":"delay","ms":1000}: answered after 1 tries and 1 s',
      'dynamodb {"kind":"delay","ms":20000}: TimeoutError ETIMEDOUT after 3 tries and 15.5 s',
      'dynamodb {"kind":"status","status":503}: SyntaxError 503 after 3 tries and 0.5 s',
      'dynamodb {"kind":"status","status":403}: SyntaxError 403 after 1 tries and 0.5 s',
      'dynamodb {"kind":"page","page":"gatewayTimeout"}: SyntaxError 504 after 3 tries and 0.5 s',
      'dynamodb {"kind":"page","page":"wafBlock"}: SyntaxError 403 after 1 tries and 0.5 s',
      'dynamodb {"kind":"refuse"}: answered after 1 tries and 0.5 s',
      'dynamodb {"kind":"throttle"}: ThrottlingException 400 after 3 tries and 1.5 s',
      'dynamodb {"kind":"error","name":"InternalError","status":500}: InternalError 500 after 3 tries and 0.5 s',
      'dynamodb {"kind":"error","name":"AccessDeniedException","status":400}: AccessDeniedException 400 after 1 tries and 0.5 s',
    ]);
  });
});

describe("what stands before Cognito, and some of its users, is met alike", () => {
  const signInOf = verbs.find(({ operation }) => operation === "InitiateAuth");

  test.each(drivers)("$name", async ({ open }) => {
    const subject = open();
    const { aws, deployed, policy } = subject.world;
    const meets = async (fault: Parameters<typeof aws.faults.add>[0]) => {
      const { id } = aws.faults.add({ ...fault, operation: "InitiateAuth" });
      const [end] = await subject.done(Promise.allSettled([signInOf?.call(subject)]));
      aws.faults.remove(id);
      return end?.status === "rejected" ? inShort(signatureOf(end.reason)) : "answered";
    };
    const page = (name: InterceptionName) => meets({ effect: { kind: "page", page: name } });
    expect(await page("wafChallenge")).toBe("WafChallenge 202");
    expect(await page("wafCaptcha")).toBe("WafCaptcha 405");
    const refuse = { kind: "refuse" } as const;
    expect(await meets({ effect: refuse })).toBe("NotAuthorizedException 400");
    const name = deployed.users[policy.name]?.ordinary?.username ?? "";
    const place = createHash("sha256").update(name).digest().readUInt32BE(0) / 2 ** 32;
    expect(await meets({ users: place + 0.01, effect: refuse })).toBe("NotAuthorizedException 400");
    expect(await meets({ users: place - 0.01, effect: refuse })).toBe("answered");
    subject.world.stop();
  });
});
