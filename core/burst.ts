// Should a vantage look again at once? As long as it suspects either Region of anything, and not for
// failures that say nothing about one. It looks nowhere itself.

import type { Statistic } from "./statistic.ts";

/** Seconds from one round of a burst to the next: enough looks to tell a third from a quarter in time. */
export const BURST_EVERY_SECONDS = 3;

export function wantsBurst(own: readonly Statistic[]): boolean {
  return own.some(({ sick }) => sick.gray.since !== null);
}

/** Whether the vantage now says otherwise of a Region than before, so that the watch should look at once. */
export function hasTurned(
  { before, after }: { readonly before: Statistic; readonly after: Statistic },
  threshold: number,
): boolean {
  return isOver(after, threshold) && !isOver(before, threshold);
}

function isOver({ sick }: Statistic, threshold: number): boolean {
  return Object.values(sick).some(({ value }) => value >= threshold);
}
