// What every rule did at each scenario of a file.

import type { Judged } from "../outages/corpus.ts";
import type { Corpus, Label } from "../outages/scenario.ts";
import { type Outcome, quantile } from "./score.ts";

/** One scenario, rule by rule. */
export interface Detail {
  readonly scenario: string;
  readonly want: Label;
  readonly cells: readonly DetailCell[];
}

export interface DetailCell {
  readonly name: string;
  /** Share of runs that moved. */
  readonly moved: number;
  readonly missed: number;
  /** Median seconds from the earliest right moment; null when it never moved in time. */
  readonly delay: number | null;
  readonly paged: number;
}

export function details({ scenarios }: Corpus, judged: readonly Judged[]): readonly Detail[] {
  return scenarios.map(({ id, decision }) => ({
    scenario: id,
    want: decision,
    cells: judged.map(({ name, outcomes }) => {
      return detailOf(
        name,
        outcomes.filter((one) => one.scenario === id),
      );
    }),
  }));
}

function detailOf(name: string, outcomes: readonly Outcome[]): DetailCell {
  const shareOf = (holds: (outcome: Outcome) => boolean) =>
    outcomes.filter(holds).length / outcomes.length;
  const inTime = outcomes.filter(({ isMissed }) => !isMissed).map(({ delay }) => delay);
  return {
    name,
    moved: shareOf(({ movedAt }) => movedAt !== null),
    missed: shareOf(({ isMissed }) => isMissed),
    delay: quantile(
      inTime.filter((delay) => delay !== null),
      0.5,
    ),
    paged: shareOf(({ pagedAt }) => pagedAt !== null),
  };
}
