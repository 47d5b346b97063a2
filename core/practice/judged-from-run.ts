// What is judged of a run in hand: its looks, its times and what the settings ask of it.

import { isFailing } from "../judging/early-end.ts";
import type { JudgeAnswer } from "../judging/judge.ts";
import type { CustomerAlarm, JudgedRun } from "../judging/judged-run.ts";
import { countPairs } from "../judging/pairs-counted.ts";
import type { Policy } from "../settings/policy.ts";
import { assert } from "../values/errors.ts";
import { type Instant, later, type Millis, millis } from "../values/types.ts";
import type { Blocked } from "./conditions.ts";
import type { Ending, RunInHand } from "./run-in-hand.ts";

export interface JudgedNow {
  readonly policy: Policy;
  readonly now: Instant;
  readonly outcomeAlarms: readonly CustomerAlarm[];
}

export function judgedFrom(run: RunInHand, { policy, now, outcomeAlarms }: JudgedNow): JudgedRun {
  const { rung, steps, at, ticks, primary, secondary } = run;
  const [first, step] = [steps[0], steps[at]];
  assert(rung !== "isolation" && first !== undefined, "a run that is judged sends users over");
  assert(step !== undefined && step.writtenAt !== null, "a share that is judged was written");
  const { criteria, practice } = policy;
  const background = criteria.backgroundFailureRate;
  const shiftedAt = first.writtenAt ?? step.writtenAt;
  return {
    ...{ rung, practised: secondary, stable: primary, now, outcomeAlarms, shiftedAt },
    settings: { samples: practice.canary.samples ?? 0, background, rto: practice.full.rto },
    pairs: countPairs(ticks, { rung, background }),
    traffic: ticks.at(-1)?.traffic ?? null,
    share: step.share,
    shareEndsAt: later(step.writtenAt, step.bakes),
    nextShare: steps[at + 1]?.share ?? null,
    endsAt: later(shiftedAt, allOf(run)),
  };
}

interface Barring {
  readonly policy: Policy;
  readonly blocked: readonly Blocked[];
}

/** What fails over there soon bars a run by a condition as well: it has failed, all the same. */
export function failureIn(
  { rung, ticks, secondary }: Pick<RunInHand, "rung" | "ticks" | "secondary">,
  answer: JudgeAnswer,
  { policy: { criteria }, blocked }: Barring,
): Ending | null {
  const { rule, because } = answer;
  if (answer.kind === "end" && answer.outcome === "failed") {
    return { outcome: "failed", rule, because };
  }
  const [first] = blocked;
  // A whole path may fail until it has recovered, for as long as nothing else ends it.
  if (rung !== "full" || first === undefined || first.name === "stopped") return null;
  const background = criteria.backgroundFailureRate;
  const { good, bad, nats } = countPairs(ticks, { rung: "canary", background });
  if (!isFailing(nats)) return null;
  const fared = `${bad} of ${good + bad} sign-ins failed in ${secondary} alone`;
  return { outcome: "failed", rule: first.name, because: `${fared}, and ${first.because}` };
}

/** How long users are to be sent over in all. */
function allOf({ steps }: RunInHand): Millis {
  return millis(steps.reduce((sum, { bakes }) => sum + bakes, 0));
}
