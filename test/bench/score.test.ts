import { describe, expect, test } from "vitest";
import type { Told } from "../../bench/detectors/detector.ts";
import { Shares } from "../../bench/measure/harm.ts";
import { type LineUp, runAll } from "../../bench/measure/run.ts";
import { outcome, quantile, row, yardstick } from "../../bench/measure/score.ts";
import { sweep } from "../../bench/measure/sweep.ts";
import { judgeCorpus } from "../../bench/outages/corpus.ts";
import { LABEL_RULE, type Scenario } from "../../bench/outages/scenario.ts";
import { blame, countYears } from "../../bench/outages/years.ts";
import { peers } from "../../bench/peers/all.ts";
import { TwiceAtTwo } from "./builders/recorder.ts";
import { aCourse, aPhase, corpusOf } from "./builders/scenarios.ts";

const total = aPhase({ fail: { all: 1, discovery: 1 } });

function aScenario(changed: Partial<Scenario> = {}): Scenario {
  return {
    ...aCourse([total]),
    title: "",
    cls: "test",
    decision: "failover",
    earliest_act_s: 600,
    full_minutes: 30,
    gain_minutes: 30,
    visible_to_probes: true,
    ...changed,
  };
}

const event = (what: Told["what"], t: number): Told => ({ what, t, why: "" });

function judged(events: readonly Told[], scenario = aScenario()) {
  const against = yardstick(scenario, new Shares(scenario), LABEL_RULE);
  return outcome({ events }, against, 1);
}

describe("harm", () => {
  const shares = new Shares(aCourse([total]));

  test("is the outage when nobody moves", () => {
    expect(shares.lost([])).toBeCloseTo(30, 6);
  });

  test("is what is lost before a move reaches users, its price, and a tenth from then on", () => {
    // 10 min until it is decided, one until users follow, two for the move, 39 min at a tenth.
    const early = shares.lost([event("failover", 600 + 540)]);
    expect(early).toBeCloseTo(10 + 2 + 0.1 * 40, 1);
    const home = shares.lost([event("failover", 1140), event("failback", 2340)]);
    expect(home).toBeCloseTo(10 + 4 + 0.1 * 20, 1);
  });

  test("does not count what is told before the scenario begins, nor pages", () => {
    expect(shares.lost([event("failover", -5), event("page", 700)])).toBeCloseTo(30, 6);
  });

  test("is least with one trip at the best minutes", () => {
    // Away for the thirty bad minutes alone: two moves, and a tenth of thirty minutes.
    expect(shares.leastLost()).toBeCloseTo(4 + 3, 6);
    expect(new Shares(aCourse([])).leastLost()).toBe(0);
    const toTheEnd = new Shares(aCourse([{ ...total, until_s: 3600 }]));
    expect(toTheEnd.leastLost()).toBeCloseTo(2 + 5, 6);
  });

  test("knows when a move stops being worth it", () => {
    // Four minutes are just not left at 2160, as sums of sixths are a little less than whole.
    expect(shares.usefulUntil(4)).toBe(2150);
    expect(shares.usefulUntil(3.9)).toBe(2160);
    expect(new Shares(aCourse([])).usefulUntil(4)).toBe(-1);
  });
});

describe("an outcome", () => {
  test("measures the delay from the earliest right moment, the detection from the onset", () => {
    const scenario = aScenario({ earliest_act_s: 700 });
    expect(judged([event("detected", 620), event("failover", 900)], scenario)).toMatchObject({
      delay: 200,
      detection: 20,
      isMissed: false,
      isEarly: false,
      moves: 1,
    });
  });

  test("is missed without a move, and with one that comes too late to be worth it", () => {
    expect(judged([]).isMissed).toBe(true);
    expect(judged([event("failover", 2151)]).isMissed).toBe(true);
    expect(judged([event("failover", 2150)]).isMissed).toBe(false);
    expect(judged([], aScenario({ decision: "either" })).isMissed).toBe(false);
  });

  test("is early more than half a minute before its time", () => {
    expect(judged([event("failover", 569)]).isEarly).toBe(true);
    expect(judged([event("failover", 570)])).toMatchObject({ isEarly: false, delay: 0 });
  });

  test("is wrong where staying or paging is right, and nowhere else", () => {
    const wrong = (decision: Scenario["decision"]) =>
      judged([event("failover", 700)], aScenario({ decision })).isWrong;
    expect(wrong("stay")).toBe(true);
    expect(wrong("page")).toBe(true);
    expect(wrong("either")).toBe(false);
    expect(wrong("failover")).toBe(false);
  });

  test("owes a page only where probes can see why", () => {
    expect(judged([], aScenario({ decision: "page" })).isPageDue).toBe(true);
    const unseen = aScenario({ decision: "page", visible_to_probes: false });
    expect(judged([], unseen).isPageDue).toBe(false);
    expect(judged([]).isPageDue).toBe(false);
  });
});

describe("a row", () => {
  const rule = { name: "a", canPage: true };

  test("weighs scenarios alike, however often each ran", () => {
    const often = Array.from({ length: 9 }, () => ({ ...judged([]), weight: 1 / 9 }));
    const once = { ...judged([event("failover", 700)], aScenario({ id: "b" })), weight: 1 };
    const found = row(rule, [...often, once]);
    expect(found.missed).toBeCloseTo(0.5, 9);
    expect(found).toMatchObject({
      delay: { p50: 100, p95: 100, max: 100 },
      moves: 0.5,
      mostMoves: 1,
    });
  });

  test("counts a page as given only where nobody moved as well", () => {
    const page = aScenario({ decision: "page" });
    const given = judged([event("page", 700)], page);
    const both = judged([event("page", 700), event("failover", 800)], page);
    expect(row(rule, [given, both]).paged).toBe(0.5);
    expect(row({ ...rule, canPage: false }, [given]).paged).toBeNull();
  });

  test("is empty where nothing counts", () => {
    const stay = judged([], aScenario({ decision: "stay" }));
    expect(row(rule, [stay])).toMatchObject({ delay: null, missed: null, wrong: 0, paged: null });
  });

  test("takes quantiles as the benchmark does", () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([1, 2], 0.95)).toBe(2);
    expect(quantile([], 0.5)).toBeNull();
  });
});

const names = ["Reference k=3, hold 180 s", "Uptime Kuma 60 s, 0 retries", "Gatus 60 s x3"];
const lineUp: LineUp = () => ({
  fleet: peers().filter(({ name }) => names.includes(name)),
  adaptive: [new TwiceAtTwo()],
});

describe("the benchmark in small", () => {
  test("judges rules of both cadences at the same scenarios", () => {
    const { scenarios, ...corpus } = corpusOf("public");
    const wanted = ["auth0-oct11-eu-wrong-certificate", "syn-probe-credential-expired"];
    const few = { ...corpus, scenarios: scenarios.filter(({ id }) => wanted.includes(id)) };
    const judged = judgeCorpus(few, lineUp, 4);
    const of = (name: string) => judged.find((one) => one.name.startsWith(name));
    expect(judged.map(({ outcomes }) => outcomes.length)).toEqual([8, 8, 8, 8]);
    expect(of("Reference")).toMatchObject({ missed: 0, wrong: 0, paged: 1, mostMoves: 1 });
    expect(of("Reference")?.delay?.p50).toBeGreaterThan(185);
    expect(of("Reference")?.delay?.p50).toBeLessThan(200);
    expect(of("Uptime")).toMatchObject({ missed: 0, wrong: 1, paged: null });
    // Two in a row at two vantages: detected at the first result, decided within two rounds.
    expect(of("recorder")?.detection).toBeLessThan(21);
    expect(of("recorder")?.delay?.max).toBeLessThan(40);
    expect(of("recorder")?.wrong).toBe(1);
  });

  test("runs scenarios of many hours a quarter as often", () => {
    const long = aScenario({ id: "long", duration_s: 40_060, phases: [] });
    const corpus = { set: "", label_rule: LABEL_RULE, scenarios: [long, aScenario()] };
    const [judged] = judgeCorpus(corpus, () => ({ fleet: [], adaptive: [new TwiceAtTwo()] }), 6);
    const weights = Map.groupBy(judged?.outcomes ?? [], ({ scenario }) => scenario);
    expect([...weights.values()].map((all) => all.length)).toEqual([2, 6]);
    for (const all of weights.values()) {
      expect(all.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
    }
  });

  test("forgets what rules tell in the warm-up", () => {
    const early = new TwiceAtTwo();
    early.events.push(event("page", -1), event("ticket", 0));
    const [ran] = runAll(aCourse([]), { fleet: [], adaptive: [early] }, { seed: "a", lost: 0 });
    expect(ran?.events).toEqual([event("ticket", 0)]);
  });

  test("blames the service before vantages, and nobody after half an hour", () => {
    const service = aPhase({ at_s: 0, until_s: 100, cause: "throttle" });
    const line = aPhase({ at_s: 50, until_s: 90, region: "observer", cause: "local" });
    const later = { ...line, at_s: 60 };
    expect(blame(80, [service, line])).toBe(service);
    expect(blame(80, [line, later])).toBe(later);
    expect(blame(1900, [service, line])).toBe(service);
    expect(blame(1901, [service, line])).toBeNull();
  });

  test("sweeps constant shares and holds rules to the limit", () => {
    const swept = sweep(lineUp, { runs: 7, shares: [1, 0.33] });
    const [total, third] = swept.find(({ name }) => name.startsWith("Reference"))?.cells ?? [];
    expect(total).toMatchObject({ share: 1, caught: 1, detection: Number.POSITIVE_INFINITY });
    expect(total?.overLimit).toBeCloseTo(1, 1);
    expect(third?.delay).toBeGreaterThan(total?.delay ?? 0);
    expect(swept.find(({ name }) => name === "recorder")?.cells[0]?.detection).toBeLessThan(21);
    expect(swept.find(({ name }) => name.startsWith("Gatus"))?.overLimit).toBeGreaterThan(2);
  });

  test("counts false moves by the disturbance to blame", () => {
    const adaptiveOnly: LineUp = () => ({ fleet: [], adaptive: [new TwiceAtTwo()] });
    const [counted] = countYears(adaptiveOnly, { years: 1 });
    expect(counted?.byCause["blip"]).toBeGreaterThan(2);
    expect(counted?.byCause["blip"]).toBeLessThan(13);
    const sum = Object.values(counted?.byCause ?? {}).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(counted?.falseMoves ?? 0, 9);
    expect(counted?.moves).toBeGreaterThanOrEqual(counted?.falseMoves ?? 0);
    expect((counted?.rounds ?? 0) / 1e6).toBeCloseTo(1.6, 1);
    const calm = countYears(adaptiveOnly, { years: 1, noise: { blipPerYear: 0 } });
    expect(calm[0]?.byCause).not.toHaveProperty("blip");
  });

  test("is the same from the same seed", () => {
    const told = () =>
      runAll(aCourse([aPhase()]), lineUp(), { seed: "a" }).map(({ events }) => events);
    expect(told()).toEqual(told());
    const other = runAll(aCourse([aPhase()]), lineUp(), { seed: "b" }).map(({ events }) => events);
    expect(other).not.toEqual(told());
  });
});
