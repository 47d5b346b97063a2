import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../core/settings/parse.ts";
import { movingRungs, rungNames } from "../../../core/state/practice-run.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);

function parsed(practice: object, more: object = {}) {
  return parseConfig(merge(valid, { pools: { 0: { practice, ...more } } }));
}

/** The paths of what is wrong. */
function wrong(practice: object, more: object = {}): readonly string[] {
  const result = parsed(practice, more);
  return result.kind === "invalid"
    ? result.problems.map(({ path }) => path.replace("pools[0].practice.", ""))
    : [];
}

const tuesdays = "0 3 ? * TUE *";

test("the rungs of the settings are those that are remembered, and shadow is on without a schedule", () => {
  expect(wrong({ arming: { rungs: [...rungNames] } })).toEqual([]);
  const scheduled = rungNames.filter(
    (rung) => wrong({ schedules: [{ rung, cron: tuesdays }] }).length === 0,
  );
  expect(scheduled).toEqual(["isolation", ...movingRungs]);
});

describe("settings of today stay valid, whatever they are:", () => {
  test.each([
    ["the longest TTL", { paths: { sdk: { ttl: 300 } } }],
    ["the longest wait before a look", { verify: { settle: "15 minutes" } }],
    ["the highest background", { criteria: { backgroundFailureRate: 0.1 } }],
    ["no records", { paths: { sdk: null } }],
    ["no managed login", { domain: null, paths: { managedLogin: null } }],
  ])("%s", (_, more) => {
    expect(parseConfig(merge(valid, { pools: { 0: more } })).kind).toBe("valid");
  });
});

describe("the hard limit", () => {
  // Each of three shares takes ten minutes, a minute and the ten seconds of the record's TTL; then five for the way back.
  const canary = { shares: [1, 2, 5], bake: "10 minutes" };

  test("leaves room for all shares and the way back, to the second", () => {
    expect(wrong({ canary, longest: "2310 seconds" })).toEqual([]);
    expect(wrong({ canary, longest: "2309 seconds" })).toEqual(["longest"]);
  });

  test("leaves room for the record's own TTL", () => {
    expect(wrong({ canary, longest: "53 minutes" }, { paths: { sdk: { ttl: 300 } } })).toEqual([]);
    expect(wrong({ canary, longest: "52 minutes" }, { paths: { sdk: { ttl: 300 } } })).toEqual([
      "longest",
    ]);
  });

  test("asks nothing of shares where no path carries any", () => {
    const longest = "20 minutes";
    expect(wrong({ canary, longest }, { paths: { sdk: null } })).toEqual([]);
    expect(wrong({ longest: "15 minutes" }, { paths: { sdk: null } })).toEqual(["longest"]);
  });
});

test("a share may be as large as the largest, and half of the users at the most", () => {
  expect(wrong({ canary: { shares: [10, 50], largestShare: 50 } })).toEqual([]);
  expect(wrong({ canary: { shares: [10, 50], largestShare: 49 } })).toEqual(["canary.shares[1]"]);
});

test("a mistake inside a list is told alone, and not what follows from it", () => {
  const window = { days: ["MON"], from: "22:00", to: "05:00" };
  expect(
    wrong({
      windows: [{ ...window, to: "22:00" }, window, 7],
      schedules: [{ rung: "canary", cron: "0 12 ? * TUE *" }, null],
      blocked: { windows: ["never"] },
    }),
  ).toEqual(["schedules[1]", "windows[2]", "blocked.windows[0]"]);
});

test("every mistake is told at once", () => {
  expect(
    wrong({
      windows: [{ from: "22:00", to: "22:00" }],
      canary: { shares: [5, 1, 20] },
      full: { rto: "1 hour" },
      outcomeAlarms: [
        { name: "errors", region: "eu-west-1" },
        { name: "errors", region: "eu-west-1" },
      ],
    }),
  ).toEqual(["windows[0].to", "canary.shares", "canary.shares[2]", "full.rto", "outcomeAlarms[1]"]);
});
