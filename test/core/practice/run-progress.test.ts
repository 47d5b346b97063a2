import { describe, expect, test } from "vitest";
import { assess } from "../../../core/decide/assessment.ts";
import type { RunInHand } from "../../../core/practice/run-in-hand.ts";
import {
  barredBy,
  ended,
  goesOn,
  overtaken,
  restored,
  seenBack,
  settlesIn,
  shareWritten,
} from "../../../core/practice/run-progress.ts";
import { later, millis } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, now } from "../builders/a-policy.ts";
import { aRun } from "../builders/a-run.ts";
import { aState, standings } from "../builders/a-state.ts";
import { aRound } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

const policy = aPolicy();
const tick = { policy, now };
const written = { kind: "written" } as const;
const notOurs = { kind: "notOurs", because: "the weights are 50 and 50" } as const;
const running = aRun({ at: 0 });
const failed = { outcome: "failed", rule: "failedPairs", because: "3 of 3 failed" } as const;

describe("a share that was written", () => {
  test("is waited for, and then judged", () => {
    const after = shareWritten(aRun(), written, tick);
    expect(after).toMatchObject({ at: 0, onward: "judge", waitSeconds: 10 });
    expect(after.steps.map(({ writtenAt }) => writtenAt)).toEqual([now, null, null]);
  });

  test("of the beacon takes as long as its health check does", () => {
    expect(settlesIn(policy, { paths: ["managedLogin"] })).toBe(25_000);
  });

  test("is none where somebody else's weights stand: all is put back", () => {
    const after = shareWritten(running, notOurs, tick);
    expect(after.onward).toBe("restore");
    expect(after.ending).toMatchObject({ outcome: "interrupted", rule: "leverNotOurs" });
  });
});

describe("a look that found nothing", () => {
  test("is followed by the next, or by more users", () => {
    expect(goesOn(running, "goOn", millis(30_000))).toMatchObject({
      ...{ onward: "judge", waitSeconds: 30 },
    });
    expect(goesOn(running, "nextShare", millis(30_000)).onward).toBe("shift");
  });
});

describe("an end", () => {
  test("comes after what was written is put back, and was seen to be", () => {
    const ending = ended(running, failed);
    expect(ending.onward).toBe("restore");
    const back = restored(ending, tick);
    expect(back).toMatchObject({ restoredAt: now, onward: "judge", waitSeconds: 10 });
    expect(seenBack(back, false, now)).toMatchObject({ backAt: null, onward: "restore" });
    expect(seenBack(back, true, now)).toMatchObject({ backAt: now, onward: "complete" });
  });

  test("keeps the first reason", () => {
    const again = { ...failed, rule: "timeLimit" };
    expect(ended(ended(running, failed), again).ending).toEqual(failed);
  });

  test.each([
    ["a failover", "failingOver", "a failover to us-east-1 took over"],
    ["a failback", "failingBack", "a failback took over"],
    ["another run", "steady", "it was stopped, or another run took its place"],
  ] as const)("by %s puts nothing back", (_, phase, because) => {
    const after = overtaken(running, aState({ standing: standings[phase] }));
    expect(after.onward).toBe("complete");
    expect(after.ending).toMatchObject({ outcome: "interrupted", rule: "preempted" });
    expect(after.ending?.because).toContain(because);
  });

  test("by a state that is gone puts nothing back", () => {
    expect(overtaken(running, null).ending?.because).toBe("the stored state of the pool is gone");
  });
});

describe("what ends a run whatever its judges say", () => {
  const paused = [{ name: "paused", because: "anna paused" }] as const;
  const barred = (
    run: RunInHand,
    blocked: Parameters<typeof barredBy>[1],
    { state = aState(), given = aTick(), at = now } = {},
  ) => barredBy(run, blocked, { facts: assess(state, given), policy, now: at });
  const primaryDown = {
    state: aState({ health: { primary: aDownHealth(), secondary: aHealth() } }),
    given: aTick({ statistics: aRound({ primary: "sick" }) }),
  };

  test("is nothing on a calm day", () => {
    expect(barred(running, [])).toBeNull();
  });

  test("is a condition", () => {
    expect(barred(running, paused)).toMatchObject({
      ...{ onward: "restore", blocked: paused },
      ending: { outcome: "interrupted", rule: "paused", because: "anna paused" },
    });
  });

  test("is its time limit, early enough for levers to take effect", () => {
    const near = { at: later(running.until, millis(-10_000)) };
    expect(barred(running, [], near)?.ending?.rule).toBe("timeLimit");
    const before = { at: later(running.until, millis(-10_001)) };
    expect(barred(running, [], before)).toBeNull();
  });

  test("brings nobody back to a primary that fails, until it recovers", () => {
    const outage = [{ name: "diagnosis", because: "us-west-2 is down" }] as const;
    const held = barred(running, outage, primaryDown);
    expect(held).toMatchObject({ onward: "judge", ending: { rule: "diagnosis" } });
    const recovered = barred(held as RunInHand, []);
    expect(recovered).toMatchObject({ onward: "restore", ending: { rule: "diagnosis" } });
  });

  test("brings them back by a person's word, whatever the primary does", () => {
    const both = [
      { name: "diagnosis", because: "us-west-2 is down" },
      { name: "stopped", because: "it was stopped by anna" },
    ] as const;
    expect(barred(running, both, primaryDown)?.onward).toBe("restore");
  });

  test("brings them back at the time limit all the same", () => {
    const outage = [{ name: "diagnosis", because: "us-west-2 is down" }] as const;
    const late = { ...primaryDown, at: minutes(45) };
    expect(barred(running, outage, late)?.onward).toBe("restore");
  });
});
