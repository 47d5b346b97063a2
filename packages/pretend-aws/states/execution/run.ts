// What one visit to one state knows, and how data goes in and out of a state.

import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Foundation } from "../../world.ts";
import type { Branch, State } from "../language/definition.ts";
import { fill, pick, type Scope } from "../language/evaluation.ts";
import type { TaskCaller } from "../language/integrations.ts";
import { parsePath, write } from "../language/paths.ts";
import { Aborted, DATA_LIMIT, RUNTIME, StateFailure } from "./failure.ts";
import type { Thread } from "./history.ts";
import type { TaskTokens } from "./tokens.ts";

/** One execution as its states see it. */
export interface Run {
  readonly foundation: Foundation;
  readonly region: string;
  /** `$$.Execution` and `$$.StateMachine`. */
  readonly context: { readonly Execution: object; readonly StateMachine: object };
  readonly tokens: TaskTokens;
  readonly call: TaskCaller;
  branch(branch: Branch, input: unknown, frame: Frame): Promise<unknown>;
}

/** Where a branch stands: the execution's own line, one of Parallel, or one iteration of Map. */
export interface Frame {
  readonly thread: Thread;
  readonly signal: AbortSignal;
  /** `$$.Map.Item` */
  readonly item?: { readonly Index: number; readonly Value: unknown };
}

export interface Visit<S extends State = State> {
  readonly run: Run;
  readonly frame: Frame;
  readonly name: string;
  readonly state: S;
  /** Before InputPath. */
  readonly rawInput: unknown;
  /** Number of the StateEntered event. */
  readonly enteredId: number;
  readonly enteredAt: number;
  readonly retryCount: number;
  /** Only while a task waits for it. */
  readonly taskToken?: string;
}

export interface Left {
  readonly output: unknown;
  /** Null when the branch ends here. */
  readonly next: string | null;
}

/** 256 KiB: the most that a state takes or gives. */
export const PAYLOAD_LIMIT = 262_144;

const RESULT_PATH = "States.ResultPathMatchFailure";

export function scopeOf(visit: Visit, input: unknown): Scope {
  return { input, context: contextOf(visit), random: visit.run.foundation.random };
}

export function effectiveInput(visit: Visit): unknown {
  const { state } = visit;
  const path = state.Type === "Fail" ? undefined : state.InputPath;
  return pick(path, "InputPath", scopeOf(visit, visit.rawInput));
}

/** The effective input, or Parameters filled from it. */
export function payloadOf(visit: Visit): unknown {
  const input = effectiveInput(visit);
  const { state } = visit;
  if (!("Parameters" in state) || state.Parameters === undefined) return input;
  const payload = fill(state.Parameters, scopeOf(visit, input));
  checkSize(payload, visit.name);
  return payload;
}

/** ResultSelector, ResultPath and OutputPath, in this order. */
export function outputOf(visit: Visit, result: unknown): unknown {
  const { state } = visit;
  const selected =
    "ResultSelector" in state && state.ResultSelector !== undefined
      ? fill(state.ResultSelector, scopeOf(visit, result))
      : result;
  const resultPath = "ResultPath" in state ? state.ResultPath : undefined;
  return passed(visit, placed(visit, selected, resultPath));
}

/** OutputPath alone, for states that have no result of their own. */
export function passed(visit: Visit, data: unknown): unknown {
  const { state } = visit;
  const path = state.Type === "Fail" ? undefined : state.OutputPath;
  const output = pick(path, "OutputPath", scopeOf(visit, data));
  checkSize(output, visit.name);
  return output;
}

/** The result put into the raw input; a path of null drops the result, absence the input. */
export function placed(
  visit: Visit,
  result: unknown,
  resultPath: string | null | undefined,
): unknown {
  if (resultPath === undefined) return result;
  if (resultPath === null) return visit.rawInput;
  const path = parsePath(resultPath);
  const written = path && write(path, visit.rawInput, result);
  if (written !== null) return written.document;
  throw new StateFailure(
    RESULT_PATH,
    `Unable to apply ResultPath '${resultPath}' to input '${JSON.stringify(visit.rawInput)}'`,
  );
}

/** Writes the exit down and says where to go. */
export function leave(visit: Visit, type: HistoryEventType, left: Left): Left {
  visit.frame.thread.add(type, {
    stateExitedEventDetails: {
      name: visit.name,
      output: JSON.stringify(left.output),
      outputDetails: { truncated: false },
    },
  });
  return left;
}

/** Waits on the clock; throws when the branch is aborted meanwhile. */
export async function pause({ run, frame }: Visit, ms: number): Promise<void> {
  await run.foundation.clock.wait(ms, frame.signal);
  if (frame.signal.aborted) throw new Aborted();
}

/** States the place in causes that come from the state's own fields, as AWS does. */
export function locate({ name, enteredId }: Visit, failure: unknown): unknown {
  if (!(failure instanceof StateFailure) || failure.located) return failure;
  const isFromFields = failure.error === RUNTIME || failure.error === RESULT_PATH;
  if (!isFromFields) return failure;
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}).`;
  return new StateFailure(failure.error, `${where} ${failure.detail}`, { located: true });
}

export function checkSize(data: unknown, what: string): void {
  if (Buffer.byteLength(JSON.stringify(data) ?? "") <= PAYLOAD_LIMIT) return;
  throw new StateFailure(
    DATA_LIMIT,
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

function contextOf({ run, frame, name, state, enteredAt, retryCount, taskToken }: Visit): object {
  const retries = isWorking(state) ? { RetryCount: retryCount } : {};
  return {
    ...run.context,
    State: { Name: name, EnteredTime: new Date(enteredAt).toISOString(), ...retries },
    ...(frame.item === undefined ? {} : { Map: { Item: frame.item } }),
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
  };
}

function isWorking({ Type: type }: State): boolean {
  return type === "Task" || type === "Parallel" || type === "Map";
}
