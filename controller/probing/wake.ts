// Another vantage met a failure and asks this one to look as well, at once and for a while. That wakes
// nobody further. A wake that is lost, late or sent twice changes no more than when something is seen.

import { burstEndsAfterMs, firstLook, wakesApartMs } from "../../core/detect/burst.ts";
import type { Cadence, Policy } from "../../core/settings/policy.ts";
import {
  between,
  type Instant,
  instant,
  later,
  type Millis,
  millis,
  region,
} from "../../core/values/types.ts";
import { burst } from "./burst.ts";
import type { FanOutServices, Log } from "./fan-out.ts";
import { ownReport, type RecordedRound, type RoundServices } from "./record-round.ts";

type Needs = RoundServices & FanOutServices;

export interface Wake {
  readonly pool: string;
  /** The vantage that met the failure, and when, in milliseconds since the epoch. */
  readonly from: string;
  readonly at: number;
}

interface Woken {
  readonly policy: Policy;
  readonly now: Instant;
  readonly cadence: Cadence;
  readonly log: Log;
}

interface WakeAnswer {
  readonly reason: string;
  readonly looks: number;
}

/** By then the vantage has had a turn of its own. */
const wakeHoldsMs = millis(60_000);

export async function woken(
  needs: Needs,
  { from, at }: Wake,
  { policy, now, cadence, log }: Woken,
): Promise<WakeAnswer> {
  const { ledger, place } = needs;
  const asleep = (why: string): WakeAnswer => ({
    reason: `not woken by ${from}: ${why}`,
    looks: 0,
  });
  if (!policy.vantages.includes(place.region)) return asleep(`no vantage of ${policy.name}`);
  if (Math.abs(now - at) > wakeHoldsMs) return asleep("it is not of this minute");
  const turn = { what: "wake", now, apart: wakesApartMs };
  const isFirst = await ledger.takeTurn(policy.name, place.region, turn);
  if (!isFirst) return asleep("woken within this minute already");
  const known = await unlessLooking(needs, policy, { now, every: cadence.burst });
  if (known === null) return asleep("it is looking");
  const { probe: probeEvery, burst: every } = cadence;
  const seats = { vantage: place.region, from: region(from), at: instant(at), every };
  const looks = await burst(needs, [{ policy, ...known, besides: [] }], {
    ...{ every, probeEvery, log },
    begins: firstLook(policy.vantages, { ...seats, now: place.runtime.now() }),
    took: millis(0),
    ends: endOf(known.own, { now, probeEvery }),
    isWoken: true,
  });
  return { reason: `woken by ${from} to look ${looks} times at ${policy.name}`, looks };
}

/** A round that was less than so many intervals ago may be one of a burst. */
const recentRounds = 2;

type Known = Pick<RecordedRound, "own" | "seen">;

/** What it knows; null while another run of this vantage keeps round after round. */
async function unlessLooking(
  needs: Needs,
  policy: Policy,
  { now, every }: { readonly now: Instant; readonly every: Millis },
): Promise<Known | null> {
  const lately = millis(recentRounds * every);
  const known = await ownReport(needs, policy);
  if (between(newest(known.own), now) >= lately) return known;
  await needs.place.runtime.rest(lately);
  const again = await ownReport(needs, policy);
  return newest(again.own) > newest(known.own) ? null : again;
}

/** The vantage's own next turn goes on from there. */
function endOf(
  own: RecordedRound["own"],
  { now, probeEvery }: { readonly now: Instant; readonly probeEvery: Millis },
): Instant {
  const end = later(now, burstEndsAfterMs);
  const next = later(newest(own), probeEvery);
  return next > now && next < end ? next : end;
}

function newest(own: RecordedRound["own"]): Instant {
  return instant(Math.max(0, ...own.map(({ at }) => at)));
}
