import { describe, expect, test } from "vitest";
import { isArmed } from "../../../core/practice/arming.ts";
import type { Rung, RungRecord } from "../../../core/state/practice-run.ts";
import type { ReadinessSummary } from "../../../core/state/readiness-summary.ts";
import { DAY } from "../../../core/values/duration.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, now } from "../builders/a-policy.ts";
import { aRungRecord, daysAgo } from "../builders/a-rung-record.ts";

const policy = aPolicy();
const managedLoginAlone = aPolicy({ paths: { ...policy.paths, sdk: null } });

function arming(
  rungs: readonly Rung[],
  rehearsed: readonly RungRecord[],
  {
    of = policy,
    canarySignIns = null as number | null,
    readiness = null as ReadinessSummary | null,
  } = {},
) {
  const settings = { policy: of, arming: { rungs, maxAge: millis(35 * DAY) } };
  return isArmed(settings, { now, rehearsed, canarySignIns, readiness });
}

describe("the controller is armed", () => {
  test("while each rung that is asked for has passed lately, until the first of them lapses", () => {
    const rehearsed = [
      aRungRecord("isolation", { passedAt: daysAgo(5) }),
      aRungRecord("canary", { passedAt: daysAgo(10) }),
    ];
    expect(arming(["canary", "isolation"], rehearsed)).toEqual({
      kind: "armed",
      lapsesAt: now + 25 * DAY,
      because: "isolation and canary passed, which counts until 2026-07-26 03:00:00 UTC",
    });
  });

  test("where nothing is asked for, and the shadow is the probes' own", () => {
    expect(arming([], [])).toMatchObject({ kind: "armed", lapsesAt: null });
    expect(arming(["shadow"], [])).toMatchObject({ kind: "armed", lapsesAt: null });
  });

  test("by the next rung up where a pool cannot do one", () => {
    const full = [aRungRecord("full")];
    expect(arming(["canary"], full, { of: managedLoginAlone })).toMatchObject({
      kind: "armed",
      because: "full passed, which counts until 2026-08-04 03:00:00 UTC",
    });
    expect(arming(["canary", "full"], full, { canarySignIns: 0 }).kind).toBe("armed");
    expect(arming(["canary"], full).kind).toBe("armed");
  });
});

describe("the controller is not armed", () => {
  test("by a rung that never passed, passed too long ago, or failed since: each is told", () => {
    const rehearsed = [
      aRungRecord("canary", { passedAt: daysAgo(40) }),
      aRungRecord("full", { outcome: "failed", because: "too late", passedAt: null }),
    ];
    expect(arming(["isolation", "canary", "full"], rehearsed)).toEqual({
      kind: "notArmed",
      missing: ["isolation", "canary", "full"],
      because:
        "isolation has never passed; canary last passed 40 days ago, and counts for 35 days; full failed at last: too late",
    });
  });

  test("by a lower rung in the place of one that cannot be done", () => {
    const rehearsed = [aRungRecord("isolation"), aRungRecord("canary")];
    expect(arming(["canary"], rehearsed, { of: managedLoginAlone })).toMatchObject({
      kind: "notArmed",
      missing: ["full"],
    });
  });

  test("from the very instant at which a rung lapses", () => {
    expect(arming(["canary"], [aRungRecord("canary", { passedAt: daysAgo(35) })]).kind).toBe(
      "notArmed",
    );
  });
});

describe("where the settings ask for a check of readiness, the controller is", () => {
  const of = aPolicy({ readiness: { maxAge: millis(7 * DAY) } });
  const ready = (readiness: ReadinessSummary | null, rungs: readonly Rung[] = []) =>
    arming(rungs, [aRungRecord("canary")], { of, readiness });
  const complete = { completeAt: daysAgo(1), blockers: [] };
  const blocker = { name: "key-state", opensAt: null };

  test("armed while the last complete one is no older than its age, and left nothing open", () => {
    expect(ready(complete).kind).toBe("armed");
    expect(ready({ ...complete, completeAt: daysAgo(7) }).kind).toBe("armed");
    expect(ready(complete, ["canary"])).toMatchObject({ kind: "armed", lapsesAt: now + 34 * DAY });
  });

  test.each([
    ["there was none", null, "no check was complete yet"],
    ["none was complete", { completeAt: null, blockers: [] }, "no check was complete yet"],
    [
      "it is too old",
      { completeAt: daysAgo(8), blockers: [] },
      "the last complete check was 8 days ago, and counts for 7 days",
    ],
    [
      "a blocker is open",
      { ...complete, blockers: [blocker, { name: "key-policy", opensAt: null }] },
      "key-state and key-policy would make a failover fail",
    ],
    [
      "an acknowledgement has lapsed",
      { ...complete, blockers: [{ ...blocker, opensAt: now }] },
      "key-state would make a failover fail",
    ],
  ] as const)("not armed where %s", (_, readiness, because) => {
    expect(ready(readiness)).toEqual({
      ...{ kind: "notArmed", missing: [], because: `readiness: ${because}` },
    });
  });

  test("armed with a blocker that somebody acknowledged, until that lapses", () => {
    const known = { ...complete, blockers: [{ ...blocker, opensAt: daysAgo(-1) }] };
    expect(ready(known).kind).toBe("armed");
  });

  test("not armed for both, where practice is missing as well", () => {
    expect(ready({ ...complete, blockers: [blocker] }, ["full"])).toMatchObject({
      ...{ kind: "notArmed", missing: ["full"] },
      because: "full has never passed; readiness: key-state would make a failover fail",
    });
  });
});
