import type { RoundSummary } from "../../../core/detect/round-summary.ts";
import { excusable } from "../../../core/detect/user-impact.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import { journeyGroups } from "../../../core/settings/journey.ts";
import { millis } from "../../../core/values/types.ts";
import { now, primary, witness } from "./a-policy.ts";

/** One round of all three groups, all well. */
export function aRoundSummary(change: Partial<RoundSummary> = {}): RoundSummary {
  return {
    vantage: witness,
    target: primary,
    at: now,
    groups: { signIn: "good", machine: "good", federation: "good" },
    excused: [],
    failure: null,
    took: millis(340),
    ...change,
  };
}

/** Nobody gets in. */
export function aBadRound(change: Partial<RoundSummary> = {}): RoundSummary {
  const groups = { signIn: "bad", machine: "bad", federation: "bad" } as const;
  return aRoundSummary({ groups, failure: "serverError", ...change });
}

/** A round that could not judge. */
export function anIdleRound(name: FailureClass, change: Partial<RoundSummary> = {}): RoundSummary {
  const groups = { signIn: "nothing", machine: "nothing", federation: "nothing" } as const;
  const excused = excusable.has(name) ? journeyGroups : [];
  return aRoundSummary({ groups, excused, failure: name, ...change });
}
