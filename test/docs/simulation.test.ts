import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { simulationPage } from "../../docs/print-simulation.ts";
import { help } from "../../sim/experiment/arguments.ts";
import { invariants } from "../../sim/experiment/invariants.ts";

const page = readFileSync(new URL("../../docs/simulation.md", import.meta.url), "utf8");

test("docs/simulation.md has the invariants as they are: node docs/print-simulation.ts", () => {
  expect(simulationPage(page)).toBe(page);
  for (const { name } of invariants) expect(page).toContain(`| \`${name}\` |`);
});

test("an invariant that the page lacks would be printed", () => {
  expect(simulationPage(page.replace(/^\| `noStorm`.*\n/m, ""))).toBe(page);
});

test("the commands of docs/simulation.md are the scripts of the project", () => {
  const { scripts } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { scripts: Record<string, string> };
  const named = new Set([...page.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name));
  expect([...named].filter((name) => !(name in scripts))).toEqual([]);
  const options = [...page.matchAll(/^\| `--(\w+)/gm)].map(([, name = ""]) => name);
  expect(options.filter((name) => !help.includes(`  --${name} `))).toEqual([]);
});
