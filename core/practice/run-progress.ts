// How a practice run goes on from one state of its machine to the next. In go the run and what came of a write or a
// look; out comes the run, with where it goes and how long it waits. It writes and looks at nothing.

import { stepsOn } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import type { State } from "../state/state.ts";
import { type Instant, later, type Millis, millis } from "../values/types.ts";
import type { Blocked, PracticeEvidence } from "./conditions.ts";
import type { Ending, RunInHand } from "./run-in-hand.ts";

/** What came of writing the levers of a run. */
export type ShareOutcome =
  | { readonly kind: "written" }
  /** Something stands there that this run did not write: it is left alone. */
  | { readonly kind: "notOurs"; readonly because: string };

/** Between two ticks: a vantage signs in for some seconds of each. */
export const tickMs: Millis = millis(30_000);

/** How long until levers that were just written can be seen in effect. */
export function settlesIn(policy: Policy, { paths }: Pick<RunInHand, "paths">): Millis {
  const settles = stepsOn(paths, policy).map(({ settle }) => settle);
  return millis(Math.max(policy.verify.settle, ...settles));
}

const seconds = (length: Millis) => Math.ceil(length / 1_000);

/** The share of the next step was written. */
export function shareWritten(
  run: RunInHand,
  outcome: ShareOutcome,
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
): RunInHand {
  const at = run.at + 1;
  const steps = run.steps.map((step, n) => (n === at ? { ...step, writtenAt: now } : step));
  if (outcome.kind === "notOurs") {
    // Of several levers, one may have been written.
    return ended({ ...run, at, steps }, interrupted("leverNotOurs", outcome.because));
  }
  return { ...run, at, steps, onward: "judge", waitSeconds: seconds(settlesIn(policy, run)) };
}

interface Barring {
  readonly facts: Pick<PracticeEvidence, "primary" | "secondary">;
  readonly policy: Policy;
  readonly now: Instant;
}

/** What ends a run whatever its judges say; null where nothing does. */
export function barredBy(
  run: RunInHand,
  blocked: readonly Blocked[],
  { facts, policy, now }: Barring,
): RunInHand | null {
  // Nobody is kept over there beyond the time that the guards were made for.
  if (later(now, settlesIn(policy, run)) >= run.until) {
    const because = "its time limit was near, and everybody is brought back before it";
    return ended(run, interrupted("timeLimit", because));
  }
  const [first] = blocked;
  if (first === undefined) return run.ending === null ? null : ended(run, run.ending);
  const because = blocked.map((one) => one.because).join("; ");
  const told = { ...run, blocked: [...blocked] };
  const ending = interrupted(first.name, because);
  // Nobody is brought back to where sign-in fails: a failover takes over, or the primary recovers. A person's word is
  // another matter: a run can be ended at any moment.
  const isStopped = blocked.some(({ name }) => name === "stopped");
  return !isStopped && isWorseAtHome(facts)
    ? { ...goesOn(told, "goOn", tickMs), ending: run.ending ?? ending }
    : ended(told, ending);
}

function isWorseAtHome({ primary, secondary }: Barring["facts"]): boolean {
  const isTroubled = primary.health.name === "down" || primary.health.name === "suspect";
  // While that cannot be told, those who can sign in over there stay.
  const isWell = primary.verdict.kind === "healthy" && !isTroubled;
  return !isWell && secondary.verdict.kind === "healthy";
}

/** A look found nothing against it: it waits for the next, or sends more users. */
export function goesOn(run: RunInHand, how: "goOn" | "nextShare", wait: Millis): RunInHand {
  return how === "nextShare"
    ? { ...run, onward: "shift", waitSeconds: 0 }
    : { ...run, onward: "judge", waitSeconds: seconds(wait) };
}

/** Everything that the run wrote was put back, or was found to be somebody else's by now. */
export function restored(
  run: RunInHand,
  { policy, now }: { readonly policy: Policy; readonly now: Instant },
): RunInHand {
  const restoredAt = run.restoredAt ?? now;
  return { ...run, restoredAt, onward: "judge", waitSeconds: seconds(settlesIn(policy, run)) };
}

/** A look whether users are back. */
export function seenBack(run: RunInHand, isBack: boolean, now: Instant): RunInHand {
  return isBack ? { ...run, backAt: now, onward: "complete" } : { ...run, onward: "restore" };
}

/** It ends as said, once what it wrote is put back. */
export function ended(run: RunInHand, ending: Ending): RunInHand {
  return { ...run, ending: run.ending ?? ending, onward: "restore", waitSeconds: 0 };
}

export function interrupted(rule: string, because: string): Ending {
  return { outcome: "interrupted", rule, because };
}

/** A move took its levers over, so that nothing of them is this run's to restore. */
export function overtaken(run: RunInHand, state: State | null): RunInHand {
  const ending = run.ending ?? interrupted("preempted", whoTook(run, state));
  return { ...run, ending, isOvertaken: true, onward: "complete", waitSeconds: 0 };
}

function whoTook({ secondary }: RunInHand, state: State | null): string {
  switch (state?.standing.phase) {
    case "failingOver":
    case "failedOver":
      return `a failover to ${secondary} took over: ${state.reason}`;
    case "failingBack":
      return "a failback took over";
    case "steady":
      return "it was stopped, or another run took its place";
    case undefined:
      return "the stored state of the pool is gone";
  }
}
