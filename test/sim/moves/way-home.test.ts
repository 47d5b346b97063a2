// A way home that goes wrong, and moves that were stopped half-way: both come to rest, at the better side.

import { describe, expect, test } from "vitest";
import {
  anOrder,
  aWayHome,
  ended,
  events,
  executions,
  leverCalls,
  start,
  stored,
} from "../builders/a-move.ts";
import {
  AWAY,
  aCalm,
  BOTH_ONCE,
  cameOf,
  departures,
  HOME,
  led,
  ledFor,
  movedAway,
  status503,
  stop,
  strike,
} from "../builders/a-timeline.ts";
import { killPrimary, MINUTE, SECOND, until, type WorldOfTest } from "../builders/a-world.ts";

/** Failed over by a person, and the cooldown has passed. */
async function aWorldAway(): Promise<WorldOfTest> {
  const world = await aCalm();
  await ended(world, await start(world, anOrder()));
  await world.clock.advance(11 * MINUTE);
  return world;
}

const { paths } = movedAway;

/** How often a lever was seen at the primary, in all moves. */
const confirmedHome = (world: WorldOfTest) =>
  events(world).filter(({ type, facts }) => type === "verified" && facts["to"] === "us-west-2")
    .length;

describe("a failback whose target dies", () => {
  test("before a lever is confirmed is turned back, and nobody is without sign-in for a minute", async () => {
    const world = await aWorldAway();
    const arn = await start(world, aWayHome());
    await world.clock.advance(5 * SECOND);
    killPrimary(world);
    const execution = await ended(world, arn);
    expect(execution.error).toBe("TurnedBack");
    expect((execution.stoppedAt ?? 0) - execution.startedAt).toBeLessThanOrEqual(MINUTE);
    await world.clock.advance(3 * MINUTE);
    expect(cameOf(world)).toMatchObject({
      ...{ led: AWAY, phase: "failedOver", paths },
      executions: ["SUCCEEDED", "TurnedBack"],
    });
    const home = ["DeleteObject", "ChangeResourceRecordSets"];
    // Levers move side by side, in no order.
    const all = [...BOTH_ONCE, ...home, ...BOTH_ONCE];
    expect(leverCalls(world).toSorted()).toEqual(all.toSorted());
    expect(cameOf(world).subjects.filter((one) => one.includes("turned back"))).toHaveLength(1);
  });

  test("between two levers puts back the one that nobody confirmed, and moves the other out again within five minutes", async () => {
    const world = await aWorldAway();
    const known = confirmedHome(world);
    // Nothing else tells the Regions apart, so that managed login's lever waits.
    strike(world, { service: "route53", operation: "GetHealthCheckStatus", effect: status503 });
    const arn = await start(world, aWayHome());
    await until(world, () => confirmedHome(world) > known, SECOND);
    killPrimary(world);
    const died = world.clock.now();
    const execution = await ended(world, arn);
    expect(execution.error).toBe("TurnedBack");
    expect(led(world)).toBe("east west");
    expect(world.clock.now() - died).toBeLessThanOrEqual(MINUTE);
    await until(world, () => led(world) === AWAY, SECOND);
    expect(world.clock.now() - died).toBeLessThanOrEqual(5 * MINUTE);
    expect(await ledFor(world, 2)).toEqual(Array(13).fill(AWAY));
    const executions = ["SUCCEEDED", "TurnedBack", "SUCCEEDED"];
    expect(cameOf(world)).toMatchObject({ phase: "failedOver", executions });
  });

  test("41 seconds after the order, when it is there, is left as after any outage", async () => {
    const world = await aWorldAway();
    const home = await ended(world, await start(world, aWayHome()));
    expect(home.status).toBe("SUCCEEDED");
    await until(world, () => world.clock.now() - home.startedAt >= 41 * SECOND);
    expect(led(world)).toBe(HOME);
    const known = departures(world);
    killPrimary(world);
    const died = world.clock.now();
    await until(world, () => departures(world) > known);
    // As long as blips are waited for and the watch takes to look; the cooldown has nine minutes to go.
    expect(world.clock.now() - died).toBeLessThanOrEqual(4 * MINUTE);
    await world.clock.advance(2 * MINUTE);
    expect(cameOf(world)).toMatchObject({
      ...{ led: AWAY, phase: "failedOver", paths },
      executions: ["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"],
    });
    expect(cameOf(world).subjects.slice(-2)).toEqual([
      "us-west-2 is down, moving to us-east-1",
      "moved to us-east-1",
    ]);
  });
});

/** Seconds until no move is under way. */
async function rested(world: WorldOfTest): Promise<number> {
  const from = world.clock.now();
  const isAtRest = () => ["steady", "failedOver"].includes(stored(world).standing.phase);
  await until(world, isAtRest, 5 * SECOND);
  return (world.clock.now() - from) / SECOND;
}

describe("an execution that is stopped half-way while both Regions are well", () => {
  test.each([
    ["out", AWAY],
    ["home", HOME],
  ] as const)("on the way %s is carried to its end within seven minutes", async (way, to) => {
    const world = way === "out" ? await aCalm() : await aWorldAway();
    const arn = await start(world, way === "out" ? anOrder() : aWayHome());
    await world.clock.advance(5 * SECOND);
    await stop(world, { arn });
    expect(await rested(world)).toBeLessThanOrEqual(7 * 60);
    expect(led(world)).toBe(to);
    expect(cameOf(world).executions.slice(-2)).toEqual(["ABORTED", "SUCCEEDED"]);
    expect(events(world).filter(({ type }) => type === "shifted").length % 2).toBe(0);
  });

  test("on the controller's way out, and the primary well since, is given up within 16 minutes", async () => {
    const world = await aCalm();
    const heal = killPrimary(world);
    await until(world, () => departures(world) > 0);
    await world.clock.advance(2 * SECOND);
    await stop(world, executions(world)[0] ?? { arn: "" });
    heal();
    expect(await rested(world)).toBeLessThanOrEqual(16 * 60);
    // The levers stand there: nothing is moved once more, and failback is a person's decision.
    expect(await ledFor(world, 12)).toEqual(Array(73).fill(AWAY));
    expect(leverCalls(world)).toEqual(BOTH_ONCE);
    const { phase, subjects } = cameOf(world);
    expect({ phase, paths: cameOf(world).paths }).toEqual({ phase: "failedOver", paths });
    expect(subjects.slice(0, 3)).toEqual([
      "us-west-2 is down, moving to us-east-1",
      "a move stopped half-way",
      "a move was given up",
    ]);
  });
});
