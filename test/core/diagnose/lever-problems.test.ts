import { describe, expect, test } from "vitest";
import type { LeverReading } from "../../../core/detect/observation.ts";
import { leverProblems } from "../../../core/diagnose/lever-problems.ts";
import type { LeverEvidence, PathState } from "../../../core/levers/lever-evidence.ts";
import { instant } from "../../../core/values/types.ts";
import { aPolicy } from "../builders/a-policy.ts";

const NOW = instant(10 * 3_600_000);
const policy = aPolicy();
const look = { policy, now: NOW, paths: [] };

const aReading = (change: Partial<LeverReading> = {}): LeverReading => ({
  ...{ path: "managedLogin", stands: policy.primary, at: NOW },
  problem: "nobody can read it",
  ...change,
});

describe("leverProblems()", () => {
  test("names the path, its lever and what is in its way", () => {
    const readings = [aReading(), aReading({ path: "sdk", problem: "it has a third member" })];
    expect(leverProblems(readings, look)).toEqual([
      "managed login by the beacon: nobody can read it",
      "SDK sign-in by weighted records: it has a third member",
    ]);
  });

  test("says nothing of a lever with nothing in its way", () => {
    const { problem: _, ...well } = aReading();
    expect(leverProblems([well], look)).toEqual([]);
  });

  test("lets a reading hold for three hours", () => {
    const at = (ago: number) => [aReading({ at: instant(NOW - ago) })];
    expect(leverProblems(at(3 * 3_600_000), look)).toHaveLength(1);
    expect(leverProblems(at(3 * 3_600_000 + 1), look)).toEqual([]);
  });

  test("says nothing of a path that the settings have no more", () => {
    const without = { ...policy, paths: { ...policy.paths, managedLogin: null } };
    expect(leverProblems([aReading()], { ...look, policy: without })).toEqual([]);
  });

  describe("of a lever that a move of ours has touched", () => {
    const known = (kind: LeverEvidence["kind"], ago: number) => {
      const evidence = { kind, at: instant(NOW - ago), because: "" };
      const wanted = policy.secondary;
      const path = { path: "managedLogin", wanted, evidence, attempts: 0, nextAttemptAt: null };
      return leverProblems([aReading()], { ...look, paths: [path as PathState] });
    };

    test("says nothing while it is being moved, nor for two minutes after", () => {
      expect(known("unknown", 60_000)).toEqual([]);
      expect(known("confirmed", -1)).toEqual([]);
      expect(known("applied", 120_000)).toEqual([]);
    });

    test("says what a reading finds once everyone has heard of it", () => {
      expect(known("confirmed", 120_001)).toHaveLength(1);
      expect(known("applied", 120_001)).toHaveLength(1);
    });
  });
});
