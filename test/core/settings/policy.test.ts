import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Parsed, parseConfig } from "../../../core/settings/parse.ts";
import type { Config, Policy } from "../../../core/settings/policy.ts";
import story from "../../../sim/story.config.ts";
import { often } from "../../often.ts";
import { merge } from "../../settings/merge.ts";

const folder = new URL("../../settings/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const valid = read("valid.json");
const mistakes = readdirSync(folder).filter((name) => name.startsWith("invalid-"));

/** All that is off by default. */
const everything = {
  practice: {
    timeZone: "Europe/Berlin",
    schedules: [{ rung: "canary", cron: "0 3 ? * TUE *" }],
    windows: [
      { days: ["MON", "TUE"], from: "22:00", to: "05:00" },
      { from: "02:00", to: "04:00" },
    ],
    blocked: { windows: [{ days: ["SUN"], from: "00:00", to: "24:00" }], dates: ["2026-12-24"] },
    canary: { shares: [1, 10], samples: 400 },
    blockingAlarms: [{ name: "errors of all", region: "us-east-1" }],
    outcomeAlarms: [{ name: "late logins", region: "eu-west-1" }],
    arming: { rungs: ["isolation", "canary"] },
  },
  prefixDomains: { primary: "customers", secondary: "customers-east" },
  journeys: {
    srp: { every: "10 minutes" },
    clientCredentials: { scopes: ["orders/read"] },
    managedLogin: {},
    federation: {
      providers: [{ name: "Google" }, { name: "Staff", leadsTo: "login.staff.example" }],
    },
    replicationLag: { attribute: "nickname", limit: "5 seconds" },
  },
};
const full = merge(valid, { pools: { 0: everything }, cost: { limit: 50 } });

/** Words that zod's own texts contain and ours never. */
const wordsOfZod =
  /invalid|expected|received|unrecognized|too (small|big|short|long)|>=|<=|NaN|undefined/i;

function config(input: unknown): Config {
  const parsed = parseConfig(input);
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

function policy(change: unknown): Policy {
  const [first] = config(merge(valid, { pools: { 0: change } })).pools;
  if (first === undefined) throw new Error("no pool");
  return first;
}

const problems = (parsed: Parsed) => (parsed.kind === "invalid" ? parsed.problems : []);

test.each(mistakes)("settings/%s gets exactly the problems it lists", (name) => {
  const { why, change, problems: wanted } = read(name);
  expect(why).toMatch(/\.$/);
  expect(problems(parseConfig(merge(valid, change)))).toEqual(wanted);
});

test("the list of mistakes is as long as promised", () => {
  expect(mistakes.length).toBeGreaterThanOrEqual(25);
});

test("a pool that states only what is required gets every default", () => {
  const { name, userPoolId, clientId, primary, secondary, witness, probeUser } = valid.pools[0];
  const ids = { name, userPoolId, clientId, primary, secondary, witness, probeUser };
  const sdk = {
    lever: "weightedRecords",
    zoneId: "Z1",
    record: "in.customers.example",
    primary: "a.customers.example",
    secondary: "b.customers.example",
  };
  const identifiers = { primary: "primary", secondary: "secondary" };
  expect(config({ pools: [{ ...ids, paths: { sdk } }] })).toEqual({
    pools: [
      {
        ...ids,
        furtherVantages: [],
        threeVantagesSuffice: false,
        vantages: [primary, secondary, witness],
        domain: null,
        issuer: "UPDATED",
        paths: { managedLogin: null, sdk: { ...sdk, type: "CNAME", ttl: 60, identifiers } },
        prefixDomains: { primary: null, secondary: null },
        journeys: {
          password: { every: 60_000 },
          srp: null,
          keySet: { every: 300_000 },
          refreshAcross: { every: 300_000 },
          equivalence: { every: 900_000 },
          clientCredentials: null,
          managedLogin: null,
          federation: null,
          writesRefused: { every: 3_600_000 },
          revoke: { every: 3_600_000 },
          replicationLag: null,
        },
        probeUser: { ...probeUser, count: 10 },
        budget: { yearsPerFalseFailover: 10 },
        criteria: {
          latencyBudget: 5_000,
          evidenceTooOldAfter: 180_000,
          backgroundFailureRate: 0.01,
          blipsPerYear: 12,
          blipMean: 40_000,
          recoveryFactor: 1,
          stepDeadline: 8_000,
        },
        signals: {
          every: 600_000,
          traffic: { clients: [], identityProviders: [], may: ["corroborate", "notify"] },
          throttles: { may: ["notify"] },
          health: { services: ["COGNITO"], may: ["corroborate", "notify"] },
          alarms: [],
        },
        mode: "advise",
        cooldown: 1_800_000,
        approval: { timeout: 1_800_000, holds: 3_600_000 },
        verify: { attempts: 24, every: 5_000, settle: 10_000 },
        practice: {
          timeZone: "UTC",
          schedules: [],
          windows: [],
          blocked: { windows: [], dates: [] },
          canary: { shares: [1, 5, 10], bake: 300_000, largestShare: 10, samples: null },
          full: { lasts: 600_000, rto: 300_000 },
          longest: 2_700_000,
          exposure: 500,
          blockingAlarms: [],
          outcomeAlarms: [],
          approval: false,
          arming: { rungs: ["isolation", "canary"], maxAge: 3_024_000_000 },
        },
        readiness: { maxAge: 604_800_000 },
      },
    ],
    notices: { email: [], https: [] },
    cadence: { probe: 60_000, watch: 60_000, burst: 3_000, check: 86_400_000 },
    cost: { limit: 50 },
    permissionsBoundary: null,
    endpoints: null,
  });
});

test("the beacon's key holds the pool's name unless a key is given", () => {
  const managedLogin = (key?: string) =>
    policy({ paths: { managedLogin: key === undefined ? {} : { key } } }).paths.managedLogin?.key;
  expect(managedLogin()).toBe("cognito-failover/customers/serving-secondary");
  expect(managedLogin("beacons/one")).toBe("beacons/one");
});

test("vantages are primary, secondary, witness and the further ones, in this order", () => {
  expect(policy({ furtherVantages: ["ca-central-1", "mx-central-1"] }).vantages).toEqual([
    "us-west-2",
    "us-east-1",
    "eu-west-1",
    "ca-central-1",
    "mx-central-1",
  ]);
});

test("address records take addresses of their family", () => {
  const sdk = (type: string, primary: string, secondary: string) =>
    policy({ paths: { sdk: { type, primary, secondary } } }).paths.sdk?.primary;
  expect(sdk("A", "192.0.2.1", "192.0.2.2")).toBe("192.0.2.1");
  expect(sdk("AAAA", "2001:db8::1", "2001:db8::2")).toBe("2001:db8::1");
});

describe("a journey", () => {
  const minute = 60_000;
  const at = (probe: string, journeys: object) =>
    config(
      merge(valid, {
        cadence: { probe },
        pools: { 0: { criteria: { evidenceTooOldAfter: "1 hour" }, journeys } },
      }),
    ).pools[0]?.journeys;

  test("has defaults of its own for all that it needs", () => {
    const { clientCredentials, federation, replicationLag } = policy(everything).journeys;
    expect(clientCredentials).toEqual({
      every: 5 * minute,
      tokenEvery: 7 * 24 * 60 * minute,
      scopes: ["orders/read"],
    });
    expect(federation).toMatchObject({
      every: 5 * minute,
      providers: [
        { name: "Google", leadsTo: null },
        { name: "Staff", leadsTo: "login.staff.example" },
      ],
    });
    expect(replicationLag).toEqual({ every: 5 * minute, attribute: "nickname", limit: 5_000 });
  });

  test.each([
    ["1 minute", [1, 5, 15, 60]],
    ["2 minutes", [2, 6, 16, 60]],
    ["7 minutes", [7, 7, 21, 63]],
    ["15 minutes", [15, 15, 15, 60]],
  ])("is walked in whole rounds of %s by default", (probe, wanted) => {
    const found = at(probe, {});
    const every = [found?.password, found?.keySet, found?.equivalence, found?.revoke];
    expect(every.map((walk) => (walk?.every ?? 0) / minute)).toEqual(wanted);
  });

  test("is walked as often as its settings say", () => {
    expect(at("2 minutes", { keySet: { every: "8 minutes" } })?.keySet).toEqual({
      every: 8 * minute,
    });
  });

  test("asks for no token where tokenEvery is null, however often it is walked", () => {
    const [pool] = valid.pools;
    const journeys = { clientCredentials: { every: "1 day", tokenEvery: null } };
    const [found] = config({ ...valid, pools: [{ ...pool, journeys }] }).pools;
    expect(found?.journeys.clientCredentials).toMatchObject({ tokenEvery: null });
  });

  test("may be srp alone, where the client has no other flow", () => {
    const [pool] = valid.pools;
    const journeys = { password: null, srp: { every: "1 minute" } };
    const [found] = config({ ...valid, pools: [{ ...pool, journeys }] }).pools;
    expect(found?.journeys).toMatchObject({ password: null, srp: { every: minute } });
  });

  test("may be the login page alone, where the pool demands MFA", () => {
    const [pool] = valid.pools;
    const journeys = { password: null, managedLogin: { every: "1 minute" } };
    const prefixDomains = { primary: "customers", secondary: "customers-east" };
    const [found] = config({ ...valid, pools: [{ ...pool, journeys, prefixDomains }] }).pools;
    expect(found?.journeys).toMatchObject({ password: null, srp: null, managedLogin: {} });
  });

  test("through managed login needs no custom domain where there is a prefix domain", () => {
    const { sdk } = valid.pools[0].paths;
    const pool = { ...valid.pools[0], domain: null, paths: { sdk } };
    const journeys = { clientCredentials: {} };
    const kind = (prefixDomains: object) =>
      parseConfig({ ...valid, pools: [{ ...pool, prefixDomains, journeys }] }).kind;
    expect(kind({})).toBe("invalid");
    expect(kind({ primary: "customers" })).toBe("valid");
    expect(kind({ secondary: "customers" })).toBe("valid");
  });
});

test.each([
  "nickname",
  "custom:marker",
])("a lag is measured by any attribute that holds text: %s", (attribute) => {
  expect(
    policy({ journeys: { replicationLag: { attribute } } }).journeys.replicationLag,
  ).toMatchObject({
    attribute,
  });
});

test.each([
  "sub",
  "email",
  "phone_number",
  "preferred_username",
  "updated_at",
  "custom:",
  "dev:custom:marker",
])("a lag is not measured by an attribute with a part of its own: %s", (attribute) => {
  expect(
    parseConfig(merge(valid, { pools: { 0: { journeys: { replicationLag: { attribute } } } } }))
      .kind,
  ).toBe("invalid");
});

test("pools may share a user pool, a bucket and a zone, but each has a secret of its own", () => {
  const [first] = valid.pools;
  const second = (secret: string) =>
    merge(first, {
      name: "sellers",
      paths: { sdk: { record: "sellers.customers.example" } },
      probeUser: { secret },
    });
  const kind = (secret: string) => parseConfig({ ...valid, pools: [first, second(secret)] }).kind;
  expect(kind("sellers")).toBe("valid");
  expect(kind(first.probeUser.secret)).toBe("invalid");
});

test("evidence may be exactly two probes old", () => {
  const at = (evidenceTooOldAfter: string) =>
    parseConfig(
      merge(valid, {
        cadence: { probe: "2 minutes" },
        pools: { 0: { criteria: { evidenceTooOldAfter } } },
      }),
    ).kind;
  expect(at("4 minutes")).toBe("valid");
  expect(at("239 seconds")).toBe("invalid");
});

test("the settings of the story are valid", () => {
  expect(parseConfig(story)).toMatchObject({ kind: "valid" });
});

test("an alarm may corroborate and notify unless its settings say otherwise", () => {
  const alarm = { name: "errors", region: "eu-west-1", about: "primary" };
  const { alarms } = policy({
    signals: { alarms: [alarm, { ...alarm, region: "us-east-2" }] },
  }).signals;
  expect(alarms.map(({ may }) => may)).toEqual([
    ["corroborate", "notify"],
    ["corroborate", "notify"],
  ]);
});

test("a wrong value at any path gets a message of ours with that path", () => {
  for (const path of paths(full)) {
    for (const wrong of [null, true, -1, 1e99, "", "?", [], [[]], {}, { a: 1 }]) {
      for (const { path: at, message, next } of problems(parseConfig(put(full, path, wrong)))) {
        expect(message).toMatch(/^Cannot use these settings as .+ must .+: current value is .+/);
        expect(message.replace(/: current value is .*$/, "")).not.toMatch(wordsOfZod);
        expect(message).toContain(at.replace(/\.?[^.]+$/, ""));
        expect(next).toMatch(/^[A-Z].{7,}/);
        expect(next).not.toMatch(wordsOfZod);
      }
    }
  }
});

test("a number is refused at every path that holds text, a list or an object", () => {
  for (const path of paths(full)) {
    const named = problems(parseConfig(put(full, path, -1))).map(({ path }) => path);
    expect(named).toContain(
      path
        .map((key) => (isIndex(key) ? `[${key}]` : `.${key}`))
        .join("")
        .slice(1),
    );
  }
});

test("values that JSON has no word for are shown, not thrown at", () => {
  const ring: unknown[] = [];
  ring.push(ring);
  for (const odd of [1n, Number.NaN, Symbol("x"), () => 1, ring, new Date(0), undefined]) {
    expect(problems(parseConfig({ pools: odd }))[0]?.message).toMatch(/current value is ./);
  }
});

test("parseConfig() never throws, whatever JSON it is given", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      const parsed = parseConfig(json);
      expect(parsed.kind === "valid" || parsed.problems.length > 0).toBe(true);
    }),
  );
});

test("parseConfig() never throws for JSON in the place of any one setting", () => {
  fc.assert(
    fc.property(fc.constantFrom(...paths(full)), fc.jsonValue(), (path, json) => {
      const parsed = parseConfig(put(full, path, json));
      expect(parsed.kind === "valid" || parsed.problems.length > 0).toBe(true);
    }),
    { numRuns: often(100, 1_000) },
  );
});

test("parsing reads and does not write: the same input gives the same settings again", () => {
  const changes = fc.record(
    {
      mode: fc.constantFrom("observe", "advise", "automatic"),
      ttl: fc.integer({ min: 1, max: 300 }),
      cooldown: fc.integer({ min: 1, max: 24 }).map((hours) => `${hours} hours`),
      furtherVantages: fc.constantFrom([], ["ca-central-1", "sa-east-1"]),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(changes, ({ ttl, ...rest }) => {
      const sdk = ttl === undefined ? {} : { ttl };
      const input = merge(valid, { pools: { 0: { ...rest, paths: { sdk } } } });
      const before = structuredClone(input);
      const first = parseConfig(input);
      expect(first.kind).toBe("valid");
      expect(parseConfig(input)).toEqual(first);
      expect(input).toEqual(before);
    }),
  );
});

type Path = readonly string[];

/** Every path in it, the leaves' and the objects', without the root. */
function paths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, child]) => paths(child, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
}

function put(value: unknown, [key, ...rest]: Path, put_: unknown): unknown {
  if (key === undefined) return put_;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, key, put(Reflect.get(copy, key), rest, put_));
  return copy;
}

function isIndex(key: string): boolean {
  return /^\d+$/.test(key);
}
