import type { Health } from "../../../core/detect/region-health.ts";
import { minutes } from "./a-policy.ts";

export function aHealth(change: Partial<Health> = {}): Health {
  return {
    name: "up",
    since: minutes(-600),
    onset: null,
    sickAt: null,
    because: "nothing bad is known",
    ...change,
  };
}

/** Down for a minute, after four of trouble. */
export function aDownHealth(change: Partial<Health> = {}): Health {
  return aHealth({
    name: "down",
    since: minutes(-1),
    onset: minutes(-4),
    sickAt: minutes(-1),
    because: "a majority has seen it fail for 4 min, longer than transient failures last",
    ...change,
  });
}
