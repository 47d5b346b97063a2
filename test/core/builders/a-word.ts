import type { RoundSummary } from "../../../core/detect/round-summary.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import { millis } from "../../../core/values/types.ts";
import { now, primary, witness } from "./a-policy.ts";

/** One round of all three groups, all well. */
export function aWord(change: Partial<RoundSummary> = {}): RoundSummary {
  return {
    vantage: witness,
    target: primary,
    at: now,
    groups: { signIn: "good", machine: "good", federation: "good" },
    failure: null,
    took: millis(340),
    ...change,
  };
}

/** Nobody gets in. */
export function aBadWord(change: Partial<RoundSummary> = {}): RoundSummary {
  const groups = { signIn: "bad", machine: "bad", federation: "bad" } as const;
  return aWord({ groups, failure: "serverError", ...change });
}

/** A round that could not judge. */
export function anIdleWord(name: FailureClass, change: Partial<RoundSummary> = {}): RoundSummary {
  const groups = { signIn: "nothing", machine: "nothing", federation: "nothing" } as const;
  return aWord({ groups, failure: name, ...change });
}
