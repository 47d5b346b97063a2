// How much a pretend quarter of an hour costs in each driver, an outage of six minutes among it: the figures of
// docs/adr/0026. `npm run bench:drivers`.

import { openFullWorld } from "../../sim/experiment/full/full-world.ts";
import type { OpenWorld } from "../../sim/experiment/world.ts";
import { passwordOnly } from "../../sim/failure-table/password-only.ts";
import { openMemoryWorld } from "../../sim/memory/experiment.ts";
import settings from "../../sim/story.config.ts";

const MINUTE = 60_000;

async function quarter(open: OpenWorld, seed: number): Promise<void> {
  const world = open({ settings: passwordOnly(settings), seed });
  await world.advance(3 * MINUTE);
  const { id } = world.faults.add({ region: world.policy.primary, effect: { kind: "reset" } });
  await world.advance(6 * MINUTE);
  world.faults.remove(id);
  await world.advance(6 * MINUTE);
  world.close();
}

/** Processor time in milliseconds, once everything is warm. */
async function cost(open: OpenWorld, seeds: number): Promise<number> {
  await quarter(open, 0);
  await quarter(open, 1);
  const before = process.cpuUsage();
  for (let seed = 0; seed < seeds; seed++) await quarter(open, seed);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / seeds;
}

// A stack is captured for each error, and nobody reads one here.
Error.stackTraceLimit = 0;
const drivers = { memory: [openMemoryWorld, 20], full: [openFullWorld, 2] } as const;
for (const [name, [open, seeds]] of Object.entries(drivers)) {
  const ms = await cost(open, seeds);
  process.stdout.write(`${name}: ${ms.toFixed(0)} ms of one processor for 15 pretend minutes\n`);
}
