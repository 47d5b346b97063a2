import { describe, expect, test } from "vitest";
import type { Bearing } from "../../core/probe.ts";
import {
  fold,
  RECENT,
  recoveryThreshold,
  type Statistic,
  unknown,
  weights,
} from "../../core/statistic.ts";
import { aPolicy, minutes, now, primary, witness } from "./builders/a-policy.ts";
import { aFailure, aProbe } from "./builders/a-probe-result.ts";
import { aRead } from "./builders/a-read.ts";

const weigh = weights(aPolicy(), 10);

/** One result a minute: + good, - bad, 0 says nothing. */
function folded(marks: string, before: Statistic = unknown(witness, primary, now)): Statistic {
  const bearings: Readonly<Record<string, Bearing>> = { "+": "good", "-": "bad", "0": "nothing" };
  return [...marks].reduce((statistic, mark, index) => {
    const bearing = bearings[mark] ?? "nothing";
    const outcome = { "+": { kind: "ok" } as const, "-": aFailure("slow") }[mark];
    const result = aProbe({ at: minutes(index + 1), outcome: outcome ?? aFailure("throttled") });
    return fold(statistic, aRead(result, bearing), weigh);
  }, before);
}

const values = ({ sick }: Statistic) => [sick.dead.value, sick.half.value, sick.gray.value];

test("weights() takes the background and the recovery factor from the policy", () => {
  expect(weigh).toEqual({
    threshold: 10,
    background: 0.01,
    recoveryFactor: 1,
    staleAfter: 180_000,
  });
  expect(recoveryThreshold({ ...weigh, recoveryFactor: 2 })).toBe(20);
});

test("unknown() is no evidence for anything", () => {
  expect(unknown(witness, primary, now)).toEqual({
    vantage: witness,
    target: primary,
    at: now,
    evidenceAt: null,
    sick: {
      dead: { value: 0, since: null },
      half: { value: 0, since: null },
      gray: { value: 0, since: null },
    },
    recovery: 0,
    isRecovering: false,
    recent: [],
    lastFailure: null,
    lastBearing: "nothing",
  });
});

describe("fold() of a failure", () => {
  test("adds ln(p1/p0) to each alternative, and remembers the onset", () => {
    const once = folded("-");
    expect(values(once)).toEqual([Math.log(97), Math.log(50), Math.log(30)]);
    expect(once.sick.dead.since).toBe(minutes(1));
    expect(folded("--").sick.dead.since).toBe(minutes(1));
  });

  test("never goes further than one failure above the threshold, however long the outage", () => {
    const [dead, half, gray] = values(folded("-".repeat(500)));
    expect([dead, half, gray]).toEqual([10 + Math.log(97), 10 + Math.log(50), 10 + Math.log(30)]);
  });

  test("keeps the class, for attribution", () => {
    expect(folded("+-").lastFailure).toBe("slow");
    expect(folded("-+").lastFailure).toBeNull();
  });
});

describe("fold() of a success", () => {
  test("takes ln((1-p0)/(1-p1)) from each alternative, most from dead", () => {
    const [dead, half, gray] = values(folded("--+"));
    expect(dead).toBeCloseTo(2 * Math.log(97) - Math.log(0.99 / 0.03), 10);
    expect(half).toBeCloseTo(2 * Math.log(50) - Math.log(0.99 / 0.5), 10);
    expect(gray).toBeCloseTo(2 * Math.log(30) - Math.log(0.99 / 0.7), 10);
  });

  test("never goes below nothing, and forgets the onset there", () => {
    expect(folded(`-${"+".repeat(20)}`).sick).toEqual(unknown(witness, primary, now).sick);
  });
});

describe("fold() of a result that says nothing", () => {
  test("shows only that the vantage lives, and why it could not tell", () => {
    const before = folded("--");
    const seen = folded("0", before);
    expect(seen).toEqual({
      ...before,
      at: minutes(1),
      lastFailure: "throttled",
      lastBearing: "nothing",
    });
  });
});

describe("fold() after a silence", () => {
  /** The mark after `pause` minutes in which nothing came. */
  const resumed = (pause: number, mark: "good" | "bad", before = folded("---")) =>
    fold(
      before,
      aRead(
        aProbe({
          at: minutes(3 + pause),
          outcome: mark === "good" ? { kind: "ok" } : aFailure("slow"),
        }),
        mark,
      ),
      weigh,
    );

  test("goes on where it was, as long as the silence is no longer than evidence is fresh", () => {
    const known = resumed(3, "bad");
    expect(known.sick.dead.since).toBe(minutes(1));
    expect(known.recent).toEqual(["bad", "bad", "bad", "bad"]);
  });

  test("starts anew after a longer one: what was held against a Region counts no more", () => {
    const known = resumed(3.5, "bad");
    expect(values(known)).toEqual(values(folded("-")));
    expect(known.sick.dead.since).toBe(minutes(6.5));
    expect(known.recent).toEqual(["bad"]);
    expect(resumed(3.5, "good")).toMatchObject({
      sick: unknown(witness, primary, now).sick,
      recent: ["good"],
    });
  });

  test("does not count results that say nothing as a word: the silence goes on", () => {
    const idle = folded("0000000", folded("---"));
    expect(idle).toMatchObject({ at: minutes(7), evidenceAt: minutes(3) });
    expect(values(idle)).toEqual(values(folded("---")));
    expect(resumed(5, "bad", idle).recent).toEqual(["bad"]);
  });

  test("still asks for the proof that coming back needs", () => {
    const known = resumed(60, "good");
    expect([known.isRecovering, known.recovery > 0]).toEqual([true, true]);
  });

  test("takes a clock that was put back for no silence", () => {
    const known = folded("---");
    const earlier = fold(
      known,
      aRead(aProbe({ at: minutes(-60), outcome: aFailure("slow") }), "bad"),
      weigh,
    );
    expect(earlier.recent).toEqual(["bad", "bad", "bad", "bad"]);
  });
});

describe("what coming back needs", () => {
  test("a vantage that never alarmed is not recovering, also after single failures", () => {
    expect(folded("+-+++-").isRecovering).toBe(false);
  });

  test("the third failure in a row alarms, and from then on the vantage is recovering", () => {
    expect(folded("--").isRecovering).toBe(false);
    expect(folded("---").isRecovering).toBe(true);
  });

  test("fifteen successes in a row are needed at a threshold of 10, fourteen are not enough", () => {
    expect(folded(`---${"+".repeat(14)}`).isRecovering).toBe(true);
    expect(folded(`---${"+".repeat(15)}`).isRecovering).toBe(false);
  });

  test("one failure on the way costs what about six successes earn", () => {
    const relapsed = `---${"+".repeat(8)}-`;
    expect(folded(relapsed + "+".repeat(12)).isRecovering).toBe(true);
    expect(folded(relapsed + "+".repeat(13)).isRecovering).toBe(false);
  });

  test("twice the recovery factor needs twice the successes", () => {
    const slow = { ...weigh, recoveryFactor: 2 };
    const sick = folded("---");
    const well = (count: number) =>
      Array.from({ length: count }).reduce<Statistic>(
        (statistic) => fold(statistic, aRead(aProbe({ at: statistic.at }), "good"), slow),
        sick,
      );
    expect(well(29).isRecovering).toBe(true);
    expect(well(30).isRecovering).toBe(false);
  });
});

test("only the last ten results that were evidence are kept, newest last", () => {
  const { recent } = folded(`${"+".repeat(20)}0-0`);
  expect(recent).toHaveLength(RECENT);
  expect(recent.slice(-2)).toEqual(["good", "bad"]);
});

test("fold() leaves the statistic before it as it was", () => {
  const before = Object.freeze(folded("--"));
  const copy = structuredClone(before);
  folded("-+-", before);
  expect(before).toEqual(copy);
});
