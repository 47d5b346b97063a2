// Each lever moves by itself, and what could not be moved is tried until it stands there or pays no more.

import { describe, expect, test } from "vitest";
import { createLedger } from "../../../aws/ledger/ledger.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import type { Pause, State } from "../../../core/state/state.ts";
import { instant } from "../../../core/values/types.ts";
import {
  anOrder,
  executions,
  leverCalls,
  moved,
  noticeAbout,
  soon,
  stored,
} from "../builders/a-move.ts";
import {
  AWAY,
  aCalm,
  aDeadPrimary,
  BOTH_ONCE,
  cameOf,
  departures,
  HOME,
  ledFor,
  mostIn25Minutes,
  movedAway,
  status503,
  strike,
  type Trouble,
  turns,
} from "../builders/a-timeline.ts";
import { killPrimary, MINUTE, secondary, until, type WorldOfTest } from "../builders/a-world.ts";

describe("a beacon that cannot be lit", () => {
  test("for 25 minutes, since S3 answers 503, holds up no records, and is lit afterwards", async () => {
    const world = await aDeadPrimary();
    const heal = strike(world, { region: secondary, service: "s3", effect: status503 });
    await until(world, () => departures(world) > 0);
    const places = await ledFor(world, 25);
    expect(turns(places)).toEqual([HOME, "west east"]);
    expect(places.indexOf("west east")).toBeLessThanOrEqual(6);
    const meanwhile = cameOf(world);
    expect(meanwhile.phase).toBe("failingOver");
    expect(meanwhile.paths).toEqual(["managedLogin us-east-1 unknown", "sdk us-east-1 confirmed"]);
    expect(meanwhile.executions.length).toBeLessThanOrEqual(7);
    expect(new Set(meanwhile.executions)).toEqual(new Set(["MovedInPart"]));
    expect(meanwhile.subjects.slice(0, 2)).toEqual([
      "us-west-2 is down, moving to us-east-1",
      "moved to us-east-1 in part",
    ]);
    expect(mostIn25Minutes(world)).toBeLessThanOrEqual(3);
    heal();
    await world.clock.advance(10 * MINUTE);
    expect(cameOf(world)).toMatchObject(wellAway);
    expect(cameOf(world).subjects.at(-1)).toBe("moved to us-east-1");
    expect(leverCalls(world)).toEqual(["ChangeResourceRecordSets", "PutObject"]);
  });

  test("since its bucket is gone holds up no records, and S3's own word is told", async () => {
    const world = await aDeadPrimary();
    const effect = { kind: "error", name: "NoSuchBucket", status: 404 } as const;
    strike(world, { region: secondary, service: "s3", effect });
    await until(world, () => departures(world) > 0);
    await world.clock.advance(5 * MINUTE);
    expect(cameOf(world)).toMatchObject({
      led: "west east",
      paths: ["managedLogin us-east-1 unknown", "sdk us-east-1 confirmed"],
      executions: ["MovedInPart", "MovedInPart", "MovedInPart"],
    });
    expect(noticeAbout(world, "in part")).toMatch(/^Lever: +managed login .*NoSuchBucket/m);
    expect(mostIn25Minutes(world)).toBeLessThanOrEqual(3);
  });
});

const { led, paths, phase } = movedAway;
const wellAway = { led, paths, phase };

const refused: Trouble = {
  ...{ service: "route53", operation: "ChangeResourceRecordSets" },
  effect: { kind: "error", name: "PriorRequestNotComplete" },
};

/** Route 53 has refused to change the records, and the first execution has ended in part. */
async function movedInPart() {
  const world = await aCalm();
  const revive = killPrimary(world);
  const heal = strike(world, refused);
  await until(world, () => executions(world)[0]?.error === "MovedInPart");
  return { world, heal, revive };
}

describe("records that Route 53 refuses to change", () => {
  test("for five minutes follow without a person", async () => {
    const world = await aDeadPrimary();
    const heal = strike(world, refused);
    await until(world, () => departures(world) > 0);
    world.clock.after(5 * MINUTE, heal);
    const places = await ledFor(world, 10);
    expect(turns(places)).toEqual(["east west", AWAY]);
    expect(places.indexOf(AWAY)).toBeLessThanOrEqual(8 * 6);
    expect(cameOf(world)).toEqual({
      ...movedAway,
      executions: ["MovedInPart", "MovedInPart", "MovedInPart", "SUCCEEDED"],
      subjects: [
        "us-west-2 is down, moving to us-east-1",
        "moved to us-east-1 in part",
        "moved to us-east-1",
      ],
    });
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
    expect(noticeAbout(world, "in part")).toMatch(
      /^Lever: +SDK sign-in to us-east-1, by weighted records: unknown, .*PriorRequestNotComplete 400/m,
    );
  });

  test("may be ordered to move meanwhile", async () => {
    const { world, heal } = await movedInPart();
    const inVain = await moved(world, anOrder());
    expect(inVain.error).toBe("MovedInPart");
    heal();
    expect((await moved(world, anOrder())).status).toBe("SUCCEEDED");
    expect(cameOf(world)).toMatchObject(wellAway);
  });

  test("are not tried while a pause holds, and are when it is over", async () => {
    const { world, heal } = await movedInPart();
    await pause(world, { since: instant(world.clock.now()), until: null, from: null });
    heal();
    const known = executions(world).length;
    await world.clock.advance(8 * MINUTE);
    expect(executions(world)).toHaveLength(known);
    expect(stored(world).situation).toBe("abandonedMustNotMove");
    expect(mostIn25Minutes(world)).toBeLessThanOrEqual(3);
    await pause(world, null);
    await world.clock.advance(3 * MINUTE);
    expect(executions(world)).toHaveLength(known + 1);
    expect(cameOf(world)).toMatchObject(wellAway);
  });

  test("are given up, and it is told, where the primary is well before", async () => {
    const { world, revive } = await movedInPart();
    revive();
    const places = await ledFor(world, 18);
    expect(turns(places)).toEqual(["east west"]);
    const { phase, paths } = cameOf(world);
    expect(phase).toBe("failedOver");
    expect(paths).toEqual([
      "managedLogin us-east-1 confirmed",
      expect.stringMatching(/^sdk us-west-2 (applied|confirmed)$/),
    ]);
    // Three notices have gone out already, so it waits for room.
    await world.clock.advance(12 * MINUTE);
    expect(cameOf(world).subjects.filter((one) => one.includes("given up"))).toHaveLength(1);
    expect(mostIn25Minutes(world)).toBeLessThanOrEqual(3);
    expect(leverCalls(world)).toEqual(["PutObject"]);
  });
});

async function pause(
  world: WorldOfTest,
  times: Pick<Pause, "since" | "until" | "from"> | null,
): Promise<void> {
  const { desk, deployed } = world;
  const ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
  const paused = times === null ? null : { ...times, by: "anna", reason: "a change of the zone" };
  const changed = ledger.changeState("customers", (state) => ({ ...(state as State), paused }));
  await soon(world, changed);
}
