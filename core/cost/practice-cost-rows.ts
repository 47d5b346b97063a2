// Which lines of the bill are for practice runs? How many there are is usage-practice.ts.

import type { CostRow } from "./cost-row.ts";
import { assumed } from "./usage-figures.ts";

const fewerRuns = "a shorter practice.canary.bake, or fewer practice.schedules";

export const practiceRows: readonly CostRow[] = [
  {
    name: "practice, transitions",
    price: "transitions",
    quantity: ({ practice }) => practice.transitions,
    because: ({ practice }) =>
      `${figure(practice.runs)} practice runs: as scheduled, and no fewer than arm mode automatic`,
    toPayLess: fewerRuns,
  },
  {
    name: "practice, time",
    price: "lambdaTime",
    quantity: ({ practice }) => practice.seconds * assumed.memoryGb,
    because: () => "512 MB; every 30 s each vantage signs in for 10 s, and one waits (assumed)",
    toPayLess: fewerRuns,
  },
  {
    name: "practice, requests",
    price: "lambdaRequests",
    quantity: ({ practice }) => practice.invocations,
    because: () => "its own Lambdas, and the vantages at each look",
  },
  {
    name: "practice, schedules",
    price: "scheduler",
    quantity: ({ practice }) => practice.scheduled + practice.guards,
    because: () =>
      "one a scheduled run, and two one-shot guards each, billed only if they fire: seldom",
  },
];

/** "2", "1.7" */
function figure(count: number): string {
  return `${Math.round(10 * count) / 10}`;
}
