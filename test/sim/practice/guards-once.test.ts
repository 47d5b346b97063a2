// The guards of a run are its own and made once, whatever becomes of whoever makes them; those that an earlier run left
// are nobody's trouble.

import { describe, expect, test } from "vitest";
import { invoked } from "../../functions/builders/invoked.ts";
import { ended, eventsOf, isLit, stored, visited } from "../builders/a-move.ts";
import {
  aCanary,
  aFull,
  aPracticeWorld,
  guards,
  isPractising,
  noTraces,
  report,
  sentOver,
  startPractice,
  traces,
} from "../builders/a-practice.ts";
import {
  type LightWorld,
  MINUTE,
  SECOND,
  secondary,
  until,
  type WorldOfTest,
  witness,
} from "../builders/a-world.ts";

const both = [secondary, witness];

const schedules = ({ aws }: WorldOfTest) =>
  both.flatMap((region) =>
    aws.scheduler
      .names(region)
      .filter((name) => name.includes("-guard-"))
      .map((name) => `${region} ${name}`),
  );

const made = ({ aws }: WorldOfTest) =>
  aws.gate.calls.filter(
    ({ operation, outcome }) => operation === "CreateSchedule" && outcome === "ok",
  ).length;

describe("what begins a run, run a second time a minute later,", () => {
  test("makes no second guard, and moves neither their time nor the limit", async () => {
    const world = await aPracticeWorld();
    await sentOver(world);
    const before = { practice: stored(world).practice, schedules: schedules(world) };
    expect(before.schedules).toHaveLength(2);
    await world.clock.advance(MINUTE);
    const { executionName } = stored(world).practice!;
    const there = { word: "practice-prepare", region: secondary };
    const { answer } = await invoked(world, there, { input: aCanary, executionName });

    expect(answer).toMatchObject({ next: "shift", reason: "it was begun already" });
    expect(answer["run"]).toMatchObject({
      until: before.practice?.until,
      guard: before.practice?.guard?.name,
      plannedAt: before.practice?.since,
    });
    expect({ practice: stored(world).practice, schedules: schedules(world) }).toEqual(before);
    expect(eventsOf(world, "practiceBegun")).toHaveLength(1);
  });

  test("and as it ended, begins nothing", async () => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world);
    const { executionName } = stored(world).practice!;
    await ended(world, arn);
    const there = { word: "practice-prepare", region: secondary };
    const { answer } = await invoked(world, there, { input: aCanary, executionName });
    expect(answer).toMatchObject({ next: "complete", run: { token: null } });
    expect(await traces(world)).toEqual(noTraces);
  });
});

describe.each(both)("what begins a run, killed before the guard in %s was made,", (region) => {
  async function killed(): Promise<{ world: LightWorld; arn: string; heal: () => void }> {
    const world = await aPracticeWorld();
    const { id } = world.aws.faults.add({
      ...{ service: "scheduler", operation: "CreateSchedule", region },
      effect: { kind: "blackHole" },
    });
    const arn = await startPractice(world);
    await until(world, () => made(world) === 1);
    return { world, arn, heal: () => world.aws.faults.remove(id) };
  }

  test("goes on with the one that stands, by the limit that was written down", async () => {
    const { world, arn, heal } = await killed();
    const first = { practice: stored(world).practice, one: schedules(world) };
    expect(first.one).toHaveLength(1);
    await world.clock.advance(40 * SECOND);
    heal();
    await until(world, () => isPractising(world));

    expect(stored(world).practice).toEqual(first.practice);
    expect(schedules(world)).toHaveLength(2);
    expect(schedules(world)).toEqual(expect.arrayContaining(first.one));
    await ended(world, arn);
    expect(report(world)).toMatchObject({ outcome: "passed" });
    expect(report(world).run.until).toBe(first.practice?.until);
    expect(await traces(world)).toEqual(noTraces);
  });

  test("sends nobody where it never can be made, and takes the other away", async () => {
    const { world, arn } = await killed();
    const execution = await ended(world, arn);
    expect(visited(execution)).not.toContain("Shift");
    expect(report(world)).toMatchObject({ outcome: "error", rule: "notBegun" });
    expect(await traces(world)).toEqual(noTraces);
  });
});

describe.each([
  ["canary", aCanary],
  ["full", aFull],
] as const)("guards that an earlier run (%s) left", (_, input) => {
  test("keep the next from nothing, fire into it and find nothing of their own", async () => {
    const world = await aPracticeWorld();
    const { id } = world.aws.faults.add({
      ...{ service: "scheduler", operation: "DeleteSchedule" },
      effect: { kind: "error", name: "InternalServerException", status: 500 },
    });
    const first = await sentOver(world, input);
    const { guard, until: limit } = stored(world).practice!;
    await ended(world, first);
    world.aws.faults.remove(id);
    expect(await guards(world)).toEqual(both);

    const next = await sentOver(world, { ...input, for: "15 minutes" });
    expect(new Set(schedules(world))).toHaveProperty("size", 4);
    const own = stored(world).practice!.guard!.name;
    expect(own).not.toBe(guard?.name);
    await world.clock.advance(guard!.dueAt + MINUTE - world.clock.now());

    expect(world.clock.now()).toBeLessThan(limit);
    expect(schedules(world)).toEqual(both.map((region) => `${region} ${own}`));
    const lines = world.logged.filter(({ lambda }) => lambda === "guard");
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).toContain("left alone");
    expect(input === aFull ? isLit(world) : isPractising(world)).toBe(true);
    await ended(world, next);
    expect(report(world)).toMatchObject({ outcome: "passed" });
    expect(await traces(world)).toEqual(noTraces);
  });
});
