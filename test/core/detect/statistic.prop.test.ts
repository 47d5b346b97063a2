import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStatistic } from "../../../aws/ledger/stored-statistic.ts";
import { alternatives, failingShare, type Suspicion } from "../../../core/detect/cusum.ts";
import type { RoundSummary } from "../../../core/detect/round-summary.ts";
import { fold, longestRun, type Statistic, unknown } from "../../../core/detect/statistic.ts";
import { journeyGroups } from "../../../core/settings/journey.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { anyClass } from "../arbitraries/any-tick.ts";
import { minutes, now, primary, witness } from "../builders/a-policy.ts";
import { aBadRound, anIdleRound, aRoundSummary } from "../builders/a-round-summary.ts";

const anyWeights = fc.record({
  threshold: fc.double({ min: 2, max: 20, noNaN: true }),
  background: fc.double({ min: 0.0001, max: 0.1, noNaN: true }),
  recoveryFactor: fc.double({ min: 1, max: 10, noNaN: true }),
  staleAfter: fc.integer({ min: 1, max: 10 }).map((count) => millis(count * 60_000)),
  latencyBudget: fc.integer({ min: 100, max: 20_000 }).map(millis),
});
const anyBearing = fc.constantFrom("good" as const, "bad" as const, "nothing" as const);
const anyGroups = fc.record({ signIn: anyBearing, machine: anyBearing, federation: anyBearing });
const anySummary = fc.record({
  vantage: fc.constant(witness),
  target: fc.constant(primary),
  groups: anyGroups,
  excused: fc.subarray([...journeyGroups]),
  failure: fc.option(anyClass),
  took: fc.option(fc.integer({ min: 0, max: 20_000 }).map(millis)),
});
const anyRounds = fc.array(
  fc.record({
    summary: anySummary,
    other: fc.option(anySummary),
    gap: fc.integer({ min: 0, max: 400_000 }),
  }),
  { maxLength: 200 },
);

const weigh = {
  threshold: 10,
  background: 0.01,
  recoveryFactor: 1,
  staleAfter: millis(180_000),
  latencyBudget: millis(5_000),
};

const said = (bearing: "good" | "bad" | "nothing", at = now): RoundSummary =>
  ({ good: aRoundSummary, bad: aBadRound, nothing: anIdleRound.bind(null, "observer") })[bearing]({
    at,
  });

/** A learnt background is a tenth of the setting at least, so that one failure weighs no more than this. */
const MOST = Math.log(failingShare.dead / 0.00001);

function isBounded({ value, since, tally }: Suspicion, threshold: number): void {
  expect(value).toBeGreaterThanOrEqual(0);
  expect(value).toBeLessThanOrEqual(threshold + MOST);
  if (since === null) expect([value, tally]).toEqual([0, null]);
  if (tally !== null) expect(tally.here).toBeLessThanOrEqual(tally.rounds + 0.05);
}

test("whatever the rounds, a statistic stays within its bounds, its size and its stored form", () => {
  fc.assert(
    fc.property(anyRounds, anyWeights, (rounds, weigh) => {
      let known = unknown(witness, primary, now);
      let at = now;
      for (const { summary, other, gap } of rounds) {
        at = instant(at + gap);
        const others = other === null ? null : { ...other, at };
        known = fold(known, { summary: { ...summary, at }, other: others }, weigh);
        for (const name of alternatives) isBounded(known.sick[name], weigh.threshold);
        expect(known.recovery).toBeGreaterThanOrEqual(0);
        expect(known.recovery).toBeLessThanOrEqual(weigh.threshold * weigh.recoveryFactor + 0.001);
        expect(known.goods).toBeLessThanOrEqual(longestRun);
        expect(known.at).toBe(at);
        if (known.evidenceAt !== null) expect(known.evidenceAt).toBeLessThanOrEqual(known.at);
      }
      expect(JSON.stringify(known).length).toBeLessThan(1_250);
      expect(parseStatistic(JSON.parse(JSON.stringify(known)))).toEqual(known);
    }),
  );
});

test("results that say nothing change no evidence: only dates, tallies and what they are about", () => {
  const evidence = (bearings: readonly ("good" | "bad" | "nothing")[]) => {
    const { sick, goods } = bearings.reduce(
      (known, bearing) => fold(known, { summary: said(bearing), other: null }, weigh),
      unknown(witness, primary, now),
    );
    const values = alternatives.map((name) => [sick[name].value, sick[name].since]);
    return { values, goods };
  };
  fc.assert(
    fc.property(fc.array(anyBearing, { maxLength: 300 }), (bearings) => {
      expect(evidence(bearings)).toEqual(evidence(bearings.filter((b) => b !== "nothing")));
    }),
  );
});

test("one failure more never makes a Region look better, one success more never worse", () => {
  fc.assert(
    fc.property(fc.array(anyBearing, { maxLength: 300 }), (bearings) => {
      const known = bearings.reduce(
        (before, bearing, index) =>
          fold(before, { summary: said(bearing, minutes(index)), other: null }, weigh),
        unknown(witness, primary, now),
      );
      const at = known.evidenceAt ?? now;
      const next = (bearing: "good" | "bad") =>
        fold(known, { summary: said(bearing, at), other: null }, weigh);
      for (const name of alternatives) {
        expect(next("bad").sick[name].value).toBeGreaterThanOrEqual(known.sick[name].value);
        expect(next("good").sick[name].value).toBeLessThanOrEqual(known.sick[name].value);
      }
      expect(next("good").recovery).toBeGreaterThanOrEqual(known.recovery);
      expect(next("bad").recovery).toBeLessThanOrEqual(known.recovery);
    }),
  );
});

test("after a silence only what comes then is held against a Region: before is as if it never was", () => {
  const anyMarks = fc.array(fc.constantFrom("good" as const, "bad" as const), { minLength: 1 });
  const anyPause = fc.integer({ min: weigh.staleAfter / 60_000 + 1, max: 600 });
  fc.assert(
    fc.property(anyMarks, anyMarks, anyPause, (first, second, pause) => {
      const of = (known: Statistic, marks: typeof first, from: number) =>
        marks.reduce(
          (before, bearing, index) =>
            fold(before, { summary: said(bearing, minutes(from + index)), other: null }, weigh),
          known,
        );
      const nothing = unknown(witness, primary, now);
      const from = first.length - 1 + pause;
      const { sick, goods } = of(of(nothing, first, 0), second, from);
      const fresh = of(nothing, second, from);
      expect({ sick, goods }).toEqual({ sick: fresh.sick, goods: fresh.goods });
    }),
  );
});
