// A whole failover and back, by the bundles that would be uploaded, the machines that would be created
// and the schedules that would wake them. And every call on the way, held against the permissions.

import { resolverAt } from "pretend-aws/test/resolver.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createVantages } from "../../aws/lambda/vantages.ts";
import { createLedger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { createWeightedRecords } from "../../aws/route53/weighted-records.ts";
import { createOneShots } from "../../aws/scheduler/one-shots.ts";
import { type Place, systemRuntime } from "../../aws/sdk/clients.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { levers } from "../../controller/levers/table.ts";
import type { RowFinding } from "../../core/readiness/report.ts";
import { parseReport } from "../../core/readiness/stored-report.ts";
import { fencingToken, instant, type Region } from "../../core/values/types.ts";
import { application } from "../../sim/application.ts";
import { tellHealth } from "../../sim/health-events.ts";
import { withPassed } from "../../sim/rehearsed.ts";
import { calm, type Story, type StoryEnding } from "../../sim/story.ts";
import { telling } from "../../sim/telling.ts";
import type { World } from "../../sim/world.ts";
import { names } from "../../stacks/names.ts";
import { lambdaArn, roleArn, topicArn } from "../../stacks/permissions/arns.ts";
import { topicRegionsOf } from "../../stacks/permissions/given.ts";
import { type AlarmInputs, all, type RoleInputs, statementsOf } from "./ask.ts";
import { type DeployedGraph, deployGraph } from "./deployed.ts";
import { graphs } from "./graph.ts";

const graph = graphs.find(({ stage }) => stage === "production")!;
describe("the deployed controller", () => {
  let world: DeployedGraph;
  let ending: StoryEnding;
  const guardedShares: unknown[] = [];
  let practised: unknown;
  let checked: unknown;

  beforeAll(async () => {
    world = await deployGraph(graph, 300);
    const story = worldOf(world);
    const whileCalm = async () => {
      checked = await checkedBy(story);
      practised = await practise(story);
    };
    ending = await telling(thereAndBack(whileCalm), story, () => undefined).ending;
    await tellHealth(story, { region: story.policy.primary, description: "Errors." });
    while (healthSignals(world).length === 0) await world.clock.wait(1_000);
    for (const there of guarded) guardedShares.push(await endedByGuard(story, there));
  });

  afterAll(() => world.close());

  test("moves sign-in away and, by a person's word, home", () => {
    expect(ending).toMatchObject({ isAsPromised: true, serving: "us-west-2" });
  });

  test("makes no call to the sick Region on the failover path", () => {
    expect(ending.sickRegionCalls).toBe(0);
  });

  test("keeps what AWS Health says, where home's rule leads it", () => {
    expect(healthSignals(world)).toMatchObject([
      { region: "us-west-2", says: "sick", because: "AWS_COGNITO_OPERATIONAL_ISSUE, Errors" },
    ]);
  });

  test("looks whether the secondary is ready, by the rights of its own Lambda", () => {
    const isRefused = ({ kind, found }: RowFinding) =>
      kind === "unknown" && /not authorized|AccessDenied/.test(found);
    const { rows } = parseReport(checked) ?? { rows: [] };
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(isRefused)).toEqual([]);
  });

  test("sends users over for practice, and brings them back", () => {
    expect(practised).toMatchObject({
      rung: "full",
      steps: [{ share: 100, writtenAt: expect.any(Number) }],
      backAt: expect.any(Number),
    });
  });

  test("ends a practice by the guard of either Region, and says so there", () => {
    expect(guardedShares).toEqual(guarded.map(() => ({ primary: 100, secondary: 0 })));
    for (const there of guarded) {
      const sent = world.aws.sns.messages(topicArn(world.deployed.given, there));
      expect(sent.map(({ subject }) => subject)).toContainEqual(
        expect.stringContaining("a practice run was ended by its guard"),
      );
    }
  });

  test.each(
    all<RoleInputs>(graph, "Role"),
  )("$name is allowed every call that it makes, and makes every call it is allowed", ({
    name,
    inputs,
  }) => {
    const asked = world.aws.iam.judged.filter(
      ({ call: { principal } }) => principal.kind === "role" && principal.role.name === inputs.name,
    );
    const refused = asked.filter(({ decision }) => decision.kind !== "allowed");
    expect(refused.map(({ call }) => call.deed)).toEqual([]);
    const made = asked.map(({ call }) => call.deed.action.replace(/^SNS:/, "sns:"));
    const granted = statementsOf(inputs).flatMap(({ Action }) => Action);
    expect([...new Set(granted)].sort()).toEqual(
      [...new Set([...made, ...(notInStory[name] ?? [])])].sort(),
    );
  });

  test("tells the metrics that the alarms listen for", () => {
    const own = all<AlarmInputs>(graph, "MetricAlarm").filter(
      ({ inputs }) => inputs.namespace === "CognitoFailover",
    );
    expect(own).not.toEqual([]);
    for (const { region, inputs } of own) {
      const { namespace, metricName: metric, dimensions } = inputs;
      const query = { region, namespace, metric, dimensions, since: 0 };
      expect(world.aws.cloudwatch.datapoints(query).length).toBeGreaterThan(4);
    }
  });
});

/** As the story regional-outage, but that home is waited for by nobody: who orders it sets two rules aside. */
const thereAndBack = (whileCalm: () => Promise<void>): Story => ({
  name: "there-and-back",
  promise: "the primary Region dies; sign-in moves, and comes home by a person's word",
  run: async (stage) => {
    const { clock, deployed, desk, policy } = stage.world;
    const { primary, secondary, name } = policy;
    await calm(stage);
    await rehearsed(stage.world);
    await whileCalm();
    // What was practised is over, and its probes have told of home again.
    await calm(stage);
    const since = clock.now();
    const heal = stage.strike("dead", { region: primary, effect: { kind: "reset" } });
    await stage.until("the failover", () => stage.has("completed", { move: "failOver" }), 20);
    await stage.until("the move to be seen", () => stage.serving === secondary, 5);
    const sickRegionCalls = stage.callsFromFailoverPath(primary, since);
    heal();
    const order = {
      ...{ pool: name, move: "failBack", by: "anna", reason: "it is well" },
      override: ["cooldown", "targetNotHealthy"],
    };
    await clock.work(() =>
      createMachines(desk, deployed.home).start(deployed.failoverMachineArn, "home", order),
    );
    await stage.until("the failback", () => stage.has("completed", { move: "failBack" }), 20);
    await stage.until("the failback to be seen", () => stage.serving === primary, 5);
    const isAsPromised = sickRegionCalls === 0;
    return { outcome: "movedAndCameHome", isAsPromised, serving: stage.serving, sickRegionCalls };
  },
});

/** What the Lambda of that name answers, as the command line asks it. */
async function checkedBy({ clock, deployed, desk, policy }: World): Promise<unknown> {
  const lambda = createVantages(desk, names(graph.stage).lambda("check"), "unhurried");
  const answer = await clock.work(() => lambda.ask(deployed.home, { pool: policy.name }));
  return (answer as { readonly report: unknown }).report;
}

const guarded = topicRegionsOf(graph.config);

function ledgerOf({ deployed, desk }: Pick<World, "deployed" | "desk">) {
  return createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
}

/** What arms it, as if it had been run by now. */
async function rehearsed({ clock, deployed, desk, policy }: World): Promise<void> {
  const ledger = ledgerOf({ deployed, desk });
  const passed = { policy, at: instant(clock.now()) };
  await clock.work(() =>
    ledger.changeState(
      policy.name,
      (state) => state && withPassed(state, ["isolation", "canary"], passed),
    ),
  );
}

/** A whole path for a minute, which tells too little to pass: what is left of the run. */
async function practise({ clock, deployed, desk, policy }: World): Promise<unknown> {
  const { name: pool } = policy;
  const ledger = ledgerOf({ deployed, desk });
  const machines = createMachines(desk, deployed.home);
  const input = { pool, rung: "full", for: "1 minute" };
  const arn = await clock.work(() =>
    machines.start(deployed.practiceMachineArn, "practice-1", input),
  );
  const isOver = async () => (await clock.work(() => machines.describe(arn))).status !== "RUNNING";
  while (!(await isOver())) await clock.wait(5_000);
  const [report] = await clock.work(() => ledger.readPracticeReports(pool, 1));
  return report?.run;
}

/** The weights that are there once the guard has fired, a minute after a practice began and nobody ended it. */
async function endedByGuard({ aws, clock, deployed, desk, policy }: World, there: Region) {
  const { sdk } = policy.paths;
  if (sdk === null) throw new Error("the settings name records");
  aws.route53.limitRequests(false);
  const records = createWeightedRecords(desk);
  const executionName = `practice-${there}`;
  // Each practice has its own.
  const token = fencingToken(90 + guarded.indexOf(there));
  const move = { executionName, token, reason: "a test" };
  const signal = new AbortController().signal;
  const task = { policy, move, signal, expected: [0], share: 10 };
  const practised = () => levers.weightedRecords.practise({ records }, task);
  expect((await clock.work(practised)).kind).toBe("written");
  const event = { pool: policy.name, executionName, token, shares: [0, 10] };
  const { given } = deployed;
  const shot = {
    ...{ region: there, name: executionName, at: instant(clock.now() + 60_000) },
    ...{ target: lambdaArn(given, there, "guard"), roleArn: roleArn(given, "guard-scheduler") },
    input: { ...event, paths: ["managedLogin", "sdk"] },
  };
  await clock.work(() => createOneShots(desk).create(shot));
  const weights = () => clock.work(() => records.weights(sdk));
  while ((await weights())?.secondary !== 0) await clock.wait(5_000);
  // Whoever is told is told after that.
  const topic = topicArn(given, there);
  const isTold = () =>
    aws.sns.messages(topic).some(({ subject }) => subject?.includes("guard") === true);
  while (!isTold()) await clock.wait(1_000);
  return weights();
}

function healthSignals({ aws, deployed }: DeployedGraph): readonly unknown[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ sk }) => String(sk).startsWith("other#signal#health#"))
    .map(({ body }) => JSON.parse(String(body)));
}

/** Allowed for what this story does not tell; test/sim/permissions.test.ts does. */
const notInStory: Readonly<Record<string, readonly string[]>> = {
  // The story's pool has no trigger, sender, SMS or web ACL of its own; a quota that it asks for is applied.
  CheckRole: [
    ...["GetFunctionConcurrency", "GetFunctionConfiguration", "GetPolicy"].map(
      (verb) => `lambda:${verb}`,
    ),
    ...["GetSMSAttributes", "GetSMSSandboxAccountStatus", "ListOriginationNumbers"].map(
      (verb) => `sns:${verb}`,
    ),
    ...["servicequotas:GetAWSDefaultServiceQuota", "ses:GetAccount", "ses:GetEmailIdentity"],
    "wafv2:GetWebACL",
  ],
  // A notice goes into the outbox by the other operation where the first is refused.
  AssessRole: ["dynamodb:UpdateItem"],
  // Before anything is put back, the Region being left is asked for; and what is to be put out may not be there.
  ShiftRole: ["dynamodb:GetItem", "dynamodb:Query", "s3:ListBucket"],
  // So is it where the target fails; and a beacon that nobody finds, whether it is there at all.
  VerifyRole: ["dynamodb:Query", "s3:GetObject", "s3:ListBucket"],
  // What a practice run before put out is still there, and so is found.
  GuardRole: ["s3:ListBucket"],
  GuardEuWest1Role: ["s3:ListBucket"],
  PracticeShiftRole: ["s3:ListBucket"],
  // A schedule that is there already is read, to tell whether it is this very one.
  PracticePrepareRole: ["scheduler:GetSchedule"],
  NotifyRole: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"].map((verb) => `dynamodb:${verb}`),
  // What the notify Lambda could not send.
  FailoverMachine: ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"],
  // The primary's own vantage is the last to see it fail.
  ProbeUsWest2Role: ["lambda:InvokeFunction", "states:StartExecution"],
};

function worldOf({ aws, clock, served, deployed }: DeployedGraph): World {
  const policy = graph.config.pools[0]!;
  const { regions, global, dns } = served;
  const resolver = resolverAt(dns);
  const desk: Place = {
    caller: "cli",
    region: deployed.home,
    endpoints: { regions, global, dns },
    runtime: {
      ...systemRuntime,
      now: () => instant(clock.now()),
      resolve: (name) => resolver.resolveCname(name),
      credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" },
    },
  };
  const visitor = application(desk, policy, deployed.users[policy.name]!.ordinary);
  const { config } = graph;
  return { aws, clock, config, policy, deployed, desk, application: visitor };
}
