// What other waits would buy: the product at other budgets, and in a world of shorter blips.

import { blipWait } from "../../core/detect/error-budget.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { millis } from "../../core/values/types.ts";
import { type BenchSettings, BOTH, benchPolicy, ours } from "../bench-settings.ts";
import { OurDetector } from "../detectors/ours.ts";
import type { Judged } from "../outages/corpus.ts";
import { type FromBlips, fromBlips, type LongBlips } from "../outages/long-blips.ts";
import type { Corpus } from "../outages/scenario.ts";
import type { FromBlipsRow, FrontierRow } from "./detection.ts";
import { leastRegrets } from "./regrets.ts";
import type { LineUp } from "./run.ts";
import { LIMITS, type Swept, sweep } from "./sweep.ts";
import { judge, type SetFile, stepping, type Watcher } from "./watched.ts";

export interface FrontierAmounts {
  /** Runs of each scenario at each point. */
  readonly frontierRuns: number;
  readonly sweepRuns: number;
  /** Long blips for each rule. */
  readonly blips: number;
}

/** Moves for blips alone, at the default settings. */
export function blipRows(
  { blips: count }: Pick<FrontierAmounts, "blips">,
  watcher: Watcher,
): readonly FromBlipsRow[] {
  watcher.part("long blips", BOTH.length);
  return BOTH.map((vantages) => {
    watcher.step();
    const { perYear, error } = movesFor(benchPolicy({ vantages }), count);
    return { name: ours[vantages], perYear, error, count };
  });
}

function movesFor(policy: Policy, count: number): FromBlips {
  return fromBlips(() => new OurDetector("", policy), { ...blipsFor(policy), count });
}

/** Seconds less than the wait: of shorter blips not one in a hundred moves a rule. */
const MARGIN = 60;

function blipsFor(policy: Policy): Omit<LongBlips, "count"> {
  const mean = policy.criteria.blipMean / 1_000;
  return { mean, from: Math.max(0, waitOf(policy) - MARGIN) };
}

function waitOf(policy: Policy): number {
  const { blipsPerYear: perYear, blipMean: mean } = policy.criteria;
  return blipWait(policy, { perYear, mean: millis(mean) }) / 1_000;
}

/** Other budgets, and a pool whose blips are half as long. */
const CHOICES: readonly Pick<FrontierRow, "years" | "blipMean">[] = [
  ...[30, 10, 5, 3, 1].map((years) => ({ years, blipMean: 40 })),
  { years: 10, blipMean: 20 },
];

export function frontier(
  set: SetFile,
  { frontierRuns: runs, blips: count, sweepRuns }: FrontierAmounts,
  watcher: Watcher,
): readonly FrontierRow[] {
  const points = BOTH.flatMap((vantages) => CHOICES.map((choice) => ({ vantages, ...choice })));
  const rules = () => points.map((point) => new OurDetector(nameOf(point), benchPolicy(point)));
  const lineUp: LineUp = () => ({ fleet: [], adaptive: rules() });
  const rows = judge({ ...set, file: `${set.file}, other waits` }, { lineUp, runs, watcher });
  watcher.part("time to move, other waits", sweepRuns);
  const swept = sweep(stepping(lineUp, watcher), { runs: sweepRuns, shares: [1] });
  watcher.part("long blips, other waits", points.length);
  return points.map((point) => {
    watcher.step();
    const policy = benchPolicy(point);
    return rowOf(point, {
      wait: waitOf(policy),
      least: leastOf(point, set.corpus),
      blips: movesFor(policy, count),
      judged: rows.find(({ name }) => name === nameOf(point)),
      swept: swept.find(({ name }) => name === nameOf(point)),
    });
  });
}

type Choice = Required<BenchSettings>;

/** The mean of a clairvoyant's regrets. */
export function leastOf(
  { years, blipMean: mean_s }: Pick<Choice, "years" | "blipMean">,
  corpus: Corpus,
): number {
  const least = leastRegrets(corpus, { years, blips: { ...LIMITS.blips, mean_s } });
  return least.reduce((sum, { afterWait }) => sum + afterWait, 0) / least.length;
}

interface PointFound {
  readonly wait: number;
  readonly least: number;
  readonly blips: FromBlips;
  readonly judged: Judged | undefined;
  readonly swept: Swept | undefined;
}

function rowOf(point: Choice, { wait, least, blips, judged, swept }: PointFound): FrontierRow {
  return {
    ...point,
    wait,
    least,
    delay: swept?.cells[0]?.delay ?? Number.NaN,
    median: judged?.delay?.p50 ?? Number.NaN,
    falseMoves: blips.perYear,
    error: blips.error,
    missed: judged?.missed ?? Number.NaN,
    wrong: judged?.wrong ?? Number.NaN,
    regret: judged?.regret ?? Number.NaN,
  };
}

function nameOf({ vantages, years, blipMean }: Choice): string {
  return `k=${vantages}, ${years} years, blips of ${blipMean} s`;
}
