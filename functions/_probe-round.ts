// A vantage's turn: each pool that it watches is walked, judged, folded into statistics and kept. Several
// pools share a turn, each for itself: trouble with one keeps no other from being probed.

import { threshold } from "../core/budget.ts";
import { ActionError } from "../core/errors.ts";
import { due, isPaidDue, journeys, roundsBetween, switchedOn } from "../core/journey.ts";
import type { Config, Policy } from "../core/policy.ts";
import type { ProbeResult } from "../core/probe.ts";
import { remember } from "../core/sighting.ts";
import { fold, type Statistic, unknown } from "../core/statistic.ts";
import { type Instant, type Region, region } from "../core/types.ts";
import { weights } from "../core/weights.ts";
import { wordOf } from "../core/word.ts";
import type { JourneyServices } from "./_journey.ts";
import { policyOf } from "./_policy-of.ts";
import { walkRound } from "./_round.ts";
import type { Services } from "./_services.ts";
import { judged } from "./_vantage.ts";

type Needs = JourneyServices & Pick<Services, "control" | "ledger">;

/** What is asked besides a vantage's turn: a look that is told to whoever asks, and kept nowhere. */
export interface Asked {
  readonly only?:
    | {
        readonly pool: string;
        /** One sign-in at this Region; without it, every journey at both. */
        readonly target?: string | undefined;
        /** With a token that is billed. */
        readonly paid?: boolean | undefined;
      }
    | undefined;
}

interface Turn {
  readonly now: Instant;
  readonly config: Config;
  readonly log: (line: { reason: string }) => void;
}

interface Answer {
  readonly reason: string;
  readonly results: readonly ProbeResult[];
}

export async function probeRound(needs: Needs, { only }: Asked, turn: Turn): Promise<Answer> {
  if (only !== undefined) return look(needs, only, turn);
  const { config, log } = turn;
  const rounds = await Promise.allSettled(
    config.pools
      .filter(({ vantages }) => vantages.includes(needs.place.region))
      .map((policy) => roundOf(needs, policy, turn)),
  );
  const results = rounds.flatMap((round) => (round.status === "fulfilled" ? round.value : []));
  // What is well is in the ledger; the log is for what a person looks for.
  const amiss = results.filter(({ outcome }) => outcome.kind !== "ok");
  for (const result of amiss) log({ reason: told(result), ...facts(result) });
  const failed = rounds.find((round) => round.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const well = results.length - amiss.length;
  return { reason: `${results.length} results kept, ${well} of them well`, results };
}

async function look(
  needs: Needs,
  { pool, target, paid = false }: NonNullable<Asked["only"]>,
  { config, now }: Turn,
): Promise<Answer> {
  const policy = policyOf(config, pool);
  const common = { policy, now, probeEvery: config.cadence.probe, isPaidDue: paid };
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
  const results = await walkRound(needs, {
    ...common,
    journeys: switchedOn(policy).filter((name) => isEveryRound(policy, config, name)),
    targets: [checkedTarget(policy, target)],
    serving: null,
  });
  return { reason: results.map(told).join("; "), results };
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

function isEveryRound({ journeys }: Policy, { cadence }: Config, name: keyof Policy["journeys"]) {
  return roundsBetween(journeys, name, cadence.probe) === 1;
}

async function roundOf(
  needs: Needs,
  policy: Policy,
  { config, now }: Turn,
): Promise<readonly ProbeResult[]> {
  const vantage = needs.place.region;
  const probeEvery = config.cadence.probe;
  const turn = { vantage, now, probeEvery };
  const walk = async () =>
    walkRound(needs, {
      policy,
      journeys: due(policy, turn),
      targets: [policy.primary, policy.secondary],
      serving: policy.domain === null ? null : await needs.ledger.readServing(policy),
      isPaidDue: isPaidDue(policy, turn),
      now,
      probeEvery,
    });
  const [statistics, sightings, walked] = await Promise.all([
    needs.ledger.readStatistics(policy.name),
    needs.ledger.readSightings(policy.name, vantage),
    walk(),
  ]);
  const { results, now: right } = await judged(needs, walked, { policy, now });
  const isRoutine = (name: ProbeResult["journey"]) => isEveryRound(policy, config, name);
  const before = sightings[0] ?? null;
  const after = remember(before, results, { vantage, now: right, isRoutine });
  await needs.ledger.keepRound(policy.name, {
    vantage,
    at: right,
    statistics: folded(policy, { config, vantage, now: right }, { statistics, results }),
    results,
    sightings: after === before ? null : after,
  });
  return results;
}

function folded(
  policy: Policy,
  { config, vantage, now }: { config: Config; vantage: Region; now: Instant },
  { statistics, results }: { statistics: readonly Statistic[]; results: readonly ProbeResult[] },
): readonly Statistic[] {
  const weigh = weights(policy, threshold(policy, config.cadence.probe));
  const words = [policy.primary, policy.secondary].flatMap((target) => {
    return wordOf(results, { vantage, target, at: now }) ?? [];
  });
  return words.map((word) => {
    const other = words.find(({ target }) => target !== word.target) ?? null;
    const before = statistics.find((s) => s.vantage === vantage && s.target === word.target);
    return fold(before ?? unknown(vantage, word.target, now), { word, other }, weigh);
  });
}

function told({ vantage, target, journey, outcome, took }: ProbeResult): string {
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
