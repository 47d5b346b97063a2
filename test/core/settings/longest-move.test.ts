import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  LONGEST_MOVE,
  longestMove,
  MACHINE_LIMIT,
  mostAttempts,
  STATE_AT_WORST,
} from "../../../core/settings/longest-move.ts";
import { parseConfig } from "../../../core/settings/parse.ts";
import { millis } from "../../../core/values/types.ts";
import type { AslDocument, AslState, Retrier } from "../../../stacks/machines/asl.ts";
import { failover } from "../../../stacks/machines/failover.asl.ts";
import { merge } from "../../settings/merge.ts";

const valid = JSON.parse(
  readFileSync(new URL("../../settings/valid.json", import.meta.url), "utf8"),
);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function waits(timeout: number, [attempts, every, settle]: readonly [number, number, number]) {
  return {
    approval: { timeout: millis(timeout) },
    verify: { attempts, every: millis(every), settle: millis(settle) },
  };
}

const arn = "arn:aws:lambda:us-east-1:123456789012:function:any";
const machine = failover({
  prepareArn: arn,
  shiftArn: arn,
  verifyArn: arn,
  completeArn: arn,
  notifyArn: arn,
  topicArn: "arn:aws:sns:us-east-1:123456789012:notices",
});

test.each([
  ["an answer at the last second", waits(MINUTE, [1, 0, 0]), MINUTE],
  ["the wait before the first look", waits(0, [1, 0, MINUTE]), MINUTE],
  ["every look that the settings allow", waits(0, [3, MINUTE, 0]), 3 * MINUTE + 2 * STATE_AT_WORST],
])("longestMove() counts %s", (_, given, more) => {
  expect(longestMove(given) - longestMove(waits(0, [1, 0, 0]))).toBe(more);
});

test("no settings that are accepted allow a move that its machine would cut off", () => {
  const given = fc.record({
    approval: fc.integer({ min: 60, max: 86_400 }),
    attempts: fc.integer({ min: 1, max: 100 }),
    every: fc.integer({ min: 1, max: 900 }),
    settle: fc.integer({ min: 0, max: 900 }),
  });
  const seen = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(given, ({ approval, attempts, every, settle }) => {
      const parse = (tries: number) =>
        parseConfig(
          merge(valid, {
            pools: {
              0: {
                approval: { timeout: approval * SECOND },
                verify: { attempts: tries, every: every * SECOND, settle: settle * SECOND },
              },
            },
          }),
        );
      const asked = waits(approval * SECOND, [attempts, every * SECOND, settle * SECOND]);
      const parsed = parse(attempts);
      seen[parsed.kind] += 1;
      if (parsed.kind === "valid") {
        expect(longestMove(asked)).toBeLessThanOrEqual(LONGEST_MOVE);
        return;
      }
      expect(parsed.problems.map(({ path }) => path)).toEqual(["pools[0].verify.attempts"]);
      // What it says to write is accepted, and one more is not.
      expect(parse(mostAttempts(asked)).kind).toBe("valid");
      expect(parse(mostAttempts(asked) + 1).kind).toBe("invalid");
    }),
    { seed: 21, numRuns: 300 },
  );
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(20);
});

test("the machine that carries a move ends later than the longest one", () => {
  expect(machine.TimeoutSeconds * SECOND).toBe(MACHINE_LIMIT);
  expect(MACHINE_LIMIT).toBeGreaterThan(LONGEST_MOVE);
});

test("no way through the machine, with one look, takes longer than is counted for it", () => {
  const counted = longestMove(waits(0, [1, 0, 0]));
  const longest = longestWay(machine, machine.StartAt, new Set());
  expect(longest).toBeLessThanOrEqual(counted);
  // The sum would hide a state that alone takes longer.
  const states = Object.entries(machine.States);
  expect(states.filter(([, state]) => atWorst(state) > STATE_AT_WORST)).toEqual([]);
});

/** Passing each state once at the most. */
function longestWay(document: AslDocument, name: string, before: ReadonlySet<string>): number {
  const state = document.States[name];
  if (state === undefined || before.has(name)) return 0;
  const passed = new Set(before).add(name);
  const after = waysFrom(state).map((next) => longestWay(document, next, passed));
  return atWorst(state) + Math.max(0, ...after);
}

function waysFrom(state: AslState): readonly string[] {
  switch (state.Type) {
    case "Task":
      return [state.Next, ...state.Catch.map(({ Next }) => Next)];
    case "Choice":
      return [state.Default, ...state.Choices.map(({ Next }) => Next)];
    case "Wait":
    case "Pass":
      return [state.Next];
    case "Succeed":
    case "Fail":
      return [];
  }
}

/** Each try ends at its limit. What waits for a person is counted by the settings. */
function atWorst(state: AslState): number {
  if (state.Type !== "Task" || state.TimeoutSecondsPath !== undefined) return 0;
  const retriers = state.Retry ?? [];
  const tries = 1 + retriers.reduce((sum, { MaxAttempts }) => sum + MaxAttempts, 0);
  const waiting = retriers.reduce((sum, retrier) => sum + waitOf(retrier), 0);
  return (tries * (state.TimeoutSeconds ?? Number.POSITIVE_INFINITY) + waiting) * SECOND;
}

function waitOf(retrier: Retrier & { readonly MaxDelaySeconds?: number }): number {
  const { MaxAttempts, IntervalSeconds, BackoffRate, MaxDelaySeconds = 86_400 } = retrier;
  const delays = Array.from({ length: MaxAttempts }, (_, n) =>
    Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds),
  );
  return delays.reduce((sum, delay) => sum + delay, 0);
}
