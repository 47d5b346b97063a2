// A past input is compared with the present one that the controller met at that very instant.

import { beforeAll, describe, expect, test } from "vitest";
import { createLedger } from "../../../aws/ledger/ledger.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import { past, present } from "../../../cli/why/decision-inputs.ts";
import { decide } from "../../../core/decide/decide.ts";
import type { DecisionInput } from "../../../core/explain/decision-input.ts";
import { type Instant, instant, type Region } from "../../../core/values/types.ts";
import { soon } from "../../sim/builders/a-move.ts";
import {
  aWorld,
  killPrimary,
  type LightWorld,
  MINUTE,
  passwordOnly,
  SECOND,
} from "../../sim/builders/a-world.ts";

let world: LightWorld;
/** What the controller met, minute by minute. */
const met: { readonly at: Instant; readonly input: DecisionInput }[] = [];

function services({ desk, deployed }: LightWorld) {
  const table = openTable(desk, { name: deployed.table, home: deployed.home as Region });
  const replica = async () => ({ kind: "known", status: "ACTIVE" }) as const;
  return { ledger: createLedger(table), cognito: { replica } } as never;
}

async function meet(times: number, every = MINUTE): Promise<void> {
  for (let time = 0; time < times; time++) {
    await world.clock.advance(every);
    const at = instant(world.clock.now());
    const { under } = await soon(world, present(services(world), world.policy, at));
    met.push({ at, input: under(world.config) });
  }
}

const rebuilt = new Map<Instant, ReturnType<typeof past>>();

/** Nothing is written any more when it is first asked for. */
function rebuiltAt(at: Instant): ReturnType<typeof past> {
  const { config, policy } = world;
  const known =
    rebuilt.get(at) ?? soon(world, past({ services: services(world), config }, policy, at));
  rebuilt.set(at, known);
  return known;
}

beforeAll(async () => {
  world = aWorld({}, 1, passwordOnly);
  await world.clock.advance(20 * SECOND);
  await meet(2);
  killPrimary(world);
  await meet(3);
  // A move takes less than a minute.
  await meet(6, 40 * SECOND);
});

describe("past()", () => {
  test("rebuilds the statistics that the ledger had, bit by bit", async () => {
    for (const { at, input } of met) {
      const { under } = await rebuiltAt(at);
      expect(byKey(under(world.config))).toEqual(byKey(input));
    }
  });

  test("rebuilds phase, health and decision of each time, from calm through outage to the other Region", async () => {
    const stories = await Promise.all(
      met.map(async ({ at, input }) => {
        const rebuilt = (await rebuiltAt(at)).under(world.config);
        return [story(rebuilt), story(input)];
      }),
    );
    expect(stories.map(([rebuilt]) => rebuilt)).toEqual(stories.map(([, real]) => real));
    const phases = stories.map(([, real]) => real?.phase);
    expect(new Set(phases)).toEqual(new Set(["steady", "failingOver", "failedOver"]));
    const healths = stories.map(([, real]) => real?.health);
    expect(healths).toEqual(expect.arrayContaining(["up", "suspect", "down"]));
  });

  test("says how much it rests on, what was recorded, and what nothing tells", async () => {
    const { at } = met[1] ?? { at: instant(0) };
    const { rebuilt } = await rebuiltAt(at);
    expect(rebuilt).toMatchObject({
      // The second came within a look after it: the Region died then.
      recorded: [
        { type: "decided", facts: { situation: "primaryWell" } },
        { type: "decided", facts: { situation: "primaryWaits" } },
      ],
      taken: [
        "the replica's status is taken to be ACTIVE",
        "the lease to be held by nobody but a move that was under way",
        "the settings, a pause, readiness and the record of transient failures to be those of now",
        "the signals, and AWS's readings of where levers stood, to have been silent",
      ],
    });
    expect(rebuilt?.rounds).toBe(roundsUpTo(at));
  });

  test("folds under supposed settings as if they had been those of then", async () => {
    const { at, input } = met[3] ?? { at: instant(0), input: null };
    const { under } = await rebuiltAt(at);
    const sick = input?.tick.observation.statistics.find(({ sick }) => sick.dead.value > 0);
    const supposed = { ...world.config, pools: world.config.pools.map(moreSure) };
    const other = under(supposed).tick.observation.statistics.find(
      ({ vantage, target }) => vantage === sick?.vantage && target === sick?.target,
    );
    expect(other?.sick.dead.value).toBeGreaterThan((sick?.sick.dead.value ?? 0) + 1);
  });

  test("refuses an instant before which nothing was kept", async () => {
    const before = instant((met[0]?.at ?? 0) - 20 * MINUTE);
    await expect(rebuiltAt(before)).rejects.toThrow(
      /^Cannot tell why at .+ as rounds about "customers" must have been kept in the day before: current value is 0$/,
    );
  });
});

function roundsUpTo(at: Instant): number {
  return world.aws.dynamodb
    .items(world.deployed.home, world.deployed.table)
    .map(({ sk }) => String(sk).split("#"))
    .filter(([kind, time = ""]) => kind === "round" && Date.parse(time) <= at).length;
}

const moreSure = (policy: LightWorld["policy"]) => ({
  ...policy,
  criteria: { ...policy.criteria, backgroundFailureRate: 0.001 },
});

function byKey({ tick }: DecisionInput) {
  const { statistics } = tick.observation;
  return new Map(
    statistics
      .map((one) => [`${one.vantage}#${one.target}`, one] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function story({ state, tick }: DecisionInput) {
  const {
    assessment: { primary },
    situation,
  } = decide(state, tick);
  return { phase: state.standing.phase, health: primary.health.name, situation };
}
