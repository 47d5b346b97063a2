// What each class of failure may do: whether it counts against a Region, on which condition, and what could make all
// vantages meet it at once although users can sign in. The same for every pool.

import { styleText } from "node:util";
import { failureClasses, votingInWords } from "../../core/probe/failure-class.ts";
import { aligned } from "../terminal/aligned.ts";

/** As data. */
export const failureClassRows = Object.entries(failureClasses).map(([name, facts]) => ({
  name,
  ...facts,
}));

/** Conditions and causes are whole clauses, too long for a column: each has a line of its own. */
export function failureClassText(): string {
  const clauses = failureClassRows.flatMap(({ name, voting, condition, sharedCause }) => [
    [name, votingInWords[voting]],
    ...(condition === null ? [] : [["", `the other Region is clean, and ${condition}`]]),
    ...(sharedCause === null ? [] : [["", `all vantages at once: ${sharedCause}`]]),
  ]);
  const [head = "", ...rows] = aligned([["class", "counts against the Region"], ...clauses]);
  return [styleText("bold", `  ${head}`), ...rows.map((row) => `  ${row}`)].join("\n");
}
