import fc from "fast-check";
import { expect, test } from "vitest";
import { benchOf } from "../../../core/detect/bench.ts";
import { verdict, vote } from "../../../core/detect/verdict.ts";
import { often } from "../../often.ts";
import { anyTick } from "../arbitraries/any-tick.ts";
import { now, primary, secondary } from "../builders/a-policy.ts";

const anyTarget = fc.constantFrom(primary, secondary);

test("verdict() agrees with a dumb version, which counts every vote it finds", () => {
  fc.assert(
    fc.property(anyTick, anyTarget, (tick, target) => {
      const bench = benchOf(tick);
      const { statistics } = tick.observation;
      const told = statistics.filter((s) => s.target === target);
      const votes = told.map((s) => vote(s, bench, now).kind);
      const sick = votes.filter((kind) => kind === "unhealthy").length;
      const well = votes.filter((kind) => kind === "healthy").length;
      const half = tick.policy.vantages.length / 2;
      const dumb = sick > half ? "unhealthy" : well > half ? "healthy" : "undetermined";
      expect(verdict(target, { statistics, now }, bench).kind).toBe(dumb);
    }),
    { numRuns: often(300, 1_000) },
  );
});

test("the order of the statistics does not matter to verdict()", () => {
  fc.assert(
    fc.property(anyTick, anyTarget, (tick, target) => {
      const { statistics } = tick.observation;
      const bench = benchOf(tick);
      const said = verdict(target, { statistics, now }, bench);
      const reversed = [...statistics].reverse();
      expect(verdict(target, { statistics: reversed, now }, bench)).toEqual(said);
    }),
  );
});

test("the order of the vantages matters to verdict() for nothing but the order of the votes", () => {
  fc.assert(
    fc.property(anyTick, anyTarget, (tick, target) => {
      const { statistics } = tick.observation;
      const bench = benchOf(tick);
      const turned = { ...bench, vantages: [...bench.vantages].reverse() };
      const { votes, ...said } = verdict(target, { statistics, now }, bench);
      const other = verdict(target, { statistics, now }, turned);
      expect([...other.votes].reverse()).toEqual(votes);
      if (said.kind !== "undetermined") expect(other).toEqual({ ...said, votes: other.votes });
      else expect(other.kind).toBe("undetermined");
    }),
  );
});

test("an unhealthy verdict begins no later than a quorum saw it begin", () => {
  fc.assert(
    fc.property(anyTick, anyTarget, (tick, target) => {
      const { statistics } = tick.observation;
      const said = verdict(target, { statistics, now }, benchOf(tick));
      if (said.kind !== "unhealthy") return;
      const onsets = said.votes.flatMap((v) => (v.kind === "unhealthy" ? [v.since] : []));
      const later = onsets.filter((since) => since >= said.since).length;
      expect(later).toBeGreaterThan(tick.policy.vantages.length / 2 - 1);
    }),
    { numRuns: often(300, 1_000) },
  );
});
