// How long may a move take at the worst? In go the settings that a move waits by; out comes the longest
// that they allow. Settings that allow more than LONGEST_MOVE are refused, and the machine that carries
// a move ends later than that, so that no move is cut off. It does not say how long a move takes.

import { durationText } from "../values/duration.ts";
import { shown } from "../values/errors.ts";
import { type Millis, millis } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import type { PoolRule } from "./problem.ts";

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

/** A row of pool-rules.ts. */
export const moveEndsInTime: PoolRule = {
  needs: ["approval.timeout", "verify.attempts", "verify.every", "verify.settle"],
  breach: ({ pool: { approval, verify }, called }) => {
    const longest = longestMove({ approval, verify });
    if (longest <= LONGEST_MOVE) return null;
    const most = mostAttempts({ approval, verify });
    const waits = [
      `${called("approval.timeout")} is ${shown(durationText(approval.timeout))}`,
      `${called("verify.every")} ${shown(durationText(verify.every))}`,
      `${called("verify.settle")} ${shown(durationText(verify.settle))}`,
    ];
    return {
      field: "verify.attempts",
      must: `must let a move end within ${shown(durationText(LONGEST_MOVE))}, while ${listed(waits)}`,
      value: verify.attempts,
      note: `, with which it may take ${inWords(longest)}`,
      next: `Write ${most} or less, try more often, or wait less for an answer`,
    };
  },
};
