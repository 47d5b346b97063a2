// Did a person say that a row may stand as it is? Until a day, with a name and a reason, and of that kind alone: what
// was taken for a difference and turns out to be a blocker is told anew.

import type { Instant } from "../values/types.ts";

export const acknowledgedKinds = ["blocker", "differs", "unknown"] as const;

export type AcknowledgedKind = (typeof acknowledgedKinds)[number];

export interface Acknowledgement {
  /** The row's name. */
  readonly row: string;
  /** What it was when it was acknowledged. */
  readonly of: AcknowledgedKind;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
  /** When it lapses by itself. */
  readonly until: Instant;
}

/** The newest that covers the row as it is now; null where none does. */
export function coveredBy(
  acknowledgements: readonly Acknowledgement[],
  { name, kind }: { readonly name: string; readonly kind: string },
  now: Instant,
): Acknowledgement | null {
  const covering = acknowledgements.filter(
    ({ row, of, at, until }) => row === name && of === kind && at <= now && now < until,
  );
  return covering.reduce<Acknowledgement | null>(
    (newest, one) => (newest === null || one.at >= newest.at ? one : newest),
    null,
  );
}
