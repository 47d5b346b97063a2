// What is remembered of a pool between two ticks. One item in the ledger, written only under its
// version and fencing token. Read back it is parsed, never cast: an item of another shape is refused
// by name and left as it is.

import * as z from "zod/mini";
import { type BlipRecord, noBlips } from "./blips.ts";
import { ActionError } from "./errors.ts";
import type { ToldFinding } from "./finding.ts";
import { type Health, healthNames, startingHealth } from "./health.ts";
import { signalKinds } from "./signal.ts";
import type { Call } from "./told.ts";
import {
  type FencingToken,
  fencingToken,
  type Instant,
  instant,
  millis,
  type Region,
  region,
} from "./types.ts";

export type Phase = "steady" | "failingOver" | "failedOver" | "failingBack";

export type Standing =
  /** The primary serves. */
  | { readonly phase: "steady"; readonly since: Instant }
  /** Levers are on their way to the secondary. */
  | ({ readonly phase: "failingOver" } & Underway)
  /** The secondary serves, and keeps serving until someone decides otherwise. */
  | { readonly phase: "failedOver"; readonly since: Instant; readonly reason: string }
  /** Levers are on their way to the primary. */
  | ({ readonly phase: "failingBack" } & Underway);

/** Who sent the levers on their way, so that another execution can end what this one began. */
export interface Underway {
  readonly since: Instant;
  readonly executionName: string;
  readonly by: string;
  readonly reason: string;
}

/** A move that a person was asked about; until then nobody is asked again. */
export interface Asked {
  readonly executionName: string;
  readonly until: Instant;
}

export interface Pause {
  readonly since: Instant;
  readonly by: string;
  readonly reason: string;
}

export interface State {
  readonly pool: string;
  /** Rises by one with every write. */
  readonly version: number;
  /** The newest token that a lease was given. Invariant: never falls. */
  readonly token: FencingToken;
  readonly standing: Standing;
  readonly health: { readonly primary: Health; readonly secondary: Health };
  /** The name of the last diagnosis and since when. */
  readonly diagnosis: { readonly name: string; readonly since: Instant };
  /** Findings that people were told of, for as long as they last and a day beyond. */
  readonly findings: readonly ToldFinding[];
  /** The reasons to call a person that hold, or did lately; what was told is not told again. */
  readonly calls: readonly Call[];
  /** What was seen of failures that healed by themselves; null in items of versions that kept none. */
  readonly blips: BlipRecord | null;
  /** The last decision's situation (transitions.ts); a change of it is an event. */
  readonly situation: string;
  /** The last decision's sentence, for `status`. */
  readonly reason: string;
  /** The question that is open, or was declined lately; null when there is none. */
  readonly asked: Asked | null;
  /** A person's stop of automatic action; null when not paused. */
  readonly paused: Pause | null;
  /** When levers last came to rest; null if they never moved. */
  readonly lastShiftAt: Instant | null;
}

/** The Region that a pool's sign-in goes to when no lever is moving; null while one moves. */
export function serving(
  { standing }: Pick<State, "standing">,
  { primary, secondary }: { readonly primary: Region; readonly secondary: Region },
): Region | null {
  switch (standing.phase) {
    case "steady":
      return primary;
    case "failedOver":
      return secondary;
    case "failingOver":
    case "failingBack":
      return null;
  }
}

export function newState(pool: string, now: Instant): State {
  return {
    pool,
    version: 0,
    token: fencingToken(0),
    standing: { phase: "steady", since: now },
    health: { primary: startingHealth(now), secondary: startingHealth(now) },
    diagnosis: { name: "allWell", since: now },
    findings: [],
    calls: [],
    blips: noBlips(now),
    situation: "primaryUnknown",
    reason: "nothing has been observed yet",
    asked: null,
    paused: null,
    lastShiftAt: null,
  };
}

export const instantSchema = z.pipe(z.number(), z.transform(instant));
export const millisSchema = z.pipe(z.number(), z.transform(millis));
const tokenSchema = z.pipe(z.number(), z.transform(fencingToken));
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
};
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
  health: z.object({ primary: healthSchema, secondary: healthSchema }),
  diagnosis: z.object({ name: z.string(), since: instantSchema }),
  // Absent from items of versions that knew no findings.
  findings: z.prefault(
    z.array(
      z.object({ key: z.string(), says: z.string(), since: instantSchema, seen: instantSchema }),
    ),
    [],
  ),
  // Both are absent from items of versions that did not keep them.
  calls: z.prefault(
    z.array(
      z.object({
        name: z.string(),
        since: instantSchema,
        endedAt: z.nullable(instantSchema),
        isTold: z.boolean(),
      }),
    ),
    [],
  ),
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
  asked: z.nullable(z.object({ executionName: z.string(), until: instantSchema })),
  paused: z.nullable(z.object({ since: instantSchema, by: z.string(), reason: z.string() })),
  lastShiftAt: z.nullable(instantSchema),
});

/** Reads what the ledger kept; throws InvalidStoredState and so changes nothing. */
export function parseState(stored: unknown): State {
  const parsed = z.safeParse(stateSchema, stored);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join(".") || "the item itself");
  throw new ActionError({
    code: "InvalidStoredState",
    cannot: "read the stored state of the pool",
    must: `it must have the shape that this version writes; it differs at ${paths.join(", ")}`,
    ...(stored === null || typeof stored !== "object" ? { value: stored } : {}),
    next: "docs/runbook.md#stored-state",
  });
}
