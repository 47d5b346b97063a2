import { describe, expect, test } from "vitest";
import type { Statistic } from "../../../core/detect/statistic.ts";
import type { Sightings } from "../../../core/probe/last-seen.ts";
import type { Region } from "../../../core/values/types.ts";
import { kept, probed, told } from "../../functions/builders/probed.ts";
import { merge } from "../../settings/merge.ts";
import {
  aPoolOf,
  aWholeWorld,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WorldOfTest,
  witness,
} from "../../sim/builders/a-world.ts";

const fromWitness = { word: "probe", region: witness };
const asked = (world: WorldOfTest) => probed(world, {}, fromWitness);

/** Every answer of Cognito in `region` carries a Date that is so far ahead. */
function setRegionClock({ aws, clock }: WorldOfTest, region: string, aheadMs: number): void {
  for (const service of aws.cognito.services) {
    const { handle } = service;
    const dated: typeof handle = async (operation, request, context) => {
      const answer = await handle.call(service, operation, request, context);
      if (context.region !== region) return answer;
      const date = new Date(clock.now() + aheadMs).toUTCString();
      return { ...answer, headers: { ...answer.headers, date } };
    };
    Object.assign(service, { handle: dated });
  }
}

const cut = (vantage: string, service: string) => ({
  ...{ vantage, service },
  effect: { kind: "reset" } as const,
});

describe("a vantage whose clock is wrong", () => {
  test.each([
    ["ahead", 20 * MINUTE, /^its clock is (19 min 59 s|20 min( 0 s)?) ahead$/],
    ["behind", -20 * MINUTE, /^its clock is 20 min( 0 s)? behind$/],
  ])("says so about every result, when it runs %s", async (_, aheadMs, says) => {
    const world = aWholeWorld({}, 1, passwordOnly);
    world.deployed.setClock(witness as Region, aheadMs);
    for (const { outcome } of await asked(world)) {
      expect(outcome).toMatchObject({ kind: "failed", class: "observer", step: "clock" });
      expect(outcome.kind === "failed" && outcome.error).toMatch(says);
    }
  });

  test("is believed while it is no more than a minute off", async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    world.deployed.setClock(witness as Region, 55 * SECOND);
    expect(told(await asked(world))).toEqual([`${primary} ok`, `${secondary} ok`]);
  });

  test("keeps its word under the right time, so that others read it as fresh", async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    world.deployed.setClock(witness as Region, -20 * MINUTE);
    await asked(world);
    const [statistic] = kept(world, "word#statistic#", { vantage: witness }) as Statistic[];
    expect(Math.abs((statistic?.at ?? 0) - world.clock.now())).toBeLessThan(2 * SECOND);
    expect(statistic).toMatchObject({ lastBearing: "nothing", lastFailure: "observer" });
    const [sightings] = kept(world, "word#sightings", { vantage: witness }) as Sightings[];
    expect(Math.abs((sightings?.at ?? 0) - world.clock.now())).toBeLessThan(2 * SECOND);
  });

  test("puts its time right even where the round itself took long", async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    world.deployed.setClock(witness as Region, -20 * MINUTE);
    const slow = { kind: "delay", ms: 4 * SECOND } as const;
    world.aws.faults.add({ vantage: witness, service: "cognito-idp", effect: slow });
    const began = world.clock.now();
    for (const { at, outcome } of await asked(world)) {
      expect(outcome).toMatchObject({ error: expect.stringMatching(/^its clock is 20 min/) });
      expect(Math.abs(at - began)).toBeLessThan(2 * SECOND);
    }
    expect(world.clock.now() - began).toBeGreaterThanOrEqual(2 * slow.ms);
  });

  test("does not judge when one Region alone answers and nobody else can be asked", async () => {
    const world = aWholeWorld({}, 1, passwordOnly);
    world.deployed.setClock(witness as Region, 20 * MINUTE);
    world.aws.faults.add({ ...cut(witness, "cognito-idp"), region: primary });
    world.aws.faults.add({ ...cut(witness, "dynamodb"), operation: "Ping" });
    for (const { outcome } of await asked(world)) {
      expect(outcome).toMatchObject({ class: "observer", step: "clock" });
    }
  });
});

describe("a Region whose clock is wrong", () => {
  const withKeySet = merge(passwordOnly, aPoolOf({ journeys: { keySet: { every: 60_000 } } }));
  const aWorldWithKeySet = () => aWholeWorld({}, 1, withKeySet as object);

  test("lets its users in all the same: it is found, and the vantage goes on judging", async () => {
    const world = aWorldWithKeySet();
    setRegionClock(world, primary, 4 * MINUTE);
    const results = await asked(world);
    expect(results.filter(({ journey }) => journey === "password")).toMatchObject([
      { outcome: { kind: "ok" } },
      { outcome: { kind: "ok" } },
    ]);
    expect(told(results.filter(({ journey }) => journey === "keySet"))).toEqual([
      expect.stringMatching(/^us-west-2 clockOff at clock: its clock is (3 min 59 s|4 min) ahead$/),
      `${secondary} ok`,
    ]);
  });

  test("is not taken for a wrong clock of ours when both Regions are off by different lengths", async () => {
    const world = aWorldWithKeySet();
    setRegionClock(world, primary, 4 * MINUTE);
    setRegionClock(world, secondary, -4 * MINUTE);
    world.aws.faults.add({ ...cut(witness, "dynamodb"), operation: "Ping" });
    const results = await asked(world);
    expect(results.map(({ journey, outcome }) => `${journey} ${outcome.kind}`)).toEqual([
      ...["password ok", "keySet finding", "password ok", "keySet finding"],
    ]);
  });
});
