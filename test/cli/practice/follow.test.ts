import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Execution } from "../../../aws/states/machines.ts";
import { type FollowedRun, type FollowingRun, followRun } from "../../../cli/practice/follow.ts";
import type { PracticeReport } from "../../../core/practice/practice-report.ts";
import type { RunInHand } from "../../../core/practice/run-in-hand.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import { aFailedReport, aFinishedRun, aReport, at } from "../../core/builders/a-practice-report.ts";

const { executionName } = aFinishedRun();
const followed: FollowedRun = {
  ...{ pool: "customers", rung: "canary", executionName, executionArn: "arn:one", json: false },
};
const listening = () => process.listeners("SIGINT");

const said: string[] = [];

beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

interface Scene {
  readonly execution?: Partial<Execution>;
  readonly run?: RunInHand | null;
  readonly events?: readonly ControllerEvent[];
}

/** A run that is looked at once a scene; in the last one its execution has ended. */
function aFollowing(scenes: readonly Scene[], reports: readonly PracticeReport[]): FollowingRun {
  let looks = 0;
  const scene = () => scenes[Math.min(looks, scenes.length) - 1] ?? {};
  return {
    machines: {
      describe: async () => {
        looks += 1;
        const status = looks < scenes.length ? "RUNNING" : "SUCCEEDED";
        return { status, output: null, error: null, cause: null, ...scene().execution };
      },
    },
    place: { runtime: { rest: async () => undefined } },
    services: {
      ledger: {
        readEvents: async () => scene().events ?? [],
        readPracticeRun: async () => scene().run ?? null,
        readPracticeReports: async () => reports,
      },
    },
  };
}

const anEvent = (seconds: number, sentence: string, name = executionName): ControllerEvent => ({
  ...{ at: at(seconds), pool: "customers", type: "practiceShifted", sentence },
  facts: { executionName: name },
});

const until = (looks: number) => aFinishedRun({ ticks: aFinishedRun().ticks.slice(0, looks) });

describe("a practice run is followed", () => {
  it("event by event and look by look, each told once and in its order, to its outcome", async () => {
    const begun = anEvent(4, "1 % of users were sent to us-east-1.");
    const others = anEvent(5, "Another run.", "customers-practice-full-1");
    const scenes = [
      { events: [others, begun] },
      { events: [others, begun], run: until(1) },
      { events: [anEvent(66, "Later."), begun], run: until(2) },
      { events: [anEvent(66, "Later."), begun], run: until(2) },
    ];
    await followRun(aFollowing(scenes, [aReport()]), followed);
    expect(said).toEqual([
      "03:00:04  1 % of users were sent to us-east-1.",
      "03:00:34  1 % of users over there: 14 sign-ins, none failed in us-east-1 alone; so far 0 of 14; 5 % in 4 min 30 s; ends in 14 min 30 s",
      "03:01:05  1 % of users over there: 15 sign-ins, none failed in us-east-1 alone; so far 0 of 29; 5 % in 3 min 59 s; ends in 13 min 59 s",
      "03:01:06  Later.",
      expect.stringMatching(
        /^Practice run \(canary\) passed\. sustained: 407 sign-ins .+\nnext: cognito-failover practice report customers customers-practice-canary-1782874800000$/,
      ),
    ]);
    expect(process.exitCode ?? 0).toBe(0);
  });

  it("and ends with the code of its outcome", async () => {
    await followRun(aFollowing([{}], [aFailedReport()]), followed);
    expect(process.exitCode).toBe(8);
  });

  it("by its own report alone", async () => {
    const other = aReport({ run: aFinishedRun({ executionName: "another" }) });
    const output = JSON.stringify({ outcome: "inconclusive", reason: "too few" });
    await followRun(aFollowing([{ execution: { output } }], [other]), followed);
    expect(said).toEqual([
      "Practice run (canary) told nothing for sure. too few\nnext: cognito-failover practice list customers",
    ]);
    expect(process.exitCode).toBe(10);
  });

  it("as one object a line with --json", async () => {
    const scenes = [{ run: until(1) }, { run: until(1) }];
    await followRun(aFollowing(scenes, [aReport()]), { ...followed, json: true });
    expect(said.map((line) => JSON.parse(line))).toMatchObject([
      { type: "look", share: 1, good: 14, bad: 0, nextAt: at(304), endsAt: at(904) },
      { type: "end", outcome: "passed", executionName },
    ]);
  });
});

it("Ctrl-C while a practice run is waited for says that it goes on and how to end it, and ends with 130", async () => {
  const before = listening();
  const exit = vi.spyOn(process, "exit").mockImplementation((() => undefined) as () => never);
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const waiting = followRun(aFollowing([{}], [aReport()]), followed);
  const [interrupt] = listening().filter((one) => !before.includes(one));
  interrupt?.("SIGINT");
  expect(error.mock.calls).toEqual([
    [
      `The practice run ${executionName} goes on.\nnext: cognito-failover practice stop customers --reason "..."`,
    ],
  ]);
  expect(exit.mock.calls).toEqual([[130]]);
  await waiting;
  expect(listening()).toEqual(before);
});
