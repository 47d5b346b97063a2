// A vantage's statistic as the ledger keeps it: parsed, never cast.

import * as z from "zod/mini";
import type { Statistic } from "../../core/detect/statistic.ts";
import { credentialKinds } from "../../core/probe/credentials-taken.ts";
import { instantSchema, millisSchema, regionSchema } from "../../core/state/stored-state.ts";
import { remembered } from "../../core/values/remembered.ts";
import { failureClass } from "./stored-sightings.ts";

const bearing = z.enum(["good", "bad", "nothing"]);
const cusum = { value: z.number(), since: z.nullable(instantSchema) };
const tally = z.object({
  rounds: z.number(),
  here: z.number(),
  there: z.number(),
  excused: z.number(),
  unreachable: z.number(),
});
const suspicion = z.object({ ...cusum, gap: millisSchema, tally: z.nullable(tally) });
const trouble = { value: z.number(), at: instantSchema, since: instantSchema };
const group = z.enum(["signIn", "machine", "federation"]);
const testimony = {
  evidenceAt: z.nullable(instantSchema),
  sick: z.object({ dead: suspicion, half: suspicion, gray: suspicion }),
  recovery: z.number(),
  isRecovering: z.boolean(),
  lately: tally,
  goods: z.number(),
  lastFailure: z.nullable(failureClass),
  lastBearing: bearing,
};
const use = z.object({
  taken: instantSchema,
  refused: z.nullable(z.object({ since: instantSchema, last: instantSchema, value: z.number() })),
  refusedAt: z.prefault(z.nullable(instantSchema), null),
  at: instantSchema,
});
const statistic = z.object({
  version: z.literal(2),
  vantage: regionSchema,
  target: regionSchema,
  at: instantSchema,
  ...testimony,
  slow: z.object(cusum),
  trouble: z.nullable(z.object(trouble)),
  part: z.nullable(z.object({ ...trouble, group })),
  excused: z.nullable(z.object({ ...trouble, class: failureClass })),
  background: z.object({
    rounds: z.number(),
    bad: z.number(),
    badAt: z.nullable(instantSchema),
  }),
  // Earlier versions kept neither.
  credentials: z.prefault(z.partialRecord(z.enum(credentialKinds), use), {}),
  conditional: z.prefault(
    z.nullable(
      z.object({
        ...testimony,
        classes: z.array(z.object({ name: failureClass, at: instantSchema })),
      }),
    ),
    null,
  ),
});

/**
 * Null for an item of another shape, as another version may have left it: that is no word from the
 * vantage, and its next round writes the item anew.
 */
export const parseStatistic = remembered((stored): Statistic | null => {
  const parsed = z.safeParse(statistic, stored);
  return parsed.success ? parsed.data : null;
});
