import { describe, expect, test } from "vitest";
import { nothing } from "../../../core/detect/tally.ts";
import {
  advantage,
  failing,
  type Groups,
  harmOf,
  nats,
  shareLostByMoving,
  shareThatDoesNotPay,
  shareThatPays,
  speaksForMoving,
} from "../../../core/detect/user-impact.ts";

const said = (signIn: Groups["signIn"], federation: Groups["signIn"], machine: Groups["signIn"]) =>
  failing({ signIn, federation, machine });

describe("failing()", () => {
  test("weighs each group by the traffic that comes through it", () => {
    expect(said("good", "good", "good")).toBe(0);
    expect(said("bad", "good", "good")).toBeCloseTo(0.6, 10);
    expect(said("good", "bad", "good")).toBeCloseTo(0.25, 10);
    expect(said("good", "bad", "bad")).toBeCloseTo(0.4, 10);
    expect(said("bad", "bad", "bad")).toBe(1);
  });

  test("leaves out groups that the round says nothing of", () => {
    expect(said("bad", "nothing", "nothing")).toBe(1);
    expect(said("nothing", "bad", "good")).toBeCloseTo(0.25 / 0.4, 10);
    expect(said("nothing", "nothing", "nothing")).toBe(0);
  });
});

describe("harmOf()", () => {
  test("adds to moving what a secondary cannot do", () => {
    const harm = harmOf({ ...nothing, rounds: 100, here: 60, there: 20 });
    expect(harm).toEqual({ staying: 0.6, moving: expect.closeTo(0.3, 10), rounds: 100 });
    expect(advantage(harm)).toBeCloseTo(0.4, 10);
  });

  test("counts excused failures only once the Region's own are the greater part", () => {
    const of = (here: number, excused: number) =>
      harmOf({ ...nothing, rounds: 100, here, excused }).staying;
    expect([of(40, 30), of(30, 40)]).toEqual([0.7, 0.3]);
  });

  test("is no harm at all of no rounds", () => {
    expect(harmOf(nothing)).toEqual({ staying: 0, moving: shareLostByMoving, rounds: 0 });
  });
});

/** What a move costs while it takes effect, in minutes of a total outage. */
const MOVE_COST_MINUTES = 2;

test("a third pays for an outage of nine minutes, a quarter for none shorter than thirteen", () => {
  const breaksEven = (share: number) => MOVE_COST_MINUTES / (share - shareLostByMoving);
  expect(breaksEven(shareThatPays)).toBeCloseTo(8.6, 1);
  expect(breaksEven(shareThatDoesNotPay)).toBeCloseTo(13.3, 1);
});

test("speaksForMoving() turns between the two shares, and grows with the rounds", () => {
  expect(speaksForMoving(shareThatDoesNotPay, 100)).toBeLessThan(0);
  expect(speaksForMoving(shareThatPays, 100)).toBeGreaterThan(0);
  expect(speaksForMoving(0.29, 100)).toBeCloseTo(0, 1);
  expect(speaksForMoving(0.4, 200)).toBeCloseTo(2 * speaksForMoving(0.4, 100), 10);
});

test("a share of a quarter is taken for one that pays no more often than Wald's bound allows", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const bound = 1.6;
  let wrong = 0;
  for (let run = 0; run < 2_000; run++) {
    let failures = 0;
    for (let rounds = 1; rounds <= 500; rounds++) {
      if (random() < shareThatDoesNotPay) failures += 1;
      if (speaksForMoving(failures / rounds, rounds) < bound) continue;
      wrong += 1;
      break;
    }
  }
  expect(wrong / 2_000).toBeLessThan(Math.exp(-bound));
  expect(wrong).toBeGreaterThan(50);
});

test("nats() is nothing for the share itself and grows away from it, with the rounds", () => {
  expect(nats(0.3, 0.3, 100)).toBeCloseTo(0, 10);
  expect(nats(1, 0.5, 10)).toBeCloseTo(10 * Math.log(2), 10);
  expect(nats(0, 0.5, 10)).toBeCloseTo(10 * Math.log(2), 10);
});
