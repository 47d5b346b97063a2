// What is to be said of the vantages themselves? What most of them put down to us, which of them see nothing, and
// whose clock runs ahead. It says nothing of a Region.

import { quorum } from "../detect/error-budget.ts";
import type { Statistic } from "../detect/statistic.ts";
import { type Bench, isAhead } from "../detect/verdict.ts";
import type { FailureClass } from "../probe/failure-class.ts";
import { between, type Instant, type Region } from "../values/types.ts";
import type { Evidence, Standpoint } from "./diagnosis-row.ts";
import { refusedAlone } from "./refused-alone.ts";

/** Who votes that a Region is unhealthy puts nothing down to us. */
export function sharedFailures(
  statistics: readonly Statistic[],
  { vantages }: Bench,
  { primary, secondary }: Pick<Evidence, "primary" | "secondary">,
): Evidence["shared"] {
  const sick = unhealthyVoters(primary, secondary);
  const seen = new Map<FailureClass, { by: Set<Region>; at: Set<Region> }>();
  for (const { vantage, target, lastBearing, lastFailure } of statistics) {
    if (lastBearing !== "nothing" || lastFailure === null) continue;
    if (sick.has(`${vantage} about ${target}`)) continue;
    const { by, at } = seen.get(lastFailure) ?? { by: new Set(), at: new Set() };
    seen.set(lastFailure, { by: by.add(vantage), at: at.add(target) });
  }
  const needed = quorum(vantages.length);
  return new Map(
    [...seen].flatMap(([name, { by, at }]) => (by.size >= needed ? [[name, [...at]]] : [])),
  );
}

/** Regions where a majority is refused with two kinds of credentials that the other Region takes. */
export function refusing(
  statistics: readonly Statistic[],
  { vantages }: Bench,
  now: Instant,
): readonly Region[] {
  const refused = refusedAlone(statistics, now);
  const targets = [...new Set(refused.map(({ target }) => target))];
  return targets.filter(
    (target) => refused.filter((one) => one.target === target).length >= quorum(vantages.length),
  );
}

/** Those that are silent, say they cannot judge, or have a clock that runs ahead. */
export function blindVantages(
  statistics: readonly Statistic[],
  { vantages, tooOldAfter }: Bench,
  now: Instant,
): readonly Region[] {
  return vantages.filter((vantage) => {
    const own = statistics.filter((s) => s.vantage === vantage);
    if (own.length === 0) return true;
    return own.every(
      (s) => isAhead(s, now) || between(s.at, now) > tooOldAfter || s.lastFailure === "observer",
    );
  });
}

export function aheadVantages(
  statistics: readonly Statistic[],
  { vantages }: Bench,
  now: Instant,
): readonly Region[] {
  return vantages.filter((vantage) =>
    statistics.some((s) => s.vantage === vantage && isAhead(s, now)),
  );
}

function unhealthyVoters(...standpoints: readonly Standpoint[]): ReadonlySet<string> {
  return new Set(
    standpoints.flatMap(({ region, verdict }) =>
      verdict.votes.flatMap(({ kind, vantage }) =>
        kind === "unhealthy" ? [`${vantage} about ${region}`] : [],
      ),
    ),
  );
}
