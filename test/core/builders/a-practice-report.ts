// Reports of practice runs as the machine leaves them: a canary of 1, 5 and 10 % that passed, unless told otherwise.

import type { PracticeReport } from "../../../core/practice/practice-report.ts";
import type { RunInHand, RunTick } from "../../../core/practice/run-in-hand.ts";
import { fencingToken, instant, millis } from "../../../core/values/types.ts";
import { now, primary, secondary } from "./a-policy.ts";

export const at = (seconds: number) => instant(now + seconds * 1_000);

const executionName = "customers-practice-canary-1782874800000";

type RunStep = RunInHand["steps"][number];

export function aFinishedRun(change: Partial<RunInHand> = {}): RunInHand {
  return {
    ...{ pool: "customers", rung: "canary", executionName, isScheduled: false },
    ...{ by: "anna, as arn:aws:sts::123456789012:assumed-role/Operators/anna" },
    why: "the run of every Tuesday",
    ...{ plannedAt: now, token: fencingToken(7), until: at(45 * 60), primary, secondary },
    guard: "cognito-failover-production-guard-customers-0a1b2c3d",
    paths: ["sdk"],
    expected: { signIns: 160, userMinutes: 16 },
    ...{ steps: canarySteps, at: 2, ticks: calmTicks(28), blocked: [], calls: [] },
    ...{ restoredAt: at(904), backAt: at(921), onward: "complete", waitSeconds: 0 },
    ending: null,
    ...change,
  };
}

export function aStep(change: Partial<RunStep> = {}): RunStep {
  return {
    ...{ share: 1, bakes: millis(300_000), writtenAt: at(4), seenAt: at(21) },
    ...{ answers: 320, answersThere: 3 },
    ...change,
  };
}

const canarySteps = [
  aStep(),
  aStep({ share: 5, writtenAt: at(304), seenAt: at(319), answers: 320, answersThere: 18 }),
  aStep({ share: 10, writtenAt: at(604), seenAt: at(616), answers: 320, answersThere: 29 }),
];

const unsent = { writtenAt: null, seenAt: null, answers: 0, answersThere: 0 } as const;

export function aRunLook(seconds: number, change: Partial<RunTick> = {}): RunTick {
  return {
    ...{ at: at(seconds), share: 1, good: 15, bad: 0, leftOut: 0, failure: "", traffic: null },
    ...change,
  };
}

const shareAt = (seconds: number) => (seconds < 304 ? 1 : seconds < 604 ? 5 : 10);

/** Half a minute apart, users counted since the first share as Cognito does. */
function calmTicks(count: number): RunTick[] {
  const sums = { there: 0, lost: 0, here: 0, wrong: 0 };
  return Array.from({ length: count }, (_, n) => {
    const seconds = 34 + n * 31;
    const share = shareAt(seconds);
    sums.there += share * 4 + (n % 3);
    sums.lost += n % 4 === 1 ? 1 : 0;
    sums.here += 400 - share * 4 + ((n * 37) % 23);
    sums.wrong += 5 + ((n * 7) % 5);
    return aRunLook(seconds, {
      ...{ share, good: 14 + (n % 2), bad: n === 11 ? 1 : 0, leftOut: n % 9 === 4 ? 1 : 0 },
      failure: n === 11 ? "serverError" : "",
      traffic:
        n < 2
          ? null
          : {
              practised: { signIns: sums.there, failures: sums.lost },
              stable: { signIns: sums.here, failures: sums.wrong },
            },
    });
  });
}

/** The section `practice` of the settings, all defaults in place. */
const settings = {
  timeZone: "Europe/Berlin",
  schedules: [{ rung: "canary", cron: "0 3 ? * TUE *" }],
  windows: [{ days: ["MON", "TUE"], from: "22:00", to: "06:00" }],
  blocked: { windows: [], dates: ["2026-12-24"] },
  canary: { shares: [1, 5, 10], bake: 300_000, largestShare: 10, samples: null },
  full: { lasts: 600_000, rto: 300_000 },
  ...{ longest: 2_700_000, exposure: 500, blockingAlarms: [], outcomeAlarms: [], approval: false },
  arming: { rungs: ["isolation", "canary"], maxAge: 35 * 86_400_000 },
};

export function aReport(change: Partial<PracticeReport> = {}): PracticeReport {
  return {
    ...({ version: 1, outcome: "passed", rule: "sustained" } as const),
    because:
      "407 sign-ins were counted in us-east-1, 1 failed and up to 10 may; 7 of users' own 623 failed, not more than is to be expected",
    ...{ run: aFinishedRun(), endedAt: at(922), settings, ttlSeconds: 10 },
    ...change,
  };
}

/** The secondary fails every third sign-in: it ends within a minute. */
export function aFailedReport(): PracticeReport {
  const because =
    "7 of 29 sign-ins failed in us-east-1 (serverError) that succeeded in us-west-2 at the same time";
  const ending = { outcome: "failed", rule: "failedPairs", because } as const;
  const traffic = {
    practised: { signIns: 6, failures: 2 },
    stable: { signIns: 396, failures: 5 },
  };
  const ticks = [
    aRunLook(34, { good: 13, bad: 2, failure: "serverError" }),
    aRunLook(65, { good: 9, bad: 5, leftOut: 1, failure: "serverError", traffic }),
  ];
  return aReport({
    ...ending,
    run: aFinishedRun({
      ...{
        ticks,
        at: 0,
        steps: canarySteps.map((step, n) => (n === 0 ? step : { ...step, ...unsent })),
      },
      ...{ restoredAt: at(67), backAt: at(84), ending },
    }),
    endedAt: at(85),
  });
}

/** A failover took its levers over: nothing of them is the run's to restore. */
export function aPreemptedReport(): PracticeReport {
  const because = "a failover to us-east-1 took over: sign-in fails in us-west-2 for most users";
  const ending = { outcome: "interrupted", rule: "preempted", because } as const;
  const steps = canarySteps.map((step, n) => (n < 2 ? step : { ...step, ...unsent }));
  const ticks = calmTicks(14);
  return aReport({
    ...ending,
    run: aFinishedRun({ steps, ticks, at: 1, restoredAt: null, backAt: null, ending }),
    endedAt: at(470),
  });
}

/** Not begun: nobody was sent anywhere. */
export function aBlockedReport(): PracticeReport {
  const blocked = [
    {
      name: "window",
      because:
        "at 2026-07-01 05:00 in Europe/Berlin no allowed window is open; the next opening is at 2026-07-06 22:00",
    },
    { name: "replica", because: "the replica in us-east-1 must be ACTIVE and is INACTIVE" },
  ];
  const because = blocked.map((one) => one.because).join("; ");
  const ending = { outcome: "blocked", rule: "window", because } as const;
  const steps = canarySteps.map((step) => ({ ...step, ...unsent }));
  return aReport({
    ...ending,
    run: aFinishedRun({
      ...{ steps, blocked, ending, ticks: [], at: -1, token: null, restoredAt: null, backAt: null },
      isScheduled: true,
      by: "the schedule",
    }),
    endedAt: at(2),
  });
}

/** A whole path over and back, whose first sign-ins failed while it was on its way. */
export function aFullReport(): PracticeReport {
  const step = { ...aStep({ share: 100, bakes: millis(600_000) }), ...unsent, writtenAt: at(3) };
  const ticks = Array.from({ length: 19 }, (_, n) =>
    aRunLook(31 + n * 31, {
      share: 100,
      good: n === 0 ? 0 : 15,
      bad: n === 0 ? 12 : 0,
      leftOut: n === 0 ? 3 : 0,
    }),
  );
  return aReport({
    rule: "recovery",
    because:
      "sign-in succeeded 59 s after the shift; 270 sign-ins were counted in us-east-1, none failed and up to 8 may",
    run: aFinishedRun({
      ...{ rung: "full", executionName: "customers-practice-full-1782874800000", steps: [step] },
      ...{ ticks, paths: ["managedLogin", "sdk"], restoredAt: at(605), backAt: at(634), at: 0 },
    }),
    endedAt: at(635),
  });
}

/** A failover was walked without the primary Region, and asked it for something all the same. */
export function anIsolatedReport(): PracticeReport {
  const own = { region: secondary, kind: "sent" } as const;
  const because = "prepare asked Cognito in us-west-2 for ListUserPoolReplicas";
  const ending = { outcome: "failed", rule: "callRefused", because } as const;
  const calls: RunInHand["calls"] = [
    { ...own, by: "prepare", service: "dynamodb", operation: "GetItem" },
    { ...own, by: "prepare", service: "dynamodb", operation: "UpdateItem", kind: "dry" },
    {
      ...{ by: "prepare", service: "cognito-idp", operation: "ListUserPoolReplicas" },
      ...{ region: primary, kind: "refused" },
    },
    { ...own, by: "prepare", service: "route53", operation: "ListResourceRecordSets" },
    { ...own, by: "prepare", service: "auth.customers.example", region: null, operation: "GET" },
  ];
  return aReport({
    ...ending,
    run: aFinishedRun({
      ...{ rung: "isolation", steps: [], calls, ending, ticks: [], at: -1, token: null },
      ...{ paths: ["managedLogin", "sdk"], expected: null, restoredAt: null, backAt: null },
    }),
    endedAt: at(2),
  });
}
