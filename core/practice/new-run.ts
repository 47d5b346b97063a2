// A practice run before anybody was sent anywhere: as planned, as barred, or as broken off.

import type { Path } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { type Instant, type Millis, millis } from "../values/types.ts";
import type { Exposure } from "./exposure.ts";
import type { PracticeRequest } from "./practice-input.ts";
import type { Ending, RunInHand } from "./run-in-hand.ts";

export interface PlannedRun {
  readonly paths: readonly Path[];
  readonly steps: readonly { readonly share: number; readonly bakes: Millis }[];
  /** When the restoring write must have been accepted. */
  readonly until: Instant;
  readonly exposure: Exposure;
}

interface Planning {
  readonly policy: Policy;
  readonly now: Instant;
  readonly approvedBy: string | null;
}

export function newRun(
  { pool, rung, executionName, by, reason, isScheduled }: PracticeRequest,
  { paths, steps, until, exposure }: PlannedRun,
  { policy: { primary, secondary }, now, approvedBy }: Planning,
): RunInHand {
  const agreed = approvedBy === null ? "" : `, agreed to by ${approvedBy}`;
  return {
    ...{ pool, rung, executionName, why: reason, isScheduled, by: `${by}${agreed}` },
    ...{ primary, secondary, until, plannedAt: now, paths: [...paths] },
    expected: expectedOf(exposure),
    steps: steps.map(({ share, bakes }) => ({
      ...{ share, bakes: millis(bakes), writtenAt: null, seenAt: null },
      ...{ answers: 0, answersThere: 0 },
    })),
    ...{
      token: null,
      guard: null,
      at: -1,
      ticks: [],
      blocked: [],
      calls: [],
      restoredAt: null,
      backAt: null,
    },
    ...{ onward: "shift", waitSeconds: 0, ending: null },
  };
}

function expectedOf(exposure: Exposure): RunInHand["expected"] {
  if (exposure.kind === "unknown") return null;
  const { signIns, userMinutes } = exposure;
  return { signIns, userMinutes };
}

/** It ends where it is: nobody was sent anywhere. */
export function notBegun(run: RunInHand, ending: Ending): RunInHand {
  return { ...run, ending, onward: "complete" };
}
