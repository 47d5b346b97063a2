// Everything that is read for one tick, frozen. The shell fills it in; core reads nothing itself.

import type { Sightings } from "./sighting.ts";
import type { Statistic } from "./statistic.ts";
import type { FencingToken, Instant, Millis } from "./types.ts";

/** Cognito's own words, and "undetermined" when it could not be read. */
export type ReplicaReading =
  | { readonly kind: "known"; readonly status: string }
  | { readonly kind: "undetermined"; readonly because: string };

/** The right to move a pool's levers, until an instant. */
export interface Lease {
  readonly token: FencingToken;
  /** The execution that holds it. */
  readonly holder: string;
  readonly until: Instant;
}

export interface Observation {
  /** At most one a vantage and target. */
  readonly statistics: readonly Statistic[];
  /** At most one a vantage: what it last saw on its journeys. */
  readonly sightings: readonly Sightings[];
  readonly replica: ReplicaReading;
  /** Null when nobody ever held one. */
  readonly lease: Lease | null;
  /** Levers that stand otherwise than the last move left them; absent while nobody compares. */
  readonly leversMoved?: readonly string[];
  /** How long nobody decided before this tick; absent while nobody measures. */
  readonly silentFor?: Millis;
  /** What other evidence says of the primary; absent while nobody asks. */
  readonly outside?: readonly Outside[];
}

/** Evidence of another kind than probes: AWS Health, real traffic, an alarm of the customer's own. */
export interface Outside {
  /** "AWS Health", "real traffic"; for people. */
  readonly source: string;
  readonly says: "sick" | "well";
  readonly at: Instant;
}

export type Move = "failOver" | "failBack";

/** Who wants a move: the controller itself, or a person with a reason. */
export interface Order {
  readonly move: Move;
  readonly by: { readonly kind: "controller" } | { readonly kind: "person"; readonly name: string };
  readonly reason: string;
  /** Names of safety rules that the person sets aside. */
  readonly override: readonly string[];
  /** The execution that carries the order out. */
  readonly executionName: string;
}
