import { beforeAll, describe, expect, test } from "vitest";
import { createLedger, type Ledger } from "../../../aws/ledger/ledger.ts";
import { openTable, type Table } from "../../../aws/ledger/table.ts";
import type { ProbeResult } from "../../../core/probe/probe.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import { poolPartition, vantagePartition } from "../../../core/values/partitions.ts";
import { instant, millis, type Region } from "../../../core/values/types.ts";
import {
  aPolicy,
  minutes,
  now,
  primary,
  secondary,
  witness,
} from "../../core/builders/a-policy.ts";
import { aFailure, aProbe } from "../../core/builders/a-probe-result.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { aWholeWorld, type WholeWorld } from "../../sim/builders/a-world.ts";

/** A pool of its own, which the world's controller does not touch. */
const POOL = "others";
const policy = { ...aPolicy(), name: POOL };

let world: WholeWorld;
let table: Table;
let ledger: Ledger;
const run = <T>(work: Promise<T>) => soon(world, work);

beforeAll(() => {
  world = aWholeWorld();
  const { desk, deployed } = world;
  table = openTable(desk, { name: deployed.table, home: deployed.home as Region });
  ledger = createLedger(table);
});

const keep = (at: number, vantage: Region, results: readonly ProbeResult[]) =>
  run(
    ledger.keepRound(POOL, {
      ...{ vantage, at: instant(at), results },
      ...{ statistics: [], sightings: null, follows: null },
    }),
  );

const anEvent = (at: number, sentence: string): ControllerEvent => ({
  ...{ at: instant(at), pool: POOL, type: "decided", sentence, facts: {} },
});

describe("readRounds()", () => {
  const failed = {
    ...aProbe({ pool: POOL, vantage: witness, outcome: aFailure() }),
    lag: millis(40),
  };

  test("brings back what was kept, oldest first, both ends included", async () => {
    await keep(minutes(1), witness, [failed]);
    await keep(minutes(0), secondary, [aProbe({ pool: POOL, vantage: secondary })]);
    await keep(minutes(0), primary, [aProbe({ pool: POOL, vantage: primary, target: secondary })]);
    await keep(minutes(0) - 1, primary, []);
    await keep(minutes(1) + 1, primary, []);
    expect(await run(ledger.readRounds(policy, { from: now, until: minutes(1) }))).toEqual([
      { vantage: secondary, at: now, results: [aProbe({ pool: POOL, vantage: secondary })] },
      {
        vantage: primary,
        at: now,
        results: [aProbe({ pool: POOL, vantage: primary, target: secondary })],
      },
      { vantage: witness, at: minutes(1), results: [failed] },
    ]);
  });

  test("leaves out an item of another shape, and reads the others", async () => {
    const at = new Date(minutes(9)).toISOString();
    const body = { S: JSON.stringify({ results: [{ outcome: "ok" }] }) };
    const partition = vantagePartition(POOL, primary);
    await run(table.put(partition, `round#${at}`, { attributes: { body } }));
    await keep(minutes(10), primary, []);
    const rounds = await run(ledger.readRounds(policy, { from: minutes(9), until: minutes(10) }));
    expect(rounds.map((round) => round.at)).toEqual([minutes(10)]);
  });

  test("brings back those of the version before too, and only in the name of their key", async () => {
    const at = instant(minutes(15));
    const own = aProbe({ pool: POOL, at, vantage: witness });
    const body = { S: JSON.stringify({ results: [own, { ...own, vantage: primary }] }) };
    const sort = `round#${new Date(at).toISOString()}#${witness}`;
    await run(table.put(poolPartition(POOL), sort, { attributes: { body } }));
    // A vantage cannot speak for another by such a key.
    const forged = sort.replace(witness, secondary);
    await run(table.put(vantagePartition(POOL, witness), forged, { attributes: { body } }));
    const rounds = await run(ledger.readRounds(policy, { from: at, until: at }));
    expect(rounds.map(({ vantage, results }) => [vantage, results])).toEqual([
      [witness, [own]],
      [witness, [own]],
    ]);
  });

  test("reads on where DynamoDB ends a page, after a megabyte", async () => {
    const steps = Array.from({ length: 3_000 }, () => aProbe().steps).flat();
    for (let minute = 20; minute < 30; minute++) {
      const at = minutes(minute);
      await keep(at, primary, [aProbe({ pool: POOL, at, vantage: primary, steps })]);
    }
    const rounds = await run(ledger.readRounds(policy, { from: minutes(20), until: minutes(29) }));
    expect(JSON.stringify(rounds).length).toBeGreaterThan(1_100_000);
    expect(rounds).toHaveLength(10);
  });
});

test("readEventsBetween() brings back the events of a stretch, oldest first, and no other", async () => {
  const events = [0, 1, 2, 3].map((minute) => anEvent(minutes(minute), `Minute ${minute}.`));
  await run(ledger.append(events.toReversed()));
  const when = { from: minutes(1), until: minutes(2) };
  const read = await run(ledger.readEventsBetween(POOL, when));
  expect(read).toEqual(events.slice(1, 3));
});
