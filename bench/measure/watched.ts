// Judges a file of scenarios while somebody watches how far it is.

import { type Judged, judgeCorpus, runsOf } from "../outages/corpus.ts";
import type { Corpus } from "../outages/scenario.ts";
import type { LineUp } from "./run.ts";

export interface Watcher {
  /** Begins a part of so many steps. */
  part(name: string, steps: number): void;
  step(): void;
}

export interface SetFile {
  readonly file: string;
  readonly corpus: Corpus;
}

export type JudgedSet = SetFile & { readonly rows: readonly Judged[] };

/** Each run asks for fresh rules once, which is when the last one is over. */
export function stepping(lineUp: LineUp, watcher: Watcher): LineUp {
  return () => {
    watcher.step();
    return lineUp();
  };
}

export interface Judging {
  readonly lineUp: LineUp;
  readonly runs: number;
  readonly watcher: Watcher;
}

export function judge(
  { file, corpus }: SetFile,
  { lineUp, runs, watcher }: Judging,
): readonly Judged[] {
  const steps = corpus.scenarios.reduce((sum, scenario) => sum + runsOf(scenario, runs), 0);
  watcher.part(file, steps);
  return judgeCorpus(corpus, stepping(lineUp, watcher), runs);
}
