import { describe, expect, test } from "vitest";
import type { Detector } from "../../bench/detectors/detector.ts";
import { constantOutage } from "../../bench/measure/sweep.ts";
import { runFleet } from "../../bench/outages/fleet.ts";
import type { RoundResult } from "../../bench/outages/world.ts";
import { peers } from "../../bench/peers/all.ts";
import {
  type AlarmState,
  alarmState,
  type Point,
  type Treatment,
} from "../../bench/peers/cloudwatch.ts";
import { aCourse, digest, scenarioOf } from "./builders/scenarios.ts";

function named(name: string): Detector {
  const found = peers().find((peer) => peer.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

const result = (failed: boolean): RoundResult => ({
  missing: false,
  sign: failed,
  m2m: false,
  fed: false,
  kind: failed ? "5xx" : null,
  latency: 0.35,
  user: null,
});

/** One line of results at ten-second steps from every vantage: "x" failed, "." well, "-" missing. */
function feed(detector: Detector, results: string): void {
  for (const [i, letter] of [...results].entries()) {
    for (let vantage = 0; vantage < detector.vantages; vantage++) {
      const one = { ...result(letter === "x"), missing: letter === "-" };
      detector.onProbe(i * 10, { vantage, target: 0 }, one);
    }
    detector.onTick(i * 10 + 1, false);
  }
}

/** "failover@90 failback@200" */
function told({ events }: Detector): string {
  return events.map(({ what, t }) => `${what}@${Math.round(t)}`).join(" ");
}

describe("the peers and the reference", () => {
  // Digests of what the benchmark's own rules tell in the same runs, rule by rule and event by event.
  test.each([
    ["auth0-oct18-usw2-connectivity", "b1717b973a90a883"],
    ["syn-partition-two-of-three", "067e57dbd776f5f2"],
    ["syn-monitoring-gap", "e6eda49e344e12ae"],
    ["syn-secondary-only-outage", "1a02f4fe55e93489"],
    ["syn-throttle-storm", "42a262bca2e2bdc3"],
    ["gcp-lb-2017-04-05-25percent", "9c05d4b66965932c"],
  ])("tell of %s what the benchmark's do, to the millisecond", (id, expected) => {
    const rules = peers();
    runFleet(scenarioOf(id), rules, { seed: "pin" });
    const own = rules
      .slice(0, 22)
      .map(({ events }) => events.map(({ what, t }) => `${what}@${t.toFixed(3)}`).join(";"))
      .map((events) => digest(events).slice(0, 8));
    expect(digest(own.join())).toBe(expected);
  });

  test("stay where they are in an hour without trouble", () => {
    const rules = peers();
    runFleet(aCourse([]), rules, { seed: "calm", lost: 0 });
    expect(rules.flatMap(told)).toEqual(rules.map(() => ""));
  });

  test("all leave when everything fails", () => {
    const rules = peers();
    runFleet(constantOutage(1), rules, { seed: "dead" });
    const left = rules.filter(({ events }) => events.some(({ what }) => what === "failover"));
    expect(left.map(({ name }) => name)).toEqual(rules.map(({ name }) => name));
  });

  test("bring nothing along when they are released", () => {
    for (const rule of peers().filter(({ vantages }) => vantages > 0)) {
      feed(rule, "x".repeat(40));
      rule.release();
      expect(rule.awaySince).toBeNull();
      const before = rule.events.length;
      feed(rule, ".".repeat(100));
      expect(rule.events.slice(before)).toEqual([]);
    }
  });
});

describe("a CloudWatch alarm", () => {
  const treatments: readonly Treatment[] = ["missing", "ignore", "breaching", "notBreaching"];
  const states: Readonly<Record<string, AlarmState>> = {
    O: "OK",
    A: "ALARM",
    I: "INSUFFICIENT_DATA",
  };

  // The user guide's two tables: missing, ignore, breaching, notBreaching; "k" keeps the state.
  test.each([
    [3, "0-X-X", "OOOO"],
    [3, "0----", "OkOO"],
    [3, "-----", "IkAO"],
    [3, "0XX-X", "AAAA"],
    [3, "--X--", "AkAO"],
    [2, "0-X-X", "AAAA"],
    [2, "00X0X", "AAAA"],
    [2, "0-X--", "OkAO"],
    [2, "----0", "OkAO"],
    [2, "---X-", "AkAO"],
  ])("with %i of 3 and the points %s is %s", (M, text, wanted) => {
    const points = [...text].map(
      (letter): Point => (letter === "-" ? null : letter === "X" ? 1 : 0),
    );
    for (const [i, treat] of treatments.entries()) {
      for (const current of ["OK", "ALARM"] as const) {
        const expected = states[wanted[i] ?? ""] ?? current;
        expect(alarmState(points, { M, N: 3, treat }, current)).toBe(expected);
      }
    }
  });
});

describe("a Route 53 check", () => {
  test("is unhealthy at two healthy checkers of sixteen, not at three", () => {
    const check = named("Route 53 10 s x1");
    const fails = (checker: number, failed = true) =>
      check.onCheck(checker, { checker, failed, turn: 0 });
    for (let checker = 0; checker < 13; checker++) fails(checker);
    expect(check.awaySince).toBeNull();
    fails(13);
    expect(check.awaySince).toBe(13);
    fails(14, false);
    expect(told(check)).toBe("failover@13");
    fails(13, false);
    expect(told(check)).toBe("failover@13 failback@13");
  });
});

describe("rules on the same results", () => {
  test.each([
    ["Sentinel 30 s, 2 of 3", "..xxxxx...", "failover@41"],
    ["Sentinel 30 s, 2 of 3", "..xx.xx.xx", ""],
    ["2 in a row, 2 of 3", ".x.x.xx", "failover@60"],
    // Ten failures add up, though nine good results stand between; ten would clear them.
    ["gdnsd 10 s, 10 down, 20 up", "xxxxx.........xxxxx", "failover@180"],
    ["gdnsd 10 s, 10 down, 20 up", "xxxxx..........xxxxx", ""],
    [
      "gdnsd 10 s, 10 down, 20 up",
      `${"x".repeat(10)}${".".repeat(19)}x${".".repeat(20)}`,
      "failover@90 failback@490",
    ],
    ["phi 8, 2 of 3", `${".".repeat(30)}${"x".repeat(6)}`, "failover@341"],
    ["phi 8, 2 of 3", `${".".repeat(30)}${"-".repeat(6)}`, "failover@341"],
    ["Burn rate 14.4x/6x", `${"x".repeat(6)}`, "failover@51"],
  ])("%s makes of %s %s", (name, results, wanted) => {
    const rule = named(name);
    feed(rule, results);
    expect(told(rule)).toBe(wanted);
  });

  test("Gatus takes three failures and two successes in a row", () => {
    const gatus = named("Gatus 60 s x3");
    for (const [i, letter] of [..."xx.xxx.x.."].entries())
      gatus.onMinute(i, result(letter === "x"));
    expect(told(gatus)).toBe("failover@5 failback@9");
  });

  test("n locations count the last try only, and wait for the minimum", () => {
    const name = "2 of 3 locations, 1 retry, 1 min";
    const once = named(name);
    // Each location looks once in six turns, at a turn of its own, and once more after a failure.
    feed(once, "x.....x.....x.....");
    expect(told(once)).toBe("");
    const lasting = named(name);
    feed(lasting, "x".repeat(15));
    // The first fails for good at 10 s, the third at 30 s.
    expect(told(lasting)).toBe("failover@90");
  });
});
