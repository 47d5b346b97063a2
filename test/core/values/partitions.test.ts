import fc from "fast-check";
import { expect, test } from "vitest";
import {
  approvalPartition,
  healthPartition,
  poolPartition,
  signalsPartition,
  vantagePartition,
} from "../../../core/values/partitions.ts";

/** All that the settings let a pool and a vantage be called. */
const aPool = fc.stringMatching(/^[a-z0-9-]{1,32}$/);
const aVantage = fc.stringMatching(/^[a-z]{2}-[a-z]{1,20}-[0-9]$/);

const partitionsOf = (pool: string, vantage: string) => [
  poolPartition(pool),
  vantagePartition(pool, vantage),
  signalsPartition(pool),
  healthPartition(pool),
  approvalPartition(pool),
];

test("no two kinds, pools and vantages share a partition", () => {
  const places = fc.tuple(aPool, aVantage);
  const always = fc.property(places, places, (one, other) => {
    const mine = partitionsOf(...one);
    const theirs = partitionsOf(...other);
    expect(new Set(mine).size).toBe(mine.length);
    const shared = mine.filter((partition) => theirs.includes(partition));
    const isSamePool = one[0] === other[0];
    const isSame = isSamePool && one[1] === other[1];
    expect(shared).toEqual(isSame ? mine : isSamePool ? mine.filter((_, at) => at !== 1) : []);
  });
  fc.assert(always, {
    examples: [
      [
        ["a", "eu-west-1"],
        ["a", "eu-west-2"],
      ],
      [
        ["health", "eu-west-1"],
        ["signals", "eu-west-1"],
      ],
      [
        ["pool", "eu-west-1"],
        ["approval", "eu-west-1"],
      ],
    ],
  });
});

test("what opens a pool's partitions to a reader opens no approval", () => {
  fc.assert(
    fc.property(aPool, aPool, (pool, other) => {
      expect(approvalPartition(pool).startsWith(poolPartition(other))).toBe(false);
    }),
  );
});
