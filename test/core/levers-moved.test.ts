import { describe, expect, test } from "vitest";
import { leversMoved } from "../../core/levers-moved.ts";
import type { LeverReading } from "../../core/observation.ts";
import { aPolicy, minutes, now, primary, secondary } from "./builders/a-policy.ts";
import { aState, standings } from "./builders/a-state.ts";

const stands = (
  where: LeverReading["stands"],
  ago = 1,
  path: LeverReading["path"] = "managedLogin",
) => ({
  path,
  stands: where,
  at: minutes(-ago),
});
const known = { policy: aPolicy(), now };
const steady = aState({ standing: { phase: "steady", since: minutes(-500) } });
const failedOver = aState({
  standing: { phase: "failedOver", since: minutes(-30), reason: "an outage" },
});

describe("leversMoved()", () => {
  test("names no lever that stands where the last move left it", () => {
    expect(leversMoved(steady, [stands(primary)], known)).toEqual([]);
    expect(leversMoved(failedOver, [stands(secondary)], known)).toEqual([]);
  });

  test("names each that stands elsewhere, by its own name and that of its path", () => {
    const readings = [stands(secondary), stands("between", 1, "sdk")];
    expect(leversMoved(steady, readings, known)).toEqual([
      "managed login goes to us-east-1 by the beacon, not to us-west-2",
      "SDK sign-in goes to both Regions by weighted records, not to us-west-2",
    ]);
    expect(leversMoved(failedOver, [stands(primary)], known)).toEqual([
      "managed login goes to us-west-2 by the beacon, not to us-east-1",
    ]);
  });

  test("calls none moved while a move is under way", () => {
    const moving = [standings.failingOver, standings.failingBack];
    const readings = [stands(primary), stands(secondary), stands("between")];
    for (const standing of moving)
      expect(leversMoved(aState({ standing }), readings, known)).toEqual([]);
  });

  test("names none of a path that was taken out of the settings", () => {
    const policy = aPolicy({ paths: { ...aPolicy().paths, sdk: null } });
    const readings = [stands("between", 1, "sdk")];
    expect(leversMoved(steady, readings, { policy, now })).toEqual([]);
  });

  test("does not judge by a reading from before the last move ended, or three hours old", () => {
    expect(leversMoved(failedOver, [stands(primary, 31)], known)).toEqual([]);
    expect(
      leversMoved({ ...steady, lastShiftAt: minutes(-5) }, [stands(secondary, 6)], known),
    ).toEqual([]);
    expect(leversMoved(steady, [stands(secondary, 181)], known)).toEqual([]);
    expect(leversMoved(steady, [stands(secondary, 180)], known)).toHaveLength(1);
  });
});
