// Everything that is read for one tick, frozen. The shell fills it in; core reads nothing itself.

import type { Path } from "../levers/plan.ts";
import type { Sightings } from "../probe/last-seen.ts";
import type { Signal } from "../signals/signal.ts";
import type { FencingToken, Instant, Millis, Region } from "../values/types.ts";
import type { Statistic } from "./statistic.ts";

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
  /** Where levers were last seen to stand; absent while nobody looks. */
  readonly levers?: readonly LeverReading[];
  /** How long nobody decided before this tick; absent while nobody measures. */
  readonly silentFor?: Millis;
  /** Evidence of other kinds than probes; absent while nobody listens. */
  readonly signals?: readonly Signal[];
}

/** Where the lever of one path stands by AWS's own word, not by what was last done to it. */
export interface LeverReading {
  readonly path: Path;
  /** The Region it sends users to; "between" where it sends some to either, "nowhere" where its name answers nothing. */
  readonly stands: Region | "between" | "nowhere";
  readonly at: Instant;
  /** The newest token when it was read: what was read before a move tells nothing of it. Earlier versions kept none. */
  readonly token?: FencingToken;
  /** What was seen that tells the Regions apart, in words: it makes "applied" "confirmed". */
  readonly confirms?: string;
  /** What would keep the lever from moving users, in words; absent where nothing would. */
  readonly problem?: string;
}
