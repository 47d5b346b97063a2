// What does one round of one vantage add to what it knew? Its results go in; out comes the statistic of each
// target before and after, folded from the summaries of the same round. It keeps nothing and decides nothing.

import type { ProbeResult } from "../probe/probe.ts";
import type { Policy } from "../settings/policy.ts";
import type { Instant, Region } from "../values/types.ts";
import { summaryOf } from "./round-summary.ts";
import { fold, type Statistic, unknown } from "./statistic.ts";
import type { Weights } from "./weights.ts";

export interface RoundContext {
  readonly policy: Policy;
  readonly vantage: Region;
  /** When the round began. */
  readonly at: Instant;
  readonly weigh: Weights;
}

export interface Folded {
  readonly before: Statistic;
  readonly after: Statistic;
}

/** `own` are the vantage's statistics so far; a target that the round says nothing of is left out. */
export function foldRound(
  own: readonly Statistic[],
  results: readonly ProbeResult[],
  { policy, vantage, at, weigh }: RoundContext,
): readonly Folded[] {
  const targets = [policy.primary, policy.secondary];
  const summaries = targets.flatMap((target) => summaryOf(results, { vantage, target, at }) ?? []);
  return summaries.map((summary) => {
    const other = summaries.find(({ target }) => target !== summary.target) ?? null;
    const known = own.find(({ target }) => target === summary.target);
    const before = known ?? unknown(vantage, summary.target, at);
    return { before, after: fold(before, { summary, other }, weigh) };
  });
}
