import { describe, expect, it, test } from "vitest";
import {
  type BothSides,
  natsAgainst,
  speaksAgainst,
  trafficAlpha,
} from "../../../core/judging/real-traffic.ts";
import { Random } from "../../../sim/random.ts";
import { often } from "../../often.ts";

const side = (signIns: number, failures: number) => ({ signIns, failures });
const wrongPasswords = 0.15;
const stable = side(10_000, 1_500);

describe("users' own sign-ins speak against the practised side", () => {
  test.each<[string, BothSides]>([
    ["when all of a handful fail", { practised: side(9, 9), stable }],
    ["when half of them fail", { practised: side(60, 36), stable }],
    [
      "when three of ten fail besides those that a secondary loses",
      {
        practised: side(400, 190),
        stable,
      },
    ],
    ["when there are millions", { practised: side(1e6, 4e5), stable: side(1e7, 1e5) }],
  ])("%s", (_, sides) => {
    expect(speaksAgainst(sides)).toBe(true);
  });
});

describe("users' own sign-ins speak against nobody", () => {
  test.each<[string, BothSides]>([
    ["when there are none", { practised: side(0, 0), stable: side(0, 0) }],
    ["when a handful fails", { practised: side(5, 5), stable }],
    ["when there is nothing to compare with", { practised: side(50, 50), stable: side(0, 0) }],
    ["when wrong passwords fail at both sides alike", { practised: side(3_000, 450), stable }],
    [
      "when most fail at both sides alike, as in an attack",
      {
        practised: side(1_000, 900),
        stable: side(10_000, 9_000),
      },
    ],
    [
      "when a tenth more fails, as is known of a secondary",
      { practised: side(3_000, 700), stable },
    ],
    ["when fewer fail there", { practised: side(1_000, 10), stable }],
  ])("%s", (_, sides) => {
    expect(speaksAgainst(sides)).toBe(false);
    expect(natsAgainst(sides)).toBeLessThan(Math.log(1 / trafficAlpha));
  });
});

interface Traffic {
  /** Of all sign-ins. */
  readonly sent: number;
  readonly lost: number;
  readonly minutes: number;
}

/** How many users' sign-ins the practised side was given until they spoke against it; null: never. */
function sentUntilTold(random: Random, { sent, lost, minutes }: Traffic): number | null {
  const counts = { practised: side(0, 0), stable: side(0, 0) };
  for (let minute = 0; minute < minutes; minute++) {
    for (let signIn = 0; signIn < 60; signIn++) {
      const isSent = random.next() < sent;
      const failing = isSent ? wrongPasswords + (1 - wrongPasswords) * lost : wrongPasswords;
      const name = isSent ? "practised" : "stable";
      const { signIns, failures } = counts[name];
      counts[name] = side(signIns + 1, failures + Number(random.next() < failing));
    }
    if (speaksAgainst(counts)) return counts.practised.signIns;
  }
  return null;
}

function runs(count: number, traffic: Traffic): readonly (number | null)[] {
  return Array.from({ length: count }, (_, seed) =>
    sentUntilTold(new Random(`traffic ${seed}`), traffic),
  );
}

/** A look a minute for three quarters of an hour, and wrong passwords all the while. */
const canary = { sent: 0.1, minutes: 45 };

describe("over many runs", () => {
  it("wrong passwords, and what a secondary is known to lose, fail as good as none", () => {
    const told = runs(often(100, 2_000), { ...canary, lost: 0.1 }).filter((sent) => sent !== null);
    expect(told.length).toBeLessThanOrEqual(often(100, 2_000) * trafficAlpha);
  });

  it("a side that takes no sign-in is told of after some dozen users", () => {
    const told = runs(100, { ...canary, lost: 1 });
    expect(Math.max(...told.map((sent) => sent ?? 1_000))).toBeLessThanOrEqual(30);
  });

  it("one that loses half is told of within the run", () => {
    expect(runs(100, { ...canary, lost: 0.5 }).filter((sent) => sent === null)).toEqual([]);
  });
});

/** By its definition, summed over a fine grid of q. */
function byDefinition({ practised, stable: here }: BothSides): number {
  const grid = Array.from({ length: 20_000 }, (_, index) => (index + 0.5) / 20_000);
  const times = (count: number, share: number) => (count === 0 ? 0 : count * Math.log(share));
  const log = (q: number, p: number) =>
    times(here.failures, q) +
    times(here.signIns - here.failures, 1 - q) +
    times(practised.failures, p) +
    times(practised.signIns - practised.failures, 1 - p);
  const worse = (x: number) => (q: number) => log(q, q + (1 - q) * (0.1 + 0.9 * x));
  const logs = [0.97, 0.5, 0.3].flatMap((x) => grid.map(worse(x)));
  const most = logs.reduce((a, b) => Math.max(a, b));
  const sum = logs.reduce((all, one) => all + Math.exp(one - most), 0);
  const nullLogs = [0, ...grid].map((q) => log(q, q + (1 - q) * 0.1));
  return most + Math.log(sum / logs.length) - nullLogs.reduce((a, b) => Math.max(a, b));
}

describe("the evidence", () => {
  it.each<BothSides>([
    { practised: side(9, 9), stable: side(1_000, 150) },
    { practised: side(40, 22), stable: side(400, 0) },
    { practised: side(40, 40), stable: side(3, 1) },
    { practised: side(300, 120), stable: side(9_000, 1_350) },
  ])("is a mixture over the largest likelihood of the null: %j", (sides) => {
    expect(natsAgainst(sides)).toBeCloseTo(byDefinition(sides), 2);
  });
});
