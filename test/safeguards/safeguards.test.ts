import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { safetyRules } from "../../core/decide/safety-rules.ts";
import { passing } from "../../stacks/machines/asl.ts";
import { withoutIt } from "./page.ts";
import { safeguards } from "./safeguards.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

test.each(safeguards)("$name is where the list says, and its tests are there", (safeguard) => {
  const whole = read(safeguard.file);
  expect(withoutIt(whole, safeguard)).not.toBe(whole);
  expect(safeguard.tests.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

describe("the list", () => {
  const names = safeguards.map(({ name }) => name);

  test("holds every safety rule and every error that is retried", () => {
    expect(names).toEqual(
      expect.arrayContaining(safetyRules.map(({ name }) => `safety rule ${name}`)),
    );
    expect(names).toEqual(expect.arrayContaining(passing.map((name) => `retry of ${name}`)));
  });

  test("is the page's, in the same order, and a test sees each", () => {
    const row = /^\| (?!safeguard |---)(.+?) \| `.+?` \| (.+) \|$/gm;
    const rows = [...read("docs/safeguards.md").matchAll(row)].map(([, name, by]) => ({
      name,
      by,
    }));
    expect(rows.map(({ name }) => name)).toEqual(names);
    expect(rows.filter(({ by }) => by === "nothing")).toEqual([]);
  });
});

test("a safeguard that the code has no more, or twice, is found", () => {
  const safeguard = { name: "x", file: "y.ts", from: "a", to: "b", tests: [] };
  expect(() => withoutIt("nothing", safeguard)).toThrow('"x" must be found once in y.ts');
  expect(() => withoutIt("a and a", safeguard)).toThrow('"x" must be found once in y.ts');
  expect(withoutIt("one a", { ...safeguard, from: "one a" })).toBe("b");
});
