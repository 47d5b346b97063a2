// What a practice run that passed must rest on.

import type { PracticeReport } from "../../../core/practice/practice-report.ts";
import type { Chronicle } from "../experiment.ts";
import type { Invariant, InvariantBreach } from "./invariant.ts";

export const passes: readonly Invariant[] = [
  {
    name: "passesRestOnSignIns",
    says: "a run that passed has counted so many pairs of sign-ins, with so few failures, that a secondary which fails every twentieth would come to it once in a hundred runs at the most",
    check: ({ ledger }) =>
      reportsIn(ledger).flatMap(({ at, rung, outcome, pairs, bad }): InvariantBreach[] => {
        if (outcome !== "passed" || rung === "isolation") return [];
        const isEarned = atMost(bad, pairs, failsTooOften) <= mostFalsePasses;
        return isEarned ? [] : [{ at, says: `${bad} of ${pairs} pairs failed, and it passed` }];
      }),
  },
];

const failsTooOften = 0.05;
const mostFalsePasses = 0.01;

/** The chance of at most so many failures; worked out anew, so that a mistake of the core's is none here. */
function atMost(failures: number, tries: number, rate: number): number {
  let term = (1 - rate) ** tries;
  let sum = term;
  for (let count = 1; count <= failures; count++) {
    term *= ((tries - count + 1) / count) * (rate / (1 - rate));
    sum += term;
  }
  return sum;
}

interface Reported {
  readonly at: number;
  readonly rung: string;
  readonly outcome: string;
  readonly pairs: number;
  readonly bad: number;
}

function reportsIn(ledger: Chronicle["ledger"]): readonly Reported[] {
  return ledger
    .filter(({ sk }) => String(sk).startsWith("practice#"))
    .map(({ body }) => {
      const { outcome, endedAt, run } = JSON.parse(String(body)) as PracticeReport;
      const count = (word: "good" | "bad") => run.ticks.reduce((sum, one) => sum + one[word], 0);
      const pairs = count("good") + count("bad");
      return { at: endedAt, rung: run.rung, outcome, pairs, bad: count("bad") };
    });
}
