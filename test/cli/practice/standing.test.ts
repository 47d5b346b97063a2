import { describe, expect, it, vi } from "vitest";
import { ladderOf, type PracticeStanding, schedulesOf } from "../../../cli/practice/standing.ts";
import { standingJson, standingText } from "../../../cli/practice/standing-text.ts";
import { type PracticeUnderWay, runRungs } from "../../../core/state/practice-run.ts";
import type { State } from "../../../core/state/state.ts";
import { DAY } from "../../../core/values/duration.ts";
import { fencingToken, instant } from "../../../core/values/types.ts";
import { aPolicy, minutes, now } from "../../core/builders/a-policy.ts";
import {
  aBlockedReport,
  aFailedReport,
  aFinishedRun,
  aReport,
  at,
} from "../../core/builders/a-practice-report.ts";
import { aRungRecord } from "../../core/builders/a-rung-record.ts";
import { aPause } from "../../core/builders/a-state.ts";
import { aPlan } from "./a-plan.ts";

vi.stubEnv("NO_COLOR", "1");

const policy = aPolicy();
const isolated = [aRungRecord("isolation")];

function standing(
  state: Partial<State> = {},
  change: Partial<PracticeStanding> = {},
): PracticeStanding {
  const { rehearsed = isolated } = state;
  const plans = runRungs.map((rung) => aPlan(rung, { state: { ...state, rehearsed } }));
  return {
    ...{ policy, now, underWay: null, inHand: null, shadowAt: minutes(-1), reports: [] },
    ...ladderOf(plans, { policy, now, rehearsed }),
    schedules: [],
    ...change,
  };
}

const underWay: PracticeUnderWay = {
  ...{ rung: "canary", executionName: aFinishedRun().executionName, token: fencingToken(7) },
  ...{ since: minutes(-6), until: minutes(39), paths: ["sdk"], by: "anna", reason: "weekly" },
  stoppedBy: null,
  guard: null,
};

const lines = (text: string, label: string) =>
  text.split("\n  ").filter((line) => line.startsWith(label));

describe("the ladder", () => {
  it("says of each rung when it passed, what that counts for, and whether it may be run", () => {
    expect(standingText(standing())).toBe(
      `customers: no practice run is under way
  shadow      always on: the newest probe of us-east-1 is 1 min old.
  isolation   passed 1 day ago, counts for 34 days more. May be run now.
  canary      canary has never passed. May be run now.
  full        full has never passed. Not now: canary has never passed: run
              canary first.
  schedule    none: what a person starts is run.
  runs        none yet.
next: cognito-failover practice customers --rung canary --dry-run`,
    );
  });

  it("tells what is in the way of all once, and of one beside it", () => {
    const paused = standing({ paused: aPause() });
    const text = standingText(paused);
    expect(lines(text, "in the way")).toHaveLength(1);
    expect(text).toContain("in the way  paused: anna paused");
    expect(text).toContain("canary has never passed. Else it might be run.");
    expect(paused.rungs.map(({ obstacles }) => obstacles.map(({ name }) => name))).toEqual([
      ...[[], [], ["rungBelow"]],
    ]);
    expect(text).toMatch(/\nnext: cognito-failover status customers$/);
    expect(standingJson(paused)).toMatchObject({
      inTheWay: [{ name: "paused" }],
      rungs: [{ mayRun: false }, { mayRun: false }, { mayRun: false }],
    });
  });

  it("keeps what is in the way of the first rung alone with that rung", () => {
    const plans = [
      aPlan("isolation", { leverProblems: ["the bucket is gone"] }),
      aPlan("canary"),
      aPlan("full", { leverProblems: ["the bucket is gone"] }),
    ];
    const { rungs, inTheWay } = ladderOf(plans, { policy, now, rehearsed: isolated });
    expect(inTheWay).toEqual([]);
    expect(rungs.map(({ obstacles }) => obstacles.map(({ because }) => because))).toEqual([
      ...[["the bucket is gone"], [], ["the bucket is gone"]],
    ]);
  });

  it("names a rung that the pool cannot do, and what counts in its place", () => {
    const noShares = aPolicy({ paths: { ...policy.paths, sdk: null } });
    const plans = runRungs.map((rung) => aPlan(rung, { policy: noShares }));
    const { rungs } = ladderOf(plans, { policy: noShares, now, rehearsed: isolated });
    expect(rungs[1]?.obstacles).toEqual([
      {
        name: "notApplicable",
        because: expect.stringMatching(
          /^no lever of pool customers carries a share.+run full instead$/,
        ),
      },
    ]);
  });

  it("tells of a last run that changed nothing, beside the pass that counts", () => {
    const blocked = aRungRecord("canary", {
      ...{ outcome: "blocked", because: "a pause", at: minutes(-120) },
    });
    const text = standingText(standing({ rehearsed: [...isolated, blocked] }));
    expect(text.replace(/\s+/g, " ")).toContain(
      "canary passed 1 day ago, counts for 34 days more; the last run, 2 hours ago, was not begun: a pause. May be run now.",
    );
  });
});

describe("the run under way", () => {
  it("is told first, with the time left and its last look", () => {
    const inHand = aFinishedRun({ ticks: aFinishedRun().ticks.slice(0, 12) });
    const text = standingText(standing({}, { underWay, inHand, now: at(380) }));
    expect(text.split("\n").slice(0, 8).join("\n")).toBe(
      `customers: a practice run (canary) is under way
  run         customers-practice-canary-1782874800000, for 12 min 20 s, by anna:
              weekly.
  ends        ends in 8 min 44 s; in 32 min 40 s, at 2026-07-01 03:39:00 UTC, at
              the latest.
  last look   5 % of users over there: 16 sign-ins, 1 failed in us-east-1 alone;
              so far 1 of 175; 10 % in 3 min 49 s; ends in 8 min 49 s.
  shadow      always on: the newest probe of us-east-1 is 7 min 20 s old.`,
    );
    expect(text).toMatch(/\nnext: cognito-failover practice stop customers --reason "\.\.\."$/);
    expect(standingJson(standing({}, { underWay, inHand }))).toMatchObject({
      underWay: { executionName: underWay.executionName, endsAt: at(904) },
    });
  });

  it("is told without what no look has shown yet, and with who ends it", () => {
    const text = standingText(
      standing({}, { underWay: { ...underWay, stoppedBy: "bo: the sale" } }),
    );
    expect(text).toMatch(/^customers: a practice run \(canary\) is being ended\n/);
    expect(text).toContain("  ends        in 39 min, at 2026-07-01 03:39:00 UTC, at the latest.");
    expect(text).toContain("  stopped     by bo: the sale.");
    expect(text).not.toContain("last look");
  });
});

describe("schedules", () => {
  const scheduled = aPolicy({
    practice: {
      ...{ ...policy.practice, timeZone: "Europe/Berlin" },
      schedules: [
        { rung: "canary", cron: "0 3 ? * TUE *" },
        { rung: "full", cron: "0 3 1 1 ? 2020" },
      ],
    },
  });

  it("have their next run, by the clock of their time zone", () => {
    // Tuesday, 7 July 2026: Berlin is two hours ahead.
    const next = instant(now + 6 * DAY - 2 * 3_600_000);
    expect(schedulesOf(scheduled, now)).toEqual([
      { rung: "canary", cron: "0 3 ? * TUE *", nextAt: next },
      { rung: "full", cron: "0 3 1 1 ? 2020", nextAt: null },
    ]);
    const text = standingText(
      standing({}, { policy: scheduled, schedules: schedulesOf(scheduled, now) }),
    );
    expect(text.replace(/\s+/g, " ")).toContain(
      "schedule canary, cron(0 3 ? * TUE *) in Europe/Berlin: next in 5 days 22 hours, at 2026-07-07 03:00 there. schedule full, cron(0 3 1 1 ? 2020) in Europe/Berlin: never again.",
    );
  });
});

describe("runs", () => {
  it("are told with outcome and reason, the newest first, and lead to their report", () => {
    const reports = [aBlockedReport(), aFailedReport(), aReport()];
    const text = standingText(standing({ rehearsed: [] }, { reports, inTheWay: [] }));
    const told = text.split("\n").filter((line) => /2026-07-01 03:00:00 {2}/.test(line));
    expect(told.map((line) => line.split("  ").at(-1)?.split(":")[0])).toEqual([
      ...["blocked", "failed", "passed"],
    ]);
    expect(standingJson(standing({}, { reports }))).toMatchObject({
      runs: [{ outcome: "blocked", rule: "window" }, { outcome: "failed" }, { outcome: "passed" }],
    });
  });
});
