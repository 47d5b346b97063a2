// A vantage's statistic as the ledger keeps it: parsed, never cast.

import * as z from "zod/mini";
import { type FailureClass, failureClasses } from "../core/failure-class.ts";
import { regionSchema } from "../core/state.ts";
import type { Statistic } from "../core/statistic.ts";
import { instant } from "../core/types.ts";

const instantSchema = z.pipe(z.number(), z.transform(instant));
const cusum = z.object({ value: z.number(), since: z.nullable(instantSchema) });
const classes = Object.keys(failureClasses) as [FailureClass, ...FailureClass[]];
const statistic = z.object({
  vantage: regionSchema,
  target: regionSchema,
  at: instantSchema,
  evidenceAt: z.nullable(instantSchema),
  sick: z.object({ dead: cusum, half: cusum, gray: cusum }),
  recovery: z.number(),
  isRecovering: z.boolean(),
  recent: z.array(z.enum(["good", "bad"])),
  lastFailure: z.nullable(z.enum(classes)),
  lastBearing: z.enum(["good", "bad", "nothing"]),
});

/**
 * Null for an item of another shape, as another version may have left it: that is no word from the
 * vantage, and its next round writes the item anew.
 */
export function parseStatistic(stored: unknown): Statistic | null {
  const parsed = z.safeParse(statistic, stored);
  return parsed.success ? parsed.data : null;
}
