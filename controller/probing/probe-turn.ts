// What is asked of a probe: a vantage's turn, a look for whoever asks, or to wake up. In a turn each pool
// is walked, judged, folded into statistics and kept, and what fails is looked at again at once. Several
// pools share a turn, each for itself: trouble with one keeps no other from being probed.

import { burstEndsAfterMs, isRefused, wantsBurst } from "../../core/detect/burst.ts";
import { pairOf, type SignInPair } from "../../core/practice/pair.ts";
import type { ProbeResult } from "../../core/probe/probe.ts";
import { burstJourneys, isEveryRound, switchedOn } from "../../core/probe/schedule.ts";
import { journeys } from "../../core/settings/journey.ts";
import type { Config, Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import {
  between,
  type Instant,
  later,
  millis,
  type Region,
  region,
} from "../../core/values/types.ts";
import { policyOf } from "../policy-of.ts";
import { burst, isInDoubt } from "./burst.ts";
import { callWatch, type FanOutServices, type Log, wakeOthers } from "./fan-out.ts";
import { turnTimeoutMs } from "./journey.ts";
import { type RecordedRound, type RoundServices, recordScheduledRound } from "./record-round.ts";
import { walkRound } from "./round.ts";
import { judged } from "./vantage-check.ts";
import { type Wake, woken } from "./wake.ts";

type Needs = RoundServices & FanOutServices;

/** What is asked besides a vantage's turn. */
export interface ProbeRequest {
  /** A look that is told to whoever asks, and kept nowhere. */
  readonly only?:
    | {
        readonly pool: string;
        /** One sign-in at this Region; without it, every journey at both. */
        readonly target?: string | undefined;
        /** With a token that is billed. */
        readonly paid?: boolean | undefined;
        /** So many sign-ins at both Regions at the same time, as far as they find room in the time. */
        readonly pairs?: number | undefined;
      }
    | undefined;
  /** Another vantage met a failure. */
  readonly wake?: Wake | undefined;
}

interface Turn {
  readonly now: Instant;
  readonly config: Config;
  readonly log: Log;
}

interface TurnAnswer {
  readonly reason: string;
  /** Of the turn or the look; what a burst finds is in the ledger alone. */
  readonly results: readonly ProbeResult[];
  /** What pairs said that were asked for. */
  readonly pairs?: readonly SignInPair[];
  /** Rounds of a burst. */
  readonly looks: number;
}

export async function probeRound(
  needs: Needs,
  { only, wake }: ProbeRequest,
  turn: Turn,
): Promise<TurnAnswer> {
  if (only?.pairs !== undefined) {
    const { pool, pairs: wanted } = only;
    return { ...(await lookInPairs(needs, { pool, wanted }, turn)), results: [], looks: 0 };
  }
  if (only !== undefined) return { ...(await look(needs, only, turn)), looks: 0 };
  if (wake !== undefined) {
    const { config, now, log } = turn;
    const policy = policyOf(config, wake.pool);
    const told = await woken(needs, wake, { policy, now, log, cadence: config.cadence });
    return { ...told, results: [] };
  }
  return turnOf(needs, turn);
}

async function turnOf(needs: Needs, { config, now, log }: Turn): Promise<TurnAnswer> {
  const probeEvery = config.cadence.probe;
  const rounds = await Promise.allSettled(
    config.pools
      .filter(({ vantages }) => vantages.includes(needs.place.region))
      .map((policy) => recordScheduledRound(needs, policy, { now, probeEvery })),
  );
  const kept = rounds.flatMap((round) => (round.status === "fulfilled" ? [round.value] : []));
  const results = kept.flatMap((one) => one.results);
  // What is well is in the ledger; the log is for what a person looks for.
  const notOk = results.filter(({ outcome }) => outcome.kind !== "ok");
  for (const result of notOk) log({ reason: describe(result), ...facts(result) });
  const looks = await lookAgain(needs, kept, { config, now, log });
  const failed = rounds.find((round) => round.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const healthy = results.length - notOk.length;
  const again = looks === 0 ? "" : `; ${looks} rounds of a burst after it`;
  return {
    reason: `${results.length} results kept, ${healthy} of them healthy${again}`,
    results,
    looks,
  };
}

/** Answers how many rounds it took. */
async function lookAgain(
  needs: Needs,
  kept: readonly RecordedRound[],
  { config, now, log }: Turn,
): Promise<number> {
  const took = between(now, needs.place.runtime.now());
  const doubted = await Promise.all(
    kept.map(async (one) => ({ one, isSuspect: await isSuspect(needs, one) })),
  );
  const suspects = doubted.filter(({ isSuspect }) => isSuspect).map(({ one }) => one);
  if (suspects.length === 0) return 0;
  await Promise.all(
    suspects.flatMap((one) => [wakeOthers(needs, one, log), callWatch(needs, one, log)]),
  );
  return burst(needs, suspects, {
    begins: later(now, config.cadence.burst),
    every: config.cadence.burst,
    took,
    ends: later(now, burstEndsAfterMs),
    isWoken: false,
    probeEvery: config.cadence.probe,
    log,
  });
}

/** Where the round did not ask where sign-in is served, that is asked now. */
async function isSuspect({ ledger }: Needs, kept: RecordedRound): Promise<boolean> {
  if (!kept.isNewest || isRefused(kept.results) || !wantsBurst(kept.own)) return false;
  const { policy } = kept;
  const serving = kept.serving ?? (await ledger.readServing(policy).catch(() => null));
  return isInDoubt({ ...kept, serving });
}

async function look(
  needs: Needs,
  { pool, target, paid = false }: NonNullable<ProbeRequest["only"]>,
  { config, now }: Turn,
): Promise<Pick<TurnAnswer, "reason" | "results">> {
  const policy = policyOf(config, pool);
  const probeEvery = config.cadence.probe;
  const common = { policy, now, probeEvery, isPaidDue: paid, look: 0, within: turnTimeoutMs };
  if (target === undefined) {
    const walked = await walkRound(needs, {
      ...common,
      journeys: switchedOn(policy),
      targets: [policy.primary, policy.secondary],
      serving: await needs.ledger.readServing(policy),
    });
    const { results } = await judged(needs, walked, { policy, now });
    return { reason: `${results.length} results, not kept`, results };
  }
  const walked = await walkRound(needs, {
    ...common,
    journeys: switchedOn(policy).filter((name) => isEveryRound(policy, name, probeEvery)),
    targets: [checkedTarget(policy, target)],
    serving: null,
  });
  const { results } = await judged(needs, walked, { policy, now });
  return { reason: results.map(describe).join("; "), results };
}

/** Who asks waits for 20 s, and one sign-in that hangs must end by itself within them: cut short, it would look bad. */
const pairsBeginWithinMs = millis(6_000);
const pairTimeoutMs = millis(12_000);

async function lookInPairs(
  needs: Needs,
  { pool, wanted }: { readonly pool: string; readonly wanted: number },
  { config, now }: Turn,
): Promise<Pick<TurnAnswer, "reason"> & { readonly pairs: readonly SignInPair[] }> {
  const policy = policyOf(config, pool);
  const probeEvery = config.cadence.probe;
  const { place } = needs;
  const until = later(now, pairsBeginWithinMs);
  const pairs: SignInPair[] = [];
  // What fails for sure already is not asked of more users.
  const isSure = () => pairs.slice(-2).filter(({ word }) => word === "bad").length === 2;
  while (pairs.length < wanted && !isSure() && place.runtime.now() < until) {
    const walked = await walkRound(needs, {
      ...{ policy, now, probeEvery, isPaidDue: false, look: pairs.length },
      within: pairTimeoutMs,
      journeys: burstJourneys(policy, { besides: [], probeEvery }),
      targets: [policy.primary, policy.secondary],
      serving: null,
    });
    const { results } = await judged(needs, walked, { policy, now });
    pairs.push(pairOf(results, place.region, policy));
  }
  return { reason: `${pairs.length} pairs of sign-ins, not kept`, pairs };
}

function checkedTarget({ name, primary, secondary }: Policy, target: string): Region {
  if (target === primary || target === secondary) return region(target);
  throw new ActionError({
    code: "InvalidInput",
    cannot: `probe "${name}"`,
    must: `the target must be ${primary} or ${secondary}`,
    value: target,
  });
}

function describe({ vantage, target, journey, outcome, took }: ProbeResult): string {
  const asked = `whether ${journeys[journey].asks}`;
  switch (outcome.kind) {
    case "ok":
      return `${vantage} walked ${journey} at ${target} in ${took} ms`;
    case "finding":
      return `${vantage} asked at ${target} ${asked}: ${outcome.finding} (${outcome.says})`;
    case "failed":
      return `${vantage} could not walk ${journey} at ${target}: ${outcome.class} at ${outcome.step} (${outcome.error})`;
  }
}

function facts({ pool, vantage, target, journey, outcome, took }: ProbeResult) {
  return { probe: { pool, vantage, target, journey, took, ...outcome } };
}
