// Is there a case for leaving a Region? All vantages' tallies of the same stretch are put together, each
// reading of the trouble with its own onset, and asked one thing after the other: has it outlasted the
// transient failures, does it hit enough users, is the other Region better, does it fail still, could it be the lines?
// Votes decide whether it is unhealthy; this decides whether moving helps. It moves nothing.

import type { Policy } from "../settings/policy.ts";
import { between, type Instant, type Millis, millis, type Region } from "../values/types.ts";
import { type Alternative, alternatives, type Suspicion } from "./cusum.ts";
import { type Blips, blipWait, quorum, standingWait } from "./error-budget.ts";
import { greatestTrustedShare, onset, shareOf } from "./onset.ts";
import { isPattern } from "./recurring-failures.ts";
import type { Statistic } from "./statistic.ts";
import { nothing, sum, type Tally } from "./tally.ts";
import {
  advantage,
  type Harm,
  harmOf,
  nats,
  ownShare,
  shareThatDoesNotPay,
  shareThatPays,
  speaksForMoving,
} from "./user-impact.ts";
import type { Bench, Verdict } from "./verdict.ts";

/** How the case stands, from "nobody calls it unhealthy" to "it holds". */
const caseKinds = [
  "none",
  "mayHeal",
  "excused",
  "tooFew",
  "noBetter",
  "over",
  "disputed",
  "holds",
] as const;

export type CaseKind = (typeof caseKinds)[number];

export interface CaseForFailover {
  readonly kind: CaseKind;
  /** Which reading of the trouble it rests on; null when there is none. */
  readonly reading: Alternative | null;
  /** How long that trouble has lasted, with what nobody could see. */
  readonly lasted: Millis;
  /** How long it must last before it is taken for more than a transient failure. */
  readonly wait: Millis;
  /** Whether trouble stands for longer than that already, so that the wait is short. */
  readonly isStanding: boolean;
  readonly harm: Harm;
  /** Vantages that see the Region healthy while the others cannot reach it. */
  readonly dissent: readonly Region[];
  /** How the case would stand if the wait were over; what it is, once that is so. */
  readonly otherwise: CaseKind;
}

/** Nats for "a third fails" over "a quarter": five to four. */
export const natsForMoving = Math.log(5 / 4);

/** Nats for a share above the middle, where only the worst part of the trouble is looked at. */
const natsOfWorstPart = 3;

/** The same after the short wait of standing trouble, where many short stretches are looked at. */
const natsInStandingTrouble = 6;

const shareBetween = (shareThatPays + shareThatDoesNotPay) / 2;

/** Nats with which a vantage's own rounds must speak for "well" to count as dissent. */
const natsForDissent = 3;

/** Failures of which this share got no answer may be the fault of lines. */
const unansweredShareOfLines = 0.9;

/** 99 % of all runs of good results are shorter than this many standard deviations. */
const deviationsOfUnlikely = 2.33;

/** The advantage that must be there lately, too: half of what pays. */
const advantageLately = shareThatPays / 2;

export interface CaseInput {
  readonly policy: Policy;
  readonly bench: Bench;
  readonly now: Instant;
  /** How the Region stands by votes. */
  readonly verdict: Verdict;
  /** Of all vantages that may be heard, about this Region. */
  readonly statistics: readonly Statistic[];
  /** The share of transient failures that signals would confirm as it confirms this; 1 where none does. */
  readonly blipsConfirmed: number;
  /** How many users a share rests on, where the same ones fail at each turn; null where it rests on tries. */
  readonly users: number | null;
}

/** The best case that any reading makes; gray first, as it reaches back the furthest. */
export function caseForFailover(trial: CaseInput): CaseForFailover {
  const { verdict, now } = trial;
  const wait = fullWait(trial);
  const none: CaseForFailover = {
    kind: "none",
    reading: null,
    lasted: millis(0),
    wait,
    isStanding: false,
    harm: harmOf(nothing),
    dissent: [],
    otherwise: "none",
  };
  if (verdict.kind !== "unhealthy") return none;
  if (verdict.decidedBy.length > 0) {
    const lasted = between(verdict.since, now);
    return { ...none, kind: lasted < wait ? "mayHeal" : "holds", lasted, otherwise: "holds" };
  }
  const cases = [...alternatives].reverse().map((reading) => caseFor(reading, trial));
  const reached = ({ kind }: CaseForFailover) => caseKinds.indexOf(kind);
  return cases.reduce((best, one) => (reached(one) > reached(best) ? one : best));
}

function caseFor(reading: Alternative, trial: CaseInput): CaseForFailover {
  const { policy, bench, now, statistics } = trial;
  const voters = votersOf(reading, trial);
  const vantages = bench.vantages.length;
  const fleet = { vantages, quorum: quorum(vantages), blips: bench.blips };
  const since = onset(voters, reading, fleet);
  const tally = sum(statistics.map(({ sick, lately }) => tallyOf(sick[reading], lately)));
  const harm = harmOf(tally);
  const lasted = since === null ? millis(0) : between(since, now);
  const full = fullWait(trial);
  const stands = lasted < full && isStanding(trial);
  const wait = stands ? standingWait(policy, blipsToWaitFor(trial)) : full;
  const seen = statistics.filter((one) => isHeardOf(one, since ?? now, trial));
  const dissent = isLineTrouble(tally) ? dissenters(seen, harm) : [];
  const told = { reading, lasted, wait, isStanding: stands, harm, dissent };
  if (since === null) return { ...told, kind: "none", otherwise: "none" };
  const stretch = stands ? "short" : reading === "gray" ? "all" : "part";
  const isDisputed = dissent.length > Math.floor((vantages - 3) / 2);
  const shown = { tally, harm, stretch, isDisputed, users: trial.users } as const;
  const otherwise = weighed({ voters, reading, statistics, ...shown });
  return { ...told, otherwise, kind: lasted < wait ? "mayHeal" : otherwise };
}

/** Whether it has looked since then, and does so still: who died said "well" before. */
function isHeardOf({ evidenceAt }: Statistic, since: Instant, { bench, now }: CaseInput): boolean {
  return evidenceAt !== null && evidenceAt > since && between(evidenceAt, now) <= bench.silentAfter;
}

function fullWait(trial: CaseInput): Millis {
  return blipWait(trial.policy, blipsToWaitFor(trial));
}

/** Those that signals would not have told apart from this trouble. */
function blipsToWaitFor({ bench: { blips }, blipsConfirmed }: CaseInput): Blips {
  return { ...blips, perYear: blips.perYear * blipsConfirmed };
}

/** A vantage that suspects nothing tells what it sees lately. */
function tallyOf({ since, tally }: Suspicion, lately: Tally): Tally {
  return since === null ? lately : (tally ?? nothing);
}

interface Pooled {
  readonly voters: readonly Statistic[];
  readonly reading: Alternative;
  readonly statistics: readonly Statistic[];
  readonly tally: Tally;
  readonly harm: Harm;
  readonly stretch: TallySpan;
  /** Whether more vantages see it well than may, if lines could be at fault. */
  readonly isDisputed: boolean;
  readonly users: CaseInput["users"];
}

/** What trouble that has lasted long enough still lacks. */
function weighed(pooled: Pooled): CaseKind {
  const { voters, reading, statistics, tally, harm, stretch, isDisputed, users } = pooled;
  // A thousand tries of ten users tell of ten.
  const isEnough = surely(stretch, Math.min(harm.rounds, users ?? harm.rounds));
  // What votes and would be enough alone is not made less by what fails beside it.
  const isOwn = isEnough(ownShare(tally));
  if (tally.excused > tally.here && !isOwn) return "excused";
  if (!isOwn && !isEnough(harm.staying)) return "tooFew";
  const lately = harmNow(statistics);
  if (lately.staying < advantageLately) return "over";
  if (!isEnough(advantage(harm)) || advantage(lately) < advantageLately) return "noBetter";
  if (hasEnded(voters, reading)) return "over";
  return isDisputed ? "disputed" : "holds";
}

function votersOf(reading: Alternative, { verdict, statistics }: CaseInput): readonly Statistic[] {
  return statistics.filter((one) =>
    verdict.votes.some(
      (vote) =>
        vote.kind === "unhealthy" && vote.vantage === one.vantage && vote.against.includes(reading),
    ),
  );
}

/** Whether a majority has met failures again and again for longer than a transient failure lasts. */
export function isStanding({
  statistics,
  policy,
  bench,
  now,
}: Omit<CaseInput, "verdict">): boolean {
  const wait = blipWait(policy, bench.blips);
  const long = statistics.filter(
    ({ trouble }) => isPattern(trouble, now) && between(trouble.since, now) >= wait,
  );
  return long.length >= quorum(bench.vantages.length);
}

type TallySpan = "all" | "part" | "short";

/** Whether a share is surely one for which moving pays; a picked stretch has to show it more clearly. */
function surely(stretch: TallySpan, rounds: number): (share: number) => boolean {
  if (stretch === "all")
    return (share) => speaksForMoving(Math.min(1, share), rounds) >= natsForMoving;
  const enough = stretch === "part" ? natsOfWorstPart : natsInStandingTrouble;
  return (share) =>
    share > shareBetween && nats(Math.min(1, share), shareBetween, rounds) >= enough;
}

function harmNow(statistics: readonly Statistic[]): Harm {
  return harmOf(sum(statistics.map(({ lately }) => lately)));
}

/**
 * Whether those who call it unhealthy got good results in a number that a share like this does not allow. A run
 * since its last failure has mean (1-p)/p and variance (1-p)/p^2.
 */
function hasEnded(voters: readonly Statistic[], reading: Alternative): boolean {
  const share = shareOf(voters, reading);
  const runs = voters.reduce((all, { goods }) => all + goods, 0);
  const expected = voters.length * (1 - share);
  return runs > (expected + deviationsOfUnlikely * Math.sqrt(expected)) / share + 0.5;
}

function isLineTrouble({ here, unreachable }: Tally): boolean {
  return unreachable > unansweredShareOfLines * here;
}

/** Of those who have looked since it began, and look still. */
function dissenters(statistics: readonly Statistic[], { staying }: Harm): readonly Region[] {
  const share = Math.min(greatestTrustedShare, staying);
  return statistics
    .filter(({ lately: { rounds, here } }) => {
      const own = rounds === 0 ? share : Math.min(1, here / rounds);
      return own < share / 2 && nats(own, share, rounds) >= natsForDissent;
    })
    .map(({ vantage }) => vantage);
}
