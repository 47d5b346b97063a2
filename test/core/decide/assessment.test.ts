import { describe, expect, test } from "vitest";
import { assess } from "../../../core/decide/assessment.ts";
import type { HealthName } from "../../../core/detect/region-health.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { nothing } from "../../../core/detect/tally.ts";
import type { FindingName } from "../../../core/probe/finding-table.ts";
import type { Sightings } from "../../../core/probe/last-seen.ts";
import { type Instant, millis, type Region, region } from "../../../core/values/types.ts";
import { aHealth } from "../builders/a-health.ts";
import { aPath } from "../builders/a-path.ts";
import { aPolicy, minutes, now, primary, secondary, someJourneys } from "../builders/a-policy.ts";
import { aState, standings } from "../builders/a-state.ts";
import { aRound, aSickStatistic, aStatistic, overSince } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

describe("the case for leaving", () => {
  const policy = aPolicy({ probeUser: { secret: "x", count: 10 } });
  const over = { ...overSince(minutes(-8)), tally: { ...nothing, rounds: 100, here: 32 } };
  const failing: Partial<Statistic> = {
    ...aSickStatistic(),
    sick: { dead: over, half: over, gray: over },
    lately: over.tally,
  };
  const statistics = policy.vantages.flatMap((vantage) => [
    aStatistic({ ...failing, vantage, target: primary }),
    aStatistic({ vantage, target: secondary }),
  ]);

  interface Seen {
    readonly by?: readonly Region[];
    readonly at?: Instant;
    readonly target?: Region;
  }
  function kindOf({ by = [primary, secondary], at = now, target = primary }: Seen) {
    const users = [{ target, failures: "2220000000", last: 2, at }];
    const sightings = by.map((vantage): Sightings => ({ vantage, at, sightings: [], users }));
    return assess(aState(), aTick({ policy, statistics, sightings })).case.kind;
  }

  test("rests on few users where the same ones fail each time, as a majority sees it", () => {
    expect(kindOf({ by: [] })).toBe("holds");
    expect(kindOf({})).toBe("tooFew");
    expect(kindOf({ by: [primary] })).toBe("holds");
  });

  test("hears of these users from the pool's vantages, of the primary, and lately", () => {
    expect(kindOf({ by: [primary, region("ap-south-1")] })).toBe("holds");
    expect(kindOf({ target: secondary })).toBe("holds");
    expect([kindOf({ at: minutes(-30) }), kindOf({ at: minutes(-30.1) })]).toEqual([
      ...["tooFew", "holds"],
    ]);
  });
});

describe("what was found", () => {
  const policy = aPolicy({ journeys: someJourneys({ password: {}, refreshAcross: {}, srp: {} }) });
  function foundWith(finding: FindingName, statistics: readonly Statistic[]) {
    const outcome = { kind: "finding", finding, step: "refresh", says: "x" } as const;
    const about = { journey: "refreshAcross", target: primary, at: now, since: now } as const;
    const sightings = policy.vantages.map((vantage) => ({
      ...{ vantage, at: now, users: [] },
      sightings: [{ ...about, took: millis(100), outcome, lag: null }],
    }));
    return assess(aState(), aTick({ policy, statistics, sightings })).found.map(({ name }) => name);
  }
  const refusing = (target: Region) => {
    const refused = { since: minutes(-5), last: now, value: 7 };
    const use = { taken: minutes(-60), refused, refusedAt: now, at: now };
    const credentials = { user: use, session: use };
    return aRound({ [target === primary ? "primary" : "secondary"]: { credentials } });
  };

  test("is a session that is not shared, but where the Region refuses all credentials", () => {
    expect(foundWith("sessionNotShared", aRound())).toEqual(["sessionNotShared"]);
    expect(foundWith("sessionNotShared", refusing(secondary))).toEqual(["sessionNotShared"]);
    expect(foundWith("sessionNotShared", refusing(primary))).toEqual([]);
    expect(foundWith("regionsDiffer", refusing(primary))).toEqual(["regionsDiffer"]);
  });

  test("is not what the edge's own diagnosis says", () => {
    expect(foundWith("customDomainTrouble", aRound())).toEqual([]);
  });
});

describe("once failed over, the move in question", () => {
  const left = [aPath(), aPath({ path: "sdk", wanted: primary })];
  const all = [aPath(), aPath({ path: "sdk" })];
  const moveOf = (paths: typeof left, name: HealthName) => {
    const health = { primary: aHealth({ name }), secondary: aHealth() };
    const lately = overSince(minutes(-1));
    const fails = { ...aSickStatistic(), sick: { dead: lately, half: lately, gray: lately } };
    const { vantage: _, target: __, ...one } = fails;
    const statistics = aRound(name === "up" ? {} : { primary: one });
    const state = aState({ standing: standings.failedOver, paths, health });
    const { primary: here, move } = assess(state, aTick({ statistics }));
    expect(here.health.name).toBe(name);
    return move;
  };

  test("is failback, but while users were left at a primary that fails", () => {
    expect(moveOf(left, "up")).toBe("failBack");
    expect(moveOf(all, "down")).toBe("failBack");
    expect(moveOf(left, "down")).toBe("failOver");
    expect(moveOf(left, "suspect")).toBe("failOver");
  });
});
