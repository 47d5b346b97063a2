// The levers of a pool's paths: how one is known to stand, and how it was read.

import type { LeverReading } from "../../../core/detect/observation.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import { minutes, secondary } from "./a-policy.ts";

/** Confirmed at the secondary an hour ago. */
export function aPath(change: Partial<PathState> = {}): PathState {
  return {
    path: "managedLogin",
    wanted: secondary,
    evidence: { kind: "confirmed", at: minutes(-60), because: "users met it there" },
    attempts: 0,
    nextAttemptAt: null,
    ...change,
  };
}

/** Half a minute old. */
export function aReading(change: Partial<LeverReading> = {}): LeverReading {
  return { path: "managedLogin", stands: secondary, at: minutes(-0.5), ...change };
}
