// Prints the invariants into docs/simulation.md: `node docs/print-simulation.ts`.

import { readFileSync, writeFileSync } from "node:fs";
import { invariants } from "../sim/experiment/invariants.ts";

const page = new URL("./simulation.md", import.meta.url);
const PRINTED = /(<!-- printed by .*? -->\n)[\s\S]*?(<!-- \/printed -->)/;

export function simulationPage(text: string): string {
  const rows = invariants.map(({ name, says }) => `| \`${name}\` | ${says} |`);
  const table = ["| invariant | what must hold |", "| --- | --- |", ...rows].join("\n");
  return text.replace(PRINTED, `$1${table}\n$2`);
}

if (import.meta.main) writeFileSync(page, simulationPage(readFileSync(page, "utf8")));
