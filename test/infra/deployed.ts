// The graph, deployed: its table, topic, machines and schedules in the pretend AWS, and its bundles in
// workers as its Lambdas, on loopback.

import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { TimelapseClock } from "pretend-aws/clock.ts";
import type { RoleKeys } from "pretend-aws/iam/iam.ts";
import { createPretendAws, type PretendAws } from "pretend-aws/pretend-aws.ts";
import { type Served, serve } from "pretend-aws/serve.ts";
import { callerOf } from "../../sim/caller.ts";
import { type Deployed, deploy } from "../../sim/deployment.ts";
import { SHORT_KEY } from "../../sim/world.ts";
import { names } from "../../stacks/names.ts";
import { topicArn } from "../../stacks/permissions/arns.ts";
import { homeOf } from "../../stacks/permissions/given.ts";
import {
  all,
  type FunctionInputs,
  type MachineInputs,
  type RoleInputs,
  type ScheduleInputs,
} from "./ask.ts";
import type { Graph } from "./graph.ts";
import type { Answered, Asked, Rested, Resting, Surroundings } from "./lambda-worker.ts";

export interface DeployedGraph {
  readonly aws: PretendAws;
  readonly clock: TimelapseClock;
  readonly served: Served;
  readonly deployed: Deployed;
  close(): Promise<void>;
}

export async function deployGraph(graph: Graph, speed: number): Promise<DeployedGraph> {
  const clock = new TimelapseClock(speed);
  const aws = createPretendAws({ clock, seed: 1, keyBits: SHORT_KEY, callerOf });
  const regions = [...new Set(graph.config.pools.flatMap(({ vantages }) => vantages))];
  const served = await serve(aws, regions);
  const own = customersOwn(aws, graph);
  guardBuckets(graph, aws);
  const keys = putRoles(graph, aws);
  const { ledger, watch, failover, practice } = names(graph.stage);
  const home = homeOf(graph.config);
  aws.dynamodb.seedTable({
    region: home,
    name: ledger,
    hash: { name: "pk", type: "S" },
    range: { name: "sk", type: "S" },
    timeToLive: "expires",
  });
  for (const { region, inputs } of all<TopicInputs>(graph, "Topic")) {
    const { name, kmsMasterKeyId: keyArn } = inputs;
    aws.sns.seedTopic({ region, name, ...(keyArn === undefined ? {} : { keyArn }) });
  }
  const workers = putLambdas({ graph, aws, served, keys });
  const machineArns = putMachines(graph, aws);
  putSchedules(graph, aws);
  const close = async () => {
    clock.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
    await served.close();
  };
  const deployed: Deployed = {
    ...own,
    table: ledger,
    topicArn: topicArn({ ...own.given, named: names(graph.stage) }, home),
    watchMachineArn: machineArns[watch] ?? "",
    failoverMachineArn: machineArns[failover] ?? "",
    practiceMachineArn: machineArns[practice] ?? "",
    healthEventArn: healthTargetOf(graph),
    given: { ...own.given, named: names(graph.stage) },
  };
  return { aws, clock, served, deployed, close };
}

/** The story's own controller is put there too and never woken: only the customer's things are wanted. */
function customersOwn(aws: PretendAws, { config }: Graph): Deployed {
  const asleep = { ...aws, scheduler: { ...aws.scheduler, create: () => undefined } };
  const runtime = {
    fetch: globalThis.fetch,
    stopwatch: () => 0,
    wait: async () => undefined,
    after: () => () => undefined,
    rest: async () => undefined,
  };
  return deploy(asleep as unknown as PretendAws, { settings: {}, config, runtime });
}

interface TopicInputs {
  readonly name: string;
  readonly kmsMasterKeyId?: string;
}

interface Placed {
  readonly graph: Graph;
  readonly aws: PretendAws;
  readonly served: Served;
  readonly keys: Keys;
}

/** What each role signs with, by its ARN. */
type Keys = ReadonlyMap<string, RoleKeys>;

/** In place of the policy of the story's own controller, whose roles have other names. */
function guardBuckets(graph: Graph, { s3 }: PretendAws): void {
  const buckets = all<{ bucket: string }>(graph, "Bucket");
  for (const { inputs } of all<{ bucket: string; policy: string }>(graph, "BucketPolicy")) {
    const own = buckets.find(({ name }) => inputs.bucket === `${name}-id`);
    s3.seedBucketPolicy(own?.inputs.bucket ?? "", inputs.policy);
  }
}

/** Every role with its own policies and trust, as they would be made. */
function putRoles(graph: Graph, { iam }: PretendAws): Keys {
  const seeded = all<RoleInputs>(graph, "Role").map(({ inputs }) =>
    iam.seedRole({
      name: inputs.name,
      policies: inputs.inlinePolicies.map(({ policy }) => policy),
      trust: inputs.assumeRolePolicy,
    }),
  );
  return new Map(seeded.map((role) => [role.arn, role]));
}

/** Who may invoke a function by the function's own policy. */
function policyOf(graph: Graph, name: string): object {
  const permissions = all<PermissionInputs>(graph, "Permission").filter(
    ({ inputs }) => inputs.function === name,
  );
  return {
    Statement: permissions.map(({ inputs: { action, principal, sourceArn } }) => ({
      ...{ Effect: "Allow", Action: action, Resource: "*" },
      Principal: { Service: principal },
      Condition: { ArnLike: { "aws:SourceArn": sourceArn } },
    })),
  };
}

interface PermissionInputs {
  readonly action: string;
  readonly function: string;
  readonly principal: string;
  readonly sourceArn: string;
}

function putLambdas({ graph, aws, served, keys }: Placed): readonly Worker[] {
  return all<FunctionInputs>(graph, "Function").map(({ name, region, inputs }) => {
    const built = graph.builds[name.replace(/Function$/, "")];
    const surroundings: Surroundings = {
      bundle: join(built?.out ?? "", "bundle.mjs"),
      regions: served.regions,
      global: served.global,
      dns: `${served.dns.host}:${served.dns.port}`,
    };
    const worker = new Worker(new URL("lambda-worker.ts", import.meta.url), {
      workerData: surroundings,
      execArgv: [],
      env: {
        ...inputs.environment.variables,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: keys.get(inputs.role)?.accessKeyId ?? "",
        AWS_SECRET_ACCESS_KEY: "pretend",
        AWS_SESSION_TOKEN: "pretend",
      },
      stdout: true,
    });
    aws.lambda.register({
      region,
      name: inputs.name,
      timeoutMs: inputs.timeout * 1_000,
      retries: retriesOf(graph, { region, name: inputs.name }),
      roleArn: inputs.role,
      policy: policyOf(graph, inputs.name),
      handler: asking(worker, aws),
    });
    return worker;
  });
}

/** As Lambda does without a word about it: twice. */
function retriesOf(graph: Graph, { region, name }: { region: string; name: string }): number {
  const rule = all<{ functionName: string; maximumRetryAttempts: number }>(
    graph,
    "FunctionEventInvokeConfig",
  ).find((one) => one.region === region && one.inputs.functionName === name);
  return rule?.inputs.maximumRetryAttempts ?? 2;
}

function asking(worker: Worker, { clock }: PretendAws): (event: unknown) => Promise<unknown> {
  const waiting = new Map<number, (answered: Answered) => void>();
  let last = 0;
  worker.on("message", async (said: Answered | Resting) => {
    if ("rests" in said) {
      await clock.rest(said.rests);
      worker.postMessage({ rested: said.id, now: clock.now() } satisfies Rested);
      return;
    }
    waiting.get(said.id)?.(said);
    waiting.delete(said.id);
  });
  worker.on("error", (error) => {
    const { name, message } = error as Error;
    for (const [id, settle] of waiting) settle({ id, error: { name, message } });
  });
  return async (event) => {
    const id = ++last;
    const answered = await new Promise<Answered>((resolve) => {
      waiting.set(id, resolve);
      worker.postMessage({ id, event, now: clock.now() } satisfies Asked);
    });
    if (answered.error === undefined) return answered.value;
    throw Object.assign(new Error(answered.error.message), { name: answered.error.name });
  };
}

/** Where home's bus leads AWS Health's word to. */
function healthTargetOf(graph: Graph): string {
  const targets = all<{ arn: string }>(graph, "EventTarget").map(({ inputs }) => inputs.arn);
  return targets.find((arn) => arn.includes(":lambda:")) ?? "";
}

function putMachines(graph: Graph, aws: PretendAws): Readonly<Record<string, string>> {
  const machines = all<MachineInputs>(graph, "StateMachine");
  return Object.fromEntries(
    machines.map(({ region, inputs: { name, type, roleArn, definition } }) => [
      name,
      aws.states.createStateMachine(region, {
        name,
        type: type === "EXPRESS" ? "EXPRESS" : "STANDARD",
        roleArn,
        definition,
        loggingConfiguration: { level: "ERROR", includeExecutionData: false },
      }),
    ]),
  );
}

function putSchedules(graph: Graph, aws: PretendAws): void {
  for (const { region, inputs } of all<ScheduleInputs>(graph, "Schedule")) {
    const { arn, roleArn, input } = inputs.target;
    aws.scheduler.create(region, {
      Name: inputs.name,
      ScheduleExpression: inputs.scheduleExpression,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: arn,
        RoleArn: roleArn,
        Input: input,
        RetryPolicy: { MaximumRetryAttempts: 0 },
      },
    });
  }
}
