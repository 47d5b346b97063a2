import { describe, expect, it } from "vitest";
import { costOf } from "../../core/cost.ts";
import { type Config, parseConfig } from "../../core/policy.ts";
import { type Price, prices } from "../../core/prices.ts";
import settings from "../../failover.config.ts";
import { merge } from "../settings/merge.ts";

function configOf(change: object = {}): Config {
  const parsed = parseConfig(merge(settings, change));
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const dollars = (change: object = {}) => costOf(configOf(change)).dollars;

/** What the line costs under its name. */
function line(name: string, change: object = {}): { quantity: number; dollars: number } {
  const found = costOf(configOf(change)).lines.find((one) => one.name === name);
  return { quantity: found?.quantity ?? 0, dollars: found?.dollars ?? 0 };
}

const MINUTES = (365 * 24 * 60) / 12;

describe("costOf()", () => {
  it("stays under $15 for the shipped settings, at one-minute cadence", () => {
    expect(configOf().cadence).toEqual({ probe: 60_000, watch: 60_000 });
    expect(dollars()).toBeGreaterThan(10);
    expect(dollars()).toBeLessThan(15);
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

  it("counts probes as vantages times minutes, and ledger writes as four a round and pool", () => {
    const five = { pools: { 0: { furtherVantages: ["ca-central-1", "ap-southeast-2"] } } };
    expect(line("ledger, writes").quantity).toBe(3 * MINUTES * 4);
    expect(line("ledger, writes", five).quantity).toBe(5 * MINUTES * 4);
    expect(line("schedules").quantity).toBe(3 * MINUTES + MINUTES);
    expect(line("schedules", five).quantity).toBe(5 * MINUTES + MINUTES);
    expect(line("probe users' secrets", five).quantity).toBe(5);
  });

  it("halves what follows the probes when they come half as often, and nothing else", () => {
    const seldom = {
      cadence: { probe: "2 minutes" },
      pools: { 0: { criteria: { evidenceTooOldAfter: "6 minutes" } } },
    };
    for (const name of ["probes, time", "ledger, writes", "between Regions"]) {
      expect(line(name, seldom).dollars, name).toBeCloseTo(line(name).dollars / 2, 10);
    }
    for (const name of ["dashboard", "alarms", "custom metrics", "writes of the metrics"]) {
      expect(line(name, seldom).dollars, name).toBe(line(name).dollars);
    }
  });

  it("asks nothing for a beacon where managed login is left alone", () => {
    const names = costOf(configOf({ pools: { 0: { paths: { managedLogin: null } } } })).lines.map(
      ({ name }) => name,
    );
    expect(names.filter((name) => /health check|beacon/.test(name))).toEqual([]);
  });

  it("counts a second pool's own things twice, and what is shared once", () => {
    const [first] = settings.pools;
    const sellers = merge(first, {
      name: "sellers",
      userPoolId: "us-west-2_Pretend02",
      paths: { sdk: { record: "sellers.customers.example" } },
    });
    const two = { pools: [first, sellers] };
    expect(line("custom metrics", two).quantity).toBe(10);
    expect(line("health check", two).quantity).toBe(2);
    expect(line("dashboard", two).quantity).toBe(1);
    expect(line("keys of the notices", two).quantity).toBe(2);
    expect(line("probe users' secrets", two).quantity).toBe(3);
    expect(line("probes, time", two).quantity).toBe(line("probes, time").quantity);
    expect(line("ledger, writes", two).quantity).toBe(2 * line("ledger, writes").quantity);
  });
});

describe("prices", () => {
  it.each(
    Object.entries<Price>(prices),
  )("%s names AWS's own page, and where it was read", (_, price) => {
    expect(price.page).toMatch(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/$/);
    expect(price.readIn === null || price.readIn.length > 10).toBe(true);
    expect(price.dollars).toBeGreaterThan(0);
  });
});
