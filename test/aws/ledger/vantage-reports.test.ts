// One vantage's role may write what it likes, in its own partition. Whatever that is, nothing moves by it.

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createLedger, type Ledger } from "../../../aws/ledger/ledger.ts";
import { type Attributes, body, number, openTable, type Table } from "../../../aws/ledger/table.ts";
import { decide } from "../../../core/decide/decide.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { eventsOf } from "../../../core/report/event.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { newState } from "../../../core/state/state.ts";
import { poolPartition, vantagePartition } from "../../../core/values/partitions.ts";
import { millis, type Region } from "../../../core/values/types.ts";
import {
  aPolicy,
  minutes,
  now,
  primary,
  secondary,
  witness,
} from "../../core/builders/a-policy.ts";
import { aRound, aSickStatistic, aStatistic } from "../../core/builders/a-statistic.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { aWorld, type WorldOfTest } from "../../sim/builders/a-world.ts";

/** A pool that the world's controller does not touch; failing over would be automatic. */
const policy: Policy = { ...aPolicy(), name: "others", mode: "automatic" };
const { name: pool } = policy;
const own = vantagePartition(pool, witness);

let world: WorldOfTest;
let table: Table;
let ledger: Ledger;
const run = <T>(work: Promise<T>) => soon(world, work);

beforeAll(() => {
  world = aWorld();
  const { desk, deployed } = world;
  table = openTable(desk, { name: deployed.table, home: deployed.home });
  ledger = createLedger(table);
});

const kept = (statistics: readonly Statistic[], vantage: Region) =>
  run(
    ledger.keepRound(pool, {
      ...{ vantage, at: now, results: [], sightings: null, follows: null },
      statistics: statistics.filter((one) => one.vantage === vantage),
    }),
  );

const put = (partition: string, sort: string, attributes: Attributes) =>
  run(table.put(partition, sort, { attributes }));

const saying = (value: object): Attributes => ({ seen: number(now), body: body(value) });

const who = ({ statistics }: { readonly statistics: readonly Statistic[] }) =>
  statistics.map(({ vantage, target, goods }) => `${vantage} of ${target}: ${goods}`);

describe("the words of a pool's vantages", () => {
  test("are read each from its own partition, in a request for each", async () => {
    for (const vantage of policy.vantages) await kept(aRound(), vantage);
    const sightings = { vantage: witness, at: now, sightings: [], users: [] };
    for (const vantage of policy.vantages)
      await put(
        vantagePartition(pool, vantage),
        "word#sightings",
        saying({ ...sightings, vantage }),
      );
    const before = world.aws.gate.calls.length;
    const words = await run(ledger.readVantageReports(policy, now));
    expect(words.statistics).toHaveLength(2 * policy.vantages.length);
    expect(words.sightings.map(({ vantage }) => vantage)).toEqual(policy.vantages);
    const asked = world.aws.gate.calls.slice(before).map(({ operation }) => operation);
    expect(asked).toEqual(policy.vantages.map(() => "Query"));
  });

  test("count for nobody else than whose partition they lie in, whatever they say", async () => {
    for (const vantage of policy.vantages)
      for (const target of [primary, secondary]) {
        const forged = aSickStatistic({ vantage, target });
        await put(own, `word#statistic#${target}#${vantage}`, saying(forged));
        await put(own, `statistic#${vantage}#${target}`, saying(forged));
      }
    await put(own, `word#statistic#${primary}`, saying(aSickStatistic({ vantage: secondary })));
    const words = await run(ledger.readVantageReports(policy, now));
    const calm = who({ statistics: aRound() }).filter((one) => !one.startsWith(witness));
    expect(
      who(words)
        .filter((one) => !one.startsWith(witness))
        .sort(),
    ).toEqual(calm.sort());
    expect(words.statistics.filter(({ goods }) => goods === 0)).toEqual([]);
  });

  test("that were dated ahead stand in nobody's way", async () => {
    const ahead = aSickStatistic({ vantage: secondary, at: minutes(60 * 24 * 365) });
    const sort = `word#statistic#${primary}`;
    const attributes = { seen: number(ahead.at), body: body(ahead) };
    await put(vantagePartition(pool, secondary), sort, attributes);
    await kept(aRound(), secondary);
    const { statistics } = await run(ledger.readVantageReport(policy, secondary, now));
    expect(who({ statistics })).toContain(`${secondary} of ${primary}: 99`);
  });

  test("are few: whoever writes a thousand is read no longer than others", async () => {
    for (let count = 0; count < 30; count++)
      await put(own, `word#x${count}`, { body: { S: "x".repeat(100_000) } });
    const before = world.aws.gate.calls.length;
    await run(ledger.readVantageReport(policy, witness, now));
    const asked = world.aws.gate.calls
      .slice(before)
      .filter(({ operation }) => operation === "Query");
    expect(asked).toHaveLength(1);
    for (let count = 0; count < 30; count++) await run(table.drop(own, `word#x${count}`));
  });
});

describe("what lies where all vantages wrote before", () => {
  const formerly = poolPartition(pool);
  const sick = aSickStatistic({ vantage: witness, target: primary });

  test("counts until the vantage has written in its own partition, even nonsense", async () => {
    const sort = `word#statistic#${primary}`;
    await put(formerly, `statistic#${witness}#${primary}`, saying(sick));
    await run(table.drop(own, sort));
    const said = async () => {
      const { statistics } = await run(ledger.readVantageReport(policy, witness, now));
      return statistics.filter(({ target }) => target === primary).map(({ goods }) => goods);
    };
    expect(await said()).toEqual([0]);
    await put(own, sort, saying({ nonsense: true }));
    expect(await said()).toEqual([]);
    await put(own, sort, saying(aStatistic({ vantage: witness })));
    expect(await said()).toEqual([99]);
  });

  test("counts for the vantage of its key alone", async () => {
    await run(table.drop(own, `word#statistic#${primary}`));
    await put(formerly, `statistic#${witness}#${primary}`, saying({ ...sick, vantage: secondary }));
    const { statistics } = await run(ledger.readVantageReport(policy, witness, now));
    expect(statistics.filter(({ target }) => target === primary)).toEqual([]);
  });
});

const extremes = [
  0,
  -1,
  1e-9,
  1e300,
  -1e300,
  8.64e15,
  8.65e15,
  now,
  now + 30_000,
  now + 1e12,
  -now,
];
const anyLeaf = fc.oneof(
  fc.constantFrom<unknown>(...extremes, null, "", "good", "bad", primary, secondary, [], {}),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
);

/** `value` with some of its leaves replaced. */
function tampered(value: unknown, leaf: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => tampered(one, leaf));
  if (value !== null && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, tampered(one, leaf)]),
    );
  const other = leaf();
  return other === undefined ? value : other;
}

const aSighting = {
  ...{ journey: "keySet", target: secondary, at: now, since: now, took: 9, lag: null },
  outcome: { kind: "finding", finding: "clockOff", step: "clock", says: "off" },
};

const anyWord = fc
  .record({
    like: fc.oneof(
      fc
        .record({
          vantage: fc.constantFrom(...policy.vantages),
          target: fc.constantFrom(primary, secondary),
        })
        .map((change) => aSickStatistic(change)),
      fc.constantFrom(...policy.vantages).map((vantage) => ({
        ...{ vantage, at: now, sightings: [aSighting, aSighting] },
        users: [{ target: primary, failures: "9900", last: 1, at: now }],
      })),
      fc.json().map((text) => JSON.parse(text) as unknown),
    ),
    leaves: fc.array(fc.option(anyLeaf, { freq: 3, nil: undefined }), { maxLength: 60 }),
  })
  .map(({ like, leaves }) => {
    const rest = [...leaves];
    return JSON.stringify(tampered(like, () => rest.shift()));
  });

const anyItem = fc.record({
  sort: fc.constantFrom(
    ...[primary, secondary, witness].map((target) => `word#statistic#${target}`),
    ...policy.vantages.map((vantage) => `statistic#${vantage}#${primary}`),
    ...["word#sightings", "word#", "word#zzz", "state", "lease", "other#tick", "approval"],
  ),
  attributes: fc.oneof(
    {
      weight: 9,
      arbitrary: anyWord.map((text): Attributes => ({ seen: number(now), body: { S: text } })),
    },
    { weight: 1, arbitrary: fc.string({ minLength: 1 }).map((S): Attributes => ({ body: { S } })) },
    { weight: 1, arbitrary: fc.constant<Attributes>({ body: { N: "1" } }) },
  ),
});

test("whatever one vantage writes, a well pool stays where it is, and people can be told", async () => {
  for (const vantage of policy.vantages) await kept(aRound(), vantage);
  const always = fc.asyncProperty(fc.array(anyItem, { maxLength: 8 }), async (items) => {
    for (const { sort, attributes } of items) await put(own, sort, attributes);
    const words = await run(ledger.readVantageReports(policy, now));
    const replica = { kind: "known", status: "ACTIVE" } as const;
    const observation = { ...words, replica, lease: null };
    const state = newState(pool, minutes(-60));
    const tick = { now, observation, policy, probeEvery: millis(60_000), order: null };
    const decision = decide(state, tick);
    expect(decision.action.kind).toBe("none");
    expect(decision.assessment.primary.health.name).not.toBe("down");
    eventsOf(state, decision, now);
    noticeOf(decision, tick);
    // What is kept of it is read again.
    await run(ledger.changeState(pool, () => ({ ...decision.state, version: 0 }))).catch(
      () => null,
    );
    await run(table.drop(poolPartition(pool), "state"));
    for (const { sort } of items) await run(table.drop(own, sort));
  });
  await fc.assert(always, { numRuns: 150 });
});
