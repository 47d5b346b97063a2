// When is which share of users sent over, and when are all back? In go the settings and how long a person asks for; out
// comes a timetable, or why there is none. It holds for a whole path, too: one share, of 100 %.

import { durationText, MINUTE } from "../values/duration.ts";
import type { Refusal } from "../values/errors.ts";
import { type Instant, instant, later, type Millis, millis } from "../values/types.ts";

export interface PlannedShare {
  /** Percent of users at the secondary. */
  readonly share: number;
  /** From the shift, when this share is written at the earliest. */
  readonly offset: Millis;
  /** From its write on, so that what it takes to be in effect is part of it. */
  readonly bakes: Millis;
}

export interface Timetable {
  readonly kind: "timetable";
  readonly steps: readonly PlannedShare[];
  /** From the shift to the write that brings all back. */
  readonly total: Millis;
}

export type TimetableOrNone = Timetable | { readonly kind: "refused"; readonly refusal: Refusal };

interface Asked {
  /** In rising order, in percent. */
  readonly shares: readonly number[];
  readonly bake: Millis;
  /** From the shift until the restoring write must have been accepted. */
  readonly longest: Millis;
}

/** What takes effect within half a minute is seen in the other half. */
export const shortestBakeMs: Millis = MINUTE;

/** EventBridge Scheduler may fire anywhere in the minute, and a restoring write takes some seconds. */
const guardsAheadMs = millis(2 * MINUTE);

/** What a guard is rounded down by, at the most: until then the run itself brings users back. */
const roomForGuardsMs = millis(guardsAheadMs + MINUTE);

/** `lasts`: how long in all, shared out evenly; null for what the settings say. */
export function canaryPlan(
  { shares, bake, longest }: Asked,
  lasts: Millis | null,
): TimetableOrNone {
  // The machine waits for whole seconds.
  const bakes = lasts === null ? bake : millis(Math.floor(lasts / shares.length / 1_000) * 1_000);
  const total = millis(bakes * shares.length);
  const least = millis(shortestBakeMs * shares.length);
  const most = millis(longest - roomForGuardsMs);
  if (total < least)
    return refused(total, `it must last ${durationText(least)} or longer, one minute a share`);
  if (total > most) {
    return refused(
      total,
      `it must last ${durationText(most)} at the most, so that two guards bring users back within practice.longest, ${durationText(longest)}`,
    );
  }
  const steps = shares.map((share, index) => ({ share, offset: millis(index * bakes), bakes }));
  return { kind: "timetable", steps, total };
}

function refused(total: Millis, must: string): TimetableOrNone {
  const refusal: Refusal = {
    code: "InvalidInput",
    cannot: "plan a practice run",
    must,
    value: durationText(total),
    next: "give another length with --for, or change practice in failover.config.ts",
  };
  return { kind: "refused", refusal };
}

export interface PracticeTimes {
  /** When the run itself brings users back. */
  readonly endsAt: Instant;
  /** When the guards do, if it did not: a whole minute, as schedules are. */
  readonly guardsDueAt: Instant;
  /** By when one of them must have. */
  readonly until: Instant;
}

/** The times of a run that sends its first users over then. */
export function timesOf(
  { total }: Pick<Timetable, "total">,
  { shiftedAt, longest }: { readonly shiftedAt: Instant; readonly longest: Millis },
): PracticeTimes {
  const until = later(shiftedAt, longest);
  const guardsDueAt = instant(Math.floor((until - guardsAheadMs) / MINUTE) * MINUTE);
  return { endsAt: later(shiftedAt, total), guardsDueAt, until };
}
