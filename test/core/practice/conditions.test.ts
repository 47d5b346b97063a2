import { describe, expect, test } from "vitest";
import { assess } from "../../../core/decide/assessment.ts";
import { blockedBy, type PracticeFacts } from "../../../core/practice/conditions.ts";
import type { State } from "../../../core/state/state.ts";
import { fencingToken } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { minutes, secondary } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import { aPause, aState, standings } from "../builders/a-state.ts";
import { aRound } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

interface Change extends Partial<Omit<PracticeFacts, "known">> {
  readonly state?: Partial<State>;
  readonly tick?: Parameters<typeof aTick>[0];
}

function blocked({ state = {}, tick, ...change }: Change = {}) {
  return blockedBy({
    known: assess(aState(state), aTick(tick)),
    ...{ executionName: "run-1", leverProblems: [], blockingAlarms: [] },
    ...change,
  });
}

const underWay = {
  ...({ rung: "canary", token: fencingToken(6), paths: ["sdk"] } as const),
  guard: null,
  ...{ since: minutes(-5), until: minutes(30), by: "anna", reason: "weekly", stoppedBy: null },
};

test("nothing is in the way on a calm day", () => {
  expect(blocked()).toEqual([]);
});

describe("what is in the way of a practice run", () => {
  test.each<[string, Change, readonly [name: string, because: string]]>([
    ["a move", { state: { standing: standings.failingOver } }, ["moving", "is under way"]],
    ["a failover", { state: { standing: standings.failedOver } }, ["moving", "is served by"]],
    [
      "another run",
      { state: { practice: { ...underWay, executionName: "run-0" } } },
      ["anotherRun", "run-0"],
    ],
    [
      "a person's word",
      { state: { practice: { ...underWay, executionName: "run-1", stoppedBy: "anna: the sale" } } },
      ["stopped", "it was stopped by anna: the sale"],
    ],
    ["a pause", { state: { paused: aPause() } }, ["paused", "anna paused"]],
    [
      "an unhealthy primary",
      {
        state: { health: { primary: aDownHealth(), secondary: aHealth() } },
        tick: { statistics: aRound({ primary: "sick" }) },
      },
      ["diagnosis", "not all is well"],
    ],
    [
      "an unhealthy secondary",
      {
        state: { health: { primary: aHealth(), secondary: aDownHealth() } },
        tick: { statistics: aRound({ secondary: "sick" }) },
      },
      ["secondary", `${secondary} is not healthy`],
    ],
    ["silence", { tick: { statistics: [] } }, ["secondary", "could not be told"]],
    [
      "a replica that nobody could read",
      { tick: { replica: { kind: "undetermined", because: "it timed out" } } },
      ["replica", "could not be read: it timed out"],
    ],
    [
      "a replica that is off",
      { tick: { replica: { kind: "known", status: "INACTIVE" } } },
      ["replica", "must be ACTIVE and is INACTIVE"],
    ],
    ["a signal", { tick: { signals: [aSignal({ says: "sick" })] } }, ["signals", ""]],
    [
      "an alarm",
      { blockingAlarms: [{ name: "checkout", region: "us-west-2", state: "ALARM" }] },
      ["blockingAlarm", "alarm checkout in us-west-2 is ALARM"],
    ],
    [
      "an alarm that nobody could read",
      { blockingAlarms: [{ name: "checkout", region: "us-west-2", state: "unknown" }] },
      ["blockingAlarm", "is unknown"],
    ],
    ["a lever that moves nobody", { leverProblems: ["no pair"] }, ["lever", "no pair"]],
  ])("%s", (_, change, [name, because]) => {
    const found = blocked(change).find((one) => one.name === name);
    expect(found?.because).toContain(because);
  });

  test("is not the run that asks", () => {
    expect(blocked({ state: { practice: { ...underWay, executionName: "run-1" } } })).toEqual([]);
  });

  test("is told whole", () => {
    const names = blocked({ state: { paused: aPause() }, leverProblems: ["no pair"] });
    expect(names.map(({ name }) => name)).toEqual(["paused", "lever"]);
  });
});
