// Walks a branch from its first state to its end.

import type { HistoryEventType } from "@aws-sdk/client-sfn";
import { holds, instantOf } from "../language/choice.ts";
import type {
  Branch,
  ChoiceState,
  FailState,
  PassState,
  State,
  SucceedState,
  WaitState,
  WorkingState,
} from "../language/definition.ts";
import { evaluate } from "../language/evaluation.ts";
import { attempt } from "./attempts.ts";
import { Aborted, runtimeFailure, SIBLING_FAILED, StateFailure } from "./failure.ts";
import { runMap, runParallel } from "./nested.ts";
import {
  effectiveInput,
  type Frame,
  type Left,
  leave,
  locate,
  outputOf,
  passed,
  pause,
  payloadOf,
  type Run,
  scopeOf,
  type Visit,
} from "./run.ts";
import { runTask } from "./tasks.ts";

/** Resolves to the branch's output; rejects with a StateFailure, or Aborted. */
export async function runBranch(
  run: Run,
  branch: Branch,
  { input, frame }: { input: unknown; frame: Frame },
): Promise<unknown> {
  let at: Left = { output: input, next: branch.StartAt };
  while (at.next !== null) {
    if (frame.signal.aborted) throw new Aborted();
    const state = branch.States[at.next];
    if (state === undefined) throw runtimeFailure(`There is no state ${at.next}.`);
    at = await enter(run, frame, { name: at.next, state, rawInput: at.output });
  }
  return at.output;
}

async function enter(
  run: Run,
  frame: Frame,
  what: Pick<Visit, "name" | "state" | "rawInput">,
): Promise<Left> {
  const { name, state, rawInput } = what;
  const enteredId = frame.thread.add(`${state.Type}StateEntered` as HistoryEventType, {
    stateEnteredEventDetails: {
      name,
      input: JSON.stringify(rawInput),
      inputDetails: { truncated: false },
    },
  });
  const enteredAt = run.foundation.clock.now();
  const visit: Visit = { ...what, run, frame, enteredId, enteredAt, retryCount: 0 };
  try {
    return await perform(visit, state);
  } catch (failure) {
    const isAbandoned = failure instanceof Aborted && frame.signal.reason === SIBLING_FAILED;
    if (isAbandoned && ["Task", "Wait", "Parallel", "Map"].includes(state.Type)) {
      frame.thread.add(`${state.Type}StateAborted` as HistoryEventType);
    }
    throw locate(visit, failure);
  }
}

function perform(visit: Visit, state: State): Promise<Left> | Left {
  switch (state.Type) {
    case "Pass":
      return pass({ ...visit, state });
    case "Choice":
      return choose({ ...visit, state });
    case "Wait":
      return wait({ ...visit, state });
    case "Succeed":
      return succeed({ ...visit, state });
    case "Fail":
      return fail({ ...visit, state });
    case "Task":
      return work({ ...visit, state }, runTask);
    case "Parallel":
      return work({ ...visit, state }, runParallel);
    case "Map":
      return work({ ...visit, state }, runMap);
  }
}

async function work<S extends WorkingState>(
  visit: Visit<S>,
  once: (tried: Visit<S>) => Promise<unknown>,
): Promise<Left> {
  const attempted = await attempt(visit, once);
  const next = attempted.kind === "caught" ? attempted.next : (visit.state.Next ?? null);
  const type = `${visit.state.Type}StateExited` as HistoryEventType;
  return leave(visit, type, { output: attempted.output, next });
}

function pass(visit: Visit<PassState>): Left {
  const payload = payloadOf(visit);
  const result = visit.state.Result === undefined ? payload : visit.state.Result;
  const output = outputOf(visit, result);
  return leave(visit, "PassStateExited", { output, next: visit.state.Next ?? null });
}

function choose(visit: Visit<ChoiceState>): Left {
  const { state } = visit;
  const input = effectiveInput(visit);
  const { context } = scopeOf(visit, input);
  const rule = state.Choices.find((candidate) => holds(candidate, { input, context }));
  const next = rule?.Next ?? state.Default;
  if (next === undefined) {
    // The guide keeps the name States.NoChoiceMatched for the future.
    throw runtimeFailure(
      "Failed to transition out of the state. The state does not point to a next state.",
    );
  }
  return leave(visit, "ChoiceStateExited", { output: passed(visit, input), next });
}

async function wait(visit: Visit<WaitState>): Promise<Left> {
  const input = effectiveInput(visit);
  await pause(visit, Math.max(0, waitMs(visit, input)));
  return leave(visit, "WaitStateExited", {
    output: passed(visit, input),
    next: visit.state.Next ?? null,
  });
}

function waitMs(visit: Visit<WaitState>, input: unknown): number {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = visit.state;
  const value = (path: string, field: string) => evaluate(path, field, scopeOf(visit, input));
  if (SecondsPath !== undefined || Seconds !== undefined) {
    const seconds = Seconds ?? value(SecondsPath ?? "", "SecondsPath");
    if (Number.isInteger(seconds) && Number(seconds) >= 0) return Number(seconds) * 1000;
    throw runtimeFailure(
      `The SecondsPath parameter does not reference an integer value: ${SecondsPath} == ${JSON.stringify(seconds)}`,
    );
  }
  const timestamp = Timestamp ?? value(TimestampPath ?? "", "TimestampPath");
  const instant = instantOf(timestamp);
  if (instant !== null) return instant - visit.run.foundation.clock.now();
  throw runtimeFailure(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${TimestampPath} == ${JSON.stringify(timestamp)}`,
  );
}

function succeed(visit: Visit<SucceedState>): Left {
  const output = passed(visit, effectiveInput(visit));
  return leave(visit, "SucceedStateExited", { output, next: null });
}

function fail(visit: Visit<FailState>): never {
  const { state } = visit;
  const text = (field: "Error" | "Cause"): string | undefined => {
    const path = state[`${field}Path`];
    if (path === undefined) return state[field];
    const value = evaluate(path, `${field}Path`, scopeOf(visit, visit.rawInput));
    if (typeof value === "string") return value;
    throw runtimeFailure(`The ${field}Path parameter does not reference a string value: ${path}`);
  };
  throw new StateFailure(text("Error"), text("Cause"), { located: true });
}
