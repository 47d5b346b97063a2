// A whole failover and back, by the bundles that would be uploaded, the machines that would be created
// and the schedules that would wake them. And every call on the way, held against the permissions.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Place, systemRuntime } from "../../aws/clients.ts";
import { instant } from "../../core/types.ts";
import type { Call } from "../../emulator/gate.ts";
import { application } from "../../sim/application.ts";
import { tellHealth } from "../../sim/health-events.ts";
import { regionalOutage } from "../../sim/stories/regional-outage.ts";
import type { Ending } from "../../sim/story.ts";
import { telling } from "../../sim/telling.ts";
import type { World } from "../../sim/world.ts";
import { names } from "../../stacks/names.ts";
import { resolverAt } from "../resolver.ts";
import {
  type AlarmInputs,
  all,
  type FunctionInputs,
  regionOf,
  roleOf,
  statementsOf,
} from "./ask.ts";
import { type DeployedGraph, deployGraph } from "./deployed.ts";
import { graphs } from "./graph.ts";

const graph = graphs.find(({ stage }) => stage === "production")!;
const words = [
  ...["assess", "complete", "health-event", "notify", "prepare", "probe", "shift", "signals"],
  "verify",
];

/** The signing name of a service where IAM calls it by another, and the one operation likewise. */
const prefixes: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };
const actions: Readonly<Record<string, string>> = { "lambda:Invoke": "lambda:InvokeFunction" };

/** Public calls, which nobody signs; the beacon is read like that too. */
const unsigned = new RegExp(
  `^cognito-(${[
    "idp:(InitiateAuth|RespondToAuthChallenge|GetTokensFromRefreshToken|RevokeToken|ConfirmSignUp)",
    "(idp|issuer):(JwksUri|OpenIdConfiguration)",
    "idp:(Login|Authorize|Token)_(GET|POST)",
    "domain:(GET|POST) /(login|oauth2/(authorize|token))",
  ].join("|")})$|^s3:GetObject$|^dynamodb:Ping$`,
);

describe("the deployed controller", () => {
  let world: DeployedGraph;
  let ending: Ending;

  beforeAll(async () => {
    world = await deployGraph(graph, 300);
    const story = worldOf(world);
    ending = await telling(regionalOutage, story, () => undefined).ending;
    await tellHealth(story, { region: story.policy.primary, description: "Errors." });
    while (healthSignals(world).length === 0) await world.clock.wait(1_000);
  });

  afterAll(() => world.close());

  test("moves sign-in away and, by a person's word, home", () => {
    expect(ending).toMatchObject({ outcome: "movedAndCameHome", isAsPromised: true });
  });

  test("makes no call to the sick Region on the failover path", () => {
    expect(ending.sickRegionCalls).toBe(0);
  });

  test("keeps what AWS Health says, where home's rule leads it", () => {
    expect(healthSignals(world)).toMatchObject([
      { region: "us-west-2", says: "sick", because: "AWS_COGNITO_OPERATIONAL_ISSUE, Errors" },
    ]);
  });

  test.each(
    words,
  )("%s is allowed every call that it makes, and makes every call it is allowed", (word) => {
    const { inputs } = all<FunctionInputs>(graph, "Function").find(
      (one) => one.inputs.name === names(graph.stage).lambda(word),
    )!;
    const statements = statementsOf(roleOf(graph, inputs.role));
    const granted = statements.flatMap(({ Action }) => Action);
    const calls = world.aws.gate.calls
      .filter(({ caller }) => caller.name === word)
      .map((call) => ({ region: call.region, action: actionOf(call) }))
      .filter(({ action }) => !unsigned.test(action));
    const made = calls.map(({ action }) => action);
    expect(granted.filter((action) => !beside.has(action)).sort()).toEqual(
      [...new Set([...made, ...(notInStory[word] ?? [])])].sort(),
    );
    for (const { region, action } of calls.filter(({ region }) => region !== "global")) {
      const regions = regionsOfRoles(word, action);
      expect(regions.includes(region) || regions.includes(""), `${action} in ${region}`).toBe(true);
    }
  });

  test("tells the metrics that the alarms listen for", () => {
    const own = all<AlarmInputs>(graph, "MetricAlarm").filter(
      ({ inputs }) => inputs.namespace === "CognitoFailover",
    );
    expect(own).not.toEqual([]);
    for (const { region, inputs } of own) {
      const { namespace, metricName: metric, dimensions } = inputs;
      const query = { region, namespace, metric, dimensions, since: 0 };
      expect(world.aws.cloudwatch.datapoints(query).length).toBeGreaterThan(10);
    }
  });
});

function healthSignals({ aws, deployed }: DeployedGraph): readonly unknown[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ sk }) => String(sk).startsWith("other#signal#health#"))
    .map(({ body }) => JSON.parse(String(body)));
}

/** Where the Lambdas under one name may do `action`; an empty text for what has no Region. */
function regionsOfRoles(word: string, action: string): readonly string[] {
  return all<FunctionInputs>(graph, "Function")
    .filter(({ inputs }) => inputs.name === names(graph.stage).lambda(word))
    .flatMap(({ inputs }) => statementsOf(roleOf(graph, inputs.role)))
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource.map(regionOf));
}

/** What AWS does for a Lambda when it calls something else, or before it says that a key is missing. */
const beside = new Set([
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "s3:ListBucket",
]);

/** Allowed for what this story does not tell: a move that goes wrong or waits for a person. */
const notInStory: Readonly<Record<string, readonly string[]>> = {
  // A notice goes into the outbox by the other operation where the first is refused.
  assess: ["dynamodb:UpdateItem"],
  // Before anything is put back, the Region being left is asked for.
  shift: ["dynamodb:Query"],
  // So is it where the target fails; and a beacon that nobody finds, whether it is there at all.
  verify: ["dynamodb:Query", "s3:GetObject"],
  notify: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
};

function actionOf({ service, operation }: Call): string {
  const action = `${prefixes[service] ?? service}:${operation}`;
  return actions[action] ?? action;
}

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
