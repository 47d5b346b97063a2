import { expect, test } from "vitest";
import { openBlockers } from "../../../core/state/readiness-summary.ts";
import { minutes, now } from "../builders/a-policy.ts";

test("a blocker is open unless somebody acknowledged it, until that lapses", () => {
  const blockers = [
    { name: "key-state", opensAt: null },
    { name: "replica-status", opensAt: minutes(60) },
  ];
  expect(openBlockers({ blockers }, now)).toEqual(["key-state"]);
  expect(openBlockers({ blockers }, minutes(59))).toEqual(["key-state"]);
  expect(openBlockers({ blockers }, minutes(60))).toEqual(["key-state", "replica-status"]);
  expect(openBlockers({ blockers: [] }, now)).toEqual([]);
});
