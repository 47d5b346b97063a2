import { describe, expect, test } from "vitest";
import { ISOLATED } from "../../../core/practice/isolated-alias.ts";
import type { IsolatedCall } from "../../../core/practice/run-in-hand.ts";
import type { Region } from "../../../core/values/types.ts";
import { isolationFindsACall } from "../../../sim/stories/isolation-finds-a-call.ts";
import { lambdaArn, roleArn } from "../../../stacks/permissions/arns.ts";
import { soon, start, stored, subjects } from "../builders/a-move.ts";
import { calm, practised, reports } from "../builders/a-practice.ts";
import { status503, strike, type Trouble } from "../builders/a-timeline.ts";
import {
  aPoolOf,
  aWholeWorld,
  aWholeWorldBuiltOtherwise,
  aWorld,
  type LightWorld,
  passwordOnly,
  primary,
  secondary,
  type WorldOfTest,
} from "../builders/a-world.ts";

const asked = { pool: "customers", rung: "isolation", by: "anna" };

const remembered = (world: WorldOfTest) =>
  stored(world).rehearsed.find(({ rung }) => rung === "isolation")?.outcome;

describe("the rung isolation", () => {
  test("of the story's settings passes under the rights that are deployed, and asks nothing of the primary", async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    await calm(world);
    const execution = await practised(world, asked);

    expect(execution.status).toBe("SUCCEEDED");
    const [report] = reports(world);
    expect(report).toMatchObject({ outcome: "passed", rule: "isolated" });
    const { calls } = report!.run;
    expect(calls.filter(({ kind }) => kind === "refused")).toEqual([]);
    expect(calls.filter((call) => call.region === primary)).toEqual([]);
    expect(new Set(calls.map(({ by }) => by))).toEqual(
      new Set(["prepare", "shift", "verify", "complete"]),
    );
    // The levers were written, as far as the Lambdas could tell.
    const dry = calls.filter(({ kind }) => kind === "dry").map(({ operation }) => operation);
    expect(dry).toEqual(expect.arrayContaining(["PutObject", "ChangeResourceRecordSets"]));
    expect(stored(world)).toMatchObject({ standing: { phase: "steady" }, practice: null });
    expect(remembered(world)).toBe("passed");
  });

  test("finds the call to the primary that somebody built in, and names it", async () => {
    const world = aWholeWorldBuiltOtherwise(isolationFindsACall.drivers ?? {});
    await calm(world);
    const execution = await practised(world, asked);

    expect(execution).toMatchObject({ status: "FAILED", error: "PracticeFailed" });
    const [report] = reports(world);
    expect(report).toMatchObject({ outcome: "failed", rule: "callRefused" });
    expect(report!.because).toMatch(/^prepare, shift and verify asked \S+ in us-west-2 for GET$/);
    expect(remembered(world)).toBe("failed");
    const told = subjects(world).at(-1);
    expect(told).toContain("practice run (isolation) failed");
  });

  test("asks nobody to agree, since it moves nobody", async () => {
    const world = aWorld(aPoolOf({ practice: { approval: true } }), 1, passwordOnly);
    await calm(world);
    expect(await practised(world, asked)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("is crossed by a move, and so says nothing of the plan", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await calm(world);
    const cure = strike(world, slowLooks);
    const [execution] = await Promise.all([
      practised(world, asked),
      start(world).then(() => cure()),
    ]);

    expect(execution.status).toBe("SUCCEEDED");
    expect(reports(world)).toMatchObject([{ outcome: "interrupted", rule: "preempted" }]);
  });
});

const slowLooks: Trouble = {
  ...{ service: "cognito-idp", operation: "ListUserPoolReplicas", caller: "prepare" },
  effect: { kind: "delay", ms: 1_500 },
};

describe("the Lambdas of a move by their alias", () => {
  const nothingBut = [
    "GET /login",
    "GetItem",
    "Query",
    "ListUserPoolReplicas",
    "GetObject",
    "GET",
    "Invoke",
  ];
  const ofRoute53 = ["ListResourceRecordSets", "GetHostedZone", "GetHealthCheckStatus"];

  test.each<readonly [string, readonly Trouble[]]>([
    ["as all is well", []],
    ["as the ledger cannot be read", [{ service: "dynamodb", effect: status503 }]],
    ["as Route 53 answers nothing", [{ service: "route53", effect: status503 }]],
    ["as S3 answers nothing", [{ service: "s3", effect: status503 }]],
    ["as Cognito says nothing of the replica", [{ service: "cognito-idp", effect: status503 }]],
    ["as no vantage answers", [{ service: "lambda", caller: "verify", effect: status503 }]],
    ["as the primary is gone", [{ region: primary, effect: { kind: "reset" } }]],
  ])("write nothing, %s", async (_, troubles) => {
    const world = aWorld({}, 1, passwordOnly);
    await calm(world);
    world.aws.scheduler.stop();
    await world.clock.advance(20_000);
    const before = contentOf(world);
    strike(world, ...troubles);
    const since = world.aws.gate.calls.length;
    const answers = await walked(world);

    expect(contentOf(world)).toEqual(before);
    const sent = world.aws.gate.calls
      .slice(since)
      .filter(({ caller }) => ["prepare", "shift", "verify", "complete"].includes(caller.name));
    const operations = new Set(sent.map(({ operation }) => operation));
    expect([...operations].filter((one) => ![...nothingBut, ...ofRoute53].includes(one))).toEqual(
      [],
    );
    expect(sent.filter((call) => call.region === primary)).toEqual([]);
    expect(answers.length).toBeGreaterThan(0);
  });

  test("write nothing by their own names either, where the event says so", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await calm(world);
    world.aws.scheduler.stop();
    const before = contentOf(world);
    const called = world.aws.lambda.invoke({
      ...{ functionName: "cognito-failover-local-prepare", region: secondary },
      payload: { ...order, isolated: true },
      caller: { name: "states", region: secondary as Region },
    });
    const { payload } = await soon(world, called);
    expect(payload).toMatchObject({ threw: null, calls: expect.any(Array) });
    expect(contentOf(world)).toEqual(before);
  });

  test("write nothing as another holds the lease", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await calm(world);
    world.aws.scheduler.stop();
    const prepared = await invoked(world, "prepare", order);
    await start(world);
    await world.clock.advance(5_000);
    const before = contentOf(world);
    const shifted = await invoked(world, "shift", { move: prepared });
    expect(shifted.threw).toContain("must still hold the lease");
    expect(contentOf(world)).toEqual(before);
  });

  test.each([
    "prepare",
    "shift",
    "verify",
    "complete",
  ])("are all that the practice machine's role may invoke of %s", async (word) => {
    const world = aWorld({}, 1, passwordOnly);
    const { given, practiceMachineArn: sourceArn } = world.deployed;
    const { iam, lambda } = world.aws;
    const taken = { service: "states.amazonaws.com", sourceArn };
    const principal = iam.taken(roleArn(given, "practice-machine"), taken);
    const arn = lambdaArn(given, secondary, word);
    const called = { region: secondary, caller: { name: "states", region: secondary }, principal };
    const denied = `lambda:InvokeFunction on resource: ${arn}`;
    await expect(lambda.invoke({ ...called, functionName: arn })).rejects.toThrow(denied);
    const byAlias = lambda.invoke({ ...called, functionName: `${arn}:${ISOLATED}` });
    await expect(soon(world, byAlias)).resolves.toMatchObject({ statusCode: 200 });
  });

  test.each(["assess", "practice-shift"])("%s has none", async (word) => {
    const world = aWorld({}, 1, passwordOnly);
    await expect(invoked(world, word, {})).rejects.toThrow(/Function not found/);
  });
});

const order = {
  input: { pool: "customers", reason: "a try", by: "anna" },
  executionName: "isolated-1",
  approvedBy: "anna",
};

interface Answer {
  readonly threw: string | null;
  readonly calls: readonly IsolatedCall[];
}

async function walked(world: LightWorld): Promise<readonly Answer[]> {
  const prepared = await invoked(world, "prepare", order);
  if (prepared.threw !== null) return [prepared];
  const shifted = await invoked(world, "shift", { move: prepared });
  const move = { ...prepared, shifted };
  const verified = await invoked(world, "verify", { move });
  const completed = await invoked(world, "complete", { move });
  return [prepared, shifted, verified, completed];
}

async function invoked(world: LightWorld, word: string, payload: object): Promise<Answer> {
  const { aws } = world;
  const functionName = `cognito-failover-local-${word}`;
  const called = aws.lambda.invoke({
    ...{ functionName, payload, qualifier: ISOLATED, region: secondary },
    caller: { name: "states", region: secondary as Region },
  });
  const { functionError, payload: answer } = await soon(world, called);
  expect(functionError).toBeNull();
  return answer as Answer;
}

/** All that a write of the controller could change. */
function contentOf(world: LightWorld) {
  const { aws, deployed, policy } = world;
  const { bucket = "", key = "" } = policy.paths.managedLogin ?? {};
  const zone = aws.route53.behind.zones.get(policy.paths.sdk?.zoneId ?? "");
  return {
    items: aws.dynamodb.items(deployed.home, deployed.table),
    beacon: aws.s3.read(bucket, key)?.toString() ?? null,
    records: [...zone.records],
    notices: subjects(world),
    moves: aws.states.executions(deployed.failoverMachineArn).length,
  };
}
