import { describe, expect, it } from "vitest";
import { run } from "./in-process.ts";

const story = ["--settings", "sim/story.config.ts"];

describe("cost", () => {
  it("prints the table and its total", async () => {
    const { code, stdout, stderr } = await run(["cost", ...story]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^line +quantity +unit price +a month +why\n/);
    expect(stdout).toMatch(/\ntotal +\$1[0-4]\.\d\d {2}a month\n/);
    expect(stdout).toContain("Free tier not counted.");
  });

  it("prints the same as one JSON object", async () => {
    const { stdout } = await run(["cost", "--json", ...story]);
    const { dollarsAMonth, lines, freeTierCounted } = JSON.parse(stdout);
    const sum = lines.reduce(
      (total: number, line: { dollarsAMonth: number }) => total + line.dollarsAMonth,
      0,
    );
    expect(dollarsAMonth).toBeCloseTo(sum, 2);
    expect(freeTierCounted).toBe(false);
  });

  it("adds what replication takes for a pool of that size", async () => {
    const use = ["--plan", "plus", "--users", "100000", "--tokens", "40000"];
    const { stdout } = await run(["cost", ...use, ...story]);
    expect(stdout).toContain(
      "your pool: 100,000 users (Plus) $600.00, 40,000 machine tokens at most $27.00: $627.00 a month",
    );
    const { replicaAddOn } = JSON.parse((await run(["cost", "--json", ...use, ...story])).stdout);
    expect(replicaAddOn).toMatchObject({ essentials: 0.0045, plus: 0.006, dollarsAMonth: 627 });
  });

  it.each([
    [["--plan", "lite"], /Allowed choices are essentials, plus/],
    [["--users", "many"], /It must be a whole number, 0 or more/],
    [["--tokens", "-1"], /It must be a whole number, 0 or more/],
  ])("refuses %j", async (words, says) => {
    const { code, stderr } = await run(["cost", ...words, ...story]);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });
});
