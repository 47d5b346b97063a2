// Signals as the ledger keeps them: parsed, never cast. An item of another shape, as another version may
// have left it, says nothing, and is soon written anew.

import * as z from "zod/mini";
import type { LeverReading } from "../../core/detect/observation.ts";
import type { QuotaLimit } from "../../core/signals/capacity.ts";
import { type Signal, signalKinds } from "../../core/signals/signal.ts";
import type { Usual } from "../../core/signals/traffic-series.ts";
import { instantSchema, millisSchema, regionSchema } from "../../core/state/stored-state.ts";
import { remembered } from "../../core/values/remembered.ts";
import { fencingToken, type Instant, type Millis } from "../../core/values/types.ts";

const signal = z.object({
  kind: z.enum(signalKinds),
  id: z.string(),
  region: regionSchema,
  says: z.enum(["sick", "well"]),
  from: instantSchema,
  to: instantSchema,
  holdsUntil: instantSchema,
  because: z.string(),
});

const lever = z.object({
  path: z.enum(["managedLogin", "sdk"]),
  stands: z.union([z.enum(["between", "nowhere"]), regionSchema]),
  at: instantSchema,
  token: z.exactOptional(z.pipe(z.number(), z.transform(fencingToken))),
  confirms: z.exactOptional(z.string()),
  problem: z.exactOptional(z.string()),
});

const tick = z.object({
  at: instantSchema,
  every: millisSchema,
  heardAt: z.optional(instantSchema),
});

const usual = z.object({
  asOf: instantSchema,
  hours: z.array(z.nullable(z.number())).check(z.length(168)),
  spread: z.number(),
});

const limits = z.object({
  limits: z.array(
    z.object({
      region: regionSchema,
      category: z.string(),
      perSecond: z.number(),
      at: instantSchema,
    }),
  ),
});

/** Null also for one that was closed. */
export const parseSignal = remembered((stored): Signal | null => parsed(signal, stored));

export const parseLever = remembered((stored): LeverReading | null => parsed(lever, stored));

/** A look of the watch. */
export interface WatchTick {
  readonly at: Instant;
  /** After which time the next one was due. */
  readonly every: Millis;
  /** When the witness last heard of one; absent for never. */
  readonly heardAt?: Instant | undefined;
}

export const parseTick = remembered((stored): WatchTick | null => parsed(tick, stored));

export function parseUsual(stored: unknown): Usual | null {
  return parsed(usual, stored);
}

export function parseLimits(stored: unknown): readonly QuotaLimit[] {
  return parsed(limits, stored)?.limits ?? [];
}

function parsed<T>(schema: z.ZodMiniType<T>, stored: unknown): T | null {
  const result = z.safeParse(schema, stored);
  return result.success ? result.data : null;
}
