import { describe, expect, test } from "vitest";
import { inPlan, plan, undo } from "../../../core/levers/plan.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, primary, secondary } from "../builders/a-policy.ts";

const { managedLogin, sdk } = aPolicy().paths;
const both = aPolicy();
const onlyLogin = aPolicy({ paths: { managedLogin, sdk: null } });
const onlySdk = aPolicy({ paths: { managedLogin: null, sdk } });

describe("plan()", () => {
  test("puts the beacon before the records, and each has its own time to take effect", () => {
    const way = { from: primary, to: secondary };
    expect(plan("failOver", both)).toEqual([
      { index: 0, path: "managedLogin", lever: "beacon", ...way, settle: 25_000 },
      { index: 1, path: "sdk", lever: "weightedRecords", ...way, settle: 10_000 },
    ]);
  });

  test.each([
    ["beacon", onlyLogin],
    ["weightedRecords", onlySdk],
  ] as const)("has one step when %s is the only lever", (lever, policy) => {
    expect(plan("failOver", policy)).toMatchObject([{ index: 0, lever }]);
  });

  test("goes home by the same levers in the same order, the other way round", () => {
    const home = plan("failBack", both);
    expect(home.map(({ lever }) => lever)).toEqual(["beacon", "weightedRecords"]);
    for (const step of home) expect([step.from, step.to]).toEqual([secondary, primary]);
  });

  test("waits at least as long as a lever needs, and longer where the policy says so", () => {
    const patient = aPolicy({ verify: { ...both.verify, settle: millis(90_000) } });
    expect(plan("failOver", patient).map(({ settle }) => settle)).toEqual([90_000, 90_000]);
  });

  test("makes no step without a path", () => {
    expect(plan("failOver", aPolicy({ paths: { managedLogin: null, sdk: null } }))).toEqual([]);
  });
});

describe("undo()", () => {
  test.each([
    "failOver",
    "failBack",
  ] as const)("puts each lever of a %s back, and undone twice it is the step again", (move) => {
    for (const step of plan(move, both)) {
      expect(undo(step)).toEqual({ ...step, from: step.to, to: step.from });
      expect(undo(undo(step))).toEqual(step);
    }
  });
});

test("inPlan() names path, Region and lever", () => {
  expect(plan("failOver", both).map(inPlan)).toEqual([
    "managed login to us-east-1, by the beacon",
    "SDK sign-in to us-east-1, by weighted records",
  ]);
  expect(plan("failBack", onlySdk).map(undo).map(inPlan)).toEqual([
    "SDK sign-in to us-east-1, by weighted records",
  ]);
});
