import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withoutIt } from "../safeguards/page.ts";
import { foundIn, line } from "./found.ts";
import { mistakes } from "./mistakes.ts";

const root = new URL("../../", import.meta.url);

test.each(mistakes)("$name can be made where the list says", (mistake) => {
  const file = new URL(mistake.file, root);
  expect(existsSync(file)).toBe(true);
  const whole = readFileSync(file, "utf8");
  expect(withoutIt(whole, mistake)).not.toBe(whole);
});

test("there are 27 mistakes, each another", () => {
  expect(mistakes).toHaveLength(27);
  expect(new Set(mistakes.map(({ name }) => name)).size).toBe(27);
});

test("what the simulation prints is read: a find, none, and a run that broke", () => {
  const mistake = { name: "a", file: "b.ts" };
  const summary = JSON.stringify({ seeds: 9, seconds: 3 });
  const broken = JSON.stringify({ seed: 4, breaches: [{ invariant: "noStorm" }] });
  const lines = [
    foundIn(`${broken}\n${summary}\n`, ""),
    foundIn(`${summary}\n`, ""),
    foundIn("", "SyntaxError: x\n at y"),
  ].map((found) => line(mistake, found));
  expect(lines).toEqual([
    "| a | `b.ts` | 4 | `noStorm` | 3 s |",
    "| a | `b.ts` | not found in 9 seeds | | |",
    "| a | `b.ts` | could not be run: SyntaxError: x | | |",
  ]);
});
