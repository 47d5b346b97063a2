// Which calls for a person hold, since when, and who has been told? A call that lapses and comes back
// within half an hour is the same one: people are woken once a reason and incident. It sends nothing.

import { between, type Instant, millis } from "./types.ts";

/** One reason to call a person. */
export interface Call {
  readonly name: string;
  /** Since when it holds, short lapses aside. */
  readonly since: Instant;
  /** When it no longer held; null while it does. */
  readonly endedAt: Instant | null;
  /** Whether people have been told. */
  readonly isTold: boolean;
}

/** A call that comes and goes by turns counts as holding on. */
const LAPSE = millis(180_000);

/** After this long without it, the next one is news. */
const FORGOTTEN_AFTER = millis(1_800_000);

/** The calls after a tick at which those named `holding` hold. What only goes on stays as it is. */
export function heldOn(
  before: readonly Call[],
  holding: readonly string[],
  now: Instant,
): readonly Call[] {
  const held = holding.map((name) => {
    const known = before.find((call) => call.name === name);
    return known === undefined ? begun(name, now) : again(known, now);
  });
  const over = before
    .filter(({ name }) => !holding.includes(name))
    .map((call) => ({ ...call, endedAt: call.endedAt ?? now }))
    .filter(({ endedAt }) => between(endedAt, now) <= FORGOTTEN_AFTER);
  return [...held, ...over];
}

function begun(name: string, now: Instant): Call {
  return { name, since: now, endedAt: null, isTold: false };
}

function again(call: Call, now: Instant): Call {
  if (call.endedAt === null) return call;
  const gap = between(call.endedAt, now);
  if (gap > FORGOTTEN_AFTER) return begun(call.name, now);
  return { ...call, since: gap > LAPSE ? now : call.since, endedAt: null };
}

export function tellAll(calls: readonly Call[], names: readonly string[]): readonly Call[] {
  return calls.map((call) => (names.includes(call.name) ? { ...call, isTold: true } : call));
}
