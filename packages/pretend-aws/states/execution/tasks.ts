// One try of a Task state: schedule, start, and what comes of it, with the events of each.

import {
  type Integration,
  integrationOf,
  isFunctionArn,
  type TaskState,
} from "../language/definition.ts";
import { evaluate } from "../language/evaluation.ts";
import { isObject } from "../language/paths.ts";
import { runtimeFailure, StateFailure, TIMEOUT } from "./failure.ts";
import { within } from "./limit.ts";
import { checkSize, effectiveInput, payloadOf, scopeOf, type Visit } from "./run.ts";

export async function runTask(visit: Visit<TaskState>): Promise<unknown> {
  const { Resource: resource } = visit.state;
  if (isFunctionArn(resource)) return runFunction(visit);
  const integration = integrationOf(resource);
  if (integration === null) throw runtimeFailure(`The resource ${resource} is not known.`);
  return integration.waitsForToken
    ? runCallback(visit, integration)
    : runIntegration(visit, integration);
}

async function runFunction(visit: Visit<TaskState>): Promise<unknown> {
  const { run, frame, state } = visit;
  const input = payloadOf(visit);
  const timeout = seconds(visit, "Timeout");
  frame.thread.add("LambdaFunctionScheduled", {
    lambdaFunctionScheduledEventDetails: {
      resource: state.Resource,
      input: JSON.stringify(input),
      inputDetails: { truncated: false },
      ...(timeout === null ? {} : { timeoutInSeconds: timeout }),
    },
  });
  frame.thread.add("LambdaFunctionStarted");
  try {
    const output = await timed(
      visit,
      run.call.lambdaFunction(run.region, state.Resource, input),
      timeout,
    );
    checkSize(output, state.Resource);
    frame.thread.add("LambdaFunctionSucceeded", {
      lambdaFunctionSucceededEventDetails: {
        output: JSON.stringify(output),
        outputDetails: { truncated: false },
      },
    });
    return output;
  } catch (failure) {
    if (failure instanceof StateFailure) addFunctionFailure(visit, failure);
    throw failure;
  }
}

function addFunctionFailure({ frame }: Visit, failure: StateFailure): void {
  const details = failureDetails(failure);
  if (failure.error === TIMEOUT) {
    frame.thread.add("LambdaFunctionTimedOut", { lambdaFunctionTimedOutEventDetails: details });
  } else {
    frame.thread.add("LambdaFunctionFailed", { lambdaFunctionFailedEventDetails: details });
  }
}

async function runIntegration(visit: Visit<TaskState>, integration: Integration): Promise<unknown> {
  const parameters = parametersOf(visit);
  return tracked(visit, integration, {
    parameters,
    heartbeat: null,
    work: () => visit.run.call.integration(visit.run.region, integration, parameters),
  });
}

/** The call hands the token over; the task ends when someone uses it, which may be before the call returns. */
async function runCallback(visit: Visit<TaskState>, integration: Integration): Promise<unknown> {
  const { run, frame } = visit;
  const heartbeat = seconds(visit, "Heartbeat");
  const task = run.tokens.open(run.region, heartbeat === null ? null : heartbeat * 1000);
  let isOver = false;
  try {
    const parameters = parametersOf({ ...visit, taskToken: task.token });
    const submit = async () => {
      const output = await run.call.integration(run.region, integration, parameters);
      if (isOver) return;
      frame.thread.add("TaskSubmitted", {
        taskSubmittedEventDetails: { ...resourceOf(integration), ...outputDetails(output) },
      });
    };
    const work = () => Promise.race([task.settled, submit().then(() => task.settled)]);
    return await tracked(visit, integration, { parameters, heartbeat, work });
  } finally {
    isOver = true;
    task.close();
  }
}

interface Tracked {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly heartbeat: number | null;
  work(): Promise<unknown>;
}

async function tracked(
  visit: Visit<TaskState>,
  integration: Integration,
  task: Tracked,
): Promise<unknown> {
  const { thread } = visit.frame;
  const resource = resourceOf(integration);
  const timeout = seconds(visit, "Timeout");
  thread.add("TaskScheduled", {
    taskScheduledEventDetails: {
      ...resource,
      region: visit.run.region,
      parameters: JSON.stringify(task.parameters),
      ...(timeout === null ? {} : { timeoutInSeconds: timeout }),
      ...(task.heartbeat === null ? {} : { heartbeatInSeconds: task.heartbeat }),
    },
  });
  thread.add("TaskStarted", { taskStartedEventDetails: resource });
  try {
    const output = await timed(visit, task.work(), timeout);
    checkSize(output, integration.service);
    thread.add("TaskSucceeded", {
      taskSucceededEventDetails: { ...resource, ...outputDetails(output) },
    });
    return output;
  } catch (failure) {
    if (failure instanceof StateFailure) addTaskFailure(visit, resource, failure);
    throw failure;
  }
}

function addTaskFailure(
  { frame }: Visit,
  resource: ReturnType<typeof resourceOf>,
  failure: StateFailure,
): void {
  const details = { ...resource, ...failureDetails(failure) };
  if (failure.error === TIMEOUT)
    frame.thread.add("TaskTimedOut", { taskTimedOutEventDetails: details });
  else frame.thread.add("TaskFailed", { taskFailedEventDetails: details });
}

function timed<T>({ run, frame }: Visit, work: Promise<T>, timeout: number | null): Promise<T> {
  const ms = timeout === null ? null : timeout * 1000;
  return within(work, { clock: run.foundation.clock, signal: frame.signal, ms });
}

function parametersOf(visit: Visit<TaskState>): Readonly<Record<string, unknown>> {
  const parameters = payloadOf(visit);
  if (isObject(parameters)) return parameters;
  throw runtimeFailure("The Parameters of a service integration must be an object.");
}

function seconds(visit: Visit<TaskState>, limit: "Timeout" | "Heartbeat"): number | null {
  const path = visit.state[`${limit}SecondsPath`];
  if (path === undefined) return visit.state[`${limit}Seconds`] ?? null;
  const value = evaluate(path, `${limit}SecondsPath`, scopeOf(visit, effectiveInput(visit)));
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw runtimeFailure(
    `The ${limit}SecondsPath parameter does not reference an integer value: ${path} == ${JSON.stringify(value)}`,
  );
}

function resourceOf({ service, action, waitsForToken }: Integration) {
  return { resourceType: service, resource: waitsForToken ? `${action}.waitForTaskToken` : action };
}

function outputDetails(output: unknown) {
  return { output: JSON.stringify(output), outputDetails: { truncated: false } };
}

function failureDetails({ error, detail }: StateFailure) {
  return {
    ...(error === undefined ? {} : { error }),
    ...(detail === undefined ? {} : { cause: detail }),
  };
}
