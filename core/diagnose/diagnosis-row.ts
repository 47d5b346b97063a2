// What goes into a diagnosis, and what one row of the table is. The rows are in region-diagnoses.ts,
// degradation-diagnoses.ts and observer-diagnoses.ts; diagnosis.ts asks them in order.

import type { CaseForFailover } from "../detect/case-for-failover.ts";
import type { MinorDegradation } from "../detect/minor-degradation.ts";
import type { ReplicaReading } from "../detect/observation.ts";
import type { Health } from "../detect/region-health.ts";
import type { Verdict, Vote } from "../detect/verdict.ts";
import type { FailureClass } from "../probe/failure-class.ts";
import type { WeighedSignals } from "../signals/weigh-signals.ts";
import { type Millis, millis, type Region } from "../values/types.ts";
import type { VoteCondition } from "./conditional-votes.ts";

export type DiagnosisName =
  | "edge"
  | "bothSick"
  | "primaryFlapping"
  | "primaryReported"
  | "primaryDead"
  | "primaryGray"
  | "primarySuspect"
  | "secondarySick"
  | "secondarySuspect"
  | "replicaOff"
  | "leverMovedByHand"
  | "credentialsRefused"
  | "probeCredentials"
  | "probesBlocked"
  | "keyTrouble"
  | "brokenTriggerInBoth"
  | "brokenInBoth"
  | "throttled"
  | "partialJourney"
  | "primarySlow"
  | "signalsSpeak"
  | "probesBlind"
  | "controllerSilent"
  | "vantagesDisagree"
  | "clockSkew"
  | "vantageBlind"
  | "notSure"
  | "recovering"
  | "primaryFaint"
  | "leverBlocked"
  | "notArmed"
  | "armingLapses"
  | "allWell";

/** How one Region looks at this tick. */
export interface Standpoint {
  readonly region: Region;
  readonly verdict: Verdict;
  readonly health: Health;
}

export interface Evidence {
  readonly primary: Standpoint;
  readonly secondary: Standpoint;
  /** The case for leaving the primary. */
  readonly case: CaseForFailover;
  readonly replica: ReplicaReading;
  /** Classes that a majority of vantages saw last and that are no Region's fault, with where. */
  readonly shared: ReadonlyMap<FailureClass, readonly string[]>;
  /** Vantages whose newest result says nothing, or who are silent. */
  readonly blind: readonly string[];
  /** Vantages that fail where a majority sees the other Region well. */
  readonly atFault: readonly string[];
  /** Vantages whose clock runs ahead. */
  readonly ahead: readonly string[];
  readonly lesser: MinorDegradation;
  /** What would keep a lever from moving users, one clause a lever. */
  readonly leverProblems: readonly string[];
  /** Levers that stand otherwise than the last move left them. */
  readonly leversMoved: readonly string[];
  /** What fails in front of both Regions, in a clause; null where nothing does. */
  readonly edge: string | null;
  /** Regions that refuse what they took before and the other Region takes, as a majority sees it. */
  readonly refusing: readonly Region[];
  /** Of the classes that vote on a condition and were met: whether they count, and why. */
  readonly conditions: readonly VoteCondition[];
  /** Of mode "automatic": why it asks a person all the same, or that it soon will; null where neither is so. */
  readonly arming: { readonly lacks: string | null; readonly lapses: string | null };
  /** What evidence of other kinds than probes adds. */
  readonly signals: WeighedSignals;
  /** How long nobody decided before this tick; null when nobody measured. */
  readonly silentFor: Millis | null;
  /** How many vantages are configured. */
  readonly vantages: number;
  /** The Region that users are sent to; null while a move is under way. */
  readonly serving: string | null;
}

export interface DiagnosisRow {
  readonly name: DiagnosisName;
  readonly calls: "person" | "nobody";
  /** Whether a move out of the primary is all that it asks for: while one is under way it needs nobody. */
  readonly needsOnlyMove?: true;
  /** A stage on the way to a graver one, beside which its sentence would say otherwise. */
  readonly isOnlyAStage?: true;
  /** How long it must hold before a person is called. */
  readonly after: Millis | ((evidence: Evidence) => Millis);
  readonly holds: (evidence: Evidence) => boolean;
  readonly headline: (evidence: Evidence) => string;
  readonly sentence: (evidence: Evidence) => string;
  /** What a person, or the controller, should do about it. */
  readonly advice: string;
}

export const AT_ONCE = millis(0);

const troubled = (health: Health) => health.name === "down" || health.name === "suspect";
export const isUnhealthy = ({ verdict, health }: Standpoint) =>
  verdict.kind === "unhealthy" && troubled(health);
export const isDown = (one: Standpoint) => isUnhealthy(one) && one.health.name === "down";

export function reading(verdict: Verdict): string | null {
  return verdict.kind === "unhealthy" ? verdict.reading : null;
}

/** "2 of 3 vantages say so (us-east-1, eu-west-1)" */
export function votesOf({ votes }: { readonly votes: readonly Vote[] }): string {
  const voters = unhealthyVotes({ votes });
  return `${voters.length} of ${votes.length} vantages say so (${voters.join(", ")})`;
}

export function unhealthyVotes({ votes }: { readonly votes: readonly Vote[] }): readonly Region[] {
  return votes.filter((v) => v.kind === "unhealthy").map((v) => v.vantage);
}
