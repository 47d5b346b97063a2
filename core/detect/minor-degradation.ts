// What else does a majority of vantages agree on about the primary, short of calling it unhealthy? Failures
// again and again, one group of journeys alone, slowness, and failures that are nobody's fault but ours.
// In go all statistics about it; out come the patterns. None of them ever moves anything.

import type { FailureClass } from "../probe/failure-class.ts";
import type { JourneyGroup } from "../settings/journey.ts";
import { between, type Instant, millis, type Region } from "../values/types.ts";
import { quorum } from "./error-budget.ts";
import { isPattern } from "./recurring-failures.ts";
import type { Statistic } from "./statistic.ts";
import type { Bench } from "./verdict.ts";

export interface MinorDegradation {
  /** Vantages that the Region answers with errors of its own, which no bad line can make. */
  readonly answered: readonly Region[];
  /** A majority has met failures again and again, since then; null when it has not. */
  readonly faint: Instant | null;
  /** A majority has met failures of this group alone; null when of none. */
  readonly part: JourneyGroup | null;
  /** A majority finds it slow. */
  readonly isSlow: boolean;
  /** Classes that a majority has met again and again and that say nothing about the Region. */
  readonly excused: readonly FailureClass[];
}

/** A slow answer now and then is no slow Region: it has to go on for this long. */
const slowForMs = millis(600_000);

/** What failed for a few minutes and healed was a transient failure, and nobody is called for it. */
const longerThanTransientMs = millis(300_000);

export function minorDegradation(
  known: readonly Statistic[],
  { target, bench, now }: { readonly target: Region; readonly bench: Bench; readonly now: Instant },
): MinorDegradation {
  const statistics = known.filter((one) => one.target === target);
  const needed = quorum(bench.vantages.length);
  const agree = <Item>(items: readonly Item[]) => items.length >= needed;
  const troubles = statistics.flatMap(({ trouble }) =>
    isPattern(trouble, now) && between(trouble.since, trouble.at) >= longerThanTransientMs
      ? [trouble]
      : [],
  );
  const parts = statistics.flatMap(({ part }) => (isPattern(part, now) ? [part] : []));
  const slow = statistics.filter(
    ({ slow: { value, since } }) =>
      value >= bench.threshold && since !== null && between(since, now) >= slowForMs,
  );
  const excused = known.flatMap((s) =>
    isPattern(s.excused, now) ? [{ vantage: s.vantage, name: s.excused.class }] : [],
  );
  const classes = [...new Set(excused.map(({ name }) => name))];
  const metBy = (name: FailureClass) =>
    new Set(excused.filter((one) => one.name === name).map(({ vantage }) => vantage));
  const begun = troubles.map(({ since }) => since).sort((a, b) => a - b);
  const answered = statistics.filter(
    ({ sick: { gray } }) =>
      gray.value >= bench.threshold && (gray.tally?.unreachable ?? 0) * 2 < (gray.tally?.here ?? 0),
  );
  return {
    answered: answered.map(({ vantage }) => vantage),
    faint: agree(troubles) ? (begun[needed - 1] ?? null) : null,
    part: agree(parts) ? (parts[0]?.group ?? null) : null,
    isSlow: agree(slow),
    excused: classes.filter((name) => metBy(name).size >= needed),
  };
}
