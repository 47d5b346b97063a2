// Somebody has taken over the role of one vantage and replays an outage in the name of all: 648 writes in nine
// minutes. It may write in one partition alone, so that no majority comes of it.

import { describe, expect, test } from "vitest";
import { body, number, openTable } from "../../aws/ledger/table.ts";
import { vantagePartition } from "../../core/values/partitions.ts";
import { instant, type Region } from "../../core/values/types.ts";
import { aSickStatistic } from "../core/builders/a-statistic.ts";
import { answered, executions, isLit, soon, stored } from "./builders/a-move.ts";
import {
  aWorld,
  MINUTE,
  passwordOnly,
  primary,
  SECOND,
  secondary,
  type WorldOfTest,
  witness,
} from "./builders/a-world.ts";

/** How the attacker names the words of `vantage`, in the partition that `role` may write. */
type Naming = (vantage: string, role: string) => readonly (readonly [string, string])[];

/** Under the keys of now, under those of before, and under its own in another's name. */
const inOne: Naming = (vantage, role) => {
  const own = vantagePartition("customers", role);
  return [
    [own, `word#statistic#${primary}#${vantage}`],
    [own, `statistic#${vantage}#${primary}`],
    [own, `word#statistic#${primary}`],
  ];
};

/** As if it might write for all. */
const inAll: Naming = (vantage) => [
  [vantagePartition("customers", vantage), `word#statistic#${primary}`],
];

async function attack(world: WorldOfTest, naming: Naming): Promise<void> {
  const { clock, desk, deployed, policy } = world;
  const table = openTable(desk, { name: deployed.table, home: deployed.home });
  const began = instant(clock.now());
  const { gap, tally, value } = aSickStatistic().sick.dead;
  const dead = { value, since: began, gap, tally };
  for (let write = 0; write < 72; write++) {
    await clock.advance(7.5 * SECOND);
    const at = instant(clock.now());
    const puts = policy.vantages.flatMap((vantage) => {
      const forged = aSickStatistic({
        ...{ vantage, target: primary as Region, at, evidenceAt: at },
        sick: { dead, half: dead, gray: dead },
      });
      const attributes = { seen: number(at), body: body(forged) };
      return naming(vantage, witness).map(([partition, sort]) =>
        table.put(partition, sort, { attributes }),
      );
    });
    await soon(world, Promise.all(puts));
  }
}

describe("an outage that one vantage makes up", () => {
  test("moves nothing, whatever it writes where it may", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    await attack(world, inOne);
    await world.clock.advance(MINUTE);
    expect(executions(world)).toEqual([]);
    expect([isLit(world), answered(world)]).toEqual([
      false,
      `sign-in.${primary}.customers.example`,
    ]);
    expect(stored(world).standing.phase).toBe("steady");
    expect(stored(world).health.primary.name).not.toBe("down");
    world.stop();
  });

  test("would move the pool if it might write for all: so the partitions are what holds it", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    // The probes are silent, and what they would say cannot stand against it.
    world.aws.faults.add({ service: "lambda", resource: "probe", effect: { kind: "reset" } });
    await attack(world, inAll);
    expect(executions(world)).not.toEqual([]);
    expect(isLit(world)).toBe(true);
    expect(answered(world)).toBe(`sign-in.${secondary}.customers.example`);
    world.stop();
  });
});
