// shift, as what puts back: only while that is surely the better place.

import { describe, expect, test } from "vitest";
import type { LeverProgress } from "../../core/failover/lever-progress.ts";
import type { MoveInHand } from "../../core/failover/move.ts";
import { eventsOf, isLit, leverCalls } from "../sim/builders/a-move.ts";
import { aWorld, killPrimary, MINUTE, passwordOnly } from "../sim/builders/a-world.ts";
import { invoked, prepared, shifted, undone } from "./builders/a-step.ts";

/** With each lever as far as this. */
function as(move: MoveInHand, ...stages: readonly LeverProgress["stage"][]): MoveInHand {
  const levers = move.progress.levers.map((lever, at) => ({
    ...lever,
    stage: stages[at] ?? lever.stage,
  }));
  return { ...move, progress: { ...move.progress, levers } };
}

const kindsOf = (payload: unknown) =>
  (payload as { levers: readonly ({ readonly kind: string } | null)[] }).levers.map(
    (one) => one?.kind ?? null,
  );

describe("a shift", () => {
  test("writes what is due, and leaves alone what stands there already", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    const move = await prepared(world);
    const there = await invoked(world, "shift", { move: as(move, "confirmed", "written") });
    expect(there.payload).toMatchObject({ reason: "nothing was left to write" });
    expect([kindsOf(there.payload), leverCalls(world), isLit(world)]).toEqual([
      ...[[null, null], [], false],
    ]);
    const { payload } = await invoked(world, "shift", { move: as(move, "due", "confirmed") });
    expect([kindsOf(payload), leverCalls(world).length, isLit(world)]).toEqual([
      ...[["written", null], 1, true],
    ]);
    expect(payload).toMatchObject({ reason: expect.stringMatching(/^shifted [^;]+$/) });
  });

  test("tells of each lever in the audit trail, and of what is refused alike but once", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await world.clock.advance(2 * MINUTE);
    const move = await prepared(world);
    const effect = { kind: "error", name: "AccessDenied", status: 403 } as const;
    world.aws.faults.add({ service: "s3", effect });
    const { payload } = await invoked(world, "shift", { move });
    expect(kindsOf(payload)).toEqual(["refused", "written"]);
    const [refused] = (payload as { levers: readonly { readonly because: string }[] }).levers;
    expect(eventsOf(world, "shifted")).toEqual([expect.stringMatching(/^Shifted .*SDK/)]);
    const told = eventsOf(world, "notShifted");
    expect(told).toEqual([expect.stringContaining(`: ${refused?.because}.`)]);
    const [login, ...others] = as(move, "due", "confirmed").progress.levers;
    const levers = [{ ...login, because: refused?.because }, ...others];
    const again = { ...move, progress: { ...move.progress, levers } };
    expect(kindsOf((await invoked(world, "shift", { move: again })).payload)).toEqual([
      ...["refused", null],
    ]);
    expect(eventsOf(world, "notShifted")).toEqual(told);
  });
});

describe("an undo", () => {
  test("puts back what is not confirmed, and neither what is nor what is back already", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    const before = leverCalls(world).length;
    const none = await undone(world, as(move, "confirmed", "putBack"));
    expect([kindsOf(none.payload), leverCalls(world).length]).toEqual([[null, null], before]);
    expect([isLit(world), eventsOf(world, "undone")]).toEqual([true, []]);
    const one = await undone(world, as(move, "due", "confirmed"));
    expect([kindsOf(one.payload), isLit(world)]).toEqual([["written", null], false]);
    expect(one.payload).toMatchObject({ reason: expect.stringMatching(/^put back [^;]+$/) });
    expect(eventsOf(world, "undone")).toEqual([expect.stringMatching(/^Put back /)]);
  });

  test("puts back while the Region that was left is healthy", async () => {
    const world = aWorld({}, 1, passwordOnly);
    await undone(world, await shifted(world));
    expect(isLit(world)).toBe(false);
    expect(leverCalls(world)).toHaveLength(4);
  });

  test("puts nothing back while it is dead", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    killPrimary(world);
    await world.clock.advance(2 * MINUTE);
    const { payload } = await undone(world, move);
    expect(payload).toMatchObject({ reason: "nothing is put back: us-west-2 is unhealthy" });
    expect(isLit(world)).toBe(true);
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("puts nothing back while nobody can read how it is", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    const effect = { kind: "error", name: "AccessDeniedException" } as const;
    world.aws.faults.add({ service: "dynamodb", operation: "Query", effect });
    const { payload } = await undone(world, move);
    expect(payload).toMatchObject({ reason: "nothing is put back: us-west-2 is undetermined" });
    expect(leverCalls(world)).toHaveLength(2);
  });

  test("puts nothing back of a move that a person insists on", async () => {
    const world = aWorld({}, 1, passwordOnly);
    const move = await shifted(world);
    await undone(world, { ...move, isInsisted: true });
    expect(leverCalls(world)).toHaveLength(2);
  });
});
