import { describe, expect, test } from "vitest";
import { backtest, summed } from "../../bench/backtest.ts";
import { benchPolicy, ours } from "../../bench/bench-settings.ts";
import type { Adaptive, Told } from "../../bench/detectors/detector.ts";
import { type Detection, detectionJson, readDetection } from "../../bench/measure/detection.ts";
import { measure } from "../../bench/measure/measure.ts";
import { reach } from "../../bench/measure/reach.ts";
import { leastRegrets } from "../../bench/measure/regrets.ts";
import { fromBlips } from "../../bench/outages/long-blips.ts";
import { LABEL_RULE, type Scenario } from "../../bench/outages/scenario.ts";
import { blocks, printed } from "../../bench/page/detection-page.ts";
import { agreement } from "../../bench/page/published.ts";
import { peers } from "../../bench/peers/all.ts";
import { peerCosts } from "../../bench/peers/costs.ts";
import { millis } from "../../core/values/types.ts";
import { aCourse, aPhase, corpusOf } from "./builders/scenarios.ts";

/** Moves once the primary has failed for so many seconds, and still does. */
class Patient implements Adaptive {
  readonly name = "patient";
  vantages = 3;
  readonly events: Told[] = [];
  readonly #wait: number;
  #since: number | null = null;
  #last = 0;

  constructor(wait: number) {
    this.#wait = wait;
  }

  onRound(t: number, _vantage: number, [primary]: Parameters<Adaptive["onRound"]>[2]) {
    if (t >= 0 && primary.sign) {
      this.#since ??= t;
      this.#last = t;
    }
    return { burst: primary.sign };
  }

  onTick(t: number): void {
    if (this.#since === null || t - this.#since < this.#wait || t - this.#last > 10) return;
    this.events.push({ t, what: "failover", why: "long enough" });
  }
}

describe("long blips", () => {
  const moves = (from: number, wait = 100) =>
    fromBlips(() => new Patient(wait), { from, mean: 40, count: 200 });

  test("weigh as many moves a year as there are blips that outlast the wait", () => {
    expect(moves(60).perYear).toBeGreaterThan(12 * Math.exp(-120 / 40));
    expect(moves(60).perYear).toBeLessThan(12 * Math.exp(-85 / 40));
    expect(moves(60, 10_000)).toEqual({ perYear: 0, error: 0 });
  });

  test("say the same from whichever length on they are drawn, the surer the longer", () => {
    const [all, long] = [moves(20), moves(80)];
    expect(Math.abs(all.perYear - long.perYear)).toBeLessThan(3 * all.error);
    expect(long.error).toBeLessThan(all.error / 2);
  });
});

describe("peerCosts()", () => {
  const costs = peerCosts(peers());
  const of = (name: string) => costs.find((one) => one.name.startsWith(name));

  test("has a row for every rule, with a price or the reason why there is none", () => {
    expect(costs.map(({ name }) => name)).toEqual(peers().map(({ name }) => name));
    for (const { dollars, of } of costs) expect(dollars === null).toBe(/host of your own/.test(of));
  });

  test("adds options to a health check, and probes to what listens to them", () => {
    expect(of("Route 53 30 s")?.dollars).toBe(1.5);
    expect(of("Route 53 10 s x3, deep")?.dollars).toBe(3.5);
    const [three, five] = [of("Sentinel 30 s")?.dollars ?? 0, of("Sentinel 60 s")?.dollars ?? 0];
    expect(five / three).toBeCloseTo(5 / 3, 5);
    expect(of("ARC")?.dollars).toBeGreaterThan(70 + three);
  });
});

const corpus = corpusOf("public");
const wanted = ["syn-150s-outage", "auth0-oct11-eu-wrong-certificate"];
const few = { ...corpus, scenarios: corpus.scenarios.filter(({ id }) => wanted.includes(id)) };

describe("what is measured", () => {
  const parts: string[] = [];
  const amounts = {
    ...{ runs: 1, sweepRuns: 1, years: 0, peerYears: 0, blips: 1, frontierRuns: 1 },
    shares: [1, 0.3],
  };
  const watcher = {
    part: (name: string) => parts.push(name),
    step() {},
  };
  const found: Detection = {
    machine: { processor: "none", node: "24" },
    ...measure([{ file: "few.json", corpus: few }], amounts, watcher),
  };

  test("survives being written down and read, with never for never", () => {
    const text = detectionJson(found);
    const read = readDetection(text);
    expect(detectionJson(read)).toBe(text);
    const blind = read.swept.find(({ name }) => name === "Route 53 30 s x3");
    expect(blind?.cells.at(-1)?.delay).toBe(Number.POSITIVE_INFINITY);
    expect(text).toContain('"delay":null');
  });

  test("has both of our rules beside every peer, at the same outages", () => {
    const names = found.sets[0]?.rows.map(({ name }) => name);
    expect(names).toEqual([...peers().map(({ name }) => name), ours[3], ours[5]]);
    expect(found.swept.map(({ name }) => name)).toEqual(names);
    expect(found.costs.map(({ name }) => name)).toEqual(names);
    expect(parts[0]).toBe("few.json");
  });

  test("shows that a longer wait moves later", () => {
    const waits = found.frontier.filter(
      ({ vantages, blipMean }) => vantages === 5 && blipMean === 40,
    );
    const delays = waits.map(({ delay }) => delay);
    expect(waits.map(({ years }) => years)).toEqual([30, 10, 5, 3, 1]);
    expect(delays).toEqual(delays.toSorted((a, b) => b - a));
  });

  test("fills every block of a page, and leaves the rest of it alone", () => {
    const names = Object.keys(blocks(found));
    const page = names.map((name) => `Words.\n\n<!-- ${name} -->\n<!-- /${name} -->\n`).join("\n");
    const once = printed(page, found);
    expect(once.match(/^Words\.$/gm)?.length).toBe(names.length);
    expect(once).not.toMatch(/-->\n<!-- \//);
    expect(printed(once, found)).toBe(once);
  });
});

describe("leastRegrets()", () => {
  const half = {
    ...aCourse([aPhase({ fail: { all: 1, discovery: 1 } })]),
    ...{ title: "", cls: "test", decision: "failover" as const, earliest_act_s: 600 },
    ...{ full_minutes: 30, gain_minutes: 30, visible_to_probes: true },
  };
  const of = (changed: Partial<Scenario>, years = 10) => {
    const corpus = { set: "", label_rule: LABEL_RULE, scenarios: [{ ...half, ...changed }] };
    const [found] = leastRegrets(corpus, { years, blips: { perYear: 12, mean_s: 40 } });
    return { atOnce: found?.atOnce ?? 0, afterWait: found?.afterWait ?? 0 };
  };

  test("charge for the way to users, for staying away, and for the wait that a budget asks", () => {
    // The best trip knows the future: it leaves a minute early and comes home, 4 + 3. To move at once costs
    // a minute, a move, and a tenth of 49 minutes.
    expect(of({}).atOnce).toBeCloseTo(1 + 2 + 4.9 - 7, 1);
    expect(of({}).afterWait - of({}).atOnce).toBeCloseTo((0.9 * 191.5) / 60, 0);
    expect(of({}, 1).afterWait - of({}).atOnce).toBeCloseTo((0.9 * 99.4) / 60, 0);
  });

  test("take trouble that was there before its time into the wait", () => {
    expect(of({ earliest_act_s: 900 }).afterWait).toBe(of({ earliest_act_s: 900 }).atOnce);
  });

  test("follow the label, even where moving would spare harm", () => {
    expect(of({ decision: "page" }).atOnce).toBeCloseTo(30 - 7, 6);
    expect(of({ decision: "either" })).toEqual(of({}));
  });
});

describe("agreement()", () => {
  const named = { name: "Sentinel 30 s, 2 of 3" };
  const row = { delay: { p50: 42, p95: 22 * 60 }, missed: 0.031, wrong: 0.39, regret: 5.04 };
  const against = (changed: object, falseMoves = 5) => {
    const counted = [{ ...named, years: 20, falseMoves }];
    const sets = [{ rows: [{ ...named, ...row, ...changed }] }];
    const [found] = agreement({ sets, counted } as unknown as Detection);
    return found?.pairs.map(({ isSame }) => isSame);
  };

  test("asks for the same figures as printed, and for as many false moves as chance allows", () => {
    expect(against({})).toEqual([true, true, true, true, true, true]);
    expect(against({ wrong: 0.4 })).toEqual([true, true, true, false, true, true]);
    expect(against({ regret: 5.06 })).toEqual([true, true, true, true, false, true]);
    expect(against({}, 7.5)?.at(-1)).toBe(false);
  });
});

describe("reach()", () => {
  const row = {
    ...{ delay: null, detection: null, missed: 0, early: 0, wrong: 0.02, moves: 0, mostMoves: 1 },
    ...{ paged: 0.95, regret: 2.9 },
  };
  const cell = { delay: 195, p95: 200, max: 210, detection: 24, caught: 1, overLimit: 1 };
  const rules = [ours[3], ours[5], "a peer"];
  const found = {
    sets: [{ rows: rules.map((name) => ({ ...row, name, regret: name === "a peer" ? 4 : 2.9 })) }],
    swept: rules.map((name) => {
      return { name, overLimit: 1.1, cells: [1, 0.5, 0.3].map((share) => ({ ...cell, share })) };
    }),
    counted: rules.map((name) => ({
      ...{ name, years: 100, falseMoves: 0.11, byCause: { blip: 0.1, local: 0.01 } },
      ...{ moves: 0.11, pages: 11, rounds: null, ticks: null },
    })),
  } as unknown as Detection;

  test("says of each demand whether it is met, at three vantages and at five", () => {
    const met = Object.fromEntries(
      reach(found).map(({ demand, cells }) => [demand, cells.map(({ isMet }) => isMet)]),
    );
    expect(met).toMatchObject({
      "named diagnosis, median from the onset, 100 % failing": [true, false],
      "outages missed": [true, true],
      "moved where staying or a page is right": [true, false],
      "due pages given": [true, false],
      "pages in a healthy year": [true, true],
      "false moves a year, budget of one in ten years": [true, false],
      "of them for anything but a blip": [false, false],
      "regret, full-outage minutes a scenario": [true, false],
      "regret over that of the best peer": [true, true],
    });
  });

  test("shows what was wanted beside what was found", () => {
    const row = reach(found).find(({ demand }) => demand.startsWith("false moves"));
    expect(row?.cells[0]).toEqual({
      wanted: "at most 0.12",
      found: "0.11 (11 in 100 years)",
      isMet: true,
    });
  });
});

describe("backtest()", () => {
  const settings = { policy: benchPolicy({ vantages: 3 }), runs: 3 };
  const tested = few.scenarios.map((scenario) => backtest(scenario, few, settings));
  const [outage, short] = tested;

  test("counts what each run decided, and how late", () => {
    expect(outage).toMatchObject({ wanted: "failover", runs: 3, missed: 0, wrong: 0, moves: 1 });
    expect(outage?.decided).toEqual({ failover: 3, page: 0, stay: 0 });
    expect(outage?.delay).toBeGreaterThan(185);
    expect(outage?.delay).toBeLessThan(215);
    expect(short?.decided.failover).toBe(0);
    expect(short?.delay).toBeNull();
  });

  test("calls a move wrong where the label is stay, and a missing one missed", () => {
    const [first] = few.scenarios;
    const stay = backtest({ ...first!, decision: "stay" }, few, settings);
    expect(stay).toMatchObject({ wrong: 3, missed: 0 });
    const never = backtest({ ...few.scenarios[1]!, decision: "failover" }, few, settings);
    expect(never).toMatchObject({ wrong: 0, missed: 3 });
    expect(summed([stay, never])).toMatchObject({ wrong: 1, missed: 1 });
  });

  test("sees nothing of a way in that the settings do not walk", () => {
    const fail = { m2m: 1 };
    const scenario = { ...few.scenarios[0]!, phases: [aPhase({ fail, until_s: 3600 })] };
    const { policy } = settings;
    const journeys = { ...policy.journeys, clientCredentials: null };
    const [walked, not] = [policy, { ...policy, journeys }].map((one) =>
      backtest(scenario, few, { ...settings, policy: one }),
    );
    expect(walked?.decided).toEqual({ failover: 0, page: 3, stay: 0 });
    expect(not?.decided).toEqual({ failover: 0, page: 0, stay: 3 });
  });

  test("looks as often as the settings say", () => {
    const seldom = { probe: millis(300_000), watch: millis(300_000) };
    const criteria = { ...settings.policy.criteria, evidenceTooOldAfter: millis(600_000) };
    const policy = { ...settings.policy, criteria };
    const late = backtest(few.scenarios[0]!, few, { ...settings, policy, pace: seldom });
    const seen = (one: typeof late) => Math.max(...one.outcomes.map(({ detection }) => detection!));
    expect(seen(outage!)).toBeLessThan(45);
    expect(seen(late)).toBeGreaterThan(60);
  });

  test("decides earlier where one false move a year is allowed", () => {
    const hasty = benchPolicy({ vantages: 3, years: 1 });
    const sooner = backtest(few.scenarios[0]!, few, { ...settings, policy: hasty });
    expect(outage!.delay! - sooner.delay!).toBeGreaterThan(60);
  });
});
