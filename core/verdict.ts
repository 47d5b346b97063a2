// Is this Region sick? A majority of all configured vantages must say so, each from its own
// statistic; evidence is never pooled. "Could not tell" is a value of its own and never a "no".
// A majority is of those configured, not of those that answered.

import { quorum } from "./budget.ts";
import { failureClasses } from "./failure-class.ts";
import { type Alternative, alternatives, type Statistic } from "./statistic.ts";
import { between, type Instant, later, type Millis, millis, type Region } from "./types.ts";
import { inWords, listed } from "./words.ts";

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
    }
  | { readonly kind: "undetermined"; readonly because: string }
);

export interface Bench {
  /** All configured vantages. */
  readonly vantages: readonly Region[];
  /** Threshold of the sick statistics, in nats. */
  readonly threshold: number;
  /** A vantage that has said nothing for this long is not counted. */
  readonly tooOldAfter: Millis;
}

/** Evidence that is older than the last three results no longer shows that a Region fails now. */
const FAILS_STILL = 3;

/** A result dated later than this much after now comes from a clock that cannot be believed. */
const CLOCKS_AGREE = millis(60_000);

/** Whether the vantage's clock runs so far ahead that the age of its word means nothing. */
export function isAhead({ at }: Pick<Statistic, "at">, now: Instant): boolean {
  return at > later(now, CLOCKS_AGREE);
}

export function vote(statistic: Statistic, { threshold, tooOldAfter }: Bench, now: Instant): Vote {
  const { vantage } = statistic;
  if (isAhead(statistic, now)) {
    const ahead = inWords(between(now, statistic.at));
    return { kind: "undetermined", vantage, because: `its clock is ${ahead} ahead` };
  }
  const age = between(statistic.at, now);
  if (age > tooOldAfter) {
    return { kind: "undetermined", vantage, because: `last word ${inWords(age)} ago` };
  }
  if (statistic.lastBearing === "nothing") {
    const failure = statistic.lastFailure;
    const because = failure === null ? "no result yet" : failureClasses[failure].because;
    return { kind: "undetermined", vantage, because };
  }
  const against = alternatives.filter((name) => statistic.sick[name].value >= threshold);
  if (against.length === 0) {
    return statistic.recent.at(-1) === "good"
      ? { kind: "healthy", vantage }
      : { kind: "undetermined", vantage, because: "failures, too few to call it sick" };
  }
  if (!statistic.recent.slice(-FAILS_STILL).includes("bad")) {
    return { kind: "undetermined", vantage, because: "was failing, the newest results are good" };
  }
  const onsets = against.map((name) => statistic.sick[name].since ?? statistic.at);
  const failsNow = statistic.recent.at(-1) === "bad";
  return { kind: "unhealthy", vantage, against, since: earliest(onsets), failsNow };
}

export function verdict(
  target: Region,
  { statistics, now }: { readonly statistics: readonly Statistic[]; readonly now: Instant },
  bench: Bench,
): Verdict {
  const votes = bench.vantages.map((vantage): Vote => {
    const own = statistics.find((s) => s.vantage === vantage && s.target === target);
    return own === undefined
      ? { kind: "undetermined", vantage, because: "no word yet" }
      : vote(own, bench, now);
  });
  const needed = quorum(bench.vantages.length);
  const sick = votes.filter((v) => v.kind === "unhealthy");
  if (sick.length >= needed) {
    const onsets = sick.map((v) => v.since).sort((a, b) => a - b);
    const since = onsets[needed - 1];
    const reading = alternatives.find(
      (name) => sick.filter((v) => v.against.includes(name)).length >= needed,
    );
    return { kind: "unhealthy", since: since ?? now, reading: reading ?? "gray", votes };
  }
  const well = votes.filter((v) => v.kind === "healthy");
  if (well.length >= needed) return { kind: "healthy", votes };
  return { kind: "undetermined", because: undecided(votes, needed), votes };
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
  return `${count("unhealthy")} say sick and ${count("healthy")} say well, ${needed} of ${votes.length} must agree${tail}`;
}

function earliest(instants: readonly Instant[]): Instant {
  return instants.reduce((a, b) => (b < a ? b : a));
}
