// A canary in its last minute, with a good pair every two seconds; what is not given is as on a calm day.

import type { JudgedRun } from "../../../core/judging/judged-run.ts";
import {
  countPairs,
  type PairsCounted,
  type PairsOfLook,
} from "../../../core/judging/pairs-counted.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { minutes, now, primary, secondary } from "./a-policy.ts";

export const background = 0.01;

export function aLook(change: Partial<PairsOfLook> = {}): PairsOfLook {
  return { at: now, share: 10, good: 15, bad: 0, leftOut: 0, failure: "", ...change };
}

/** Looks half a minute apart, the last one now. */
export function looks(changes: readonly Partial<PairsOfLook>[]): readonly PairsOfLook[] {
  return changes.map((change, index) => {
    const at = instant(now - (changes.length - 1 - index) * 30_000);
    const failure = (change.bad ?? 0) > 0 ? "serverError" : "";
    return aLook({ at, failure, ...change });
  });
}

export function paired(
  changes: readonly Partial<PairsOfLook>[],
  rung: JudgedRun["rung"] = "canary",
): PairsCounted {
  return countPairs(looks(changes), { rung, background });
}

const calm = paired(Array.from({ length: 30 }, () => ({})));

export function aJudgedRun(change: Partial<JudgedRun> = {}): JudgedRun {
  return {
    rung: "canary",
    practised: secondary,
    stable: primary,
    settings: { samples: 344, background, rto: millis(300_000) },
    pairs: calm,
    traffic: null,
    outcomeAlarms: [],
    now,
    shiftedAt: minutes(-15),
    share: 10,
    shareEndsAt: now,
    nextShare: null,
    endsAt: now,
    ...change,
  };
}
