import { expect, test } from "vitest";
import { blipWait, quorum, threshold } from "../../core/budget.ts";
import { millis } from "../../core/types.ts";
import { aPolicy, aPolicyOfFive } from "./builders/a-policy.ts";

const MINUTE = millis(60_000);
const at = (policy = aPolicy()) => threshold(policy, MINUTE);
const years = (yearsPerFalseFailover: number) => aPolicy({ budget: { yearsPerFalseFailover } });
const criteria = (change: object) => aPolicy({ criteria: { ...aPolicy().criteria, ...change } });

test("quorum() is more than half of all vantages that are configured", () => {
  expect([1, 2, 3, 4, 5, 7].map(quorum)).toEqual([1, 2, 2, 3, 3, 4]);
});

test("threshold() solves C(k,q) q w^(q-1) e^(-qh) = 1/rounds, a third of it for each alternative", () => {
  const rounds = 10 * 365.25 * 24 * 60;
  expect(at()).toBeCloseTo(Math.log(rounds * 3 * 2 * 5) / 2 + Math.log(3), 10);
  expect(at(aPolicyOfFive())).toBeCloseTo(Math.log(rounds * 10 * 3 * 25) / 3 + Math.log(3), 10);
});

test("threshold() lies between two and three failures against dead, as three in a row must be enough", () => {
  const perFailure = Math.log(0.97 / 0.01);
  expect(at()).toBeGreaterThan(2 * perFailure);
  expect(at()).toBeLessThan(3 * perFailure);
});

test("threshold() rises with the years of the budget, by ln(ratio)/quorum", () => {
  expect(at(years(100)) - at(years(10))).toBeCloseTo(Math.log(10) / 2, 10);
});

test("threshold() falls when vantages probe less often, as there are fewer chances to be wrong", () => {
  expect(threshold(aPolicy(), millis(120_000))).toBeLessThan(at());
});

test("threshold() falls with more vantages, as more of them must coincide", () => {
  expect(at(aPolicyOfFive())).toBeLessThan(at());
});

test("blipWait() is 191 s for twelve blips a year of 40 s and one false failover in ten years", () => {
  expect(blipWait(aPolicy()) / 1_000).toBeCloseTo(191.5, 1);
});

test("blipWait() grows with the mean length of blips, in proportion", () => {
  expect(blipWait(criteria({ blipMean: millis(80_000) }))).toBeCloseTo(2 * blipWait(aPolicy()), 6);
});

test("blipWait() is nothing when the budget allows for as many failovers as there are blips", () => {
  expect(
    blipWait(
      aPolicy({ ...criteria({ blipsPerYear: 1 }), ...{ budget: { yearsPerFalseFailover: 1 } } }),
    ),
  ).toBe(0);
});
