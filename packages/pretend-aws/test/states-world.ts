// A Region with Step Functions and Lambda on a clock that the tests move, through the real SDK client.

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "../clock.ts";
import { createLambda, type Lambda } from "../lambda/lambda.ts";
import type { Publish } from "../states/language/integrations.ts";
import { createStates, type States } from "../states/states.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { dispatch, type Foundation, foundation } from "../world.ts";

export const REGION = "us-west-2";
export const ACCOUNT = "123456789012";
export const START = Date.UTC(2026, 10, 22, 12, 0, 0);
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/machine`;
export const HOUR = 60 * 60 * 1000;
export const machineArn = (name: string) =>
  `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

export let clock: VirtualClock;
export let base: Foundation;
export let lambda: Lambda;
export let states: States;
export let client: SFNClient;
export let published: Parameters<Publish>[0][];

/** A world of its own for each test; `publish` stands for the pretend SNS. */
export function aNewWorld(publish: Publish = notedPublish): void {
  clock = new VirtualClock(START);
  base = foundation({ clock });
  lambda = createLambda(base);
  published = [];
  states = createStates(base, {
    invokeLambda: lambda.invoke,
    publish,
  });
  client = new SFNClient({
    region: REGION,
    endpoint: endpointOf(REGION),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    disableHostPrefix: true,
    requestHandler: requestHandler((region, request) =>
      dispatch({ ...base, services: [states.service] }, region, request),
    ),
  });
}

async function notedPublish(request: Parameters<Publish>[0]) {
  published.push(request);
  return { MessageId: "m-1" };
}

export function register(name: string, handler: (event: never) => Promise<unknown>, more = {}) {
  return lambda.register({ region: REGION, name, timeoutMs: 900_000, handler, ...more });
}

export async function create(
  definition: object,
  more: { name?: string; type?: "STANDARD" | "EXPRESS" } = {},
) {
  const { name = "failover", type = "STANDARD" } = more;
  const answer = await client.send(
    new CreateStateMachineCommand({
      name,
      type,
      roleArn: ROLE,
      definition: JSON.stringify(definition),
    }),
  );
  return answer.stateMachineArn ?? "";
}

export async function start(stateMachineArn: string, input: unknown = {}, name?: string) {
  const answer = await client.send(
    new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
  );
  return answer.executionArn ?? "";
}

/** Runs a definition to its end, or for a day. */
export async function run(definition: object, input: unknown = {}, ms = 24 * HOUR) {
  const executionArn = await start(await create(definition), input);
  await clock.advance(ms);
  const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
  const output = execution.output === undefined ? undefined : JSON.parse(execution.output);
  const tookMs = execution.stopDate === undefined ? null : execution.stopDate.getTime() - START;
  return { ...execution, executionArn, output, tookMs };
}

export async function history(executionArn: string) {
  const answer = await client.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  return answer.events ?? [];
}

/** One state that ends. */
export const only = (state: object) => ({
  StartAt: "Only",
  States: { Only: { End: true, ...state } },
});
export const pass = (state: object) => only({ Type: "Pass", ...state });
export const task = (resource: string, more: object = {}) =>
  only({ Type: "Task", Resource: resource, ...more });
