// What the cost report says of practice runs, counted again in the pretend AWS.

import { expect, test } from "vitest";
import { costOf } from "../../../core/cost/cost.ts";
import { measured } from "../../../core/cost/usage-figures.ts";
import type { Config } from "../../../core/settings/policy.ts";
import { aCanary, aPracticeWorld, practised } from "../builders/a-practice.ts";
import type { LightWorld } from "../builders/a-world.ts";

/** Of one run: transitions of its machine, and invocations by it and by its looks at vantages. */
async function counted(world: LightWorld, input: object) {
  const { history } = await practised(world, input);
  const entered = history.events.filter(({ type }) => type?.endsWith("StateEntered"));
  const ofLooks = world.aws.gate.calls.filter(
    ({ operation, caller }) =>
      operation === "Invoke" && ["practice-judge", "verify"].includes(caller.name),
  );
  const own = history.events.filter(({ type }) => type === "LambdaFunctionScheduled");
  return {
    transitions: entered.length,
    invocations: own.length + ofLooks.length,
  };
}

function within(value: number, wanted: number): void {
  expect(value).toBeGreaterThan(0.9 * wanted);
  expect(value).toBeLessThan(1.1 * wanted);
}

/** What the lines say of a month in which one such run is scheduled. */
function monthly(config: Config, rung: "canary") {
  const pools = config.pools.map((pool) => ({
    ...pool,
    practice: { ...pool.practice, schedules: [{ rung, cron: "0 3 1 * ? *" }] },
  }));
  const { lines } = costOf({ ...config, pools });
  const of = (name: string) => lines.find((line) => line.name === name)?.quantity ?? Number.NaN;
  return { transitions: of("practice, transitions"), invocations: of("practice, requests") };
}

test("a canary has as many transitions and invocations as the cost report counts, within 10 %", async () => {
  const world = await aPracticeWorld();
  const { config } = world;
  const seen = await counted(world, aCanary);
  const told = monthly(config, "canary");
  within(seen.transitions, told.transitions);
  within(seen.invocations, told.invocations);
});

test("so has isolation", async () => {
  const world = await aPracticeWorld();
  const seen = await counted(world, { ...aCanary, rung: "isolation" });
  within(seen.transitions, measured.practice.isolation.transitions);
  within(seen.invocations, measured.practice.isolation.invocations);
});
