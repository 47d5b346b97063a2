import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readinessRows } from "../../core/readiness-rows/table.ts";
import { readinessPage } from "../../docs/print-readiness.ts";

const page = readFileSync(new URL("../../docs/readiness.md", import.meta.url), "utf8");

test("docs/readiness.md is what the rows print now: node docs/print-readiness.ts", () => {
  expect(page).toBe(readinessPage());
});

test("every row of readiness is one row of the page", () => {
  for (const { name } of readinessRows) {
    expect(page.split("\n").filter((line) => line.startsWith(`| \`${name}\``))).toHaveLength(1);
  }
});
