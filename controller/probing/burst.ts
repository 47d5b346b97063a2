// What a vantage does in the rest of its minute once something fails: it looks again every few seconds, at
// all pools in doubt together, until it doubts no more or the minute is over.

import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import { isRefused, pressing, roundsOfWoken, wantsBurst } from "../../core/detect/burst.ts";
import { between, type Instant, later, type Millis, type Region } from "../../core/values/types.ts";
import { callWatch, type FanOutServices, type Log } from "./fan-out.ts";
import { type RecordedRound, type RoundServices, recordBurstRound } from "./record-round.ts";

type Needs = RoundServices & FanOutServices;

/** One pool of a burst. */
export type Suspect = Pick<RecordedRound, "policy" | "own" | "besides" | "seen">;

export interface Burst {
  /** When the first round begins; at once if that is over. */
  readonly begins: Instant;
  /** From one round to the next. */
  readonly every: Millis;
  /** How long a round is likely to take. */
  readonly took: Millis;
  /** When the invocation must be done with it. */
  readonly ends: Instant;
  /** Whether another vantage asked for it: then it looks for a while even if it sees nothing. */
  readonly isWoken: boolean;
  readonly probeEvery: Millis;
  readonly log: Log;
}

/** Answers how many rounds it took. */
export async function burst(needs: Needs, first: readonly Suspect[], plan: Burst): Promise<number> {
  const { runtime } = needs.place;
  let suspects = first;
  let { begins, took } = plan;
  let look = 0;
  // A round that could not end would be paid for and thrown away.
  const isLate = () => later(soonest(runtime.now(), begins), took) >= plan.ends;
  while (suspects.length > 0 && !isLate()) {
    await runtime.rest(between(runtime.now(), soonest(runtime.now(), begins)));
    if (isLate()) break;
    const began = runtime.now();
    look += 1;
    const kept = await lookedAt(needs, suspects, { plan, look });
    took = between(began, runtime.now());
    begins = later(began, plan.every);
    suspects = kept.filter((one) => goesOn(one, { plan, look }));
    const restless = kept.filter(({ own }) => wantsBurst(own));
    await Promise.all(restless.map((one) => callWatch(needs, one, plan.log)));
  }
  return look;
}

function soonest(now: Instant, wanted: Instant): Instant {
  return wanted > now ? wanted : now;
}

interface BurstStep {
  readonly plan: Burst;
  readonly look: number;
}

/** Without those whose time was over, and those that could not be kept. */
async function lookedAt(
  needs: Needs,
  suspects: readonly Suspect[],
  { plan, look }: BurstStep,
): Promise<readonly RecordedRound[]> {
  const rounds = suspects.map(({ policy, own, besides, seen }) =>
    recordBurstRound(needs, policy, { ...plan, own, besides, seen, look }).catch(
      (error: unknown) => {
        const why = inShort(signatureOf(error));
        plan.log({ reason: `could not keep a round of a burst about ${policy.name}: ${why}` });
        return null;
      },
    ),
  );
  return (await Promise.all(rounds)).filter((one) => one !== null);
}

/** Whoever is refused gives way to another run of the vantage, which looks on. */
function goesOn(kept: RecordedRound, { plan, look }: BurstStep): boolean {
  if (!kept.isNewest || isRefused(kept.results)) return false;
  return (plan.isWoken && look < roundsOfWoken) || isInDoubt(kept);
}

/** Whether seconds matter for what the vantage suspects. */
export function isInDoubt({
  own,
  serving,
  at: now,
}: Pick<RecordedRound, "own" | "at"> & { readonly serving: Region | null }): boolean {
  return wantsBurst(pressing(own, { serving, now }));
}
