// A rung that passed a day ago, unless told otherwise.

import type { Rung, RungRecord } from "../../../core/state/practice-run.ts";
import { DAY } from "../../../core/values/duration.ts";
import { instant } from "../../../core/values/types.ts";
import { now } from "./a-policy.ts";

export const daysAgo = (count: number) => instant(now - count * DAY);

export function aRungRecord(rung: Rung, change: Partial<RungRecord> = {}): RungRecord {
  return {
    ...({ rung, outcome: "passed", because: "all was well", executionName: "run-1" } as const),
    ...({ since: daysAgo(1), at: daysAgo(1), paths: ["sdk"], passedAt: daysAgo(1) } as const),
    ...change,
  };
}
