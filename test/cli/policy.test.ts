import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./in-process.ts";
import type { Ended } from "./program.ts";
import { type ServedWorld, serve } from "./served-world.ts";

const story = ["--settings", "sim/story.config.ts"];
const offline = (...words: readonly string[]) =>
  run(["policy", "explain", "--offline", ...story, ...words]);

describe("policy explain --offline", () => {
  let told: Ended;

  beforeAll(async () => {
    told = await offline("customers");
  });

  it("says in words what the settings amount to", () => {
    const { code, stdout, stderr } = told;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const line of [
      "customers: one false failover in 10 years; 2 of 3 vantages must agree",
      "  threshold  10.5 nats of evidence a vantage: 3 failures in a row",
      "  transient  12.0 failures a year of 40 s on average, by the settings alone",
      "  the wait   3 min 15 s from the onset; 1 min 15 s where trouble has stood for longer already",
      "             39 s once AWS Health agrees",
      "  a move     pays from 33 % of sign-ins on; below 25 % it does not",
      "  expected   10 years between two failovers without an outage",
      "  automatic  acts while isolation and canary have passed within 35 days, and asks a person otherwise",
    ]) {
      expect(stdout.split("\n")).toContain(line);
    }
  });

  it("tells how fast each share of failures is seen and decided", () => {
    const { stdout } = told;
    const rows = [...stdout.matchAll(/^ {2}(\d+) % {2,}(.+?) {2,}(.+)$/gm)];
    expect(rows.map(([, share, , decided]) => [share, decided])).toEqual([
      ["100", expect.stringMatching(/^3 min \d+ s$/)],
      ["50", expect.stringMatching(/^3 min \d+ s$/)],
      ["30", expect.stringMatching(/^3 min \d+ s$/)],
      ["10", "never: too few for a move to pay"],
    ]);
  });

  it("plots waits against false moves: each longer wait has fewer, and the pool's own is marked", () => {
    const { stdout } = told;
    const rows = [...stdout.matchAll(/^ {2}.+? {2,}([\d.]+) {2}(#+)( {2}<- this pool)?$/gm)].map(
      ([, aYear, plot = "", mark]) => ({ aYear: Number(aYear), plot: plot.length, mark }),
    );
    expect(rows).toHaveLength(9);
    expect(rows).toEqual(rows.toSorted((a, b) => b.aYear - a.aYear));
    expect(rows).toEqual(rows.toSorted((a, b) => b.plot - a.plot));
    expect(rows.filter(({ mark }) => mark !== undefined)).toMatchObject([{ aYear: 0.1 }]);
  });

  it("tells what each class of failure may do, on which condition, and what all vantages can share", () => {
    const { stdout } = told;
    const [, table = ""] = stdout.split("\n  class        counts against the Region\n");
    const rows = [...table.matchAll(/^ {2}(\w+) +(.+)$/gm)].map(([, name, counts]) => [
      name,
      counts,
    ]);
    expect(rows).toEqual([
      ...["unreachable", "serverError", "slow", "wrongAnswer"].map((name) => [name, "always"]),
      ["throttled", "on a condition"],
      ["replicaOff", "never"],
      ["trigger", "while the other Region is clean"],
      ["blocked", "on a condition"],
      ["key", "while the other Region is clean"],
      ["refused", "on a condition"],
      ...["credentials", "observer"].map((name) => [name, "never"]),
    ]);
    expect(table).toContain(
      [
        "  blocked      on a condition",
        "               the other Region is clean, and real traffic or an alarm has said for three minutes that users fail there",
        "               all vantages at once: a rule against the addresses that all vantages have, a cloud's",
        "  key          while the other Region is clean",
      ].join("\n"),
    );
  });

  it("gives the same as JSON, one object a pool", async () => {
    const { stdout } = await offline("--json");
    const [pool, ...others] = JSON.parse(stdout);
    expect(others).toEqual([]);
    expect(pool).toMatchObject({
      pool: "customers",
      isOffline: true,
      record: null,
      mode: "automatic",
      modeInForce: null,
      arming: {
        rungs: [
          { rung: "isolation", insteadOf: [] },
          { rung: "canary", insteadOf: [] },
        ],
        maxAge: 3_024_000_000,
      },
      quorum: 2,
      wait: expect.closeTo(195_714, 0),
      yearsPerFalseFailover: expect.closeTo(10, 6),
      expected: [{ share: 1 }, { share: 0.5 }, { share: 0.3 }, { share: 0.1, decided: null }],
    });
    expect(pool.failureClasses).toHaveLength(12);
    expect(pool.failureClasses).toContainEqual({
      ...{ name: "blocked", voting: "onCondition", because: "a web ACL blocked the request" },
      condition: "real traffic or an alarm has said for three minutes that users fail there",
      sharedCause: "a rule against the addresses that all vantages have, a cloud's",
    });
  });

  it("knows no pool but those of the settings", async () => {
    const { code, stderr } = await offline("orders");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'Cannot find the pool as it must be one of "customers": current value is "orders"\nnext: cognito-failover status\n',
    });
  });
});

describe("policy explain", () => {
  let world: ServedWorld;

  beforeAll(async () => {
    world = await serve();
  });

  afterAll(() => world.end());

  it("adds what the pool has shown of transient failures", async () => {
    await world.until("a first decision", ({ events }) => events.length > 0);
    const { code, stdout } = await world.command("policy", "explain", "customers");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\n {2}transient {2}12\.0 failures a year of 40 s on average; the settings say 12 of 40 s, and 0 were seen in \d+ (ms|s|min)/,
    );
    expect(stdout).toMatch(
      /\n {2}automatic {2}acts while .+\n {13}now: automatic, armed as isolation passed 3 days.* ago and canary /,
    );
    const { stdout: json } = await world.command("policy", "explain", "--json");
    expect(JSON.parse(json)).toMatchObject([
      { isOffline: false, record: { seen: 0 }, modeInForce: "automatic" },
    ]);
  });
});
