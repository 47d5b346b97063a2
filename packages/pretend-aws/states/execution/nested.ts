// One try of a Parallel or Map state: branches side by side, of which the first failure ends the rest.

import type { MapState, ParallelState } from "../language/definition.ts";
import { evaluate, fill } from "../language/evaluation.ts";
import { Aborted, runtimeFailure, SIBLING_FAILED } from "./failure.ts";
import type { Thread } from "./history.ts";
import { effectiveInput, type Frame, payloadOf, scopeOf, type Visit } from "./run.ts";

/** AWS runs an inline Map without a limit of its own forty at a time. */
const MOST_ITERATIONS_AT_ONCE = 40;

export async function runParallel(visit: Visit<ParallelState>): Promise<unknown> {
  const { run, frame, state } = visit;
  const input = payloadOf(visit);
  frame.thread.add("ParallelStateStarted");
  const branches = state.Branches.map(
    (branch) => (inner: Frame) => run.branch(branch, input, inner),
  );
  try {
    const results = await sideBySide(visit, branches, { atOnce: branches.length });
    frame.thread.add("ParallelStateSucceeded");
    return results;
  } catch (failure) {
    if (!(failure instanceof Aborted)) frame.thread.add("ParallelStateFailed");
    throw failure;
  }
}

export async function runMap(visit: Visit<MapState>): Promise<unknown> {
  const { frame, state } = visit;
  const input = effectiveInput(visit);
  const items = itemsOf(visit, input);
  frame.thread.add("MapStateStarted", { mapStateStartedEventDetails: { length: items.length } });
  const iterations = items.map(
    (value, index) => (inner: Frame) =>
      iterate(visit, { ...inner, item: { Index: index, Value: value } }, input),
  );
  try {
    const atOnce = state.MaxConcurrency || MOST_ITERATIONS_AT_ONCE;
    const results = await sideBySide(visit, iterations, { atOnce });
    frame.thread.add("MapStateSucceeded");
    return results;
  } catch (failure) {
    if (!(failure instanceof Aborted)) frame.thread.add("MapStateFailed");
    throw failure;
  }
}

async function iterate(visit: Visit<MapState>, frame: Frame, input: unknown): Promise<unknown> {
  const { run, state, name } = visit;
  const processor = state.ItemProcessor ?? state.Iterator;
  if (processor === undefined || frame.item === undefined)
    throw runtimeFailure("There is no ItemProcessor.");
  const details = { index: frame.item.Index, name };
  frame.thread.add("MapIterationStarted", { mapIterationStartedEventDetails: details });
  try {
    const template = state.ItemSelector ?? state.Parameters;
    const itemInput =
      template === undefined
        ? frame.item.Value
        : fill(template, scopeOf({ ...visit, frame }, input));
    const output = await run.branch(processor, itemInput, frame);
    frame.thread.add("MapIterationSucceeded", { mapIterationSucceededEventDetails: details });
    return output;
  } catch (failure) {
    if (!(failure instanceof Aborted)) {
      frame.thread.add("MapIterationFailed", { mapIterationFailedEventDetails: details });
    } else if (frame.signal.reason === SIBLING_FAILED) {
      frame.thread.add("MapIterationAborted", { mapIterationAbortedEventDetails: details });
    }
    throw failure;
  }
}

function itemsOf(visit: Visit<MapState>, input: unknown): readonly unknown[] {
  const { ItemsPath: path = "$" } = visit.state;
  const items = evaluate(path, "ItemsPath", scopeOf(visit, input));
  if (Array.isArray(items)) return items;
  throw runtimeFailure(`Reference path "${path}" must point to array.`);
}

/** Results in the order of the work. Waits for every branch to end, so that no event comes after. */
async function sideBySide(
  { frame }: Visit,
  work: readonly ((inner: Frame) => Promise<unknown>)[],
  { atOnce }: { atOnce: number },
): Promise<readonly unknown[]> {
  const siblings = new AbortController();
  const signal = AbortSignal.any([frame.signal, siblings.signal]);
  const results: unknown[] = [];
  const failures: { readonly failure: unknown; readonly thread: Thread }[] = [];
  let next = 0;
  const line = async () => {
    for (let index = next++; index < work.length && !signal.aborted; index = next++) {
      const thread = frame.thread.fork();
      try {
        results[index] = await work[index]?.({ ...frame, thread, signal });
        frame.thread.follow(thread);
      } catch (failure) {
        failures.push({ failure, thread });
        siblings.abort(SIBLING_FAILED);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, work.length) }, line));
  if (frame.signal.aborted) throw new Aborted();
  const [first] = failures;
  if (first === undefined) return results;
  frame.thread.follow(first.thread);
  throw first.failure;
}
