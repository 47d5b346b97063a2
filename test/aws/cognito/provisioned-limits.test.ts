import { describe, expect, test } from "vitest";
import { createProvisionedLimits } from "../../../aws/cognito/provisioned-limits.ts";
import type { Place } from "../../../aws/sdk/clients.ts";
import type { QuotaLimit } from "../../../core/signals/capacity.ts";
import { instant, type Millis, type Region } from "../../../core/values/types.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const categories = ["UserAuthentication", "UserFederation"];

/** Cognito says one more each time that it is asked, and refuses while told to. */
function asking() {
  const calls: { readonly region: Region; readonly category: string; readonly at: number }[] = [];
  const world = { now: 1_000 * MINUTE, isRefusing: false, calls };
  const runtime = {
    now: () => instant(world.now),
    rest: async (length: Millis) => {
      world.now += length;
    },
    client: (_: Place, { region }: { readonly region: Region }) => ({
      send: async ({ input }: { readonly input: Asked }) => {
        const category = input.LimitDefinition.Attributes.Category;
        calls.push({ region, category, at: world.now });
        if (world.isRefusing)
          throw Object.assign(new Error(), { name: "TooManyRequestsException" });
        return { Limit: { ProvisionedLimitValue: 100 + calls.length } };
      },
    }),
  };
  const place = { caller: "signals", region: secondary, endpoints: null, runtime } as never;
  const asked = createProvisionedLimits(place);
  const limits = (region = primary, kept: readonly QuotaLimit[] = []) =>
    asked.limits({ region, categories, kept });
  return { world, limits };
}

interface Asked {
  readonly LimitDefinition: { readonly Attributes: { readonly Category: string } };
}

describe("limits()", () => {
  test("asks for each category, a second and more apart", async () => {
    const { world, limits } = asking();
    const { limits: found, problem } = await limits();
    expect(found.map(({ category, perSecond }) => [category, perSecond])).toEqual([
      ["UserAuthentication", 101],
      ["UserFederation", 102],
    ]);
    expect(problem).toBeNull();
    const [first, second] = world.calls;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(1_100);
  });

  test("is asked by many pools at once, and asks Cognito for one", async () => {
    const { world, limits } = asking();
    const all = await Promise.all(Array.from({ length: 9 }, () => limits()));
    expect(world.calls.map(({ category }) => category)).toEqual(categories);
    for (const one of all) expect(one).toEqual(all[0]);
  });

  test("keeps the pace where another call comes after the first was answered", async () => {
    const { world, limits } = asking();
    await limits();
    world.now += 60 * MINUTE;
    await Promise.all([limits(), limits(secondary)]);
    for (const region of [primary, secondary]) {
      const times = world.calls.filter((one) => one.region === region).map(({ at }) => at);
      const apart = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...apart)).toBeGreaterThanOrEqual(1_100);
    }
  });

  test("asks again after an hour, and not before", async () => {
    const { world, limits } = asking();
    await limits();
    world.now += 59 * MINUTE;
    expect((await limits()).limits[0]?.perSecond).toBe(101);
    expect(world.calls.length).toBe(2);
    world.now += 2 * MINUTE;
    expect((await limits()).limits[0]?.perSecond).toBe(103);
  });

  test("knows what was kept from another process, by its age", async () => {
    const { world, limits } = asking();
    const kept = (minutesAgo: number): QuotaLimit[] =>
      categories.map((category) => ({
        ...{ region: primary, category, perSecond: 50 },
        at: instant(world.now - minutesAgo * MINUTE),
      }));
    expect((await limits(primary, kept(59))).limits[0]?.perSecond).toBe(50);
    expect(world.calls).toEqual([]);
    world.now += 2 * MINUTE;
    expect((await limits(primary, kept(61))).limits[0]?.perSecond).toBe(101);
  });

  test("answers with what was known where Cognito refuses, and leaves it alone for five minutes", async () => {
    const { world, limits } = asking();
    const before = await limits();
    world.now += 61 * MINUTE;
    world.isRefusing = true;
    const refused = await limits();
    expect(refused.limits).toEqual(before.limits);
    expect(refused.problem).toBe(
      "the limit of UserAuthentication in us-west-2 could not be read: TooManyRequestsException",
    );
    expect(world.calls.length).toBe(3);
    world.now += 4 * MINUTE;
    expect((await limits()).problem).toBe(refused.problem);
    expect(world.calls.length).toBe(3);
    world.now += 2 * MINUTE;
    world.isRefusing = false;
    expect(await limits()).toMatchObject({ problem: null, limits: [{ perSecond: 104 }, {}] });
  });
});
