// What is remembered of all pairs of sign-ins of a practice run, look by look? As much after a thousand as after one.

import type { MovingRung } from "../state/practice-run.ts";
import type { Instant } from "../values/types.ts";
import { evidenceAfter, noEvidence } from "./early-end.ts";

/** What all vantages together found in one look. */
export interface PairsOfLook {
  readonly at: Instant;
  /** Percent of users that were sent to the secondary. */
  readonly share: number;
  readonly good: number;
  readonly bad: number;
  readonly leftOut: number;
  /** The class of a bad one; empty where there was none. */
  readonly failure: string;
}

export interface PairsCounted {
  /** Of a recovery these begin with the first look that had a good one. */
  readonly good: number;
  readonly bad: number;
  readonly leftOut: number;
  /** Good and bad ones since the share was last changed. */
  readonly atShare: { readonly share: number; readonly told: number };
  /** For "it fails" over "only the background does". */
  readonly nats: number;
  /** Looks in a row of which nothing could be told. */
  readonly blindLooks: number;
  readonly firstGoodAt: Instant | null;
  /** Bad ones before the first good one, which a recovery may have. */
  readonly badBeforeGood: number;
  /** The class of the newest bad one; empty where there was none. */
  readonly failure: string;
}

const nothingCounted: PairsCounted = {
  ...{ good: 0, bad: 0, leftOut: 0, atShare: { share: 0, told: 0 } },
  ...{ nats: noEvidence, blindLooks: 0, firstGoodAt: null, badBeforeGood: 0, failure: "" },
};

interface Counting {
  readonly rung: MovingRung;
  readonly background: number;
}

/** The looks of a run, the oldest first, on top of what was counted before them. */
export function countPairs(
  looks: readonly PairsOfLook[],
  counting: Counting,
  before: PairsCounted = nothingCounted,
): PairsCounted {
  return looks.reduce((counted, look) => countLook(counted, look, counting), before);
}

function countLook(
  before: PairsCounted,
  look: PairsOfLook,
  { rung, background }: Counting,
): PairsCounted {
  const { good, bad } = look;
  const firstGoodAt = before.firstGoodAt ?? (good > 0 ? look.at : null);
  const told = good + bad;
  const isSameShare = before.atShare.share === look.share;
  const after: PairsCounted = {
    ...before,
    leftOut: before.leftOut + look.leftOut,
    atShare: { share: look.share, told: told + (isSameShare ? before.atShare.told : 0) },
    blindLooks: told > 0 ? 0 : before.blindLooks + 1,
    firstGoodAt,
    failure: bad > 0 ? look.failure : before.failure,
  };
  // While users are on their way, failures are what the time for it is allowed for.
  const isOnItsWay = rung === "full" && before.firstGoodAt === null;
  if (isOnItsWay) return { ...after, good, badBeforeGood: before.badBeforeGood + bad };
  return {
    ...after,
    good: before.good + good,
    bad: before.bad + bad,
    nats: evidenceAfter(before.nats, { good, bad }, background),
  };
}
