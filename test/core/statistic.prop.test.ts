import fc from "fast-check";
import { expect, test } from "vitest";
import { alternatives, failingShare, fold, RECENT, unknown } from "../../core/statistic.ts";
import { minutes, now, primary, witness } from "./builders/a-policy.ts";
import { aFailure, aProbe } from "./builders/a-probe-result.ts";

const anyWeights = fc.record({
  threshold: fc.double({ min: 2, max: 20, noNaN: true }),
  background: fc.double({ min: 0.0001, max: 0.1, noNaN: true }),
  recoveryFactor: fc.double({ min: 1, max: 10, noNaN: true }),
});
const anyBearings = fc.array(fc.constantFrom("good" as const, "bad" as const, "nothing" as const), {
  maxLength: 300,
});

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
        known = fold(known, { result: result(bearing, index), bearing }, weigh);
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
      }
      expect(JSON.stringify(known).length).toBeLessThan(700);
    }),
  );
});

test("results that say nothing may be left out: the evidence is the same", () => {
  const weigh = { threshold: 10, background: 0.01, recoveryFactor: 1 };
  const evidence = (bearings: readonly ("good" | "bad" | "nothing")[]) => {
    const { sick, recovery, recent, isRecovering } = bearings.reduce(
      (known, bearing) => fold(known, { result: { ...result(bearing, 0) }, bearing }, weigh),
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
  const weigh = { threshold: 10, background: 0.01, recoveryFactor: 1 };
  fc.assert(
    fc.property(anyBearings, (bearings) => {
      const known = bearings.reduce(
        (before, bearing, index) =>
          fold(before, { result: result(bearing, index), bearing }, weigh),
        unknown(witness, primary, now),
      );
      const next = (bearing: "good" | "bad") =>
        fold(known, { result: result(bearing, 301), bearing }, weigh);
      for (const name of alternatives) {
        expect(next("bad").sick[name].value).toBeGreaterThanOrEqual(known.sick[name].value);
        expect(next("good").sick[name].value).toBeLessThanOrEqual(known.sick[name].value);
      }
      expect(next("good").recovery).toBeGreaterThanOrEqual(known.recovery);
      expect(next("bad").recovery).toBeLessThanOrEqual(known.recovery);
    }),
  );
});
