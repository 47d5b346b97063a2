// How do real users fare where they are served? Their sign-ins of the last hours, held against what is usual
// at this hour of the week, which is learnt anew once a day.

import type { Policy } from "../../core/settings/policy.ts";
import type { Signal } from "../../core/signals/signal.ts";
import { readBackMs, trafficSignal, usualOf } from "../../core/signals/traffic.ts";
import type { TrafficReading, Usual } from "../../core/signals/traffic-series.ts";
import { DAY, HOUR, MINUTE } from "../../core/values/duration.ts";
import {
  between,
  type Instant,
  instant,
  later,
  type Millis,
  millis,
  type Region,
} from "../../core/values/types.ts";
import type { Services } from "../services.ts";

type Needs = Pick<Services, "ledger" | "userMetrics">;

export interface TrafficTask {
  readonly policy: Policy;
  /** Where users are served; null while they are moved. */
  readonly serving: Region | null;
  readonly probeEvery: Millis;
  readonly now: Instant;
  readonly holdsUntil: Instant;
}

export interface TrafficFound {
  readonly signals: readonly Signal[];
  /** For the log: what kept it from telling more. */
  readonly notes: readonly string[];
}

const weeksLearnt = 4;

/** The newest minutes are left out: CloudWatch has not got all of them yet. */
const metricsDelayMs = millis(2 * MINUTE);

export async function readTraffic(needs: Needs, task: TrafficTask): Promise<TrafficFound> {
  const { policy, serving, probeEvery, now, holdsUntil } = task;
  if (serving === null) return { signals: [], notes: [] };
  const to = instant(Math.floor(now / MINUTE) * MINUTE - metricsDelayMs);
  const asked = { from: instant(to - readBackMs), to, period: MINUTE };
  const [known, read] = await Promise.all([
    usualFor(needs, policy, now),
    needs.userMetrics.signIns(policy, serving, asked),
  ]);
  const notes = [...known.notes, ...read.messages];
  const minutes = read.successes.map(({ at, value }) => ({ at, successes: value }));
  if (areCoarse(minutes)) {
    notes.push(
      "Cognito's metrics come every five minutes here, too seldom to tell a fall from a gap",
    );
    return { signals: [], notes };
  }
  const heard = heardOf(read.probeRuns, { ...asked, probeEvery });
  if (known.usual === null || heard === null) return { signals: [], notes };
  const reading = within({ region: serving, minutes, ...heard });
  const signal = trafficSignal(reading, { usual: known.usual, holdsUntil });
  return { signals: signal === null ? [] : [signal], notes };
}

/** The one of the last day; an older one where no newer can be had, since users keep their habits. */
async function usualFor(
  { ledger, userMetrics }: Needs,
  policy: Policy,
  now: Instant,
): Promise<{ readonly usual: Usual | null; readonly notes: readonly string[] }> {
  const kept = await ledger.readUsual(policy.name);
  if (kept !== null && between(kept.asOf, now) < DAY) return { usual: kept, notes: [] };
  const to = instant(Math.floor(now / HOUR) * HOUR);
  const asked = { from: instant(to - weeksLearnt * 7 * DAY), to, period: HOUR };
  try {
    // Users may have been served by either for a while.
    const both = await Promise.all(
      [policy.primary, policy.secondary].map((region) =>
        userMetrics.signIns(policy, region, asked),
      ),
    );
    const sums = Map.groupBy(
      both.flatMap(({ successes }) => successes),
      ({ at }) => at,
    );
    const hours = [...sums].map(([at, points]) => ({
      at,
      successes: points.reduce((sum, { value }) => sum + value, 0),
    }));
    const usual = usualOf(hours, now);
    await ledger.keepUsual(policy.name, usual);
    return { usual, notes: both.flatMap(({ messages }) => messages) };
  } catch (error) {
    if (kept === null) throw error;
    return {
      usual: kept,
      notes: ["what is usual could not be learnt anew, and is older than a day"],
    };
  }
}

interface HeardSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The newest stretch in which our own probe was heard of without a gap; null when it is not heard of now.
 * Outside of it, silence may be CloudWatch's.
 */
function heardOf(
  runs: readonly { readonly at: Instant }[],
  { from, to, probeEvery }: HeardSpan & { readonly probeEvery: Millis },
): HeardSpan | null {
  // A round that comes a little early or late leaves a minute out.
  const apart = 2 * Math.max(probeEvery, MINUTE);
  const last = runs.at(-1)?.at;
  if (last === undefined || to - last > apart + MINUTE) return null;
  let first = last;
  for (const { at } of runs.toReversed()) {
    if (first - at > apart) break;
    first = at;
  }
  const isAll = first - from <= apart;
  return { from: isAll ? from : first, to: later(last, MINUTE) };
}

function within(reading: TrafficReading): TrafficReading {
  const { from, to } = reading;
  return { ...reading, minutes: reading.minutes.filter(({ at }) => at >= from && at < to) };
}

const coarsePeriodMs = 5 * MINUTE;
const periodsToLearnFrom = 6;

/** AWS told once that Cognito's metrics come every five minutes; its page says nothing of it any more. */
function areCoarse(minutes: TrafficReading["minutes"]): boolean {
  const places = new Set(minutes.map(({ at }) => at % coarsePeriodMs));
  return minutes.length >= periodsToLearnFrom && places.size === 1;
}
