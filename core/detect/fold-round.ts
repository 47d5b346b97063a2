// What does one round of one vantage add to what it knew? Its results go in; out comes the statistic of each
// target before and after, folded from the summaries of the same round. It keeps nothing and decides nothing.

import { type CredentialUses, refusedSpan, used } from "../probe/credentials-taken.ts";
import { conditionalClasses, type FailureClass } from "../probe/failure-class.ts";
import { type Admitted, bearing, type ProbeResult } from "../probe/probe.ts";
import { type Journey, journeys } from "../settings/journey.ts";
import type { Policy } from "../settings/policy.ts";
import { assert } from "../values/errors.ts";
import { between, type Instant, type Region } from "../values/types.ts";
import { type RoundSummary, type SummaryLook, summaryOf } from "./round-summary.ts";
import {
  type ClassMet,
  fold,
  paceOf,
  type RoundAtBoth,
  type Statistic,
  testified,
  testimonyOf,
  unknown,
} from "./statistic.ts";
import { longMemoryMs } from "./tally.ts";
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
    const { target } = summary;
    const other = summaries.find((one) => one.target !== target) ?? null;
    const known = own.find((one) => one.target === target);
    const before = known ?? unknown(vantage, target, at);
    const credentials = used(before.credentials, results, { target, at });
    const isMet = results.some((one) => one.target === target && isConditional(one));
    const conditional =
      before.conditional === null && !isMet
        ? null
        : foldConditional(
            before,
            conditionally(
              results,
              { vantage, target, at, admitted: mayVote(credentials, at) },
              other,
            ),
            weigh,
          );
    const after = { ...fold(before, { summary, other }, weigh), credentials, conditional };
    return { before, after };
  });
}

/** Of the classes that vote on a condition, those whose condition holds as far as one vantage can tell. */
function mayVote(credentials: CredentialUses, at: Instant): Admitted {
  const isRefused = refusedSpan(credentials, at) !== null;
  return new Set(conditionalClasses.filter((name) => name !== "refused" || isRefused));
}

/** The round as it would count, and the classes that it would count by. */
function conditionally(
  results: readonly ProbeResult[],
  look: SummaryLook,
  other: RoundSummary | null,
): Parameters<typeof foldConditional>[1] {
  const summary = summaryOf(results, look);
  assert(summary !== null, "a round that says something says it in any view");
  const there = (journey: Journey) =>
    results.find((one) => one.journey === journey && one.target !== look.target) ?? null;
  const classes = results.flatMap((result) => {
    const { outcome, target, journey } = result;
    if (target !== look.target || outcome.kind !== "failed" || !isConditional(result)) return [];
    return bearing(result, there(journey), look.admitted) === "bad" ? [outcome.class] : [];
  });
  return { summary, other, classes };
}

function isConditional({ outcome, journey }: ProbeResult): boolean {
  return (
    outcome.kind === "failed" &&
    journeys[journey].group !== null &&
    conditionalClasses.includes(outcome.class)
  );
}

/** What else it would say, once a class is met that votes on a condition, until nothing of it is suspected any more. */
function foldConditional(
  before: Statistic,
  round: RoundAtBoth & { readonly classes: readonly FailureClass[] },
  weigh: Weights,
): Statistic["conditional"] {
  const { conditional, at, background } = before;
  if (conditional === null && round.classes.length === 0) return null;
  const known = { ...testimonyOf(conditional ?? before), at };
  const after = testified(known, round, paceOf(known, round, { weigh, background }));
  if (round.classes.length === 0 && after.sick.gray.since === null) return null;
  return { ...after, classes: met(conditional?.classes ?? [], round) };
}

/** Those of this round, and those of before for as long as a tally remembers them: then others are to blame. */
function met(
  before: readonly ClassMet[],
  { classes, summary: { at } }: RoundAtBoth & { readonly classes: readonly FailureClass[] },
): readonly ClassMet[] {
  const now = [...new Set(classes)].map((name) => ({ name, at }));
  const known = before.filter(
    (one) => !classes.includes(one.name) && between(one.at, at) <= longMemoryMs,
  );
  return [...known, ...now].sort((a, b) => (a.name < b.name ? -1 : 1));
}
