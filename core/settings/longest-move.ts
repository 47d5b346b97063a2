// How long may a move take at the worst? In go the settings that a move waits by; out comes the longest
// that they allow. Settings that allow more than LONGEST_MOVE are refused, and the machine that carries
// a move ends later than that, so that no move is cut off. It does not say how long a move takes.

import { type Millis, millis } from "../values/types.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A day for a person to answer, and a quarter of one for the levers. */
export const LONGEST_MOVE: Millis = millis(30 * HOUR);

/** The time limit of the machine. Invariant: longer than LONGEST_MOVE. */
export const MACHINE_LIMIT: Millis = millis(LONGEST_MOVE + HOUR);

/** A state of the machine at its worst: each try ends at its limit, and every retry waits. */
export const STATE_AT_WORST: Millis = millis(10 * MINUTE);

/** States that a move passes once, besides the looks: from `Prepare` to the last notice. */
const STATES_ONCE = 8;

/** What a move waits by; the settings hold it. */
export interface Waits {
  readonly approval: { readonly timeout: Millis };
  readonly verify: { readonly attempts: number; readonly every: Millis; readonly settle: Millis };
}

/** All levers move side by side, so their number does not matter. */
export function longestMove(waits: Waits): Millis {
  return millis(besideLooks(waits) + waits.verify.attempts * oneLook(waits));
}

/** How many looks leave the move within LONGEST_MOVE. */
export function mostAttempts(waits: Waits): number {
  return Math.floor((LONGEST_MOVE - besideLooks(waits)) / oneLook(waits));
}

function besideLooks({ approval, verify }: Waits): number {
  return approval.timeout + verify.settle + STATES_ONCE * STATE_AT_WORST;
}

function oneLook({ verify }: Waits): number {
  return verify.every + STATE_AT_WORST;
}
