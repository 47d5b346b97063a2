// A vantage's statistic as the ledger keeps it: parsed, never cast.

import * as z from "zod/mini";
import { ActionError } from "../core/errors.ts";
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
  sick: z.object({ dead: cusum, half: cusum, gray: cusum }),
  recovery: z.number(),
  isRecovering: z.boolean(),
  recent: z.array(z.enum(["good", "bad"])),
  lastFailure: z.nullable(z.enum(classes)),
  lastBearing: z.enum(["good", "bad", "nothing"]),
});

export function parseStatistic(stored: unknown): Statistic {
  const parsed = z.safeParse(statistic, stored);
  if (parsed.success) return parsed.data;
  throw new ActionError({
    code: "InvalidStoredState",
    cannot: "read a stored statistic",
    must: `it must have the shape that this version writes; it differs at ${parsed.error.issues.map((issue) => issue.path.join(".")).join(", ")}`,
    next: "docs/runbook.md#stored-state",
  });
}
