// A canary that is about to send its first share.

import type { RunInHand, RunTick } from "../../../core/practice/run-in-hand.ts";
import { fencingToken, millis } from "../../../core/values/types.ts";
import { minutes, now, primary, secondary } from "./a-policy.ts";

const step = {
  ...{ bakes: millis(300_000), writtenAt: null, seenAt: null },
  ...{ answers: 0, answersThere: 0 },
};

export function aRun(change: Partial<RunInHand> = {}): RunInHand {
  return {
    ...({ pool: "customers", rung: "canary", executionName: "practice-1" } as const),
    ...{ by: "anna", why: "the weekly one", isScheduled: false },
    ...{ plannedAt: now, token: fencingToken(7), until: minutes(45), primary, secondary },
    guard: "cognito-failover-local-guard-customers-0a1b2c3d",
    paths: ["sdk"],
    steps: [1, 5, 10].map((share) => ({ ...step, share })),
    expected: null,
    ...{ at: -1, ticks: [], blocked: [], calls: [], restoredAt: null, backAt: null },
    ...{ onward: "shift", waitSeconds: 0, ending: null },
    ...change,
  };
}

/** Nine good pairs at 1 %. */
export function aLook(change: Partial<RunTick> = {}): RunTick {
  return {
    ...{ at: now, share: 1, good: 9, bad: 0, leftOut: 0, failure: "", traffic: null },
    ...change,
  };
}
