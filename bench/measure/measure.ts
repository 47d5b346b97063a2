// The whole benchmark: our rules and those of the peers at the same worlds.

import { costOf } from "../../core/cost/cost.ts";
import { BOTH, benchConfig, benchPolicy, ours } from "../bench-settings.ts";
import type { Adaptive } from "../detectors/detector.ts";
import { OurDetector } from "../detectors/ours.ts";
import { type Counted, countYears } from "../outages/years.ts";
import { peers } from "../peers/all.ts";
import { peerCosts } from "../peers/costs.ts";
import { details } from "./details.ts";
import type { CostRow, Detection, SetResult } from "./detection.ts";
import { blipRows, type FrontierAmounts, frontier } from "./frontier.ts";
import { leastRegrets, regrets } from "./regrets.ts";
import type { LineUp } from "./run.ts";
import { sweep } from "./sweep.ts";
import { type JudgedSet, judge, type SetFile, stepping, type Watcher } from "./watched.ts";

/** How much of everything. */
export interface Amounts extends FrontierAmounts {
  /** Of each scenario; those of many hours run a quarter as often. */
  readonly runs: number;
  /** Healthy years of each of our rules. */
  readonly years: number;
  /** Healthy years of the peers. */
  readonly peerYears: number;
  /** Constant shares. Absent: all that the page shows. */
  readonly shares?: readonly number[];
}

/** Those of the page and of its plot; 30 % since detection is asked for there. */
const SHARES = [1, 0.9, 0.8, 0.7, 0.5, 0.4, 0.33, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05];

export function measure(
  sets: readonly SetFile[],
  amounts: Amounts,
  watcher: Watcher,
): Omit<Detection, "machine"> {
  const all: LineUp = () => ({ fleet: peers(), adaptive: BOTH.map((k) => rule(k)) });
  const judged = sets.map((set) => ({
    ...set,
    rows: judge(set, { lineUp: all, ...amounts, watcher }),
  }));
  const [first] = judged;
  const { sweepRuns, shares = SHARES } = amounts;
  const counted = healthyYears(amounts, watcher);
  watcher.part("constant shares", shares.length * sweepRuns);
  return {
    sweepRuns,
    sets: judged.map((set) => resultOf(set, amounts.runs)),
    swept: sweep(stepping(all, watcher), { runs: sweepRuns, shares }),
    counted,
    blips: blipRows(amounts, watcher),
    frontier: first === undefined ? [] : frontier(first, amounts, watcher),
    regrets: first === undefined ? [] : regrets(first),
    leastRegrets: first === undefined ? [] : leastRegrets(first.corpus),
    costs: costs(),
  };
}

function rule(vantages: 3 | 5): Adaptive {
  return new OurDetector(ours[vantages], benchPolicy({ vantages }));
}

function resultOf({ file, corpus, rows }: JudgedSet, runs: number): SetResult {
  return {
    file,
    set: corpus.set,
    scenarios: corpus.scenarios.length,
    runs,
    rows: rows.map(({ outcomes: _, ...row }) => row),
    details: details(corpus, rows),
  };
}

export function healthyYears(
  { years, peerYears }: Pick<Amounts, "years" | "peerYears">,
  watcher: Watcher,
): readonly Counted[] {
  watcher.part("healthy years of the peers", peerYears);
  const fleet: LineUp = () => ({ fleet: peers(), adaptive: [] });
  const theirs = countYears(stepping(fleet, watcher), { years: peerYears });
  const own = BOTH.flatMap((k) => {
    watcher.part(`healthy years of ${ours[k]}`, years);
    const lineUp: LineUp = () => ({ fleet: [], adaptive: [rule(k)] });
    return countYears(stepping(lineUp, watcher), { years });
  });
  return [...theirs, ...own];
}

/** Of a month, by the prices and the usage that the product itself reckons with. */
export function costs(): readonly CostRow[] {
  const own = BOTH.map((vantages) => ({
    name: ours[vantages],
    dollars: costOf(benchConfig({ vantages })).dollars,
    of: "everything that is deployed, probes and levers included",
  }));
  return [...peerCosts(peers()), ...own];
}
