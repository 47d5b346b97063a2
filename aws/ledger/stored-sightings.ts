// What a vantage last saw, as the ledger keeps it: parsed, never cast.

import * as z from "zod/mini";
import { type FailureClass, failureClasses } from "../../core/probe/failure-class.ts";
import { type FindingName, findingNames } from "../../core/probe/finding-table.ts";
import type { Sightings } from "../../core/probe/last-seen.ts";
import { stepNames } from "../../core/probe/probe.ts";
import { journeyNames } from "../../core/settings/journey.ts";
import { instantSchema, millisSchema, regionSchema } from "../../core/state/stored-state.ts";
import { remembered } from "../../core/values/remembered.ts";

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  z.enum(Object.keys(table) as [Key, ...Key[]]);

export const failureClass = keysOf<FailureClass>(failureClasses);

export const outcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ok") }),
  z.object({
    kind: z.literal("failed"),
    class: failureClass,
    step: z.enum(stepNames),
    error: z.string(),
    detail: z.exactOptional(z.string()),
  }),
  z.object({
    kind: z.literal("finding"),
    finding: keysOf<FindingName>(findingNames),
    step: z.enum(stepNames),
    says: z.string(),
  }),
]);

const sightings = z.object({
  vantage: regionSchema,
  at: instantSchema,
  sightings: z.array(
    z.object({
      journey: z.enum(journeyNames),
      target: regionSchema,
      at: instantSchema,
      since: instantSchema,
      took: millisSchema,
      outcome,
      lag: z.nullable(
        z.object({
          last: millisSchema,
          at: instantSchema,
          hour: millisSchema,
          day: millisSchema,
        }),
      ),
    }),
  ),
  users: z.array(
    z.object({
      target: regionSchema,
      failures: z.string(),
      last: z.number(),
      at: instantSchema,
    }),
  ),
});

/** Null for an item of another shape, as another version may have left it: the next round writes it anew. */
export const parseSightings = remembered((stored): Sightings | null => {
  const parsed = z.safeParse(sightings, stored);
  return parsed.success ? parsed.data : null;
});
