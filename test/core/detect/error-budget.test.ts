import { expect, test } from "vitest";
import {
  type Blips,
  blipWait,
  quorum,
  standingWait,
  threshold,
  unseen,
  yearsFor,
} from "../../../core/detect/error-budget.ts";
import { millis } from "../../../core/values/types.ts";
import { aPolicy, aPolicyOfFive } from "../builders/a-policy.ts";

const MINUTE = millis(60_000);
const at = (policy = aPolicy()) => threshold(policy, MINUTE);
const years = (yearsPerFalseFailover: number) => aPolicy({ budget: { yearsPerFalseFailover } });

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

const blips: Blips = { perYear: 12, mean: millis(40_000) };

test("blipWait() is m ln(r g) with a tenth of the budget in reserve: 196 s for twelve blips a year of 40 s", () => {
  expect(blipWait(aPolicy(), blips)).toBeCloseTo(40_000 * Math.log((12 * 10) / 0.9), 6);
  expect(blipWait(aPolicy(), blips) / 1_000).toBeCloseTo(195.7, 1);
});

test("blipWait() grows with the mean length of blips, in proportion", () => {
  const longer = { ...blips, mean: millis(80_000) };
  expect(blipWait(aPolicy(), longer)).toBeCloseTo(2 * blipWait(aPolicy(), blips), 6);
});

test("blipWait() is nothing when the budget allows for more failovers than there are blips", () => {
  expect(blipWait(years(1), { ...blips, perYear: 0.5 })).toBe(0);
});

test("standingWait() is shorter by m ln 20, as blips fall into standing trouble that much more rarely", () => {
  const shorter = blipWait(aPolicy(), blips) - standingWait(aPolicy(), blips);
  expect(shorter).toBeCloseTo(40_000 * Math.log(20), 6);
});

test("yearsFor() is blipWait() the other way round", () => {
  for (const years of [1, 10, 100]) {
    const policy = aPolicy({ budget: { yearsPerFalseFailover: years } });
    expect(yearsFor(blipWait(policy, blips), blips)).toBeCloseTo(years, 6);
  }
});

test("unseen() makes as many blips outlast the wait as if each was seen at once: tried on 200,000 of them", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (const share of [1, 0.5]) {
    const apart = millis(20_000);
    const added = unseen({ apart, share }, blips);
    let outlasting = 0;
    for (let i = 0; i < 200_000; i++) {
      const length = -blips.mean * Math.log(1 - random());
      let firstSeen = random() * apart;
      while (random() >= share) firstSeen += apart;
      if (length - firstSeen + added > 100_000 && length > firstSeen) outlasting += 1;
    }
    expect(outlasting / 200_000 / Math.exp(-100_000 / blips.mean)).toBeCloseTo(1, 1);
  }
});

test("unseen() adds nothing to what was watched all the time, and more the less of it fails", () => {
  const added = (share: number, apart = 20_000) => unseen({ apart: millis(apart), share }, blips);
  expect(added(1, 0)).toBe(0);
  expect([added(1), added(0.5), added(0.3)].map((ms) => Math.round(ms / 1_000))).toEqual([
    10, 23, 36,
  ]);
});
