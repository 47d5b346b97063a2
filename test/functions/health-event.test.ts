import { describe, expect, test } from "vitest";
import { tellHealth } from "../../sim/health-events.ts";
import { soon } from "../sim/builders/a-move.ts";
import {
  aPoolOf,
  aWorld,
  MINUTE,
  passwordOnly,
  primary,
  secondary,
  until,
  type WorldOfTest,
} from "../sim/builders/a-world.ts";
import { invoked } from "./builders/invoked.ts";
import { reasonsOf, signalsIn } from "./builders/other-evidence.ts";

const aPool = (change: object = {}) => aWorld(aPoolOf(change), 1, passwordOnly);

type News = Partial<Parameters<typeof tellHealth>[1]>;

/** Until the Lambda has ended, which an asynchronous invoke does not wait for. */
const told = async (world: WorldOfTest, news: News = {}) => {
  const ended = () => reasonsOf(world, "health-event").length;
  const before = ended();
  await soon(world, tellHealth(world, { region: primary, description: "Errors.", ...news }));
  await until(world, () => ended() > before);
};

const open = (world: WorldOfTest) => signalsIn(world).filter(({ says }) => says !== undefined);

describe("health-event()", () => {
  test("keeps an event of either Region, once however often it comes", async () => {
    const world = aPool();
    const startedAt = world.clock.now();
    await told(world, { startedAt });
    await told(world, { startedAt });
    await told(world, { startedAt, region: secondary });
    expect(open(world).map(({ region, says }) => `${region} ${says}`)).toEqual([
      `${secondary} sick`,
      `${primary} sick`,
    ]);
  });

  test("keeps the newest word about an event, whichever comes last", async () => {
    const world = aPool();
    const startedAt = world.clock.now();
    const early = { ...world, aws: { ...world.aws, clock: { now: () => startedAt } } };
    await world.clock.advance(5 * MINUTE);
    await told(world, { startedAt, description: "We have found the cause." });
    await told(early as WorldOfTest, { startedAt, description: "We look into it." });
    expect(open(world).map(({ because }) => because)).toEqual([
      "AWS_COGNITO_OPERATIONAL_ISSUE, We have found the cause",
    ]);
    await world.clock.advance(5 * MINUTE);
    await told(world, { startedAt, statusCode: "closed" });
    await told(early as WorldOfTest, { startedAt, description: "We look into it." });
    expect(open(world)).toEqual([]);
  });

  test("passes over a Region of no pool's, and what is no event of AWS Health", async () => {
    const world = aPool();
    await told(world, { region: "eu-west-1" });
    const lambda = { word: "health-event", region: secondary };
    expect((await invoked(world, lambda, { hello: "world" })).error).toBeNull();
    expect(signalsIn(world)).toEqual([]);
    expect(reasonsOf(world, "health-event")).toEqual([
      "customers: passed over, as it is about eu-west-1",
      "customers: passed over, as it is no event of AWS Health, or has another shape",
    ]);
  });

  test("keeps nothing where the settings let AWS Health do nothing", async () => {
    const world = aPool({ signals: { health: { may: [] } } });
    await told(world);
    expect(signalsIn(world)).toEqual([]);
  });
});
