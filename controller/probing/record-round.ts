// One round of a vantage about one pool, walked, judged, folded into its statistics and kept.

import { hasTurned, isMajority } from "../../core/detect/burst.ts";
import { threshold } from "../../core/detect/error-budget.ts";
import { foldRound } from "../../core/detect/fold-round.ts";
import type { Statistic } from "../../core/detect/statistic.ts";
import { weights } from "../../core/detect/weights.ts";
import { remember, type Sightings } from "../../core/probe/last-seen.ts";
import type { ProbeResult } from "../../core/probe/probe.ts";
import { burstJourneys, due, isEveryRound, isPaidDue } from "../../core/probe/schedule.ts";
import { type Journey, journeys } from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { between, type Instant, type Millis, type Region } from "../../core/values/types.ts";
import type { Services } from "../services.ts";
import { type JourneyServices, turnTimeoutMs } from "./journey.ts";
import { walkRound } from "./round.ts";
import { judged } from "./vantage-check.ts";

export type RoundServices = JourneyServices & Pick<Services, "control" | "ledger">;

/** What a vantage knows of a pool after a round. */
export interface RecordedRound {
  readonly policy: Policy;
  /** When the round began, by the time that others agree on. */
  readonly at: Instant;
  readonly results: readonly ProbeResult[];
  /** Its own statistics, one a target. */
  readonly own: readonly Statistic[];
  /** The Region that users sign in at; null while it moves, or where this round did not ask. */
  readonly serving: Region | null;
  /** Rarer ways in that fail where those of every round go well: without them a burst would see nothing. */
  readonly besides: readonly Journey[];
  /** What it last saw on each journey, and how each probe user fares; null where that is not known. */
  readonly seen: Sightings | null;
  /** Whether it now calls a Region unhealthy, and most vantages do: reason enough to decide at once. */
  readonly isDecisive: boolean;
  /** False where another run of this vantage has kept a round meanwhile. */
  readonly isNewest: boolean;
}

interface Turn {
  readonly now: Instant;
  readonly probeEvery: Millis;
}

/** A vantage's turn: every journey that is due. */
export async function recordScheduledRound(
  needs: RoundServices,
  policy: Policy,
  turn: Turn,
): Promise<RecordedRound> {
  const { ledger, place } = needs;
  const vantage = place.region;
  const { now, probeEvery } = turn;
  const mine = { vantage, now, probeEvery };
  const walk = async () => {
    const serving = policy.domain === null ? null : await ledger.readServing(policy);
    const walked = await walkRound(needs, {
      ...{ policy, serving, now, probeEvery, look: 0, within: turnTimeoutMs },
      journeys: due(policy, mine),
      targets: [policy.primary, policy.secondary],
      isPaidDue: isPaidDue(policy, mine),
    });
    return { serving, walked };
  };
  const [{ statistics: own, sightings }, { walked, serving }] = await Promise.all([
    ledger.readVantageReport(policy, vantage, now),
    walk(),
  ]);
  const { results, now: at } = await judged(needs, walked, { policy, now });
  const before = sightings[0] ?? null;
  const isRoutine = (name: Journey) => isEveryRound(policy, name, probeEvery);
  const after = remember(before, results, { vantage, now: at, isRoutine });
  const news = after === before ? null : after;
  const besides = failingAlone(after, results, isRoutine);
  const found = { policy, at, results, serving, besides, seen: after, probeEvery };
  return kept(needs, found, { own, follows: null, sightings: news });
}

/** What goes on in a burst about one pool. */
export interface BurstRound extends Pick<RecordedRound, "own" | "besides" | "seen"> {
  /** Rounds of the burst before this one. */
  readonly look: number;
  /** When the invocation must be done with it. */
  readonly ends: Instant;
  readonly probeEvery: Millis;
}

/** A round of a burst: the sign-ins alone. Null if its time was over before it was. */
export async function recordBurstRound(
  needs: RoundServices,
  policy: Policy,
  { own, besides, seen: before, look, ends, probeEvery }: BurstRound,
): Promise<RecordedRound | null> {
  const { runtime } = needs.place;
  const now = runtime.now();
  const serving = await needs.ledger.readServing(policy);
  const walked = await walkRound(needs, {
    ...{ policy, serving, now, probeEvery, look },
    within: between(runtime.now(), ends),
    journeys: burstJourneys(policy, { besides, probeEvery }),
    targets: [policy.primary, policy.secondary],
    isPaidDue: false,
  });
  // What was cut short would count as unreachable, and who is to blame for it is asked for seconds.
  if (runtime.now() >= ends) return null;
  const { results, now: at } = await judged(needs, walked, { policy, now });
  if (runtime.now() >= ends) return null;
  const vantage = needs.place.region;
  const isRoutine = (name: Journey) => isEveryRound(policy, name, probeEvery);
  // Each look signs in the next user: in calm it takes them ten minutes to have a turn each.
  const seen = before === null ? null : remember(before, results, { vantage, now: at, isRoutine });
  const found = { policy, at, results, serving, besides, seen, probeEvery };
  return kept(needs, found, { own, follows: own, sightings: seen === before ? null : seen });
}

function failingAlone(
  { sightings }: Sightings,
  results: readonly ProbeResult[],
  isRoutine: (name: Journey) => boolean,
): readonly Journey[] {
  const isFailing = ({ outcome }: Pick<ProbeResult, "outcome">) => outcome.kind === "failed";
  const routine = results.filter(
    (one) => isRoutine(one.journey) && journeys[one.journey].group === "signIn" && isFailing(one),
  );
  return sightings
    .filter((one) => isFailing(one) && !isRoutine(one.journey))
    .filter(({ target }) => !routine.some((one) => one.target === target))
    .map(({ journey }) => journey);
}

export async function ownReport(
  { ledger, place }: Pick<Services, "ledger" | "place">,
  policy: Policy,
): Promise<Pick<RecordedRound, "own" | "seen">> {
  const report = await ledger.readVantageReport(policy, place.region, place.runtime.now());
  return { own: report.statistics, seen: report.sightings[0] ?? null };
}

type RoundResults = Omit<RecordedRound, "own" | "isDecisive" | "isNewest"> &
  Pick<Turn, "probeEvery">;
type Keeping = Pick<Parameters<Services["ledger"]["keepRound"]>[1], "follows" | "sightings">;

async function kept(
  { ledger, place }: RoundServices,
  { probeEvery, ...found }: RoundResults,
  { own, ...keeping }: Keeping & { readonly own: readonly Statistic[] },
): Promise<RecordedRound> {
  const { policy, at, results } = found;
  const vantage = place.region;
  const enough = threshold(policy, probeEvery);
  const weigh = weights(policy, enough);
  const steps = foldRound(own, results, { policy, vantage, at, weigh });
  const statistics = steps.map(({ after }) => after);
  const isNewest = await ledger.keepRound(policy.name, {
    ...{ vantage, at, statistics, results },
    ...keeping,
  });
  // Asked after its own word is kept: of two that turn at once, one at least sees both.
  const isDecisive =
    steps.some((step) => hasTurned(step, enough)) &&
    (await ledger
      .readVantageReports(policy, place.runtime.now())
      .then((all) =>
        isMajority(all.statistics, { threshold: enough, vantages: policy.vantages.length }),
      )
      .catch(() => false));
  return { ...found, own: statistics, isDecisive, isNewest };
}
