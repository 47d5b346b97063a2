// The controller in the pretend AWS on a clock that the test moves, with all that its Lambdas log.
// `aWorld` is in memory, where pretend minutes cost little; `aWholeWorld` has the SDK, the wire and every role's
// rights, for tests of those.

import type { PretendAws } from "pretend-aws/pretend-aws.ts";
import type { Uses } from "../../../controller/services.ts";
import type { Logged } from "../../../sim/deployment.ts";
import { type MemoryWorld, memoryWorld } from "../../../sim/memory/world.ts";
import settings from "../../../sim/story.config.ts";
import { type VirtualWorld, virtualWorld, type WorldSettings } from "../../../sim/world.ts";
import { merge } from "../../settings/merge.ts";

type AwsOfTest = PretendAws | MemoryWorld["aws"];

export interface WorldOfTest<Aws extends AwsOfTest = AwsOfTest> extends VirtualWorld<Aws> {
  readonly logged: readonly Logged[];
}

export type WholeWorld = WorldOfTest<PretendAws>;
export type LightWorld = WorldOfTest<MemoryWorld["aws"]>;

export const primary = "us-west-2";
export const secondary = "us-east-1";
export const witness = "eu-west-1";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

const [customers] = settings.pools;

/**
 * The story's settings with no journey but the password's, for what is about one sign-in a round. No practice run is
 * asked for, so that none is remembered.
 */
export const passwordOnly = {
  ...settings,
  pools: [
    {
      ...customers,
      journeys: {
        ...{ srp: null, keySet: null, refreshAcross: null, equivalence: null },
        ...{ clientCredentials: null, managedLogin: null, federation: null },
        ...{ writesRefused: null, revoke: null, replicationLag: null },
      },
      practice: { arming: { rungs: [] } },
      readiness: { maxAge: null },
    },
  ],
};

/**
 * The same with a quarter of the looks at a Region in trouble, which are most of what a long outage costs: for
 * what is not about how soon it is found.
 */
export const seldomLooking = { ...passwordOnly, cadence: { burst: "20 seconds" } };

/** `change` is merged into the settings; in a list, `{ 0: … }` changes the first item. */
export function aWorld(change: object = {}, seed = 1, base: object = settings): LightWorld {
  return logging(memoryWorld, { settings: inMemory(merge(base, change) as typeof settings), seed });
}

/** The same in which somebody has built services of the Lambdas otherwise. */
export function aWorldBuiltOtherwise(drivers: Uses, change: object = {}): LightWorld {
  const changed = inMemory(merge(settings, change) as typeof settings);
  return logging(memoryWorld, { settings: changed, seed: 1, drivers });
}

export function aWholeWorldBuiltOtherwise(drivers: Uses, change: object = {}): WholeWorld {
  return logging(virtualWorld, { settings: merge(settings, change) as object, seed: 1, drivers });
}

export function aWholeWorld(change: object = {}, seed = 1, base: object = settings): WholeWorld {
  return logging(virtualWorld, { settings: merge(base, change) as object, seed });
}

function logging<Aws extends AwsOfTest>(
  make: (settings: WorldSettings) => VirtualWorld<Aws>,
  options: WorldSettings,
): WorldOfTest<Aws> {
  const logged: Logged[] = [];
  const world = make({ ...options, onLog: (line) => logged.push(line) });
  passWithoutTraces(world.clock);
  return { ...world, logged };
}

/** How many clocks are moving, and what held before the first did. */
const passing = { clocks: 0, limit: Error.stackTraceLimit };

/** Nobody reads where a pretended error was made, and to note it is a tenth of all work. `TRACES=1` notes it. */
function passWithoutTraces(clock: VirtualWorld["clock"]): void {
  if (process.env["TRACES"] === "1") return;
  const advance = clock.advance.bind(clock);
  clock.advance = async (ms) => {
    if (passing.clocks === 0) passing.limit = Error.stackTraceLimit;
    passing.clocks += 1;
    Error.stackTraceLimit = 0;
    try {
      await advance(ms);
    } finally {
      passing.clocks -= 1;
      if (passing.clocks === 0) Error.stackTraceLimit = passing.limit;
    }
  };
}

/** Without the journeys that memory has not all of: docs/adr/0026-one-contract-two-drivers.md. */
function inMemory<Pool extends { readonly journeys?: object | undefined }>({
  pools,
  ...others
}: {
  readonly pools: readonly Pool[];
}) {
  const less = { srp: null, federation: null, keySet: null, revoke: null };
  return {
    ...others,
    pools: pools.map((pool) => ({ ...pool, journeys: { ...pool.journeys, ...less } })),
  };
}

/** The one pool of sim/story.config.ts with other settings. */
export function aPoolOf(change: object): object {
  return { pools: { 0: change } };
}

/** Every vantage has signed in at both Regions and the watch has found all well. */
export async function aCalmWorld(change: object = {}): Promise<LightWorld> {
  const world = aWorld(change, 1, seldomLooking);
  await world.clock.advance(2 * MINUTE);
  return world;
}

/** The primary has been dead for long enough for the next look of the watch to call it down. */
export async function aWorldInOutage(change: object = {}): Promise<LightWorld> {
  const world = await aCalmWorld(change);
  killPrimary(world);
  await world.clock.advance(3 * MINUTE);
  return world;
}

/** Moves the clock by steps of `ms` until `fits`, a thousand times at most. */
export async function until(
  { clock }: WorldOfTest,
  fits: () => boolean,
  ms = SECOND,
): Promise<void> {
  for (let step = 0; !fits(); step++) {
    if (step === 1_000) throw new Error(`it took more than ${step * ms} ms`);
    await clock.advance(ms);
  }
}

/** Bursts call the watch in vain: it looks once a minute, by its schedule. Answers the cure. */
export function deafenWatch({ aws, policy }: WorldOfTest): () => void {
  const lost = { service: "states", effect: { kind: "reset" } } as const;
  const added = policy.vantages.map((vantage) => aws.faults.add({ vantage, ...lost }));
  return () => {
    for (const { id } of added) aws.faults.remove(id);
  };
}

/** Answers the cure. */
export function killPrimary({ aws }: WorldOfTest): () => void {
  const { id } = aws.faults.add({ region: primary, effect: { kind: "reset" } });
  return () => aws.faults.remove(id);
}
