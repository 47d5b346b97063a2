import { beforeAll, describe, expect, test } from "vitest";
import { createLedger, type Ledger } from "../../../aws/ledger/ledger.ts";
import { openTable, type Table } from "../../../aws/ledger/table.ts";
import { usualOf } from "../../../core/signals/traffic.ts";
import {
  healthPartition,
  poolPartition,
  signalsPartition,
} from "../../../core/values/partitions.ts";
import { instant, millis, type Region } from "../../../core/values/types.ts";
import { minutes, now, primary } from "../../core/builders/a-policy.ts";
import { aSignal } from "../../core/builders/a-signal.ts";
import { item, soon } from "../../sim/builders/a-move.ts";
import { aWholeWorld, type WholeWorld } from "../../sim/builders/a-world.ts";

let world: WholeWorld;
let table: Table;
let ledger: Ledger;
let pools = 0;
const run = <T>(work: Promise<T>) => soon(world, work);

beforeAll(() => {
  world = aWholeWorld();
  const { desk, deployed } = world;
  table = openTable(desk, { name: deployed.table, home: deployed.home as Region });
  ledger = createLedger(table);
});

/** One that the world's controller does not touch, and no other test. */
const aPool = () => `others-${++pools}`;
const signalsOf = async (pool: string) => (await run(ledger.readOtherEvidence(pool))).signals;

describe("signals in the ledger", () => {
  test("is read back as it was kept, in a request for each of who writes it", async () => {
    const pool = aPool();
    const signals = [aSignal({ kind: "alarm", id: "us-east-1/logins" }), aSignal()];
    for (const one of signals) await run(ledger.keepSignal(pool, one));
    const lever = { path: "sdk", stands: "between", at: now } as const;
    await run(ledger.keepLever(pool, lever));
    const look = { at: now, every: millis(60_000) };
    await run(ledger.keepTick(pool, look));
    const before = world.aws.gate.calls.length;
    const read = await run(ledger.readOtherEvidence(pool));
    expect(read).toEqual({ signals, levers: [lever], lastTick: look });
    const asked = world.aws.gate.calls.slice(before).map(({ operation }) => operation);
    expect(asked).toEqual(["Query", "Query", "Query"]);
  });

  test("is read where the version before kept it, until there is later word of it", async () => {
    const pool = aPool();
    const former = async (sort: string, seen: number, value: object) => {
      const attributes = { seen: { N: String(seen) }, body: { S: JSON.stringify(value) } };
      await run(table.put(poolPartition(pool), sort, { attributes }));
    };
    const word = aSignal({ kind: "health", id: "arn:1", to: minutes(1) });
    await former("other#signal#health#arn:1", minutes(1), word);
    await former("other#lever#sdk", now, { path: "sdk", stands: "nowhere", at: now });
    expect(await run(ledger.readOtherEvidence(pool))).toMatchObject({
      signals: [word],
      levers: [{ stands: "nowhere" }],
    });
    await run(ledger.closeSignal(pool, { kind: "health", id: "arn:1", at: minutes(2) }));
    await run(ledger.keepLever(pool, { path: "sdk", stands: "between", at: minutes(1) }));
    expect(await run(ledger.readOtherEvidence(pool))).toMatchObject({
      signals: [],
      levers: [{ stands: "between" }],
    });
  });

  test("is believed of its own writer alone", async () => {
    const pool = aPool();
    const health = { kind: "health", id: "arn:2" } as const;
    const alarm = { kind: "alarm", id: "us-east-1/logins" } as const;
    for (const [partition, { kind, id }] of [
      [signalsPartition(pool), health],
      [healthPartition(pool), alarm],
    ] as const) {
      const attributes = { body: { S: JSON.stringify(aSignal({ kind, id })) } };
      await run(table.put(partition, `other#signal#${kind}#${id}`, { attributes }));
    }
    expect(await signalsOf(pool)).toEqual([]);
  });

  test("is nothing at all for a pool that nobody looked at", async () => {
    expect(await run(ledger.readOtherEvidence(aPool()))).toEqual({
      ...{ signals: [], levers: [], lastTick: null },
    });
  });

  test("gives way to what speaks of a later time, and to the same time with a later end", async () => {
    const pool = aPool();
    const aWord = (to: number, holds: number, because: string) =>
      aSignal({ to: minutes(to), holdsUntil: minutes(holds), because });
    await run(ledger.keepSignal(pool, aWord(5, 10, "second")));
    await run(ledger.keepSignal(pool, aWord(4, 20, "first")));
    expect((await signalsOf(pool)).map(({ because }) => because)).toEqual(["second"]);
    await run(ledger.keepSignal(pool, aWord(5, 20, "longer")));
    expect((await signalsOf(pool)).map(({ because }) => because)).toEqual(["longer"]);
  });

  test("stays closed against news from before it was closed, and opens again for later ones", async () => {
    const pool = aPool();
    const { kind, id } = aSignal();
    await run(ledger.keepSignal(pool, aSignal({ to: minutes(1) })));
    await run(ledger.closeSignal(pool, { kind, id, at: minutes(3) }));
    await run(ledger.keepSignal(pool, aSignal({ to: minutes(2) })));
    expect(await signalsOf(pool)).toEqual([]);
    await run(ledger.keepSignal(pool, aSignal({ to: minutes(4) })));
    expect(await signalsOf(pool)).toHaveLength(1);
  });

  test("is passed over where it has another shape, and the rest is read", async () => {
    const pool = aPool();
    await run(ledger.keepSignal(pool, aSignal()));
    const strange = { body: { S: JSON.stringify({ kind: "rumour", says: "sick" }) } };
    for (const sort of ["other#signal#rumour#x", "other#lever#sdk", "other#tick"])
      await run(table.put(poolPartition(pool), sort, { attributes: strange }));
    await run(
      table.put(signalsPartition(pool), "other#signal#torn#x", {
        attributes: { body: { S: "{" } },
      }),
    );
    expect(await run(ledger.readOtherEvidence(pool))).toEqual({
      ...{ signals: [aSignal()], levers: [], lastTick: null },
    });
  });

  test("takes names that are longer than a key may be, each for itself", async () => {
    const pool = aPool();
    const long = (end: string) =>
      aSignal({ kind: "alarm", id: `eu-west-1/${"ü".repeat(500)}${end}` });
    await run(ledger.keepSignal(pool, long("a")));
    await run(ledger.keepSignal(pool, long("b")));
    expect((await signalsOf(pool)).map(({ id }) => id.at(-1)).sort()).toEqual(["a", "b"]);
  });

  test("expires a week after it is over", async () => {
    const pool = aPool();
    await run(ledger.keepSignal(pool, aSignal({ kind: "traffic", id: primary })));
    const { expires } = item(world, `other#signal#traffic#${primary}`) ?? {};
    expect(Number(expires)).toBe((minutes(10) + 7 * 86_400_000) / 1_000);
  });
});

describe("readUsual()", () => {
  test("brings back what is usual, and nothing of another shape", async () => {
    const pool = aPool();
    expect(await run(ledger.readUsual(pool))).toBeNull();
    const usual = usualOf([], instant(now));
    await run(ledger.keepUsual(pool, usual));
    expect(await run(ledger.readUsual(pool))).toEqual(usual);
    await run(ledger.keepUsual(pool, { ...usual, hours: [1, 2, 3] }));
    expect(await run(ledger.readUsual(pool))).toBeNull();
  });
});
