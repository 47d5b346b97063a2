// Every rule at every scenario of a file, many times over.

import { Shares } from "../measure/harm.ts";
import { type LineUp, runAll } from "../measure/run.ts";
import { type Outcome, outcome, type Row, row, yardstick } from "../measure/score.ts";
import type { Corpus, Scenario } from "./scenario.ts";

export interface Judged extends Row {
  readonly outcomes: readonly Outcome[];
}

/** Scenarios longer than this many seconds run a quarter as often. */
const LONG = 40_000;

/** How often a scenario is run when most are run so often. */
export function runsOf({ duration_s }: Scenario, runs: number): number {
  return duration_s > LONG ? Math.ceil(runs / 4) : runs;
}

/** In the order of the line-up; those of a fixed cadence first. */
export function judgeCorpus(corpus: Corpus, lineUp: LineUp, runs: number): readonly Judged[] {
  const canPage = new Map<string, boolean>();
  const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
  for (const scenario of corpus.scenarios) {
    const against = yardstick(scenario, new Shares(scenario), corpus.label_rule);
    const count = runsOf(scenario, runs);
    for (let seed = 0; seed < count; seed++) {
      for (const ran of runAll(scenario, lineUp(), { seed: `${scenario.id}-${seed}` })) {
        canPage.set(ran.name, ran.canPage);
        outcomes.push({ name: ran.name, outcome: outcome(ran, against, 1 / count) });
      }
    }
  }
  const groups = Map.groupBy(outcomes, ({ name }) => name);
  return [...canPage].map(([name, able]) => {
    const own = (groups.get(name) ?? []).map((one) => one.outcome);
    return { ...row({ name, canPage: able }, own), outcomes: own };
  });
}
