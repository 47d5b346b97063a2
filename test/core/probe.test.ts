import { describe, expect, test } from "vitest";
import { type FailureClass, failureClasses } from "../../core/failure-class.ts";
import { bearing } from "../../core/probe.ts";
import { secondary } from "./builders/a-policy.ts";
import { aFailure, aProbe } from "./builders/a-probe-result.ts";

const classes = Object.keys(failureClasses) as FailureClass[];
const failed = (name: FailureClass) => aProbe({ outcome: aFailure(name) });
const other = aProbe({ target: secondary });
const sickOther = aProbe({ target: secondary, outcome: aFailure("trigger") });

test("bearing() is good for every sign-in that came through, whatever the other Region does", () => {
  expect([other, sickOther, null].map((o) => bearing(aProbe(), o))).toEqual([
    "good",
    "good",
    "good",
  ]);
});

describe("bearing() of a failure that is the Region's own", () => {
  test.each([
    "unreachable",
    "serverError",
    "slow",
    "wrongAnswer",
  ] as const)("%s is bad, also while the other Region fails", (name) => {
    expect(bearing(failed(name), other)).toBe("bad");
    expect(bearing(failed(name), sickOther)).toBe("bad");
    expect(bearing(failed(name), null)).toBe("bad");
  });
});

describe("bearing() of a failure that a change of ours may have caused", () => {
  test.each([
    "trigger",
    "blocked",
    "key",
  ] as const)("%s is bad only while the same vantage signs in at the other Region", (name) => {
    expect(bearing(failed(name), other)).toBe("bad");
    expect(bearing(failed(name), sickOther)).toBe("nothing");
    expect(bearing(failed(name), null)).toBe("nothing");
  });
});

describe("bearing() of a failure that says nothing about the Region", () => {
  test.each([
    "throttled",
    "replicaOff",
    "credentials",
    "observer",
  ] as const)("%s is nothing, also while the other Region is clean", (name) => {
    expect(bearing(failed(name), other)).toBe("nothing");
  });
});

test("every class has a bearing", () => {
  for (const name of classes) expect(["bad", "nothing"]).toContain(bearing(failed(name), other));
});
