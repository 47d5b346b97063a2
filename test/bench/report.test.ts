import { describe, expect, test } from "vitest";
import { details } from "../../bench/measure/details.ts";
import { json } from "../../bench/measure/json.ts";
import { sweep } from "../../bench/measure/sweep.ts";
import { judgeCorpus } from "../../bench/outages/corpus.ts";
import { type FrontierPoint, frontierPlot } from "../../bench/page/frontier-plot.ts";
import { regretPlot } from "../../bench/page/regret-plot.ts";
import { detailPart, scenariosPart, sweepPart, time, yearsPart } from "../../bench/page/report.ts";
import { sharePlot } from "../../bench/page/share-plot.ts";
import { peers } from "../../bench/peers/all.ts";
import { corpusOf } from "./builders/scenarios.ts";

const wanted = ["auth0-oct11-eu-wrong-certificate", "syn-150s-outage"];
const corpus = corpusOf("public");
const few = { ...corpus, scenarios: corpus.scenarios.filter(({ id }) => wanted.includes(id)) };
const rules = /Route 53 10 s x3$|Gatus|Reference k=3/;

const lineUp = () => ({ fleet: peers().filter(({ name }) => rules.test(name)), adaptive: [] });
const judged = judgeCorpus(few, lineUp, 2);
const small = {
  scenarios: few.scenarios.length,
  runs: 2,
  sweepRuns: 2,
  rows: judged.map(({ outcomes: _, ...row }) => row),
  details: details(few, judged),
  swept: sweep(lineUp, { runs: 2, shares: [1, 0.9, 0.8, 0.7, 0.5, 0.33, 0.2, 0.1, 0.05] }),
  counted: [],
};
const printed = [scenariosPart(small), sweepPart(small), yearsPart(small), detailPart(small)].join(
  "\n",
);

const point = (name: string, delay: number, falseMoves: number): FrontierPoint => ({
  name,
  delay,
  falseMoves,
  missed: 0,
  years: 20,
  of: "peer",
});

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

function textsOf(svg: string): readonly Box[] {
  const found = svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>([^<]*)</g);
  return [...found].map(([, x, y, anchor, text = ""]) => {
    const width = text.length * 6.3;
    const left = Number(x) - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    return { text, left, right: left + width, y: Number(y) };
  });
}

function overlaps(svg: string): readonly string[] {
  const texts = textsOf(svg);
  return texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < 12)
      .map((b) => `${a.text} | ${b.text}`),
  );
}

describe("the report", () => {
  test("has a row for each rule in each table, and a column for each of the rules in the last", () => {
    const lines = printed.split("\n");
    const rows = lines.filter((line) => line.startsWith("| Reference k=3"));
    expect(rows.length).toBe(2);
    expect(rows[0]).toMatch(
      /^\| Reference k=3, hold 180 s \| 19\d s \| 19\d s \| 19\d s \| - \| 0 % \|/,
    );
    expect(lines.find((line) => line.startsWith("| syn-150s-outage"))?.split("|").length).toBe(7);
    expect(lines.find((line) => line.startsWith("| *limit*"))).toMatch(/191 s/);
  });

  test("has tables whose lines are all as wide as their heads", () => {
    const tables = printed.split("\n\n").filter((part) => part.startsWith("|"));
    expect(tables.length).toBe(4);
    for (const table of tables) {
      const widths = new Set(
        table
          .trim()
          .split("\n")
          .map((line) => line.split("|").length),
      );
      expect(widths.size).toBe(1);
    }
  });

  test("is JSON with null for never", () => {
    const read = JSON.parse(json(small));
    expect(read.rows.map(({ name }: { name: string }) => name)).toEqual(
      small.rows.map(({ name }) => name),
    );
    expect(read.swept[0].cells.at(-1).delay).toBeNull();
  });

  test("says times as people do", () => {
    expect([9.6, 599, 600, 5400].map(time)).toEqual(["10 s", "599 s", "10 min", "90 min"]);
    expect([Number.POSITIVE_INFINITY, null].map(time)).toEqual(["over 2 h", "-"]);
  });
});

describe("the frontier plot", () => {
  const crowd = Array.from({ length: 12 }, (_, i) => point(`rule <${i}>`, 160 + 3 * i, 40 + i));
  const svg = frontierPlot({ points: crowd, curve: [] });

  test("labels each rule beside its point, and no label covers another", () => {
    expect(overlaps(svg)).toEqual([]);
    expect(svg.match(/<circle/g)?.length).toBe(12);
    expect(textsOf(svg).filter(({ text }) => text.startsWith("rule")).length).toBe(12);
    expect(svg).toContain("rule &lt;3&gt;");
  });

  test("sets quick left of slow and safe below rash, and tells none from few", () => {
    const three = [point("quick", 10, 50), point("slow", 1000, 50), point("safe", 1000, 0)];
    const drawn = frontierPlot({ points: three, curve: [] });
    const dots = [...drawn.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(dots[0]![0]!).toBeLessThan(dots[1]![0]!);
    expect(dots[2]![1]!).toBeGreaterThan(dots[1]![1]!);
    expect(drawn).toContain("safe (none in 20 years)");
  });

  test("draws ours as a curve, and what misses outages hollow", () => {
    const ours = { ...point("ours", 190, 0.1), of: "ours" as const };
    const misses = { ...point("blind", 30, 0.1), missed: 0.4 };
    const curve = [60, 120, 180].map((delay) => ({ delay, falseMoves: 100 / delay }));
    const drawn = frontierPlot({ points: [ours, misses], curve });
    expect(drawn).toMatch(/<polyline points="[\d. ,]+" class="line ours"/);
    expect(drawn.match(/class="peer hollow"/g)?.length).toBe(1);
  });

  test("labels nothing across the curve", () => {
    const curve = [100, 200, 400].map((delay) => ({ delay, falseMoves: 1 }));
    const crossed = point("a name as long as half of the plot", 150, 1.02);
    const [height] = [
      ...frontierPlot({ points: [crossed], curve }).matchAll(/polyline points="[\d.]+,([\d.]+)/g),
    ];
    const label = textsOf(frontierPlot({ points: [crossed], curve })).find(
      ({ text }) => text === crossed.name,
    );
    expect(Math.abs(label!.y - 4 - Number(height![1]))).toBeGreaterThan(6);
  });

  test("follows the reader's theme", () => {
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});

describe("the regret plot", () => {
  const rows = ([3, 5] as const).flatMap((vantages) =>
    [1, 3, 10].map((years) => ({
      ...{ vantages, years, blipMean: 40, wait: 100, delay: 100, median: 100 },
      ...{ error: 0.01, missed: 0, wrong: 0, falseMoves: 1 / years },
      ...{ regret: 2.6 + years / 50 + (5 - vantages) / 50, least: 2.4 + years / 50 },
    })),
  );
  const other = { ...rows[0]!, blipMean: 20, regret: 9 };
  const svg = regretPlot([...rows, other]);

  test("has a curve for three vantages, for five and for a clairvoyant, in worlds of the same blips", () => {
    expect(svg.match(/<polyline/g)?.length).toBe(3);
    expect(svg.match(/<circle/g)?.length).toBe(9);
    for (const name of ["three vantages", "five vantages", "a clairvoyant", "10 y"]) {
      expect(svg).toContain(`>${name}<`);
    }
    expect(overlaps(svg)).toEqual([]);
  });

  test("sets less regret below, and rarer moves to the left", () => {
    const lines = [...svg.matchAll(/<polyline points="([^"]+)" class="line (\w+)"/g)];
    const points = new Map(
      lines.map(([, at = "", name]) => [
        name,
        at.split(" ").map((one) => one.split(",").map(Number)),
      ]),
    );
    const [rare, , often] = points.get("ours") ?? [];
    expect(rare![0]!).toBeLessThan(often![0]!);
    expect(rare![1]!).toBeLessThan(often![1]!);
    expect(points.get("limit")![0]![1]!).toBeGreaterThan(rare![1]!);
  });
});

describe("the share plot", () => {
  const svg = sharePlot(small.swept.map((swept) => ({ swept, of: "peer" as const })));

  test("has a labelled line for each rule and one for the limit", () => {
    expect(svg.match(/<polyline/g)?.length).toBe(4);
    expect(overlaps(svg)).toEqual([]);
    for (const { name } of small.swept) expect(svg).toContain(`>${name}<`);
  });

  test.each([
    10, 7000,
  ])("keeps labels apart of lines that all end at %i s, and within the plot", (delay) => {
    const cells = small.swept[0]!.cells.map((cell) => ({ ...cell, delay }));
    const same = [..."abcdefgh"].map((name) => {
      return { swept: { name, cells, overLimit: 1 }, of: "peer" as const };
    });
    const drawn = sharePlot(same);
    expect(overlaps(drawn)).toEqual([]);
    const heights = textsOf(drawn)
      .filter(({ text }) => text.length === 1)
      .map(({ y }) => y);
    expect(heights.length).toBe(8);
    expect(Math.min(...heights)).toBeGreaterThan(50);
    expect(Math.max(...heights)).toBeLessThan(480);
  });

  test("ends a line where the rule no longer moves", () => {
    const lines = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(
      ([, points = ""]) => points.split(" ").length,
    );
    const moves = small.swept.map(
      ({ cells }) => cells.filter(({ delay }) => Number.isFinite(delay)).length,
    );
    expect(lines).toEqual([...moves, 9]);
  });
});
