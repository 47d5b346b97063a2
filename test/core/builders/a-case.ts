import type { CaseForFailover, CaseKind } from "../../../core/detect/case-for-failover.ts";
import { millis } from "../../../core/values/types.ts";

/** How the case for leaving the primary stands; none, unless told otherwise. */
export function aCase(
  kind: CaseKind = "none",
  change: Partial<CaseForFailover> = {},
): CaseForFailover {
  return {
    kind,
    reading: kind === "none" ? null : "dead",
    lasted: millis(kind === "none" ? 0 : 240_000),
    wait: millis(195_714),
    isStanding: false,
    harm: { staying: 0, moving: 0.1, rounds: 0 },
    dissent: [],
    otherwise: kind,
    ...change,
  };
}
