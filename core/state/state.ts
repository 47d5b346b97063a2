// What is remembered of a pool between two ticks. One item in the ledger, written only under its version and
// fencing token; stored-state.ts reads it back.

import { type Health, startingHealth } from "../detect/region-health.ts";
import { type BlipRecord, noBlips } from "../detect/transient-failures.ts";
import type { ToldFinding } from "../diagnose/told-findings.ts";
import type { PathState } from "../levers/lever-evidence.ts";
import type { Move } from "../values/order.ts";
import { type FencingToken, fencingToken, type Instant, type Region } from "../values/types.ts";
import type { MoveEnd } from "./move-end.ts";
import type { PracticeUnderWay, RungRecord } from "./practice-run.ts";
import type { ReadinessSummary } from "./readiness-summary.ts";

/** One reason to call a person. */
export interface Page {
  readonly name: string;
  /** Since when it holds, short lapses aside. */
  readonly since: Instant;
  /** When it no longer held; null while it does. */
  readonly endedAt: Instant | null;
  /** When people were last told; null while they never were. */
  readonly pagedAt: Instant | null;
  /** 1 once they were told, and one more with each reminder. */
  readonly count: number;
  /** The headline of what they were told; null in items of versions that kept none. */
  readonly said: string | null;
}

export type Phase = "steady" | "failingOver" | "failedOver" | "failingBack";

export type PhaseState =
  /** The primary serves. */
  | { readonly phase: "steady"; readonly since: Instant }
  /** Levers are on their way to the secondary. */
  | ({ readonly phase: "failingOver" } & Underway)
  /** The secondary serves, and keeps serving until someone decides otherwise. */
  | { readonly phase: "failedOver"; readonly since: Instant; readonly reason: string }
  /** Levers are on their way to the primary. */
  | ({ readonly phase: "failingBack" } & Underway);

/** Who sent the levers on their way, so that another execution can end what this one began. */
export interface Underway {
  readonly since: Instant;
  readonly executionName: string;
  readonly by: string;
  readonly reason: string;
  /** Safety rules that the person set aside. */
  readonly override: readonly string[];
  /** Until when a person's word holds for further attempts; null where nobody gave one. */
  readonly until: Instant | null;
}

/** What became of a question: it waits, a person said no, nobody answered, or it was never heard. */
export const questionEnds = ["open", "declined", "unanswered", "lost"] as const;

/** A move that a person was asked about; until then nobody is asked again. */
export interface OpenQuestion {
  readonly executionName: string;
  readonly until: Instant;
  readonly end: (typeof questionEnds)[number];
  /** How many in a row were lost before anybody heard one. */
  readonly lost: number;
}

export interface Pause {
  readonly since: Instant;
  readonly by: string;
  readonly reason: string;
  /** When it begins, where it was planned ahead; null for at once. */
  readonly from: Instant | null;
  /** When it ends by itself; null until somebody resumes. */
  readonly until: Instant | null;
}

/** The replica's status when it could last be read. */
export interface LastReplica {
  readonly status: string;
  readonly at: Instant;
}

/** The last move that came to rest. */
export interface LastMove {
  readonly move: Move;
  readonly end: MoveEnd | "withdrawn";
  readonly at: Instant;
}

export interface State {
  readonly pool: string;
  /** Rises by one with every write. */
  readonly version: number;
  /** The newest token that a lease was given. Invariant: never falls. */
  readonly token: FencingToken;
  readonly standing: PhaseState;
  /** At most one a path; a path that is missing was never touched by a move. */
  readonly paths: readonly PathState[];
  readonly health: { readonly primary: Health; readonly secondary: Health };
  /** The name of the last diagnosis and since when. */
  readonly diagnosis: { readonly name: string; readonly since: Instant };
  /** Findings that people were told of, for as long as they last and a day beyond. */
  readonly findings: readonly ToldFinding[];
  /** The reasons to page a person that hold, or did lately; what was told is not told again, but reminded of. */
  readonly pages: readonly Page[];
  /** When the watch last told people anything, as far back as it counts. */
  readonly noticedAt: readonly Instant[];
  /** What was seen of failures that healed by themselves; null in items of versions that kept none. */
  readonly blips: BlipRecord | null;
  /** The last decision's situation (transitions.ts); a change of it is an event. */
  readonly situation: string;
  /** The last decision's sentence, for `status`. */
  readonly reason: string;
  /** The question that is open, or ended without a yes lately; null when there is none. */
  readonly asked: OpenQuestion | null;
  /** A person's stop of automatic action; null when not paused. */
  readonly paused: Pause | null;
  /** When levers last came to rest; null if they never moved. */
  readonly lastShiftAt: Instant | null;
  /** Null if none ever did, and in items of versions that did not keep it. */
  readonly lastMove: LastMove | null;
  /** Null while it was never read. */
  readonly replica: LastReplica | null;
  /** The practice run that may have written levers; null while there is none. */
  readonly practice: PracticeUnderWay | null;
  /** At most one a rung: the newest practice run of it. */
  readonly rehearsed: readonly RungRecord[];
  /** What checks of readiness came to; null while none has ended in calm. */
  readonly readiness: ReadinessSummary | null;
}

/** The Region that a pool's sign-in goes to when no lever is moving; null while one moves. */
export function serving(
  { standing }: Pick<State, "standing">,
  { primary, secondary }: { readonly primary: Region; readonly secondary: Region },
): Region | null {
  switch (standing.phase) {
    case "steady":
      return primary;
    case "failedOver":
      return secondary;
    case "failingOver":
    case "failingBack":
      return null;
  }
}

export function newState(pool: string, now: Instant): State {
  return {
    pool,
    version: 0,
    token: fencingToken(0),
    standing: { phase: "steady", since: now },
    paths: [],
    health: { primary: startingHealth(now), secondary: startingHealth(now) },
    diagnosis: { name: "allWell", since: now },
    findings: [],
    pages: [],
    noticedAt: [],
    blips: noBlips(now),
    situation: "primaryUnknown",
    reason: "nothing has been observed yet",
    asked: null,
    paused: null,
    lastShiftAt: null,
    lastMove: null,
    replica: null,
    practice: null,
    rehearsed: [],
    readiness: null,
  };
}

/** The execution of a move that none is carrying out. */
export const NOBODY = "none";
