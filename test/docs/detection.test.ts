import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ours } from "../../bench/bench-settings.ts";
import { detectionJson, readDetection } from "../../bench/measure/detection.ts";
import { leastOf } from "../../bench/measure/frontier.ts";
import { costs } from "../../bench/measure/measure.ts";
import { leastRegrets } from "../../bench/measure/regrets.ts";
import { blocks, plots, printed } from "../../bench/page/detection-page.ts";
import { agreement } from "../../bench/page/published.ts";
import { peers } from "../../bench/peers/all.ts";
import { corpusOf } from "../bench/builders/scenarios.ts";

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const page = read("detection.md");
const detection = readDetection(read("detection.json"));

test("docs/detection.md shows the numbers of docs/detection.json: npm run bench:detect", () => {
  expect(printed(page, detection)).toBe(page);
});

test("docs/detection.md has a place for every block, and nothing but our own text around them", () => {
  const places = [...page.matchAll(/<!-- (\w+) -->\n([\s\S]*?)<!-- \/\1 -->/g)];
  expect(places.map(([, name]) => name).sort()).toEqual(Object.keys(blocks(detection)).sort());
  for (const [, , text] of places) expect(text?.trim()).not.toBe("");
});

test("the plots are those of docs/detection.json", () => {
  for (const [name, plot] of Object.entries(plots(detection))) {
    expect(read(name) === plot, name).toBe(true);
    expect(page).toContain(`(${name})`);
  }
});

test("docs/detection.json holds a full run: each set, every rule, and years enough to count", () => {
  expect(detection.sets.map(({ file }) => file)).toEqual([
    "bench/scenarios/public.json",
    "bench/scenarios/own.json",
    "bench/scenarios/uncommon.json",
  ]);
  const names = [...peers().map(({ name }) => name), ours[3], ours[5]];
  for (const { rows, runs } of detection.sets) {
    expect(rows.map(({ name }) => name)).toEqual(names);
    expect(runs).toBeGreaterThanOrEqual(100);
  }
  const years = new Map(detection.counted.map(({ name, years }) => [name, years]));
  expect(years.get(ours[3])).toBeGreaterThanOrEqual(100);
  expect(years.get(ours[5])).toBeGreaterThanOrEqual(100);
});

test("the reference and all peers of the published benchmark reach its figures", () => {
  const found = agreement(detection);
  expect(found.length).toBe(22);
  const different = found.flatMap(({ name, pairs }) =>
    pairs
      .filter(({ isSame }) => !isSame)
      .map(({ ours, theirs }) => `${name}: ${ours} for ${theirs}`),
  );
  expect(different).toEqual([]);
});

test("what clairvoyants reach follows from the scenarios alone", () => {
  const corpus = corpusOf("public");
  const fresh = { ...detection, leastRegrets: leastRegrets(corpus) };
  expect(readDetection(detectionJson(fresh)).leastRegrets).toEqual(detection.leastRegrets);
  for (const row of detection.frontier) {
    expect(leastOf(row, corpus)).toBeCloseTo(row.least, 4);
    expect(row.least).toBeLessThan(row.regret);
  }
});

test("costs are those of today: npm run bench:detect -- --print", () => {
  expect(readDetection(detectionJson({ ...detection, costs: costs() })).costs).toEqual(
    detection.costs,
  );
});

test("the command that docs/detection.md names exists", () => {
  const { scripts } = JSON.parse(read("../package.json"));
  expect(page).toContain("npm run bench:detect");
  expect(scripts["bench:detect"]).toBe("node bench/main.ts");
});
