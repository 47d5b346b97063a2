// A vantage's round as the ledger keeps it: parsed, never cast.

import * as z from "zod/mini";
import { type ProbeResult, stepNames } from "../../core/probe/probe.ts";
import { journeyNames } from "../../core/settings/journey.ts";
import { instantSchema, millisSchema, regionSchema } from "../../core/state/stored-state.ts";
import { outcome } from "./stored-sightings.ts";

const round = z.object({
  results: z.array(
    z.object({
      pool: z.string(),
      vantage: regionSchema,
      target: regionSchema,
      journey: z.enum(journeyNames),
      at: instantSchema,
      took: millisSchema,
      steps: z.array(
        z.object({
          name: z.enum(stepNames),
          of: z.exactOptional(z.string()),
          took: millisSchema,
          outcome: z.enum(["ok", "failed", "skipped"]),
        }),
      ),
      outcome,
      user: z.nullable(z.number()),
      lag: z.nullable(millisSchema),
    }),
  ),
});

/** Null for an item of another shape, as another version may have left it. */
export function parseRound(stored: unknown): readonly ProbeResult[] | null {
  const parsed = z.safeParse(round, stored);
  return parsed.success ? parsed.data.results : null;
}
