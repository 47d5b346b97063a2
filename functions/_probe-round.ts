// One round of a vantage: both targets at once, blindness, statistics, ledger. Several pools share a
// round, each for itself: trouble with one keeps no other from being probed.

import { endpointOf } from "../aws/clients.ts";
import { userAgent } from "../aws/key-set.ts";
import { threshold } from "../core/budget.ts";
import { ActionError } from "../core/errors.ts";
import type { Config, Policy } from "../core/policy.ts";
import { bearing, type ProbeResult } from "../core/probe.ts";
import { fold, unknown, weights } from "../core/statistic.ts";
import { type Instant, region } from "../core/types.ts";
import { passwordJourney } from "./_password-journey.ts";
import { policyOf } from "./_policy-of.ts";
import type { Services } from "./_services.ts";

type Needs = Pick<Services, "cognito" | "keySet" | "ledger" | "place" | "secrets">;

interface Asked {
  readonly only?: { readonly pool: string; readonly target: string } | undefined;
}

export async function probeRound(
  needs: Needs,
  { only }: Asked,
  { now, config, log }: { now: Instant; config: Config; log: (line: { reason: string }) => void },
): Promise<{ readonly reason: string; readonly results: readonly ProbeResult[] }> {
  if (only !== undefined) {
    const policy = policyOf(config, only.pool);
    checkTarget(policy, only.target);
    const result = await passwordJourney(needs, { policy, target: region(only.target) }, now);
    return { reason: told(result), results: [result] };
  }
  const rounds = await Promise.allSettled(
    config.pools
      .filter(({ vantages }) => vantages.includes(needs.place.region))
      .map((policy) => roundOf(needs, { policy, config }, now)),
  );
  const results = rounds.flatMap((round) => (round.status === "fulfilled" ? round.value : []));
  for (const result of results) log({ reason: told(result), ...facts(result) });
  const failed = rounds.find((round) => round.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return { reason: `${results.length} results kept`, results };
}

function checkTarget({ name, primary, secondary }: Policy, target: string): void {
  if (target === primary || target === secondary) return;
  throw new ActionError({
    code: "InvalidInput",
    cannot: `probe "${name}"`,
    must: `the target must be ${primary} or ${secondary}`,
    value: target,
  });
}

async function roundOf(
  needs: Needs,
  { policy, config }: { policy: Policy; config: Config },
  now: Instant,
): Promise<readonly ProbeResult[]> {
  const targets = [policy.primary, policy.secondary];
  const [known, ...raw] = await Promise.all([
    needs.ledger.readStatistics(policy.name),
    ...targets.map((target) => passwordJourney(needs, { policy, target }, now)),
  ]);
  const results = (await isBlind(needs, raw, policy)) ? raw.map(blinded) : raw;
  const weigh = weights(policy, threshold(policy, config.cadence.probe));
  const vantage = needs.place.region;
  const statistics = results.map((result) => {
    const other = results.find(({ target }) => target !== result.target) ?? null;
    const before = known.find((s) => s.vantage === vantage && s.target === result.target);
    return fold(
      before ?? unknown(vantage, result.target, now),
      { result, bearing: bearing(result, other) },
      weigh,
    );
  });
  await needs.ledger.keepRound(policy.name, statistics, results);
  return results;
}

/** Neither target can be reached, nor an endpoint of the vantage's own Region: it is the vantage. */
async function isBlind(
  { place }: Needs,
  results: readonly ProbeResult[],
  { criteria }: Policy,
): Promise<boolean> {
  const isUnreachable = ({ outcome }: ProbeResult) =>
    outcome.kind === "failed" && outcome.class === "unreachable";
  if (!results.every(isUnreachable)) return false;
  const base = endpointOf(place.endpoints, place.region, "dynamodb");
  const url = `${base ?? `https://dynamodb.${place.region}.amazonaws.com`}/ping`;
  const signal = AbortSignal.timeout(criteria.stepDeadline);
  const answered = await place.runtime
    .fetch(url, { signal, headers: userAgent(place) })
    .catch(() => null);
  return answered === null;
}

function blinded(result: ProbeResult): ProbeResult {
  const { outcome } = result;
  if (outcome.kind === "ok") return result;
  return { ...result, outcome: { ...outcome, class: "observer", step: "control" } };
}

function told({ vantage, target, outcome, took }: ProbeResult): string {
  if (outcome.kind === "ok") return `${vantage} signed in at ${target} in ${took} ms`;
  return `${vantage} could not sign in at ${target}: ${outcome.class} at ${outcome.step} (${outcome.error})`;
}

function facts({ pool, vantage, target, outcome, took }: ProbeResult) {
  return { probe: { pool, vantage, target, took, ...outcome } };
}
