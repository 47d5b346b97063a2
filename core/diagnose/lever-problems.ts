// What would keep a lever from moving users? In go the newest readings of the levers; out comes a clause for
// each lever that has something in its way. It says so before the day on which the lever is needed, and keeps
// no move from being tried.

import type { LeverReading } from "../detect/observation.ts";
import { leverFacts } from "../levers/lever.ts";
import type { LeverEvidence, PathState } from "../levers/lever-evidence.ts";
import { pathLabels, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { between, type Instant, later, millis } from "../values/types.ts";

/** Longer than the longest time between two readings: an older one tells what was. */
const readingHoldsMs = millis(3 * 3_600_000);

interface LeverTick {
  readonly policy: Policy;
  readonly now: Instant;
  /** How each path stands by what our own moves found. */
  readonly paths: readonly PathState[];
}

/** From then on name servers and health checks have heard of it. */
const writeFeltWithinMs = millis(2 * 60_000);

/** It answers as before for a while; what the move itself meets, the move tells. */
function isBeingMoved({ kind, at }: LeverEvidence, readAt: Instant): boolean {
  return kind === "unknown" || readAt <= later(at, writeFeltWithinMs);
}

/** "managed login by the beacon: the bucket's objects cannot be read by the public" */
export function leverProblems(
  readings: readonly LeverReading[],
  { policy, now, paths }: LeverTick,
): readonly string[] {
  const steps = plan("failOver", policy);
  return readings.flatMap(({ path, at, problem }) => {
    // A path that was taken out of the settings has no lever of ours any more.
    const step = steps.find((one) => one.path === path);
    if (problem === undefined || step === undefined || between(at, now) > readingHoldsMs) return [];
    const evidence = paths.find((one) => one.path === path)?.evidence ?? null;
    if (evidence !== null && isBeingMoved(evidence, at)) return [];
    return [`${pathLabels[path]} by ${leverFacts[step.lever].label}: ${problem}`];
  });
}
