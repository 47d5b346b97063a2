import { describe, expect, test } from "vitest";
import { type ActionName, transitions } from "../../../core/decide/transitions.ts";
import { plan, undo } from "../../../core/levers/plan.ts";
import type { Phase } from "../../../core/state/state.ts";
import { aPolicy } from "../builders/a-policy.ts";

const phases: readonly Phase[] = ["steady", "failingOver", "failedOver", "failingBack"];

/** Where an action leads to, if all goes well and if it is undone. */
const leads: Readonly<Record<ActionName, (from: Phase) => readonly Phase[]>> = {
  none: (from) => [from],
  refuse: (from) => [from],
  failOver: () => ["failingOver", "failedOver", "steady"],
  failBack: () => ["failingBack", "steady", "failedOver"],
};

describe("the table of transitions", () => {
  test("has each phase and situation at most once", () => {
    const keys = transitions.map(({ from, situation }) => `${from}/${situation}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("gives each row a sentence of its own", () => {
    const sentences = transitions.map(({ because }) => because);
    expect(sentences.filter((one, index) => sentences.indexOf(one) !== index)).toEqual([]);
  });

  test.each(transitions)("$from/$situation says one sentence: $because", ({ because }) => {
    expect(because).toMatch(/^[A-Z][^.]*\.$/);
    expect(because).toMatch(/^[\x20-\x7e]+$/);
  });

  test("leads from steady to every phase", () => {
    const further = (known: readonly Phase[]) =>
      transitions
        .filter(({ from }) => known.includes(from))
        .flatMap(({ from, action }) => leads[action](from));
    const reached = phases.reduce<readonly Phase[]>((known) => further(known), ["steady"]);
    expect([...new Set(reached)].sort()).toEqual([...phases].sort());
  });

  test("carries a move on only in its own direction, and turns one round only by order", () => {
    const acting = transitions.filter(
      ({ action }) => action === "failOver" || action === "failBack",
    );
    const against = acting.filter(
      ({ from, action }) =>
        (from === "failingOver" && action === "failBack") ||
        (from === "failingBack" && action === "failOver"),
    );
    expect(against.map(({ situation }) => situation)).toEqual([
      "orderedBackMayMove",
      "orderedBackMayMove",
    ]);
  });

  test("moves where everybody is already only what was left behind or stands elsewhere", () => {
    const again = (from: Phase, action: ActionName) =>
      transitions
        .filter((row) => row.from === from && row.action === action)
        .map(({ situation }) => situation);
    expect(again("steady", "failBack")).toEqual(["orderedAgainMayMove"]);
    expect(again("failedOver", "failOver")).toEqual([
      "primaryDownMayMove",
      "primaryDownAsks",
      "orderedAgainMayMove",
    ]);
  });

  test("goes home from where sign-in is served only by order", () => {
    const home = transitions.filter(
      (row) => row.from === "failedOver" && row.action === "failBack",
    );
    expect(home.map(({ situation }) => situation)).toEqual(["orderedMayMove"]);
  });

  test("acts in no situation whose name says that it must not, or that nobody could tell", () => {
    for (const { situation, action } of transitions) {
      if (
        /MustNotMove|Unknown|Waits|Wait$|AlreadyThere|WhileMoving|underWay|Awaits|Withdrawn/.test(
          situation,
        )
      ) {
        expect(["none", "refuse"]).toContain(action);
      }
      if (/MayMove$|Asks$/.test(situation)) expect(["failOver", "failBack"]).toContain(action);
    }
  });

  test("refuses only what was ordered", () => {
    const refusals = transitions.filter(({ action }) => action === "refuse");
    expect(refusals.every(({ situation }) => situation.startsWith("ordered"))).toBe(true);
  });
});

test("every step of every plan has an undo that leads back", () => {
  for (const move of ["failOver", "failBack"] as const) {
    const steps = plan(move, aPolicy());
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(undo(step)).toMatchObject({ from: step.to, to: step.from });
  }
});
