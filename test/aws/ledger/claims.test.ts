// What two who write at once may take from each other: the lease, the state, and a notice.

import { beforeEach, describe, expect, test } from "vitest";
import { createLedger, type Ledger } from "../../../aws/ledger/ledger.ts";
import { openTable } from "../../../aws/ledger/table.ts";
import type { Notice } from "../../../core/report/notice.ts";
import { newState } from "../../../core/state/state.ts";
import { fencingToken, type Instant, instant, later, millis } from "../../../core/values/types.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { aWholeWorld, passwordOnly, type WholeWorld } from "../../sim/builders/a-world.ts";

const pool = "customers";
const length = millis(300_000);
let world: WholeWorld;
let ledger: Ledger;
let now: Instant;
beforeEach(() => {
  world = aWholeWorld({}, 1, passwordOnly);
  world.aws.scheduler.stop();
  const { desk, deployed } = world;
  ledger = createLedger(openTable(desk, { name: deployed.table, home: deployed.home }));
  now = instant(world.clock.now());
});

const done = <T>(work: Promise<T>): Promise<T> => soon(world, work);
const take = (holder: string, at = now) =>
  done(ledger.takeLease(pool, holder, { now: at, length }));

describe("the lease", () => {
  test("belongs to one holder until it ends, and then to the next under the next token", async () => {
    expect(await take("one")).toMatchObject({ kind: "mine", lease: { token: 1 } });
    const end = later(now, length);
    expect(await take("two")).toMatchObject({ kind: "another", lease: { holder: "one" } });
    const before = instant(end - 1);
    expect(await take("two", before)).toMatchObject({ kind: "another", lease: { until: end } });
    const taken = { holder: "two", token: 2, until: later(end, length) };
    expect(await take("two", end)).toEqual({ kind: "mine", lease: taken });
    expect(await take("one", end)).toMatchObject({ kind: "another", lease: taken });
  });

  test("is renewed by its holder under the same token, also when it has ended", async () => {
    await take("one");
    const late = later(now, millis(400_000));
    const lease = { holder: "one", token: 1, until: later(late, length) };
    expect(await take("one", late)).toEqual({ kind: "mine", lease });
  });

  test("is let go by its holder alone", async () => {
    await take("one");
    await done(ledger.releaseLease(pool, "two"));
    expect(await take("two")).toMatchObject({ kind: "another" });
    await done(ledger.releaseLease(pool, "one"));
    expect(await take("two")).toMatchObject({ kind: "mine", lease: { token: 2 } });
  });

  test("is taken under the next token once it was let go of, by its last holder, too", async () => {
    await take("one");
    await done(ledger.releaseLease(pool, "one"));
    expect(await take("one")).toMatchObject({ kind: "mine", lease: { token: 2 } });
  });
});

describe("the lease of a move under way", () => {
  const renew = (holder: string, token: number, at = now) =>
    done(ledger.renewLease(pool, { holder, token: fencingToken(token) }, { now: at, length }));

  test("is renewed under its token, also when it has ended and nobody has taken it", async () => {
    await take("one");
    const late = later(now, millis(400_000));
    expect(await renew("one", 1, late)).toEqual({ kind: "mine" });
    expect(await take("two", late)).toMatchObject({ lease: { until: later(late, length) } });
  });

  test("is not renewed under another token, by another, or where there is none", async () => {
    expect(await renew("one", 1)).toEqual({ kind: "another", lease: null });
    await take("one");
    const lease = { holder: "one", token: 1, until: later(now, length) };
    expect(await renew("one", 2)).toEqual({ kind: "another", lease });
    expect(await renew("two", 1)).toEqual({ kind: "another", lease });
  });

  test("is not renewed once it was let go of, and is still free then", async () => {
    await take("one");
    await done(ledger.releaseLease(pool, "one"));
    expect(await renew("one", 1)).toEqual({ kind: "letGo" });
    expect(await renew("two", 1)).toMatchObject({ kind: "another" });
    expect(await take("two")).toMatchObject({ kind: "mine", lease: { token: 2 } });
  });
});

describe("the state", () => {
  const stored = (version: number, token: number) =>
    done(ledger.writeState({ ...newState(pool, now), version, token: fencingToken(token) })).then(
      (state) => state.version,
      ({ code }: { readonly code: string }) => code,
    );

  test("is stored over the version that was read, and over no other", async () => {
    expect(await stored(0, 0)).toBe(1);
    expect(await stored(1, 0)).toBe(2);
    expect(await stored(1, 0)).toBe("VersionConflict");
    expect(await stored(3, 0)).toBe("VersionConflict");
    expect(await done(ledger.readState(pool))).toMatchObject({ version: 2 });
  });

  test("is stored under the newest token, and under no older one", async () => {
    expect(await stored(0, 5)).toBe(1);
    expect(await stored(1, 4)).toBe("LeaseLost");
    expect(await stored(1, 5)).toBe(2);
    expect(await stored(2, 6)).toBe(3);
  });
});

describe("a notice", () => {
  const notice: Notice = { id: "moved@1", pool, subject: "moved", body: "moved" };

  test("is claimed by one of two that read it at once, and by nobody while the claim lasts", async () => {
    const { outbox } = ledger;
    const kept = await done(outbox.keep(notice, now));
    const claims = await done(Promise.all([outbox.claim(kept, now), outbox.claim(kept, now)]));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await done(outbox.claim(kept, now))).toBeNull();
  });

  test("that was sent is put there no second time, and claimed by nobody", async () => {
    const { outbox } = ledger;
    const kept = await done(outbox.keep(notice, now));
    const claimed = await done(outbox.claim(kept, now));
    expect(claimed).not.toBeNull();
    if (claimed !== null) await done(outbox.markSent(claimed, now));
    const again = await done(outbox.keep(notice, later(now, length)));
    expect(again).toMatchObject({ at: now, sentAt: now });
    expect(await done(outbox.claim(kept, now))).toBeNull();
  });
});
