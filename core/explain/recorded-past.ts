// What is left of a past, and in which order did it happen? Rounds and events go in; out comes a timeline with the
// looks that the watch took between them.

import type { BlipRecord } from "../detect/transient-failures.ts";
import type { ProbeResult } from "../probe/probe.ts";
import type { ControllerEvent } from "../report/event.ts";
import type { Policy } from "../settings/policy.ts";
import type { RungRecord } from "../state/practice-run.ts";
import type { ReadinessSummary } from "../state/readiness-summary.ts";
import type { Pause } from "../state/state.ts";
import { type Instant, instant, type Millis, type Region } from "../values/types.ts";

/** What one vantage brought home once. */
export interface KeptRound {
  readonly vantage: Region;
  readonly at: Instant;
  readonly results: readonly ProbeResult[];
}

export interface RecordedPast {
  readonly from: Instant;
  readonly until: Instant;
  /** From `from` to `until`. */
  readonly rounds: readonly KeptRound[];
  /** All that are known up to `until`, also from before `from`. */
  readonly events: readonly ControllerEvent[];
  /** What today's state knows of transient failures, and whether it is paused: neither leaves a trace of its own. */
  readonly blips: BlipRecord | null;
  readonly paused: Pause | null;
  /** The practice runs that today's state remembers. */
  readonly rehearsed: readonly RungRecord[];
  /** What today's state knows of checks of readiness. */
  readonly readiness: ReadinessSummary | null;
}

export interface ReplaySettings {
  readonly policy: Policy;
  readonly probeEvery: Millis;
  readonly watchEvery: Millis;
}

type PastHappening = { readonly at: Instant } & (
  | { readonly kind: "event"; readonly event: ControllerEvent }
  | { readonly kind: "round"; readonly round: KeptRound }
  | { readonly kind: "look" }
);

/**
 * In order of time. The watch looks at its cadence, and after each round with a failure in it, since a
 * failure calls it; a look at an instant comes after what happened then.
 */
export function timeline(
  { rounds, events, from, until }: RecordedPast,
  { watchEvery }: ReplaySettings,
): PastHappening[] {
  const isWithin = ({ at }: { readonly at: Instant }) => at >= from && at < until;
  const looks: PastHappening[] = [];
  for (let at = Math.ceil(from / watchEvery) * watchEvery; at < until; at += watchEvery) {
    looks.push({ kind: "look", at: instant(at) });
  }
  const failed = rounds.filter(({ results }) =>
    results.some(({ outcome }) => outcome.kind === "failed"),
  );
  return [
    ...events
      .filter(isWithin)
      .map((event): PastHappening => ({ kind: "event", at: event.at, event })),
    // A round of the very instant is what the last look sees.
    ...rounds
      .filter(({ at }) => at >= from && at <= until)
      .map((round): PastHappening => ({ kind: "round", at: round.at, round })),
    ...looks,
    ...failed.filter(isWithin).map(({ at }): PastHappening => ({ kind: "look", at })),
  ].sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

function rank({ kind }: PastHappening): number {
  return kind === "event" ? 0 : kind === "round" ? 1 : 2;
}
