import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardName } from "../../controller/practice/guards.ts";
import { ANY_GUARD_SIGN } from "../../core/practice/guard-sign.ts";
import { parseConfig } from "../../core/settings/parse.ts";
import { pascalCase } from "../../core/values/pascal-case.ts";
import { checkStage, type Names, names } from "../../stacks/names.ts";
import { often } from "../often.ts";

/** What AWS takes, besides the alarms' 255. */
const AWS_TAKES = /^[0-9A-Za-z-_]{1,64}$/;

/** Made of few parts, so that a name that two may have is found. */
const oftenAlike = (longest: number) =>
  fc
    .array(
      fc.constantFrom(
        "a",
        "b",
        "2",
        "watch",
        "probe",
        "no-heartbeat",
        "guard",
        "-",
        "--",
        "aaaaaaaaa",
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((parts) => parts.join("-").slice(0, longest));

/** Half of them as long as they may be, which is where names are cut. */
const poolName = fc.oneof(
  oftenAlike(32),
  fc.stringMatching(/^[a-z0-9-]{31,32}$/),
  fc.constantFrom("a", "b").map((end) => `${"a".repeat(31)}${end}`),
);
const stageName = fc
  .oneof(oftenAlike(29), fc.stringMatching(/^[0-9A-Za-z-]{1,29}$/))
  .filter((stage) => isTaken(stage));

function isTaken(stage: string): boolean {
  try {
    checkStage(stage);
    return true;
  } catch {
    return false;
  }
}

/** Executions are called by people, too. */
const runs = ["customers-practice-1", "customers-practice-2", "x"];

interface Owner {
  readonly stage: string;
  readonly pool: string;
}

/** One row of words, parted into stage and pool at two of them. */
const neighbours = fc
  .tuple(
    fc.array(fc.constantFrom("a", "2", "watch", "no-heartbeat", "guard", "probe"), {
      minLength: 3,
      maxLength: 6,
    }),
    fc.nat(),
    fc.nat(),
  )
  .map(([words, one, other]) => {
    const parted = (at: number): Owner => ({
      stage: words.slice(0, 1 + (at % (words.length - 2))).join("-"),
      pool: words.slice(2 + (at % (words.length - 2))).join("-"),
    });
    return [parted(one), parted(other)] as const;
  })
  .filter(([one, other]) => isLegal(one) && isLegal(other));

const sameStage = fc
  .tuple(stageName, poolName, poolName)
  .map(([stage, one, other]) => [{ stage, pool: one } as Owner, { stage, pool: other }] as const);

function isLegal({ stage, pool }: Owner): boolean {
  return isTaken(stage) && pool.length <= 32;
}

/** As the stacks name what belongs to a pool, and what belongs to none. */
function all({ schedule, guard, alarm }: Names, pool: string) {
  return {
    guards: runs.map((run) => guardName(guard(pool), pool, run)),
    schedules: [`watch-${pool}`, "probe", "signals", "health", "health-heard"].map(schedule),
    alarms: [
      ...[`no-heartbeat-${pool}`, "watch-failed", "watch-timed-out"],
      ...["failover-timed-out", "home-unreachable"],
    ].map(alarm),
  };
}

describe("names()", () => {
  test("are what AWS takes, for the longest pool and stage", () => {
    fc.assert(
      fc.property(stageName, poolName, (stage, pool) => {
        const { schedules, alarms, guards } = all(names(stage), pool);
        expect(guards.filter((name) => !AWS_TAKES.test(name))).toEqual([]);
        expect(schedules.filter((name) => !AWS_TAKES.test(name))).toEqual([]);
        expect(alarms.filter((name) => name.length > 255)).toEqual([]);
        const { lambda, role, watch, failover } = names(stage);
        expect(role("signals-scheduler").length).toBeLessThanOrEqual(64);
        expect(lambda("health-event").length).toBeLessThanOrEqual(64);
        expect(Math.max(watch.length, failover.length)).toBeLessThanOrEqual(80);
      }),
      { seed: 21, numRuns: 500 },
    );
  });

  test("are never those of another pool or stage", () => {
    fc.assert(
      fc.property(fc.oneof(neighbours, sameStage), ([one, other]) => {
        const mine = all(names(one.stage), one.pool);
        const theirs = all(names(other.stage), other.pool);
        const isSame = one.stage === other.stage;
        for (const kind of ["schedules", "alarms"] as const) {
          const [ofPool, ...ofStage] = mine[kind];
          const shared = mine[kind].filter((name) => theirs[kind].includes(name));
          const own = one.pool === other.pool ? [ofPool, ...ofStage] : ofStage;
          expect(shared).toEqual(isSame ? own : []);
        }
      }),
      { seed: 21, numRuns: often(1_000, 3_000) },
    );
  });

  test("of guards are each run's own, and what one pool's patterns let be done with no schedule of another stage", () => {
    fc.assert(
      fc.property(fc.oneof(neighbours, sameStage), ([one, other]) => {
        const mine = all(names(one.stage), one.pool);
        const theirs = all(names(other.stage), other.pool);
        expect(new Set(mine.guards).size).toBe(runs.length);
        const prefix = names(one.stage).guard(one.pool);
        const isAllowed = (name: string) =>
          name.startsWith(`${prefix}-`) &&
          name.length === prefix.length + ANY_GUARD_SIGN.length + 1;
        expect(mine.guards.filter((name) => !isAllowed(name))).toEqual([]);
        expect([...mine.schedules, ...theirs.schedules].filter(isAllowed)).toEqual([]);
        if (one.stage !== other.stage) expect(theirs.guards.filter(isAllowed)).toEqual([]);
        const isSame = one.stage === other.stage && one.pool === other.pool;
        if (!isSame) expect(mine.guards.filter((name) => theirs.guards.includes(name))).toEqual([]);
      }),
      { seed: 21, numRuns: often(1_000, 3_000) },
    );
  });

  test("are whole as long as they fit, and cut with a sign of the whole when not", () => {
    const { schedule } = names("production");
    expect(schedule(`watch-${"a".repeat(30)}`)).toBe(
      `cognito-failover-production-watch-${"a".repeat(30)}`,
    );
    const cut = schedule(`watch-${"a".repeat(31)}`);
    expect(cut).toMatch(/^cognito-failover-production-watch-a{17}_[0-9a-f]{12}$/);
    expect(schedule(`watch-${"a".repeat(30)}b`)).not.toBe(cut);
  });
});

describe("a stage", () => {
  test.each([
    ["x".repeat(29), null],
    ["watch", null],
    ["pr-1234", null],
    ["x".repeat(30), "its name must have 29 characters at the most"],
    ["", "its name must be of letters, digits and hyphens"],
    ["my_stage", "its name must be of letters, digits and hyphens"],
    ["x-watch", 'its name must not hold "-watch"'],
    ["x-guard", 'its name must not hold "-guard"'],
    ["x-no-heartbeat-y", 'its name must not hold "-no-heartbeat"'],
  ])("called %j is refused with %j", (stage, must) => {
    if (must === null) expect(() => names(stage)).not.toThrow();
    else expect(() => names(stage)).toThrow(`Cannot use the stage as ${must}`);
  });

  test("may not be such that the pool of another stage is called like its own parts", () => {
    expect(names("x").schedule("watch-probe")).toBe("cognito-failover-x-watch-probe");
    expect(() => names("x-watch").schedule("probe")).toThrow();
  });
});

describe("two pools", () => {
  const [pool] = JSON.parse(
    readFileSync(new URL("../settings/valid.json", import.meta.url), "utf8"),
  ).pools;
  const called = (name: string, index: number) => ({
    ...pool,
    name,
    paths: { sdk: { ...pool.paths.sdk, record: `in-${index}.customers.example` } },
    probeUser: { secret: `probes-${index}` },
  });

  test("are accepted together if and only if their resources have names of their own", () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(poolName, poolName, (one, other) => {
        const { kind } = parseConfig({ pools: [one, other].map(called) });
        seen[kind] += 1;
        expect(kind).toBe(pascalCase(one) === pascalCase(other) ? "invalid" : "valid");
      }),
      {
        seed: 21,
        numRuns: 300,
        examples: [
          ["customers-2", "customers2"],
          ["a-b", "ab"],
          ["-a", "a"],
        ],
      },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(1);
  });
});
