// The whole measurement of a line-up, in one run: a file of scenarios, constant shares, healthy years.

import { type Judged, judgeCorpus } from "./corpus.ts";
import type { LineUp } from "./run.ts";
import type { Corpus, Label } from "./scenario.ts";
import { type Outcome, quantile, type Row } from "./score.ts";
import { type Swept, sweep } from "./sweep.ts";
import { type Counted, countYears } from "./years.ts";

export interface BenchmarkSettings {
  readonly corpus: Corpus;
  /** Of each scenario; those of many hours run a quarter as often. */
  readonly runs: number;
  /** Of each constant share. */
  readonly sweepRuns: number;
  /** Healthy years of the adaptive rules, which take seconds. */
  readonly years: number;
  /** Healthy years of the rules of fixed cadence, which take a hundred times as long together. */
  readonly fleetYears: number;
}

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

export interface Benchmark {
  readonly set: string;
  readonly scenarios: number;
  readonly runs: number;
  readonly sweepRuns: number;
  readonly rows: readonly Row[];
  readonly details: readonly Detail[];
  readonly swept: readonly Swept[];
  readonly counted: readonly Counted[];
}

export function benchmark(lineUp: LineUp, settings: BenchmarkSettings): Benchmark {
  const { corpus, runs, sweepRuns, years, fleetYears } = settings;
  const judged = judgeCorpus(corpus, lineUp, runs);
  return {
    set: corpus.set,
    scenarios: corpus.scenarios.length,
    runs,
    sweepRuns,
    rows: judged.map(({ outcomes: _, ...row }) => row),
    details: details(corpus, judged),
    swept: sweep(lineUp, { runs: sweepRuns }),
    counted: [
      ...countYears(() => ({ ...lineUp(), adaptive: [] }), { years: fleetYears }),
      ...countYears(() => ({ ...lineUp(), fleet: [] }), { years }),
    ],
  };
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
