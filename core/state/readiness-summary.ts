// What is remembered of readiness checks, so that deciding needs no report: when one was last complete, and which
// blockers are open. Written from checks of calm times alone.

import type { Instant } from "../values/types.ts";

export interface ReadinessSummary {
  /** When the last complete check ended; null while none was complete. */
  readonly completeAt: Instant | null;
  readonly blockers: readonly KnownBlocker[];
}

export interface KnownBlocker {
  /** The row's name. */
  readonly name: string;
  /** When somebody's acknowledgement of it lapses; null where nobody acknowledged it. */
  readonly opensAt: Instant | null;
}

/** By name. */
export function openBlockers(
  { blockers }: Pick<ReadinessSummary, "blockers">,
  now: Instant,
): readonly string[] {
  return blockers
    .filter(({ opensAt }) => opensAt === null || opensAt <= now)
    .map(({ name }) => name);
}
