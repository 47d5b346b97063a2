import { describe, expect, it } from "vitest";
import { costOf, withinLimit } from "../../../core/cost/cost.ts";
import { type Price, prices } from "../../../core/cost/prices.ts";
import { measured } from "../../../core/cost/usage-figures.ts";
import { switchedOn } from "../../../core/probe/schedule.ts";
import { journeyNames } from "../../../core/settings/journey.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import type { Config } from "../../../core/settings/policy.ts";
import settings from "../../../sim/story.config.ts";
import { merge } from "../../settings/merge.ts";

/** The shipped pool with the journeys that are on by default, and the shipped one as it is. */
const [pool] = settings.pools;
const plain = { ...settings, pools: [{ ...pool, journeys: {} }] };

const parsed = (base: object, change: object) => parseConfig(merge(base, change));

function configOf(change: object = {}, base: object = plain): Config {
  const result = parsed(base, change);
  if (result.kind === "invalid") throw new Error(JSON.stringify(result.problems));
  return result.config;
}

const dollars = (change: object = {}, base?: object) => costOf(configOf(change, base)).dollars;

/** What the line costs under its name. */
function line(name: string, change: object = {}): { quantity: number; dollars: number } {
  const found = costOf(configOf(change)).lines.find((one) => one.name === name);
  return { quantity: found?.quantity ?? 0, dollars: found?.dollars ?? 0 };
}

const journeys = (on: object) => ({ pools: { 0: { journeys: on } } });

const MINUTES = (365 * 24 * 60) / 12;
const units = (bytes: number) => Math.ceil(bytes / 1_024);
const item = (results: number) => units(measured.round + results * measured.result);

describe("costOf()", () => {
  it("stays under $15 for one pool with the journeys of the defaults, at one-minute cadence", () => {
    expect(configOf().cadence).toEqual({
      probe: 60_000,
      watch: 60_000,
      burst: 3_000,
      check: 86_400_000,
    });
    expect(dollars()).toBeGreaterThan(10);
    expect(dollars()).toBeLessThan(15);
  });

  it("stays under $15 with every journey there is, as shipped", () => {
    const shippedOn = configOf({}, settings).pools.flatMap(switchedOn);
    expect(shippedOn).toEqual(journeyNames);
    expect(dollars({}, settings)).toBeGreaterThan(dollars());
    expect(dollars({}, settings)).toBeLessThan(15);
  });

  it("is the sum of its lines, each quantity times unit price", () => {
    const { lines, dollars } = costOf(configOf());
    for (const { quantity, price, dollars } of lines) {
      expect(dollars).toBeCloseTo((quantity * price.dollars) / price.units, 10);
    }
    expect(dollars).toBeCloseTo(
      lines.reduce((sum, one) => sum + one.dollars, 0),
      10,
    );
  });

  it("counts probes as vantages times minutes, a schedule for each watch and one for signals", () => {
    const five = { pools: { 0: { furtherVantages: ["ca-central-1", "ap-southeast-2"] } } };
    expect(line("schedules").quantity).toBe(3 * MINUTES + MINUTES + MINUTES);
    expect(line("schedules", five).quantity).toBe(5 * MINUTES + MINUTES + MINUTES);
    expect(line("probes' secrets", five).quantity).toBe(5);
    expect(line("probes, time", five).quantity).toBeCloseTo(
      (line("probes, time").quantity / 3) * 5,
      5,
    );
  });

  it("counts the practice runs that are scheduled, and no fewer than keep mode automatic armed", () => {
    const practising = (practice: object, mode = "advise") => ({
      pools: { 0: { mode, practice } },
    });
    const canary = (cron: string) => ({ rung: "canary", cron });
    const runs = (change: object) => line("practice, schedules", change).quantity;
    expect(runs(practising({}))).toBe(0);
    // One of each in 35 days; the guards are the canary's.
    const aMonth = 365 / 12 / 35;
    const armed = practising({ arming: { rungs: ["isolation", "canary"] } }, "automatic");
    expect(runs(armed)).toBeCloseTo(2 * aMonth, 6);
    expect(runs(practising({ arming: { rungs: ["isolation"] } }, "automatic"))).toBe(0);
    expect(runs(practising({ arming: { rungs: [] } }, "automatic"))).toBe(0);
    // Each Tuesday, of 208 in four years; what is scheduled arms it as well.
    const weekly = { schedules: [canary("0 3 ? * TUE *")] };
    expect(runs(practising(weekly))).toBeCloseTo((3 * 208) / 48, 6);
    expect(runs(practising(weekly, "automatic"))).toBeCloseTo((3 * 208) / 48, 6);
    const twiceADay = { schedules: [canary("0 3,15 * * ? *")] };
    expect(runs(practising(twiceADay))).toBeCloseTo((3 * 2 * 1_461) / 48, 6);
  });

  it("counts a canary by its shares and bake, a full run where managed login is the only path", () => {
    const canary = { schedules: [{ rung: "canary", cron: "0 3 1 * ? *" }] };
    const transitions = (practice: object, paths?: object) =>
      line("practice, transitions", {
        pools: { 0: { mode: "advise", practice: { ...canary, ...practice }, ...paths } },
      }).quantity;
    const { run } = measured.practice;
    const of = (shares: number, looks: number) =>
      run.transitions + shares * run.transitionsAShare + looks * run.transitionsALook;
    expect(transitions({})).toBe(of(3, 30));
    expect(transitions({ canary: { shares: [1, 2], bake: "2 minutes" } })).toBe(of(2, 8));
    const full = configOf({ pools: { 0: { mode: "automatic" } } });
    const [pool] = full.pools;
    const alone = { ...full, pools: [{ ...pool!, paths: { ...pool!.paths, sdk: null } }] };
    const found = costOf(alone).lines.find(({ name }) => name === "practice, transitions");
    const aMonth = 365 / 12 / 35;
    expect(found?.quantity).toBeCloseTo(
      aMonth * (of(1, 20) + measured.practice.isolation.transitions),
      6,
    );
  });

  it("counts a round as two statistics and its results, in units of a kilobyte", () => {
    const alone = {
      pools: [{ ...pool, journeys: { ...off, password: {} } }],
    };
    const writes = (change: object) => line("ledger, writes", change).quantity / (3 * MINUTES);
    expect(writes(alone)).toBeCloseTo(2 + item(2), 6);
    const withSrp = { pools: [{ ...pool, journeys: { ...off, password: {}, srp: {} } }] };
    const seen = units(4 * measured.sighting);
    expect(writes(withSrp)).toBeCloseTo(2 + 0.8 * item(2) + 0.2 * (item(4) + seen), 6);
  });

  it("counts a rarer journey in its turns alone, and the lag from the witness alone", () => {
    const results = (on: object) =>
      line("between Regions", { pools: [{ ...pool, journeys: { ...off, password: {}, ...on } }] })
        .quantity;
    const own = results({});
    expect(results({ srp: {} })).toBeCloseTo(own * 1.2, 10);
    expect(results({ srp: { every: "1 minute" } })).toBeCloseTo(own * 2, 10);
    expect(results({ writesRefused: {} })).toBeCloseTo(own * (1 + 1 / 120), 10);
    expect(results({ replicationLag: {} })).toBeCloseTo(own * (1 + 1 / (2 * 3 * 5)), 10);
  });

  it("lets a round last as long as its longest walk, and a little for each beside it", () => {
    const seconds = (on: object) =>
      line("probes, time", { pools: [{ ...pool, journeys: { ...off, password: {}, ...on } }] })
        .quantity;
    const alone = seconds({});
    expect(seconds({ federation: shipped("federation") })).toBeGreaterThan(alone);
    expect(seconds({ federation: shipped("federation") })).toBeLessThan(alone * 1.02);
    expect(seconds({ srp: { every: "1 minute" } })).toBeGreaterThan(alone * 1.1);
    expect(seconds({ srp: { every: "1 minute" } })).toBeLessThan(alone * 1.5);
  });

  it("counts a burst of every vantage for each look in a thousand", () => {
    const bursts = (3 * MINUTES * 2) / 1_000;
    expect(line("bursts, time").quantity).toBeCloseTo(bursts * 3 * 30 * 0.5, 6);
    expect(line("bursts, writes").quantity).toBeCloseTo(bursts * 3 * 10 * (2 + item(2)), 6);
    const five = { pools: { 0: { furtherVantages: ["ca-central-1", "ap-southeast-2"] } } };
    expect(line("bursts, time", five).quantity).toBeCloseTo(
      (line("bursts, time").quantity / 9) * 25,
      6,
    );
    const srp = journeys({ srp: { every: "1 minute" } });
    expect(line("bursts, writes", srp).quantity).toBeCloseTo(bursts * 3 * 10 * (2 + item(4)), 6);
  });

  it("halves what follows the probes when they come half as often, and nothing else", () => {
    const bare = { ...plain, pools: [{ ...pool, journeys: { ...off, password: {} } }] };
    const seldom = {
      cadence: { probe: "2 minutes" },
      pools: { 0: { criteria: { evidenceTooOldAfter: "6 minutes" } } },
    };
    const half = costOf(configOf(seldom, bare)).lines;
    for (const { name, dollars } of costOf(configOf({}, bare)).lines) {
      const now = half.find((one) => one.name === name)?.dollars ?? Number.NaN;
      if (["probes, time", "ledger, writes", "between Regions"].includes(name)) {
        expect(now, name).toBeCloseTo(dollars / 2, 10);
      }
      if (["dashboard", "alarms", "custom metrics", "writes of the metrics"].includes(name)) {
        expect(now, name).toBe(dollars);
      }
    }
  });

  it("counts every probe user as active, by the price with a replica", () => {
    expect(line("probe users")).toEqual({ quantity: 10, dollars: 10 * (0.015 + 0.0045) });
    expect(line("probe users", { pools: { 0: { probeUser: { count: 2 } } } }).quantity).toBe(2);
  });

  it("counts a token a vantage and Region whenever one is due, and none without the journey", () => {
    const machine = (tokenEvery: string) =>
      line("machine tokens", journeys({ clientCredentials: { tokenEvery } }));
    expect(machine("7 days").quantity).toBeCloseTo((2 * 3 * MINUTES) / (7 * 24 * 60), 6);
    expect(machine("1 hour").quantity).toBeCloseTo((2 * 3 * MINUTES) / 60, 6);
    expect(machine("1 hour").dollars).toBeCloseTo((4_380 * 2.25 * 1.3) / 1_000, 6);
    expect(line("machine tokens").quantity).toBe(0);
    const free = { pools: [{ ...pool, journeys: { clientCredentials: { tokenEvery: null } } }] };
    expect(line("machine tokens", free).quantity).toBe(0);
  });

  it("counts one secret in every vantage, whether or not a machine's client is in it", () => {
    const on = journeys({ clientCredentials: {} });
    for (const change of [{}, on]) {
      expect(line("probes' secrets", change).quantity).toBe(3);
      expect(line("reads of the secrets", change).quantity).toBeCloseTo((4 * 3 * MINUTES) / 60, 6);
    }
  });

  describe("of signals", () => {
    const signals = (on: object) => ({ pools: { 0: { signals: on } } });
    const metrics = (on: object) => line("signals, metrics", signals(on)).quantity;
    const READS = MINUTES / 10;
    const DAYS = MINUTES / (24 * 60);

    it("counts two metrics of throttling a read, and none where it may do nothing", () => {
      expect(metrics({})).toBeCloseTo(2 * READS, 6);
      expect(metrics({ every: "20 minutes" })).toBeCloseTo(READS, 6);
      expect(metrics({ throttles: { may: [] } })).toBe(0);
    });

    it("counts traffic by clients and providers, and twice a day what is usual", () => {
      const off = { throttles: { may: [] } };
      const of = (traffic: object) => metrics({ ...off, traffic });
      const clients = ["1web", "2mobile"];
      expect(of({ clients: ["1web"] })).toBeCloseTo((READS + 2 * DAYS) * 3, 6);
      expect(of({ clients })).toBeCloseTo((READS + 2 * DAYS) * 5, 6);
      const identityProviders = ["Google", "Staff", "Partners"];
      expect(of({ clients, identityProviders })).toBeCloseTo((READS + 2 * DAYS) * 11, 6);
      expect(of({ clients, may: [] })).toBe(0);
    });

    it("counts a request for each Region with alarms that may do anything", () => {
      const alarm = (name: string, region: string, may = ["notify"]) => ({
        ...{ name, region, may },
        about: "primary",
      });
      const alarms = [alarm("a", "us-west-2"), alarm("b", "us-west-2"), alarm("a", "eu-west-1")];
      const idle = alarm("c", "us-east-1", []);
      const asked = (all: object[]) => line("signals, alarms", signals({ alarms: all })).quantity;
      expect(asked([...alarms, idle])).toBeCloseTo(2 * READS, 6);
      expect(asked([idle])).toBe(0);
      const many = Array.from({ length: 101 }, (_, n) => alarm(`n${n}`, "us-west-2"));
      expect(asked(many)).toBeCloseTo(2 * READS, 6);
    });

    it("counts a turn a minute, and what each read leaves", () => {
      const writes = (change: object) => line("signals, writes", change).quantity;
      const HOURS = MINUTES / 60;
      expect(writes({})).toBeCloseTo(2 * MINUTES + 2 * READS + HOURS, 6);
      const traffic = { clients: ["1web"] };
      expect(writes(signals({ traffic }))).toBeCloseTo(2 * MINUTES + 3 * READS + HOURS, 6);
      const login = { pools: { 0: { paths: { managedLogin: null } } } };
      expect(writes(login)).toBeCloseTo(2 * MINUTES + READS + HOURS, 6);
    });

    it("pays for time by the read, and for nothing else of it when all is read half as often", () => {
      const seconds = (every: string) => line("signals, time", signals({ every })).quantity / 0.5;
      expect(seconds("10 minutes") - seconds("20 minutes")).toBeCloseTo(READS / 2, 6);
      expect(seconds("1 hour")).toBeGreaterThan(MINUTES * 0.05);
    });
  });

  it("asks nothing for a beacon where managed login is left alone", () => {
    const names = costOf(configOf({ pools: { 0: { paths: { managedLogin: null } } } })).lines.map(
      ({ name }) => name,
    );
    expect(names.filter((name) => /health check|beacon/.test(name))).toEqual([]);
  });

  it("counts a second pool's own things twice, and what is shared once", () => {
    const [first] = plain.pools;
    const sellers = merge(first, {
      name: "sellers",
      userPoolId: "us-west-2_Pretend02",
      paths: { sdk: { record: "sellers.customers.example" } },
      probeUser: { secret: "sellers" },
    });
    const two = { pools: [first, sellers] };
    expect(line("custom metrics", two).quantity).toBe(8);
    expect(line("health check", two).quantity).toBe(2);
    expect(line("dashboard", two).quantity).toBe(1);
    expect(line("keys of the notices", two).quantity).toBe(2);
    expect(line("probes' secrets", two).quantity).toBe(6);
    expect(line("probe users", two).quantity).toBe(20);
    expect(line("probes, time", two).quantity).toBe(line("probes, time").quantity);
    expect(line("ledger, writes", two).quantity).toBeCloseTo(
      2 * line("ledger, writes").quantity,
      5,
    );
  });
});

describe("cost.limit", () => {
  const problems = (change: object) => {
    const result = withinLimit(parseConfig(merge(plain, change)));
    return result.kind === "invalid" ? result.problems : [];
  };
  const aTokenAMinute = journeys({
    clientCredentials: { every: "1 minute", tokenEvery: "1 minute" },
  });

  it("refuses a token a minute from three vantages, with the sum and what it is for", () => {
    expect(problems(aTokenAMinute)).toEqual([
      {
        path: "cost.limit",
        message: expect.stringMatching(
          /^Cannot use these settings as cost\.limit must be at least what a month costs by list prices, \$78\d\.\d\d, \$768\.69 of it for machine tokens: current value is 50$/,
        ),
        next: expect.stringMatching(
          /^To pay less for machine tokens: .*tokenEvery: "7 days".* set cost\.limit to 78\d; cognito-failover cost/,
        ),
      },
    ]);
  });

  it("is what a user sets it to, up to the cent", () => {
    const { dollars } = costOf(configOf());
    expect(problems({ cost: { limit: Math.floor(dollars) } })).toHaveLength(1);
    expect(problems({ cost: { limit: dollars } })).toEqual([]);
    expect(problems({ ...aTokenAMinute, cost: { limit: 1_000 } })).toEqual([]);
  });

  it("names a saving of the dearest line that has one", () => {
    const [problem] = problems({ cost: { limit: 1 } });
    expect(problem?.message).toContain("$3.00 of it for");
    expect(problem?.next).toContain("To pay less for health check, options:");
  });

  it("is asked when all else is right, since a sum of wrong settings means nothing", () => {
    const { journeys } = aTokenAMinute.pools[0];
    const wrong = { pools: { 0: { journeys, mode: "sometimes" } } };
    expect(problems(wrong).map(({ path }) => path)).toEqual(["pools[0].mode"]);
  });

  it("stops nobody who only wants to see what the settings cost", () => {
    expect(parsed(plain, aTokenAMinute).kind).toBe("valid");
  });
});

/** RFC 7396 removes what is null, so a journey is switched off by a pool of its own. */
const off = {
  ...{ srp: null, keySet: null, refreshAcross: null, equivalence: null, managedLogin: null },
  ...{ clientCredentials: null, federation: null, writesRefused: null, revoke: null },
  replicationLag: null,
};

function shipped(name: "federation"): object {
  const walk = pool?.journeys?.[name];
  if (walk === null || walk === undefined) throw new Error(`${name} is not shipped`);
  return walk;
}

describe("prices", () => {
  it.each(
    Object.entries<Price>(prices),
  )("%s names AWS's own page, and where it was read", (_, price) => {
    expect(price.page).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/$/);
    expect(price.readIn === null || price.readIn.length > 10).toBe(true);
    expect(price.dollars).toBeGreaterThan(0);
  });
});
