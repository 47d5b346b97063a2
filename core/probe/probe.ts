// One try from one place at one Region, and what it is worth as evidence.
// In go the results of a round (one vantage, both targets, every journey that was due); out comes, for
// each target, whether the round speaks for it, against it, or says nothing. It does not weigh: that is
// the statistic's.

import { type Journey, type JourneyGroup, journeys } from "../settings/journey.ts";
import { type Instant, type Millis, millis, type Region } from "../values/types.ts";
import { type FailureClass, failureClasses } from "./failure-class.ts";
import type { FindingName } from "./finding-table.ts";

/** Steps in the words of logs and of `cognito-failover probe`; `clock` and `control` judge the vantage. */
export const stepNames = [
  "secret",
  "clock",
  "control",
  "signIn",
  "challenge",
  "verifyToken",
  "refresh",
  "discovery",
  "keySet",
  "signingKey",
  "compare",
  "tokenEndpoint",
  "token",
  "loginPage",
  "authorize",
  "customDomain",
  "provider",
  "write",
  "revoke",
  "afterRevoke",
  "writeMarker",
  "readMarker",
] as const;

export type StepName = (typeof stepNames)[number];

export interface ProbeStep {
  readonly name: StepName;
  /** What the step was about, where a journey takes it several times: "Google", "auth.example.com". */
  readonly of?: string;
  /** How long the step took. */
  readonly took: Millis;
  readonly outcome: "ok" | "failed" | "skipped";
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
      /** One clause of ours that says more than the class: "the user is disabled". */
      readonly detail?: string;
    }
  /** The Region answered, and the answer is not what must hold: never a vote, always told to people. */
  | {
      readonly kind: "finding";
      readonly finding: FindingName;
      readonly step: StepName;
      /** One clause, fit for people: no token, no password, no user's data. */
      readonly says: string;
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
  /** Which of the probe users was signed in, from 0; null where the journey signs nobody in. */
  readonly user: number | null;
  /** How far the secondary was behind; null for every journey but replicationLag, or when not measured. */
  readonly lag: Millis | null;
}

export type Bearing = "good" | "bad" | "nothing";

/** The classes that vote on a condition, and whose condition is taken to hold. */
export type Admitted = ReadonlySet<FailureClass>;

export const nobody: Admitted = new Set();

/** What one result says about its target, given the same vantage's result for the other Region. */
export function bearing(
  result: ProbeResult,
  other: ProbeResult | null,
  admitted: Admitted = nobody,
): Bearing {
  switch (result.outcome.kind) {
    case "ok":
      return "good";
    case "finding":
      return "nothing";
    case "failed":
      break;
  }
  switch (failureClasses[result.outcome.class].voting) {
    case "always":
      return "bad";
    case "whileOtherRegionIsClean":
      return other?.outcome.kind === "ok" ? "bad" : "nothing";
    case "onCondition":
      return admitted.has(result.outcome.class) && other?.outcome.kind === "ok" ? "bad" : "nothing";
    case "never":
      return "nothing";
  }
}

/** What a vantage's round says about one target, for one group of journeys. */
export interface Reading {
  readonly bearing: Bearing;
  /**
   * Of the failure that speaks loudest; null when none failed. Beside a good journey the vantage can judge,
   * so what failed as `observer` is not told of then.
   */
  readonly failure: FailureClass | null;
  /** How long the slowest journey of the group took. */
  readonly took: Millis | null;
}

export interface GroupLook {
  readonly target: Region;
  readonly group: JourneyGroup;
  readonly admitted?: Admitted;
}

/**
 * All journeys of a group that were walked against `target`, read as one: bad if one of them is bad, since
 * its users cannot come in; good if one is good and none bad. Null when no journey of the group was walked.
 */
export function reading(
  round: readonly ProbeResult[],
  { target, group, admitted = nobody }: GroupLook,
): Reading | null {
  let took = -1;
  let says: Bearing = "nothing";
  let failures: readonly { readonly own: Bearing; readonly name: FailureClass }[] = [];
  for (const result of round) {
    if (result.target !== target || journeys[result.journey].group !== group) continue;
    const { outcome } = result;
    const own = bearing(result, elsewhere(result, round), admitted);
    took = Math.max(took, result.took);
    if (says !== "bad" && own !== "nothing") says = own;
    if (outcome.kind === "failed") failures = [...failures, { own, name: outcome.class }];
  }
  if (took < 0) return null;
  const told = failures.filter(({ name }) => says !== "good" || name !== "observer");
  const loudest = told.find(({ own }) => own === says) ?? told[0];
  return { bearing: says, failure: loudest?.name ?? null, took: millis(took) };
}

/** The same journey at the other Region, which only a failure is held against. */
function elsewhere({ journey, target, outcome }: ProbeResult, round: readonly ProbeResult[]) {
  if (outcome.kind === "ok") return null;
  return round.find((one) => one.journey === journey && one.target !== target) ?? null;
}
