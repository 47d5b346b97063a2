// Which reading of a lever tells how it stands now?

import type { LeverReading } from "../detect/observation.ts";
import type { Path } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { between, type FencingToken, type Instant, millis } from "../values/types.ts";

/** An older reading tells how a lever stood, not how it stands. */
const readingHoldsMs = millis(3 * 3_600_000);

export interface ReadingTick {
  readonly policy: Policy;
  readonly now: Instant;
}

export function readingOf(
  path: Path,
  readings: readonly LeverReading[],
  { now, token }: { readonly now: Instant; readonly token: FencingToken },
): LeverReading | undefined {
  return readings.find(
    (one) =>
      one.path === path &&
      // A lever that nobody's users can follow stands nowhere: that is told as what it is.
      one.problem === undefined &&
      between(one.at, now) <= readingHoldsMs &&
      // Times alone do not tell what was read before a move, where a clock was set in between.
      (one.token ?? token) >= token,
  );
}

export function placeOf(stands: LeverReading["stands"]): string {
  if (stands === "between") return "both Regions";
  return stands === "nowhere" ? "nowhere" : stands;
}
