import { describe, expect, test } from "vitest";
import {
  answered,
  ended,
  eventsOf,
  executions,
  isLit,
  moved,
  ordered,
  stored,
} from "../builders/a-move.ts";
import {
  aCanary,
  aFull,
  aPracticeWorld,
  atHome,
  guards,
  report,
  sentOver,
  weights,
} from "../builders/a-practice.ts";
import {
  killPrimary,
  type LightWorld,
  MINUTE,
  SECOND,
  secondary,
  until,
  type WorldOfTest,
} from "../builders/a-world.ts";

const runs = [
  ["canary", aCanary],
  ["full", aFull],
] as const;

const servedOverThere = { primary: 0, secondary: 100 };

const hasMoved = (world: WorldOfTest) => executions(world)[0]?.status === "SUCCEEDED";

describe.each(runs)("a primary that dies in the middle of a run (%s)", (_, input) => {
  async function died(): Promise<{ world: LightWorld; arn: string; diedAt: number }> {
    const world = await aPracticeWorld();
    const arn = await sentOver(world, input);
    await world.clock.advance(45 * SECOND);
    const diedAt = world.clock.now();
    killPrimary(world);
    return { world, arn, diedAt };
  }

  test("is left as soon as it would be without one, and the run undoes nothing", async () => {
    const { world, arn, diedAt } = await died();
    await until(world, () => hasMoved(world));
    const tookMs = world.clock.now() - diedAt;
    await ended(world, arn);

    expect(report(world)).toMatchObject({ outcome: "interrupted" });
    expect(tookMs - (await withoutPractice())).toBeLessThanOrEqual(MINUTE);
    // Also once every guard has fired.
    await world.clock.advance(report(world).run.until - world.clock.now() + 2 * MINUTE);
    expect(weights(world)).toEqual(servedOverThere);
    expect(isLit(world)).toBe(true);
    expect(answered(world)).toBe("sign-in.us-east-1.customers.example");
    expect(stored(world)).toMatchObject({ practice: null, standing: { phase: "failedOver" } });
    expect(await guards(world)).toEqual([]);
  });

  test("brings nobody back to where sign-in fails, on the way there", async () => {
    const { world, arn } = await died();
    const seen: number[] = [];
    await until(world, () => {
      seen.push(weights(world).secondary);
      return hasMoved(world);
    });
    expect(seen.every((weight) => weight > 0)).toBe(true);
    await ended(world, arn);
  });
});

let without: Promise<number> | undefined;

function withoutPractice(): Promise<number> {
  without ??= (async () => {
    const world = await aPracticeWorld();
    await world.clock.advance(45 * SECOND);
    const diedAt = world.clock.now();
    killPrimary(world);
    await until(world, () => hasMoved(world));
    return world.clock.now() - diedAt;
  })();
  return without;
}

describe.each(runs)("a person's failover in the middle of a run (%s)", (_, input) => {
  test("takes over from where things stand, and a guard that comes late finds nothing", async () => {
    const world = await aPracticeWorld();
    const arn = await sentOver(world, input);
    await world.clock.advance(45 * SECOND);
    const move = await moved(world);
    expect(move.status).toBe("SUCCEEDED");
    await ended(world, arn);

    expect(report(world)).toMatchObject({ outcome: "interrupted", rule: "preempted" });
    await world.clock.advance(20 * MINUTE);
    expect(weights(world)).toEqual(servedOverThere);
    expect(isLit(world)).toBe(true);
    expect(eventsOf(world, "practiceRestored")).toEqual([]);
  });
});

test("a failback after a failover that preempted a run is a failback like any other", async () => {
  const world = await aPracticeWorld();
  const arn = await sentOver(world, aFull);
  await world.clock.advance(45 * SECOND);
  await moved(world);
  await ended(world, arn);
  await world.clock.advance(11 * MINUTE);
  const home = { pool: "customers", move: "failBack", by: "anna", reason: "well" };
  const back = await ended(world, await world.run(ordered(world, home)));
  expect(back.status).toBe("SUCCEEDED");
  expect(weights(world)).toEqual(atHome);
  expect(isLit(world)).toBe(false);
});

test("a run is no move: it keeps no failover from beginning the minute after", async () => {
  const world = await aPracticeWorld();
  const arn = await sentOver(world);
  await ended(world, arn);
  expect(stored(world).lastMove).toBeNull();
  killPrimary(world);
  await until(world, () => hasMoved(world));
  expect(answered(world)).toContain(secondary);
});
