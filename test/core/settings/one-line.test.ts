import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseConfig } from "../../../core/settings/parse.ts";
import { often } from "../../often.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);

const everything = merge(valid, {
  pools: {
    0: {
      prefixDomains: { primary: "customers", secondary: "customers-east" },
      furtherVantages: ["ca-central-1", "eu-north-1"],
      journeys: {
        clientCredentials: { scopes: ["orders/read"] },
        federation: { providers: [{ name: "Staff", leadsTo: "login.staff.example" }] },
        replicationLag: { attribute: "custom:marker" },
      },
      paths: { managedLogin: { key: "beacons/customers" }, sdk: { type: "CNAME" } },
      practice: {
        timeZone: "Europe/Berlin",
        schedules: [{ rung: "canary", cron: "0 3 ? * TUE *" }],
        windows: [
          { days: ["MON", "TUE"], from: "22:00", to: "05:00" },
          { from: "02:00", to: "04:00" },
        ],
        blocked: {
          windows: [{ days: ["SUN"], from: "00:00", to: "24:00" }],
          dates: ["2026-12-24"],
        },
        canary: { shares: [1, 10], samples: 400 },
        blockingAlarms: [{ name: "errors of all", region: "us-east-1" }],
        outcomeAlarms: [{ name: "late logins", region: "eu-west-1" }],
        arming: { rungs: ["isolation", "canary"] },
      },
      signals: {
        traffic: { clients: ["2web3client"], identityProviders: ["Staff and friends"] },
        alarms: [{ name: "logins of all", region: "us-east-1", about: "primary" }],
      },
    },
  },
  cost: { limit: 100 },
  notices: { email: ["on-call@customers.example"], https: ["https://hooks.example/one"] },
});

/** Every text in the settings, by the way to it. */
function textsIn(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === "string") return [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...at, key]));
}

function changed(value: unknown, [key, ...rest]: readonly string[], to: (text: string) => string) {
  if (key === undefined) return to(String(value));
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

/** They end a line, turn it around, move the cursor, or are not seen at all. */
const unprintable = fc.constantFrom(
  ...["\n", "\r", "\t", "\0", "\u001b", "\u0085", "\u009b", "\u00ad", "\u200b", "\u202e"],
  ...["\u2028", "\u2029", "\u2066", "\ufeff"],
);

test("every text in the settings is one line of printable characters", () => {
  expect(parseConfig(everything)).toMatchObject({ kind: "valid" });
  const texts = textsIn(everything);
  expect(texts.length).toBeGreaterThan(35);
  fc.assert(
    fc.property(fc.constantFrom(...texts), unprintable, fc.nat(), (way, sign, place) => {
      const spoilt = changed(everything, way, (text) => {
        const at = place % (text.length + 1);
        return `${text.slice(0, at)}${sign}${text.slice(at)}`;
      });
      const parsed = parseConfig(spoilt);
      expect(parsed.kind).toBe("invalid");
      const told = parsed.kind === "invalid" ? parsed.problems : [];
      // Nor does the refusal repeat it.
      expect(told.filter(({ message }) => message.includes(sign))).toEqual([]);
    }),
    { seed: 20, numRuns: often(300, 2_000) },
  );
});
