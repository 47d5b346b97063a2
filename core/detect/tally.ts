// What happened in the rounds of one stretch of time, as weights of sign-ins that failed? A handful of
// sums that forget slowly, so that any length of trouble takes the same few bytes. Both targets are
// counted in the same rounds, so that comparing them is fair. It weighs no evidence.

import { type Millis, millis } from "../values/types.ts";

/** All are sums over rounds, each weighed less the older it is. */
export interface Tally {
  readonly rounds: number;
  /** The share of sign-ins that fails here, summed over rounds. */
  readonly here: number;
  /** The same of the other target, in the same rounds. */
  readonly there: number;
  /** What failed here for a reason that never votes: throttled, or the probe's own credentials. */
  readonly excused: number;
  /** The part of `here` that got no answer at all, as a bad line makes it. */
  readonly unreachable: number;
}

export type Tallied = Omit<Tally, "rounds">;

export const nothing: Tally = { rounds: 0, here: 0, there: 0, excused: 0, unreachable: 0 };

/** A quarter of an hour: enough rounds to tell a third from a quarter, and a rise is followed. */
export const longMemoryMs = millis(900_000);

/** A minute and a half: what is going on now. */
export const shortMemoryMs = millis(90_000);

/**
 * The sums after one more round, `gap` after the one before; `memory` is the time constant. A round that
 * said nothing is null: time passes, and nothing is counted.
 */
export function count(
  before: Tally,
  round: Tallied | null,
  { gap, memory }: { readonly gap: Millis; readonly memory: Millis },
): Tally {
  const keep = Math.exp(-gap / memory);
  return {
    rounds: brief(before.rounds * keep + (round === null ? 0 : 1)),
    here: brief(before.here * keep + (round?.here ?? 0)),
    there: brief(before.there * keep + (round?.there ?? 0)),
    excused: brief(before.excused * keep + (round?.excused ?? 0)),
    unreachable: brief(before.unreachable * keep + (round?.unreachable ?? 0)),
  };
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (a, b) => ({
      rounds: brief(a.rounds + b.rounds),
      here: brief(a.here + b.here),
      there: brief(a.there + b.there),
      excused: brief(a.excused + b.excused),
      unreachable: brief(a.unreachable + b.unreachable),
    }),
    nothing,
  );
}

/** Three decimals are plenty, and keep what is stored small. */
export function brief(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
