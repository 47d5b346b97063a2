// One try from one place at one Region, and what it is worth as evidence.
// In go the two results of a round (one vantage, both targets); out comes, for each target, whether
// the round speaks for it, against it, or says nothing. It does not weigh: that is the statistic's.

import { type FailureClass, failureClasses } from "./failure-class.ts";
import type { Instant, Millis, Region } from "./types.ts";

export type Journey = "password";

export type StepName = "secret" | "signIn" | "verifyToken" | "refresh" | "control";

export interface ProbeStep {
  readonly name: StepName;
  /** How long the step took. */
  readonly took: Millis;
}

export type ProbeOutcome =
  | { readonly kind: "ok" }
  | {
      readonly kind: "failed";
      readonly class: FailureClass;
      /** The step that failed. */
      readonly step: StepName;
      /** The error's name and code; never its text, which may repeat what was sent. */
      readonly error: string;
    };

export interface ProbeResult {
  readonly pool: string;
  /** The Region the probe ran in. */
  readonly vantage: Region;
  /** The Region the probe is about. */
  readonly target: Region;
  readonly journey: Journey;
  /** When the probe began. */
  readonly at: Instant;
  /** How long all steps took together. */
  readonly took: Millis;
  readonly steps: readonly ProbeStep[];
  readonly outcome: ProbeOutcome;
}

export type Bearing = "good" | "bad" | "nothing";

/** What `result` says about its target, given the same vantage's result for the other Region. */
export function bearing(result: ProbeResult, other: ProbeResult | null): Bearing {
  if (result.outcome.kind === "ok") return "good";
  switch (failureClasses[result.outcome.class].voting) {
    case "always":
      return "bad";
    case "whileOtherRegionIsClean":
      return other?.outcome.kind === "ok" ? "bad" : "nothing";
    case "never":
      return "nothing";
  }
}
