// The stored state, read back: parsed, never cast. An item of another shape is refused by name and left as it
// is; what earlier versions did not keep is filled in here.

import * as z from "zod/mini";
import { healthNames } from "../detect/region-health.ts";
import { evidenceKinds } from "../levers/lever-evidence.ts";
import { signalKinds } from "../signals/signal.ts";
import { ActionError } from "../values/errors.ts";
import { remembered } from "../values/remembered.ts";
import { fencingToken, instant, millis, region } from "../values/types.ts";
import { moveEnds } from "./move-end.ts";
import { movingRungs, practiceOutcomes, rungNames } from "./practice-run.ts";
import { questionEnds, type State } from "./state.ts";

export const instantSchema = z.pipe(z.number(), z.transform(instant));
export const millisSchema = z.pipe(z.number(), z.transform(millis));
export const tokenSchema = z.pipe(z.number(), z.transform(fencingToken));
export const regionSchema = z.pipe(z.string(), z.transform(region));
const healthSchema = z.object({
  name: z.enum(healthNames),
  since: instantSchema,
  onset: z.nullable(instantSchema),
  sickAt: z.nullable(instantSchema),
  because: z.string(),
});
const moving = {
  since: instantSchema,
  executionName: z.string(),
  by: z.string(),
  reason: z.string(),
  // Both are absent from items of versions that gave a move one chance.
  override: z.prefault(z.array(z.string()), []),
  until: z.prefault(z.nullable(instantSchema), null),
};
const pathName = z.enum(["managedLogin", "sdk"]);
const practice = {
  executionName: z.string(),
  since: instantSchema,
  paths: z.array(pathName),
};
const practiceSchema = z.object({
  ...practice,
  rung: z.enum(movingRungs),
  token: tokenSchema,
  until: instantSchema,
  // Absent from items of versions whose guards had the pool's name.
  guard: z.prefault(
    z.nullable(z.object({ name: z.string(), dueAt: instantSchema, shares: z.array(z.number()) })),
    null,
  ),
  by: z.string(),
  reason: z.string(),
  stoppedBy: z.nullable(z.string()),
});
const rungSchema = z.object({
  ...practice,
  rung: z.enum(rungNames),
  outcome: z.enum(practiceOutcomes),
  because: z.string(),
  at: instantSchema,
  passedAt: z.nullable(instantSchema),
});
const readinessSchema = z.object({
  completeAt: z.nullable(instantSchema),
  blockers: z.array(z.object({ name: z.string(), opensAt: z.nullable(instantSchema) })),
});
const pathSchema = z.object({
  path: pathName,
  wanted: regionSchema,
  evidence: z.nullable(
    z.object({ kind: z.enum(evidenceKinds), at: instantSchema, because: z.string() }),
  ),
  attempts: z.number(),
  nextAttemptAt: z.nullable(instantSchema),
});
const pageSchema = z.object({
  name: z.string(),
  since: instantSchema,
  endedAt: z.nullable(instantSchema),
  pagedAt: z.nullable(instantSchema),
  count: z.number(),
  said: z.nullable(z.string()),
});
/** A page of versions that told people once and did not remind them. */
const callSchema = z.object({
  name: z.string(),
  since: instantSchema,
  endedAt: z.nullable(instantSchema),
  isTold: z.boolean(),
});
const stateSchema = z.object({
  pool: z.string(),
  version: z.number(),
  token: tokenSchema,
  standing: z.discriminatedUnion("phase", [
    z.object({ phase: z.literal("steady"), since: instantSchema }),
    z.object({ phase: z.literal("failingOver"), ...moving }),
    z.object({ phase: z.literal("failedOver"), since: instantSchema, reason: z.string() }),
    z.object({ phase: z.literal("failingBack"), ...moving }),
  ]),
  // Absent from items of versions that moved all levers as one.
  paths: z.prefault(z.array(pathSchema), []),
  health: z.object({ primary: healthSchema, secondary: healthSchema }),
  diagnosis: z.object({ name: z.string(), since: instantSchema }),
  // Absent from items of versions that knew no findings.
  findings: z.prefault(
    z.array(
      z.object({ key: z.string(), says: z.string(), since: instantSchema, seen: instantSchema }),
    ),
    [],
  ),
  // Absent from items of versions that kept `calls`, or neither.
  pages: z.optional(z.array(pageSchema)),
  calls: z.optional(z.array(callSchema)),
  // Absent from items of versions that did not keep them.
  noticedAt: z.prefault(z.array(instantSchema), []),
  blips: z.prefault(
    z.nullable(
      z.object({
        since: instantSchema,
        at: z.nullable(instantSchema),
        seen: z.number(),
        lasted: millisSchema,
        // Absent from items of versions that asked probes alone.
        confirmed: z.prefault(z.partialRecord(z.enum(signalKinds), z.number()), {}),
        confirming: z.prefault(z.array(z.enum(signalKinds)), []),
      }),
    ),
    null,
  ),
  situation: z.string(),
  reason: z.string(),
  asked: z.nullable(
    z.object({
      executionName: z.string(),
      until: instantSchema,
      // Both are absent from items of versions that took every end for a no.
      end: z.prefault(z.enum(questionEnds), "open"),
      lost: z.prefault(z.number(), 0),
    }),
  ),
  paused: z.nullable(
    z.object({
      since: instantSchema,
      by: z.string(),
      reason: z.string(),
      // Absent from items of versions whose pauses had no end.
      from: z.prefault(z.nullable(instantSchema), null),
      until: z.prefault(z.nullable(instantSchema), null),
    }),
  ),
  lastShiftAt: z.nullable(instantSchema),
  // Both are absent from items of versions that did not keep them.
  lastMove: z.prefault(
    z.nullable(
      z.object({
        move: z.enum(["failOver", "failBack"]),
        end: z.enum([...moveEnds, "withdrawn"]),
        at: instantSchema,
      }),
    ),
    null,
  ),
  replica: z.prefault(z.nullable(z.object({ status: z.string(), at: instantSchema })), null),
  // Both are absent from items of versions that did not practise.
  practice: z.prefault(z.nullable(practiceSchema), null),
  rehearsed: z.prefault(z.array(rungSchema), []),
  // Absent from items of versions that checked nothing.
  readiness: z.prefault(z.nullable(readinessSchema), null),
});

function withPages({ calls = [], pages, ...state }: z.output<typeof stateSchema>): State {
  const before = calls.map(({ isTold, ...call }) => ({
    ...call,
    ...{ pagedAt: isTold ? call.since : null, count: isTold ? 1 : 0, said: null },
  }));
  return { ...state, pages: pages ?? before };
}

/** Reads what the ledger kept; throws InvalidStoredState and so changes nothing. */
export const parseState = remembered((stored): State => {
  const parsed = z.safeParse(stateSchema, stored);
  if (parsed.success) return withPages(parsed.data);
  const paths = parsed.error.issues.map((issue) => issue.path.join(".") || "the item itself");
  throw new ActionError({
    code: "InvalidStoredState",
    cannot: "read the stored state of the pool",
    must: `it must have the shape that this version writes; it differs at ${paths.join(", ")}`,
    ...(stored === null || typeof stored !== "object" ? { value: stored } : {}),
    next: "docs/runbook.md#stored-state",
  });
});
