// What has one vantage learnt about one target? CUSUMs against "dead", "half" and "gray" with what was
// tallied since each one's onset, one for being slow, one for being well again, and minutes of lesser
// trouble. Folding a round takes constant time and memory. It does not decide: a statistic over its
// threshold is one vote.

import type { CredentialUses } from "../probe/credentials-taken.ts";
import type { FailureClass } from "../probe/failure-class.ts";
import type { Bearing } from "../probe/probe.ts";
import { type JourneyGroup, journeyGroups } from "../settings/journey.ts";
import { between, type Instant, type Millis, millis, type Region } from "../values/types.ts";
import { type Background, learnt, nothingLearnt, rate } from "./background.ts";
import {
  type Alternative,
  alternatives,
  type Cusum,
  failingShare,
  none,
  type Pace,
  type Suspicion,
  slower,
  suspicion,
  zero,
} from "./cusum.ts";
import { calmed, failed, type RecurringFailures } from "./recurring-failures.ts";
import { bearingOf, type RoundSummary, roundOf } from "./round-summary.ts";
import { brief, count, nothing, shortMemoryMs, type Tally } from "./tally.ts";
import { excusable } from "./user-impact.ts";
import { recoveryThreshold, type Weights } from "./weights.ts";

/** What a vote rests on. */
export interface Testimony {
  /** When the vantage last reported evidence; null before the first. */
  readonly evidenceAt: Instant | null;
  readonly sick: Readonly<Record<Alternative, Suspicion>>;
  /** Evidence in nats for being well again: rises with successes, falls faster with failures. */
  readonly recovery: number;
  /** Whether a statistic against the Region has crossed its threshold and `recovery` has not filled up since. */
  readonly isRecovering: boolean;
  /** The newest rounds, whatever is suspected. */
  readonly lately: Tally;
  /** Good results in a row up to now, at most `longestRun`; 0 after a bad one. */
  readonly goods: number;
  /** The class of the newest result, when it was a failure; null after a success. */
  readonly lastFailure: FailureClass | null;
  /** Whether the newest result was evidence at all. */
  readonly lastBearing: Bearing;
}

/** Invariant: as JSON below 1,700 bytes, and below 1,000 while nothing votes on a condition. */
export interface Statistic extends Testimony {
  /** Rises when the shape changes; an item of another version is none. */
  readonly version: 2;
  readonly vantage: Region;
  readonly target: Region;
  /** When the vantage last reported anything. */
  readonly at: Instant;
  /** Against "three in ten sign-ins take more than half of what is allowed". */
  readonly slow: Cusum;
  /** Failures of any group that may be the Region's fault; null when none is remembered. */
  readonly trouble: RecurringFailures | null;
  /** Those of machines alone, or of other providers' users alone. */
  readonly part: (RecurringFailures & { readonly group: JourneyGroup }) | null;
  /** Those that are no Region's fault, of one class. */
  readonly excused: (RecurringFailures & { readonly class: FailureClass }) | null;
  /** How often its rounds fail although nothing is wrong. */
  readonly background: Background;
  /** Which credentials the Region takes. */
  readonly credentials: CredentialUses;
  /** What it would say if the conditions held under which `classes` vote; null while none of them is met. */
  readonly conditional: (Testimony & { readonly classes: readonly ClassMet[] }) | null;
}

/** When a class that votes on a condition was last met. */
export interface ClassMet {
  readonly name: FailureClass;
  readonly at: Instant;
}

/** Longer runs of good results prove nothing more. */
export const longestRun = 99;

export function unknown(vantage: Region, target: Region, at: Instant): Statistic {
  return {
    version: 2,
    vantage,
    target,
    at,
    evidenceAt: null,
    sick: none,
    slow: zero,
    recovery: 0,
    isRecovering: false,
    lately: nothing,
    goods: 0,
    trouble: null,
    part: null,
    excused: null,
    background: nothingLearnt,
    credentials: {},
    conditional: null,
    lastFailure: null,
    lastBearing: "nothing",
  };
}

/** Two summaries of the same round: about the target, and about the other one where there is one. */
export interface RoundAtBoth {
  readonly summary: RoundSummary;
  readonly other: RoundSummary | null;
}

/** The statistic after one more round; a round that says nothing only shows that the vantage lives. */
export function fold(before: Statistic, round: RoundAtBoth, weigh: Weights): Statistic {
  const { summary } = round;
  const { at } = summary;
  const bearing = bearingOf(summary);
  const pace = paceOf(before, round, { weigh, background: before.background });
  const testimony = testified(before, round, pace);
  const seen: Statistic = { ...before, ...testimony, ...troubles(before, summary), at };
  if (bearing === "nothing") return seen;
  const isCalm = pace.held.gray.value === 0;
  return {
    ...seen,
    slow: slower(before.slow, summary, weigh),
    background: learnt(before.background, { bearing, at, gap: pace.gap, isCalm }),
  };
}

export interface FoldPace extends Pace {
  readonly held: Testimony["sick"];
  readonly isStale: boolean;
}

export interface PaceOptions {
  readonly weigh: Weights;
  readonly background: Background;
}

export function paceOf(
  before: Statistic | (Testimony & Pick<Statistic, "at">),
  { summary, other }: RoundAtBoth,
  { weigh, background }: PaceOptions,
): FoldPace {
  const { at } = summary;
  const gap = sinceLast(before, at);
  const isStale = before.evidenceAt !== null && between(before.evidenceAt, at) > weigh.staleAfter;
  return {
    bearing: bearingOf(summary),
    at,
    gap,
    missed: isStale ? millis(0) : gap,
    round: roundOf(summary, other),
    weigh,
    background: rate(background, weigh.background),
    held: isStale ? none : before.sick,
    isStale,
  };
}

export function testified(before: Testimony, { summary }: RoundAtBoth, pace: FoldPace): Testimony {
  const { bearing, at, gap, round, weigh, held, isStale } = pace;
  const seen: Testimony = {
    ...testimonyOf(before),
    lately: count(before.lately, round, { gap, memory: shortMemoryMs }),
    lastFailure: summary.failure,
    lastBearing: bearing,
  };
  const sick = {
    dead: suspicion(held.dead, "dead", pace),
    half: suspicion(held.half, "half", pace),
    gray: suspicion(held.gray, "gray", pace),
  };
  if (bearing === "nothing") return isStale ? seen : { ...seen, sick };
  const crossed = alternatives.some((name) => sick[name].value >= weigh.threshold);
  const recovery = recovered(before, pace);
  return {
    ...seen,
    evidenceAt: at,
    sick,
    recovery,
    isRecovering: (before.isRecovering || crossed) && recovery < recoveryThreshold(weigh),
    goods: bearing === "bad" ? 0 : Math.min(longestRun, (isStale ? 0 : before.goods) + 1),
  };
}

/** Without what else a statistic holds. */
export function testimonyOf(from: Testimony): Testimony {
  const { evidenceAt, sick, recovery, isRecovering, lately, goods, lastFailure, lastBearing } =
    from;
  return { evidenceAt, sick, recovery, isRecovering, lately, goods, lastFailure, lastBearing };
}

/** A success of a burst weighs less: being well again is a matter of minutes, not of results. */
const fullWeightGapMs = millis(30_000);

/** Of the time before its first look a vantage can vouch for nothing. */
function sinceLast(
  { at, lastBearing, lastFailure }: Pick<Statistic, "at" | "lastBearing" | "lastFailure">,
  now: Instant,
): Millis {
  const isFirst = lastBearing === "nothing" && lastFailure === null;
  return isFirst ? millis(0) : between(at, now);
}

/** The mirror image against "half": a failure costs what about six successes earn. */
function recovered(before: Testimony, { bearing, gap, weigh, background }: Pace): number {
  const half = failingShare.half;
  const change =
    bearing === "good"
      ? Math.log((1 - background) / (1 - half)) * Math.min(1, gap / fullWeightGapMs)
      : -Math.log(half / background);
  return brief(Math.min(recoveryThreshold(weigh), Math.max(0, before.recovery + change)));
}

function troubles(
  before: Statistic,
  { at, groups, failure }: RoundSummary,
): Pick<Statistic, "trouble" | "part" | "excused"> {
  const calm = {
    trouble: calmed(before.trouble, 1),
    part: calmed(before.part, 1),
    excused: calmed(before.excused, 1),
  };
  if (failure === null) return calm;
  if (excusable.has(failure)) {
    const same = before.excused?.class === failure ? before.excused : null;
    return { ...calm, excused: { ...failed(same, at), class: failure } };
  }
  const bad = journeyGroups.filter((group) => groups[group] === "bad");
  const [first] = bad;
  if (first === undefined) return calm;
  const trouble = failed(before.trouble, at);
  if (bad.includes("signIn")) return { ...calm, trouble };
  const same = before.part?.group === first ? before.part : null;
  return { ...calm, trouble, part: { ...failed(same, at), group: first } };
}
