import { beforeEach, describe, expect, test } from "vitest";
import { createLedger, type Ledger } from "../../aws/ledger/ledger.ts";
import { openTable } from "../../aws/ledger/table.ts";
import { isRenewed, leaseLength, renewLease } from "../../controller/lease.ts";
import { fencingToken, type Instant, instant, later, millis } from "../../core/values/types.ts";
import { aPolicy } from "../core/builders/a-policy.ts";
import { soon } from "../sim/builders/a-move.ts";
import { aWholeWorld, passwordOnly, type WholeWorld } from "../sim/builders/a-world.ts";

const MINUTE = 60_000;
const pool = "customers";
const own = { pool, executionName: "one", token: fencingToken(1) };

describe("a lease lasts", () => {
  test.each([
    { settle: 10_000, every: 5_000, minutes: 5 },
    { settle: MINUTE, every: MINUTE, minutes: 5 },
    { settle: 2 * MINUTE, every: MINUTE, minutes: 6 },
    { settle: MINUTE, every: 3 * MINUTE, minutes: 7 },
  ])("for $minutes minutes, where a move waits $settle and $every ms", ({ minutes, ...waits }) => {
    const [settle, every] = [millis(waits.settle), millis(waits.every)];
    const verify = { ...aPolicy().verify, settle, every };
    expect(leaseLength({ verify })).toBe(minutes * MINUTE);
  });
});

describe("to renew a lease", () => {
  let world: WholeWorld;
  let ledger: Ledger;
  let now: Instant;
  beforeEach(async () => {
    world = aWholeWorld({}, 1, passwordOnly);
    world.aws.scheduler.stop();
    const { desk, deployed } = world;
    ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
    now = instant(world.clock.now());
    await soon(world, ledger.takeLease(pool, "one", { now, length: leaseLength(world.policy) }));
  });

  const renewed = (move = own, at = now) =>
    soon(world, isRenewed({ ledger }, move, { now: at, policy: world.policy }));
  const beaten = (move = own) =>
    soon(world, renewLease({ ledger }, move, { now, policy: world.policy }));

  test("is to hold it for as long again", async () => {
    expect(await renewed(own, later(now, millis(MINUTE)))).toBe(true);
    const lease = await soon(world, ledger.readLease(pool));
    expect(lease?.until).toBe(now + MINUTE + leaseLength(world.policy));
    await expect(beaten()).resolves.toBeUndefined();
  });

  test("is refused to another execution, and under another token", async () => {
    for (const move of [
      { ...own, executionName: "two" },
      { ...own, token: fencingToken(2) },
    ]) {
      const refused = { code: "LeaseLost", message: expect.stringContaining('"one, token 1"') };
      await expect(beaten(move)).rejects.toMatchObject(refused);
      await expect(renewed(move)).rejects.toMatchObject(refused);
    }
  });

  test("is refused where there is none", async () => {
    const elsewhere = { ...own, pool: "members" };
    const refused = { code: "LeaseLost", message: expect.stringContaining('"nobody"') };
    await expect(renewed(elsewhere)).rejects.toMatchObject(refused);
  });

  test("is to be told so where it was let go of: the move is over", async () => {
    await soon(world, ledger.releaseLease(pool, "one"));
    expect(await renewed()).toBe(false);
    await expect(beaten()).rejects.toMatchObject({
      ...{ code: "LeaseLost", message: expect.stringContaining("since it was let go of") },
    });
  });
});
