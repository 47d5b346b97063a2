// How often does a round fail although nothing is wrong? Each vantage learns it from its own calm rounds,
// slowly and within bounds, so that neither an outage nor a lucky month makes it credulous or deaf.

import type { Bearing } from "../probe/probe.ts";
import { type Instant, type Millis, millis } from "../values/types.ts";

export interface Background {
  /** Calm rounds counted so far, halved together with `bad` before they outgrow `roundsRemembered`. */
  readonly rounds: number;
  /** Those that failed. */
  readonly bad: number;
  /** When one was last counted as bad; null before the first. */
  readonly badAt: Instant | null;
}

export const nothingLearnt: Background = { rounds: 0, bad: 0, badAt: null };

/** Fewer calm rounds than this teach nothing: the setting stands. Seventeen hours at one a minute. */
const roundsBeforeLearning = 1_000;

/** What the setting weighs against what is learnt, in rounds: a week at one a minute. */
const roundsOfTheSetting = 10_000;

/** Ten weeks at one a minute: what is older fades. */
const roundsRemembered = 100_000;

/** Rounds of a burst follow each other faster than this and are not calm. */
const calmRoundGapMs = millis(30_000);

/** One failure an hour is noise, more are trouble and teach nothing. */
const failuresApartMs = millis(3_600_000);

/** No nearer to the setting than this factor, whatever is learnt. */
const factorFromSetting = 10;

/** What the vantage goes by: its own rate, drawn towards the setting and never above it. */
export function rate({ rounds, bad }: Background, setting: number): number {
  if (rounds < roundsBeforeLearning) return setting;
  const learnt = (setting * roundsOfTheSetting + bad) / (roundsOfTheSetting + rounds);
  return Math.min(setting, Math.max(setting / factorFromSetting, learnt));
}

interface CalmRound {
  readonly bearing: Bearing;
  readonly at: Instant;
  readonly gap: Millis;
  /** Whether nothing was suspected before this round. */
  readonly isCalm: boolean;
}

export function learnt(before: Background, { bearing, at, gap, isCalm }: CalmRound): Background {
  if (!isCalm || gap < calmRoundGapMs || bearing === "nothing") return before;
  const { rounds, bad, badAt } = before.rounds >= roundsRemembered ? halved(before) : before;
  if (bearing === "good") return { rounds: rounds + 1, bad, badAt };
  if (badAt !== null && at - badAt < failuresApartMs) return before;
  return { rounds: rounds + 1, bad: bad + 1, badAt: at };
}

function halved({ rounds, bad, badAt }: Background): Background {
  return { rounds: Math.round(rounds / 2), bad: bad / 2, badAt };
}
