import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const scripts = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
).scripts;

test("README.md begins with its two commands, and both exist", () => {
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(block).toMatch(/^npm ci && npm start\b.*\nnpm test\b/);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "test"]));
});

test("README.md keeps to 150 lines", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(150);
});
