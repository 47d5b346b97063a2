// Nothing is put back towards a Region that is no better than the one that serves.

import { describe, expect, test } from "vitest";
import { anOrder, ended, leverCalls, start } from "../builders/a-move.ts";
import {
  AWAY,
  aCalm,
  aDeparture,
  BOTH_ONCE,
  cameOf,
  HOME,
  ledFor,
  movedAway,
  noSignInAt,
  status503,
  strike,
  turns,
} from "../builders/a-timeline.ts";
import { MINUTE, secondary } from "../builders/a-world.ts";

describe("while the Region that is left is dead", () => {
  test("a target that fails as well is kept, and a person is called, at most three times", async () => {
    const world = await aDeparture();
    strike(world, noSignInAt(secondary));
    const places = await ledFor(world, 24);
    expect(turns(places).at(-1)).toBe(AWAY);
    expect(places).not.toContain(HOME);
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
    expect(cameOf(world)).toEqual({
      ...movedAway,
      executions: ["Kept"],
      subjects: [
        "us-west-2 is down, moving to us-east-1",
        "failover to us-east-1 needs your decision",
        "both Regions fail",
      ],
    });
  });

  test("a target that fails for 30 seconds is kept, and confirmed", async () => {
    const world = await aDeparture();
    const from = world.clock.now();
    strike(world, { ...noSignInAt(secondary), from, until: from + 30_000 });
    await world.clock.advance(5 * MINUTE);
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
    expect(cameOf(world)).toEqual(movedAway);
  });

  test("nothing is put back though for three minutes nobody could look or write", async () => {
    const world = await aDeparture();
    const until = world.clock.now() + 3 * MINUTE;
    const [service, effect] = ["s3", status503] as const;
    strike(world, { service, effect, until }, { service: "route53", effect, until });
    const places = await ledFor(world, 15);
    expect(turns(places).at(-1)).toBe(AWAY);
    expect([...new Set(leverCalls(world))].toSorted()).toEqual(BOTH_ONCE.toSorted());
    expect(cameOf(world)).toEqual({
      ...movedAway,
      executions: ["MovedInPart", "SUCCEEDED"],
      subjects: [
        "us-west-2 is down, moving to us-east-1",
        "moved to us-east-1 in part",
        "moved to us-east-1",
      ],
    });
  });
});

describe("while the Region that is left is healthy", () => {
  test("a target that fails is turned back from, once, and told once", async () => {
    const world = await aCalm();
    const arn = await start(world, anOrder());
    strike(world, noSignInAt(secondary));
    const execution = await ended(world, arn);
    expect(execution.error).toBe("TurnedBack");
    await world.clock.advance(25 * MINUTE);
    expect(leverCalls(world)).toEqual([
      ...["PutObject", "ChangeResourceRecordSets", "PutObject", "ChangeResourceRecordSets"],
    ]);
    expect(cameOf(world)).toEqual({
      led: HOME,
      phase: "steady",
      paths: ["managedLogin us-west-2 confirmed", "sdk us-west-2 confirmed"],
      executions: ["TurnedBack"],
      subjects: ["failover to us-east-1 turned back", "the secondary us-east-1 fails"],
    });
  });
});
