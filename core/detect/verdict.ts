// Is this Region unhealthy? A majority of all configured vantages must say so, each from its own
// statistic; evidence is never pooled. "Could not tell" is a value of its own and never a "no".
// A majority is of those configured, not of those that answered.

import { failureClasses } from "../probe/failure-class.ts";
import type { Signal } from "../signals/signal.ts";
import { between, type Instant, later, type Millis, millis, type Region } from "../values/types.ts";
import { inWords, listed } from "../values/words.ts";
import { type Alternative, alternatives } from "./cusum.ts";
import { type Blips, quorum } from "./error-budget.ts";
import { isOver, onset, shareOf } from "./onset.ts";
import type { Statistic } from "./statistic.ts";

export type Vote =
  | { readonly kind: "healthy"; readonly vantage: Region }
  | {
      readonly kind: "unhealthy";
      readonly vantage: Region;
      /** The statistics over their thresholds, most severe first. */
      readonly against: readonly Alternative[];
      /** Estimated onset. */
      readonly since: Instant;
      /** Whether its newest result still failed. */
      readonly failsNow: boolean;
    }
  | { readonly kind: "undetermined"; readonly vantage: Region; readonly because: string };

export type Verdict = { readonly votes: readonly Vote[] } & (
  | { readonly kind: "healthy" }
  | {
      readonly kind: "unhealthy";
      /** The onset that a majority agrees on: as many vantages as the quorum put it no later. */
      readonly since: Instant;
      /** The gravest reading that a majority shares. */
      readonly reading: Alternative;
      /** The signals that decided it alone; empty where a majority did. */
      readonly decidedBy: readonly Signal[];
    }
  | { readonly kind: "undetermined"; readonly because: string }
);

export interface Bench {
  /** All configured vantages. */
  readonly vantages: readonly Region[];
  /** Threshold of the statistics against a Region, in nats. */
  readonly threshold: number;
  /** A vantage that has said nothing for this long is not counted. */
  readonly tooOldAfter: Millis;
  /** A vantage that is healthy looks at least so often: one that has not reports no more, and contradicts nobody. */
  readonly silentAfter: Millis;
  /** The failures that heal by themselves. */
  readonly blips: Blips;
  /** Vantages that fail where a majority sees the other Region well: their line is at fault. */
  readonly atFault: readonly Region[];
}

/** In probes; one that looks at a healthy Region is seldom later than a second or two. */
const probesBetweenLooks = 1.25;

export function silentAfter(probeEvery: Millis): Millis {
  return millis(probesBetweenLooks * probeEvery);
}

/** A result dated later than this much after now comes from a clock that cannot be believed. */
const clockToleranceMs = millis(60_000);

/** Whether the vantage's clock runs so far ahead that the age of its word means nothing. */
export function isAhead({ at }: Pick<Statistic, "at">, now: Instant): boolean {
  return at > later(now, clockToleranceMs);
}

export function vote(statistic: Statistic, { threshold, tooOldAfter }: Bench, now: Instant): Vote {
  const { vantage } = statistic;
  if (isAhead(statistic, now)) {
    const ahead = inWords(between(now, statistic.at));
    return { kind: "undetermined", vantage, because: `its clock is ${ahead} ahead` };
  }
  const age = between(statistic.at, now);
  if (age > tooOldAfter) {
    return { kind: "undetermined", vantage, because: `last report ${inWords(age)} ago` };
  }
  const against = overThreshold(statistic, { threshold, tooOldAfter });
  if (against.length === 0) return unsuspected(statistic, { threshold, tooOldAfter });
  const mildest = against.at(-1) ?? "gray";
  if (isOver(statistic.goods, shareOf([statistic], mildest))) {
    return { kind: "undetermined", vantage, because: "was failing, the newest results are good" };
  }
  const onsets = against.map((name) => statistic.sick[name].since ?? statistic.at);
  const failsNow = statistic.goods === 0;
  return { kind: "unhealthy", vantage, against, since: earliest(onsets), failsNow };
}

function unsuspected(statistic: Statistic, bench: Pick<Bench, "threshold" | "tooOldAfter">): Vote {
  const { vantage, lastBearing, lastFailure } = statistic;
  const unclear = (because: string): Vote => ({ kind: "undetermined", vantage, because });
  if (lastBearing === "nothing") {
    return unclear(lastFailure === null ? "no result yet" : failureClasses[lastFailure].because);
  }
  // What might count is not well, whether or not that can be told.
  if (mightCount(statistic, bench)) {
    return unclear("what fails may count, and whether it does cannot be told");
  }
  return lastBearing === "good"
    ? { kind: "healthy", vantage }
    : unclear("failures, too few to call it unhealthy");
}

/** Whether it would call the target unhealthy, if the conditions held under which some of its failures vote. */
function mightCount(
  { conditional, at }: Statistic,
  bench: Pick<Bench, "threshold" | "tooOldAfter">,
): boolean {
  if (conditional === null) return false;
  return overThreshold({ ...conditional, at }, bench).length > 0 || conditional.isRecovering;
}

/** What it says against the target, from evidence that is not too old. */
function overThreshold(
  { sick, at, evidenceAt }: Pick<Statistic, "sick" | "at" | "evidenceAt">,
  { threshold, tooOldAfter }: Pick<Bench, "threshold" | "tooOldAfter">,
): readonly Alternative[] {
  if (evidenceAt === null || between(evidenceAt, at) > tooOldAfter) return [];
  return alternatives.filter((name) => sick[name].value >= threshold);
}

export function verdict(
  target: Region,
  { statistics, now }: { readonly statistics: readonly Statistic[]; readonly now: Instant },
  bench: Bench,
): Verdict {
  const votes = bench.vantages.map((vantage): Vote => {
    const own = statistics.find((s) => s.vantage === vantage && s.target === target);
    if (own === undefined) return { kind: "undetermined", vantage, because: "no report yet" };
    const said = vote(own, bench, now);
    const isOwnFault = said.kind === "unhealthy" && bench.atFault.includes(vantage);
    return isOwnFault ? { kind: "undetermined", vantage, because: OWN_FAULT } : said;
  });
  const needed = quorum(bench.vantages.length);
  const sick = votes.filter((v) => v.kind === "unhealthy");
  if (sick.length >= needed) {
    const reading = alternatives.find(
      (name) => sick.filter((v) => v.against.includes(name)).length >= needed,
    );
    const since = agreedSince(
      sick,
      statistics.filter((s) => s.target === target),
      bench,
    );
    return {
      kind: "unhealthy",
      since: since ?? now,
      reading: reading ?? "gray",
      decidedBy: [],
      votes,
    };
  }
  const well = votes.filter((v) => v.kind === "healthy");
  if (well.length >= needed) return { kind: "healthy", votes };
  return { kind: "undetermined", because: undecided(votes, needed), votes };
}

/** What signals make of it, where the settings let them decide alone. */
export function decided(said: Verdict, by: readonly Signal[]): Verdict {
  if (said.kind === "unhealthy" || by.length === 0) return said;
  const since = earliest(by.map(({ from }) => from));
  return { kind: "unhealthy", since, reading: "dead", decidedBy: by, votes: said.votes };
}

/** Whether it failed at last, too: what answers well at this moment is not left in this moment. */
export function failsNow(said: Extract<Verdict, { kind: "unhealthy" }>): boolean {
  const { votes, decidedBy } = said;
  return decidedBy.length > 0 || votes.some((one) => one.kind === "unhealthy" && one.failsNow);
}

const OWN_FAULT = "it fails at both Regions where others do not: it is at fault itself";

type Sick = Extract<Vote, { kind: "unhealthy" }>;

/** The earliest onset that a majority shares in one reading; else the one that a majority has at all. */
function agreedSince(
  sick: readonly Sick[],
  statistics: readonly Statistic[],
  { vantages, blips }: Bench,
): Instant | undefined {
  const fleet = { vantages: vantages.length, quorum: quorum(vantages.length), blips };
  const onsets = alternatives.flatMap((name) => {
    const voters = sick.filter(({ against }) => against.includes(name));
    const own = statistics.filter(({ vantage }) => voters.some((v) => v.vantage === vantage));
    const since = onset(own, name, fleet);
    return since === null ? [] : [since];
  });
  const each = sick.map(({ since }) => since).sort((a, b) => a - b);
  return onsets.length > 0 ? earliest(onsets) : each[fleet.quorum - 1];
}

function undecided(votes: readonly Vote[], needed: number): string {
  const count = (kind: Vote["kind"]) => votes.filter((v) => v.kind === kind).length;
  const byReason = new Map<string, string[]>();
  for (const v of votes) {
    if (v.kind !== "undetermined") continue;
    byReason.set(v.because, [...(byReason.get(v.because) ?? []), v.vantage]);
  }
  const why = [...byReason].map(([because, vantages]) => `${listed(vantages)}: ${because}`);
  const tail = why.length === 0 ? "" : ` (${why.join("; ")})`;
  return `${count("unhealthy")} say unhealthy and ${count("healthy")} say healthy, ${needed} of ${votes.length} must agree${tail}`;
}

function earliest(instants: readonly Instant[]): Instant {
  return instants.reduce((a, b) => (b < a ? b : a));
}
