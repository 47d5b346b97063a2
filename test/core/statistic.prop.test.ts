import fc from "fast-check";
import { expect, test } from "vitest";
import {
  alternatives,
  failingShare,
  fold,
  RECENT,
  type Statistic,
  unknown,
} from "../../core/statistic.ts";
import { millis } from "../../core/types.ts";
import { minutes, now, primary, witness } from "./builders/a-policy.ts";
import { aFailure, aProbe } from "./builders/a-probe-result.ts";
import { aRead } from "./builders/a-read.ts";

const anyWeights = fc.record({
  threshold: fc.double({ min: 2, max: 20, noNaN: true }),
  background: fc.double({ min: 0.0001, max: 0.1, noNaN: true }),
  recoveryFactor: fc.double({ min: 1, max: 10, noNaN: true }),
  staleAfter: fc.integer({ min: 1, max: 10 }).map((count) => millis(count * 60_000)),
});
const anyBearings = fc.array(fc.constantFrom("good" as const, "bad" as const, "nothing" as const), {
  maxLength: 300,
});

const weigh = { threshold: 10, background: 0.01, recoveryFactor: 1, staleAfter: millis(180_000) };

const result = (bearing: "good" | "bad" | "nothing", index: number) =>
  aProbe({
    at: minutes(index),
    outcome:
      bearing === "good" ? { kind: "ok" } : aFailure(bearing === "bad" ? "slow" : "observer"),
  });

test("whatever the results, a statistic stays within its bounds and its size", () => {
  fc.assert(
    fc.property(anyBearings, anyWeights, (bearings, weigh) => {
      let known = unknown(witness, primary, now);
      for (const [index, bearing] of bearings.entries()) {
        known = fold(known, aRead(result(bearing, index), bearing), weigh);
        for (const name of alternatives) {
          const { value, since } = known.sick[name];
          const step = Math.log(failingShare[name] / weigh.background);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(weigh.threshold + step);
          expect(since === null).toBe(value === 0);
        }
        expect(known.recovery).toBeGreaterThanOrEqual(0);
        expect(known.recovery).toBeLessThanOrEqual(weigh.threshold * weigh.recoveryFactor);
        expect(known.recent.length).toBeLessThanOrEqual(RECENT);
        expect(known.at).toBe(minutes(index));
        if (known.evidenceAt !== null) expect(known.evidenceAt).toBeLessThanOrEqual(known.at);
        expect(known.evidenceAt === null).toBe(known.recent.length === 0);
      }
      expect(JSON.stringify(known).length).toBeLessThan(730);
    }),
  );
});

test("results that say nothing may be left out: the evidence is the same", () => {
  const evidence = (bearings: readonly ("good" | "bad" | "nothing")[]) => {
    const { sick, recovery, recent, isRecovering } = bearings.reduce(
      (known, bearing) => fold(known, aRead(result(bearing, 0), bearing), weigh),
      unknown(witness, primary, now),
    );
    return { sick, recovery, recent, isRecovering };
  };
  fc.assert(
    fc.property(anyBearings, (bearings) => {
      expect(evidence(bearings)).toEqual(evidence(bearings.filter((b) => b !== "nothing")));
    }),
  );
});

test("one failure more never makes a Region look better, one success more never worse", () => {
  fc.assert(
    fc.property(anyBearings, (bearings) => {
      const known = bearings.reduce(
        (before, bearing, index) => fold(before, aRead(result(bearing, index), bearing), weigh),
        unknown(witness, primary, now),
      );
      const at = known.evidenceAt ?? now;
      const next = (bearing: "good" | "bad") =>
        fold(known, aRead({ ...result(bearing, 0), at }, bearing), weigh);
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
            fold(before, aRead(result(bearing, from + index), bearing), weigh),
          known,
        );
      const nothing = unknown(witness, primary, now);
      const from = first.length - 1 + pause;
      const { sick, recent } = of(of(nothing, first, 0), second, from);
      const fresh = of(nothing, second, from);
      expect({ sick, recent }).toEqual({ sick: fresh.sick, recent: fresh.recent });
    }),
  );
});
