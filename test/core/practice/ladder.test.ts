import { describe, expect, it, test } from "vitest";
import {
  type Climbing,
  inPlaceOf,
  mayRun,
  whyNotApplicable,
} from "../../../core/practice/ladder.ts";
import { rungFacts } from "../../../core/practice/rung.ts";
import type { Rung, RungRecord } from "../../../core/state/practice-run.ts";
import { rungNames } from "../../../core/state/practice-run.ts";
import { DAY } from "../../../core/values/duration.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { aPolicy, minutes, now } from "../builders/a-policy.ts";
import { aRungRecord, daysAgo } from "../builders/a-rung-record.ts";

const maxAge = millis(35 * DAY);
const policy = aPolicy();
const managedLoginAlone = aPolicy({ paths: { ...policy.paths, sdk: null } });

function asked(
  rung: Rung,
  rehearsed: readonly RungRecord[] = [],
  change: Partial<Climbing> & { readonly of?: typeof policy } = {},
) {
  const climbing = { now, rehearsed, canarySignIns: null, shadowAt: minutes(-1), ...change };
  return mayRun(rung, { policy: change.of ?? policy, maxAge }, climbing);
}

const may = { kind: "mayRun" };

describe("a rung may be run", () => {
  test("once the one below it has passed", () => {
    expect(asked("isolation")).toEqual(may);
    expect(asked("canary", [aRungRecord("isolation")])).toEqual(may);
    expect(asked("full", [aRungRecord("canary")])).toEqual(may);
  });

  test("without the one below where a pool cannot do that: the next one down counts", () => {
    expect(asked("full", [aRungRecord("isolation")], { of: managedLoginAlone })).toEqual(may);
    expect(asked("full", [aRungRecord("isolation")], { canarySignIns: 3 })).toEqual(may);
    expect(asked("full", [], { of: managedLoginAlone })).toMatchObject({ rung: "isolation" });
  });

  test.each<[string, Rung, readonly RungRecord[], Partial<Climbing>, object]>([
    [
      "while the one below never passed",
      "canary",
      [],
      {},
      { rung: "isolation", because: "isolation has never passed" },
    ],
    [
      "while that is too long ago",
      "full",
      [aRungRecord("isolation"), aRungRecord("canary", { passedAt: daysAgo(36) })],
      {},
      { rung: "canary", because: "canary last passed 36 days ago, and counts for 35 days" },
    ],
    [
      "while the one below failed since",
      "full",
      [aRungRecord("canary", { outcome: "failed", because: "3 of 4 failed" })],
      {},
      { rung: "canary", because: "canary failed at last: 3 of 4 failed" },
    ],
    [
      "while no probe was ever heard of",
      "isolation",
      [],
      { shadowAt: null },
      { rung: "shadow", because: "no probe of us-east-1 was ever heard of" },
    ],
    [
      "while probes are silent",
      "isolation",
      [],
      { shadowAt: minutes(-4) },
      { rung: "shadow", because: "the newest probe of us-east-1 is 4 min old" },
    ],
  ])("not %s", (...[, rung, rehearsed, change, told]) => {
    expect(asked(rung, rehearsed, change)).toEqual({ kind: "runFirst", ...told });
  });

  test("also after one that told nothing", () => {
    const blocked = aRungRecord("canary", { outcome: "blocked", passedAt: daysAgo(34) });
    expect(asked("full", [blocked])).toEqual(may);
  });

  test("until the very end of its age", () => {
    const passedAt = instant(now - maxAge);
    expect(asked("full", [aRungRecord("canary", { passedAt })]).kind).toBe("runFirst");
    const later = instant(passedAt + 1);
    expect(asked("full", [aRungRecord("canary", { passedAt: later })])).toEqual(may);
  });
});

describe("a canary is nothing for a pool", () => {
  it("whose levers carry no share", () => {
    expect(asked("canary", [], { of: managedLoginAlone })).toEqual({
      kind: "notApplicable",
      because:
        "no lever of pool customers carries a share: managed login goes over as a whole or not at all",
      instead: "full",
    });
  });

  it("whose traffic is too little, where it is known", () => {
    const because = whyNotApplicable("canary", policy, { canarySignIns: 29.9 });
    expect(because).toBe(
      "a canary of pool customers would send 29 sign-ins over, and 30 are the fewest that tell anything",
    );
    expect(whyNotApplicable("canary", policy, { canarySignIns: 30 })).toBeNull();
    expect(whyNotApplicable("canary", policy, { canarySignIns: null })).toBeNull();
  });

  it("and every other rung is something for all", () => {
    const others = rungNames.filter((rung) => rung !== "canary");
    for (const rung of others) {
      expect(inPlaceOf(rung, managedLoginAlone, { canarySignIns: 0 })).toBe(rung);
    }
  });
});

test.each(rungNames)("%s says what it proves, and what it cannot", (rung) => {
  for (const text of Object.values(rungFacts[rung])) expect(text).toMatch(/^[A-Z].+\.$/);
});
