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
});
