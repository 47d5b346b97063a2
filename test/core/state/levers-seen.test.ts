import { describe, expect, test } from "vitest";
import type { LeverReading } from "../../../core/detect/observation.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import { leversSeen, withdrawn } from "../../../core/state/levers-seen.ts";
import { movedByHand } from "../../../core/state/moved-by-hand.ts";
import { fencingToken } from "../../../core/values/types.ts";
import { aPath, aReading } from "../builders/a-path.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aState, standings } from "../builders/a-state.ts";

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

const evidence = (kind: "confirmed" | "applied" | "unknown", minute: number) =>
  ({ kind, at: minutes(minute), because: `it is ${kind}` }) as const;
const applied = aPath({ evidence: evidence("applied", -9) });
const unknown = aPath({
  ...{ evidence: evidence("unknown", -9), attempts: 3, nextAttemptAt: minutes(4) },
});
const seenOf = (path: PathState, change: Partial<LeverReading>, state = failedOver) =>
  leversSeen({ ...state, paths: [path] }, [aReading(change)], known);

describe("leversSeen()", () => {
  test("what was applied is confirmed by what tells the Regions apart, and rests", () => {
    const state = seenOf(applied, { confirms: "the login page answers from us-east-1" });
    const because = "the login page answers from us-east-1";
    expect(state).toEqual({
      ...failedOver,
      paths: [{ ...applied, evidence: { kind: "confirmed", at: minutes(-0.5), because } }],
    });
  });

  test("what was applied stays so while it stands there and nothing tells them apart", () => {
    expect(seenOf(applied, {})).toEqual({ ...failedOver, paths: [applied] });
  });

  test.each([
    ["failedOver", secondary, primary, "us-west-2", "failingOver"],
    ["failedOver", secondary, "between", "both Regions", "failingOver"],
    ["steady", primary, secondary, "us-east-1", "failingBack"],
    ["steady", primary, "nowhere", "nowhere", "failingBack"],
  ] as const)("%s: what was applied at %s and stands at %s is brought there again", (...row) => {
    const [from, wanted, stands, place, phase] = row;
    const before = from === "steady" ? steady : failedOver;
    const { standing, paths } = seenOf({ ...applied, wanted }, { stands }, before);
    expect(standing).toMatchObject({ phase, since: now, by: "the controller", until: null });
    expect(paths).toEqual([
      {
        ...{ ...applied, wanted, attempts: 0, nextAttemptAt: minutes(-0.5) },
        evidence: {
          ...{ kind: "unknown", at: minutes(-0.5) },
          because: `it was written, and stands at ${place}`,
        },
      },
    ]);
  });

  test("opens the phase with the reason for which sign-in is where it is", () => {
    const { standing } = seenOf(applied, { stands: primary });
    expect(standing).toMatchObject({ reason: "an outage" });
  });

  test("leaves the phase and its execution alone while a move is under way", () => {
    const moving = aState({ standing: standings.failingOver });
    expect(seenOf(applied, { stands: primary }, moving).standing).toEqual(standings.failingOver);
  });

  test("what was confirmed and stands elsewhere is somebody's doing: told, and left as it is", () => {
    const before = { ...failedOver, paths: [aPath()] };
    const readings = [aReading({ stands: primary })];
    expect(leversSeen(before, readings, known)).toBe(before);
    expect(movedByHand(before, readings, known)).toEqual([
      "managed login goes to us-west-2 by the beacon, not to us-east-1",
    ]);
  });

  test("what is unknown waits for its next attempt, whatever is read", () => {
    for (const stands of [primary, secondary, "between"] as const) {
      expect(seenOf(unknown, { stands, confirms: "seen" }).paths).toEqual([unknown]);
    }
  });

  test.each([
    ["older than what is known", -10],
    ["as old as what is known", -9],
  ])("does not judge by a reading that is %s", (_, minute) => {
    const readings = { stands: primary, at: minutes(minute) };
    expect(seenOf(applied, readings).paths).toEqual([applied]);
  });

  test("does not judge by what was read before the newest move, whatever its clock said", () => {
    const moved = { ...failedOver, token: fencingToken(4) };
    const judged = (token: number) =>
      seenOf(applied, { stands: primary, token: fencingToken(token) }, moved).paths;
    expect(judged(3)).toEqual([applied]);
    expect(judged(4)).not.toEqual([applied]);
  });

  test("does not judge by a reading that is more than three hours old", () => {
    const old = aPath({ evidence: evidence("applied", -300) });
    expect(seenOf(old, { stands: primary, at: minutes(-181) }).paths).toEqual([old]);
    expect(seenOf(old, { stands: primary, at: minutes(-180) }).paths).not.toEqual([old]);
  });

  test("one path's reading says nothing of the other", () => {
    const sdk = aPath({ path: "sdk", evidence: evidence("applied", -9) });
    const before = { ...failedOver, paths: [applied, sdk] };
    const { paths } = leversSeen(before, [aReading({ stands: primary })], known);
    expect(paths[1]).toEqual(sdk);
  });

  test.each([
    ["failingOver", secondary],
    ["failingBack", primary],
  ] as const)("of an earlier version's move in phase %s all levers are unknown", (phase, wanted) => {
    const before = aState({ standing: standings[phase] });
    const after = leversSeen(before, [], known);
    expect(after.paths).toEqual(
      (["managedLogin", "sdk"] as const).map((path) => ({
        ...{ path, wanted, attempts: 0, nextAttemptAt: null },
        evidence: { kind: "unknown", at: minutes(-2), because: "a move began" },
      })),
    );
    expect(after.standing).toEqual(before.standing);
    expect(leversSeen(after, [], known)).toEqual(after);
  });

  test("of an earlier version's state at rest nothing is made up", () => {
    for (const before of [steady, failedOver]) {
      expect(leversSeen(before, [aReading()], known)).toBe(before);
    }
  });

  test("a path that no move touched is not drawn into one that is under way", () => {
    const before = aState({ standing: standings.failingOver, paths: [unknown] });
    expect(leversSeen(before, [], known).paths).toEqual([unknown]);
  });
});

describe("withdrawn()", () => {
  const over = aState({ standing: { ...standings.failingOver, by: "anna", until: minutes(-1) } });
  const givenUp = (paths: readonly PathState[], readings: readonly LeverReading[] = []) =>
    withdrawn({ ...over, paths }, readings, { ...known, isTargetSick: false });

  test("brings a lever back from a Region that fails, though it was seen to stand there", () => {
    const paths = [
      aPath({ evidence: { kind: "unknown", at: minutes(-2), because: "a move began" } }),
    ];
    const state = withdrawn({ ...over, paths }, [aReading({ stands: secondary })], {
      ...known,
      isTargetSick: true,
    });
    expect(state.paths).toMatchObject([{ wanted: primary, evidence: { kind: "unknown" } }]);
    expect(state.standing.phase).toBe("failingBack");
  });

  test("leaves a lever where it was seen to stand since, at either Region", () => {
    for (const stands of [primary, secondary]) {
      const state = givenUp([unknown], [aReading({ stands })]);
      expect(state.paths).toEqual([
        {
          ...{ ...unknown, wanted: stands, attempts: 0, nextAttemptAt: null },
          evidence: { kind: "applied", at: now, because: `it was seen to stand at ${stands}` },
        },
      ]);
      expect(state.standing).toMatchObject({
        phase: stands === primary ? "steady" : "failedOver",
        since: now,
      });
    }
  });

  test.each<[string, readonly LeverReading[]]>([
    ["nobody has looked", []],
    ["nobody has looked since it was written", [aReading({ stands: primary, at: minutes(-10) })]],
    ["it stands between the Regions", [aReading({ stands: "between" })]],
    ["it stands nowhere", [aReading({ stands: "nowhere" })]],
  ])("brings a lever back at once where %s, on nobody's word", (_, readings) => {
    const state = givenUp([unknown], readings);
    expect(state.paths).toMatchObject([
      { wanted: primary, attempts: 0, nextAttemptAt: now, evidence: { kind: "unknown", at: now } },
    ]);
    expect(state.standing).toMatchObject({
      ...{ phase: "failingBack", since: now, by: "the controller", override: [], until: null },
      reason: "the move to us-east-1 was given up, and how far it came is not known",
    });
  });

  test("keeps why sign-in is where it is, once nothing is left to be found out", () => {
    const { standing } = givenUp([unknown], [aReading({ stands: secondary })]);
    expect(standing).toMatchObject({ phase: "failedOver", reason: standings.failingOver.reason });
  });

  test("brings back nothing that was confirmed or applied: those users stay where they are", () => {
    const sdk = aPath({ path: "sdk" });
    for (const kept of [aPath(), applied]) {
      const state = givenUp([kept, sdk]);
      expect(state.paths).toEqual([kept, sdk]);
      expect(state.standing.phase).toBe("failedOver");
    }
    const state = givenUp([unknown, sdk], [aReading({ stands: primary })]);
    expect(state.paths[1]).toEqual(sdk);
    expect(state.standing.phase).toBe("failedOver");
  });

  test("gives up the way home likewise: what has not come stays at the secondary", () => {
    const home = { ...unknown, wanted: primary };
    const before = aState({ standing: standings.failingBack, paths: [home] });
    const state = withdrawn(before, [aReading({ stands: secondary })], {
      ...known,
      isTargetSick: false,
    });
    expect(state.paths).toMatchObject([{ wanted: secondary, evidence: { kind: "applied" } }]);
    expect(state.standing.phase).toBe("failedOver");
    expect(state.lastMove).toEqual({ move: "failBack", end: "withdrawn", at: now });
  });
});

describe("movedByHand()", () => {
  test("names no lever that stands where the last move left it", () => {
    expect(movedByHand(steady, [stands(primary)], known)).toEqual([]);
    expect(movedByHand(failedOver, [stands(secondary)], known)).toEqual([]);
  });

  test("names each that stands elsewhere, by its own name and that of its path", () => {
    const readings = [stands(secondary), stands("between", 1, "sdk")];
    expect(movedByHand(steady, readings, known)).toEqual([
      "managed login goes to us-east-1 by the beacon, not to us-west-2",
      "SDK sign-in goes to both Regions by weighted records, not to us-west-2",
    ]);
    expect(movedByHand(failedOver, [stands(primary)], known)).toEqual([
      "managed login goes to us-west-2 by the beacon, not to us-east-1",
    ]);
  });

  test("calls none moved while a move is under way", () => {
    const moving = [standings.failingOver, standings.failingBack];
    const readings = [stands(primary), stands(secondary), stands("between")];
    for (const standing of moving)
      expect(movedByHand(aState({ standing }), readings, known)).toEqual([]);
  });

  test("calls a lever of ours moved only once it was confirmed, and by a later reading", () => {
    const at = (path: PathState, minute = -0.5) =>
      movedByHand(
        { ...failedOver, paths: [path] },
        [aReading({ stands: primary, at: minutes(minute) })],
        known,
      );
    expect(at(aPath())).toHaveLength(1);
    expect(at(aPath(), -60)).toEqual([]);
    expect([at(applied), at(unknown)]).toEqual([[], []]);
  });

  test("looks for a path that no move touched where the pool's traffic was left", () => {
    const state = { ...failedOver, paths: [aPath({ evidence: null })] };
    expect(movedByHand(state, [aReading({ stands: primary })], known)).toHaveLength(1);
  });

  test("names none of a path that was taken out of the settings", () => {
    const policy = aPolicy({ paths: { ...aPolicy().paths, sdk: null } });
    const readings = [stands("between", 1, "sdk")];
    expect(movedByHand(steady, readings, { policy, now })).toEqual([]);
  });

  test("does not judge by a reading from before the last move ended, or three hours old", () => {
    expect(movedByHand(failedOver, [stands(primary, 31)], known)).toEqual([]);
    expect(
      movedByHand({ ...steady, lastShiftAt: minutes(-5) }, [stands(secondary, 6)], known),
    ).toEqual([]);
    expect(movedByHand(steady, [stands(secondary, 181)], known)).toEqual([]);
    expect(movedByHand(steady, [stands(secondary, 180)], known)).toHaveLength(1);
  });
});
