import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Config, type Parsed, type Policy, parseConfig } from "../../core/policy.ts";
import shipped from "../../failover.config.ts";
import { merge } from "../settings/merge.ts";

const folder = new URL("../settings/", import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const valid = read("valid.json");
const mistakes = readdirSync(folder).filter((name) => name.startsWith("invalid-"));

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
  expect(config({ pools: [{ ...ids, paths: { sdk } }] })).toEqual({
    pools: [
      {
        ...ids,
        furtherVantages: [],
        vantages: [primary, secondary, witness],
        domain: null,
        issuer: "UPDATED",
        paths: { managedLogin: null, sdk: { ...sdk, type: "CNAME", ttl: 60 } },
        journeys: ["password"],
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
        mode: "advise",
        cooldown: 1_800_000,
        approval: { timeout: 1_800_000 },
        verify: { attempts: 10, every: 15_000, settle: 10_000 },
      },
    ],
    notices: { email: [], https: [] },
    cadence: { probe: 60_000, watch: 60_000 },
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

test("the shipped settings are valid, and advise five vantages for automatic mode", () => {
  const parsed = parseConfig(shipped);
  expect(parsed).toMatchObject({
    kind: "valid",
    advice: [expect.stringMatching(/^Pool customers is in mode "automatic" with 3 vantages; five/)],
  });
});

test("nothing is advised with five vantages, or while a person decides", () => {
  const furtherVantages = ["ca-central-1", "sa-east-1"];
  const advice = (change: object) => {
    const parsed = parseConfig(merge(valid, { pools: { 0: change } }));
    return parsed.kind === "valid" ? parsed.advice : null;
  };
  expect(advice({ mode: "automatic", furtherVantages })).toEqual([]);
  expect(advice({ mode: "advise" })).toEqual([]);
});

test("a wrong value at any path gets a message of ours with that path", () => {
  for (const path of paths(valid)) {
    for (const wrong of [null, true, -1, 1e99, "", "?", [], [[]], {}, { a: 1 }]) {
      for (const { path: at, message, next } of problems(parseConfig(put(valid, path, wrong)))) {
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
  for (const path of paths(valid)) {
    const named = problems(parseConfig(put(valid, path, -1))).map(({ path }) => path);
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
    fc.property(fc.constantFrom(...paths(valid)), fc.jsonValue(), (path, json) => {
      const parsed = parseConfig(put(valid, path, json));
      expect(parsed.kind === "valid" || parsed.problems.length > 0).toBe(true);
    }),
    { numRuns: 1_000 },
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
