// What did the probes come upon that is no outage, and that people should know? In goes what every vantage
// last saw, out come the findings that hold now. A finding never votes. Their names are finding-table.ts, and
// which of them are news is told-findings.ts.

import { quorum } from "../detect/error-budget.ts";
import { isKnown } from "../probe/classify-failure.ts";
import { type FindingName, findingNames } from "../probe/finding-table.ts";
import type { Sighting, Sightings } from "../probe/last-seen.ts";
import { contradict, ofUsers, shareInterval, stuckUsers } from "../probe/user-runs.ts";
import { journeys } from "../settings/journey.ts";
import type { Policy } from "../settings/policy.ts";
import { between, type Instant, type Millis, type Region } from "../values/types.ts";
import { inWords, listed, shareInWords } from "../values/words.ts";

export interface Finding {
  /** The same for as long as it is the same trouble. */
  readonly key: string;
  readonly name: FindingName;
  readonly target: Region;
  /** What was found, in one clause. */
  readonly says: string;
  /** Who sees it. */
  readonly vantages: readonly Region[];
}

interface FindingTick {
  readonly policy: Policy;
  readonly now: Instant;
  /** How often a vantage probes. */
  readonly probeEvery: Millis;
}

/** One vantage's part of a finding; `of` tells two of the same name and target apart. */
type Part = Pick<Finding, "name" | "target" | "says"> & { readonly of: string };

/** All that holds now, one entry a trouble, in a steady order. */
export function findings(all: readonly Sightings[], look: FindingTick): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const own of all.filter(({ vantage }) => look.policy.vantages.includes(vantage))) {
    const others = all.filter(({ vantage }) => vantage !== own.vantage);
    for (const { of, ...part } of [...seen(own, look), ...stuck(own, others, look)]) {
      const key = `${part.name}#${part.target}#${of}`;
      const before = found.get(key) ?? { ...part, key, vantages: [] };
      const vantages = [...new Set([...before.vantages, own.vantage])];
      found.set(key, { ...before, vantages });
    }
  }
  const majority = quorum(look.policy.vantages.length);
  return [...found.values()]
    .filter(({ name, vantages }) => {
      return findingNames[name].needs === "one" || vantages.length >= majority;
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function seen({ sightings, vantage }: Sightings, look: FindingTick): readonly Part[] {
  return sightings.flatMap((sighting): Part[] => {
    if (isOld(sighting, look)) return [];
    const { target } = sighting;
    const found = foundBy(sighting, vantage) ?? failing(sighting, sightings);
    return found === null ? [] : [{ target, ...found }];
  });
}

/** A journey that is switched off, or was not walked for three of its turns, says nothing about now. */
function isOld({ journey, at }: Sighting, { policy, now, probeEvery }: FindingTick): boolean {
  const every = policy.journeys[journey]?.every;
  if (every === undefined) return true;
  const longest = Math.max(3 * every, 3 * probeEvery, policy.criteria.evidenceTooOldAfter);
  return between(at, now) > longest;
}

/**
 * A user that fails keeps the sightings fresh. A Region that fails in every other minute strikes the same users' turns
 * each time, and at another vantage the turns of others.
 */
function stuck(
  { users, at }: Sightings,
  others: readonly Sightings[],
  { policy, now, probeEvery }: FindingTick,
): readonly Part[] {
  const { count } = policy.probeUser;
  if (between(at, now) > 3 * count * probeEvery) return [];
  return users.flatMap((whole): Part[] => {
    const run = ofUsers(whole, count);
    const some = stuckUsers(run);
    if (some === null) return [];
    const elsewhere = others.flatMap((other) =>
      other.users.filter((one) => one.target === run.target),
    );
    if (elsewhere.some((one) => contradict(run, one))) return [];
    const [from, to] = shareInterval(some.failing, some.known).map(shareInWords);
    const says = `${some.failing} of ${some.known} probe users fail each time, the others never: of all users, ${from} to ${to} (with 95 % confidence)`;
    return [{ name: "stickyUsers", target: run.target, says, of: "" }];
  });
}

type FoundPart = Omit<Part, "target"> & Partial<Pick<Part, "target">>;

/** Its target is the sighting's, but for what is wrong with the vantage itself. */
function foundBy({ journey, outcome }: Sighting, vantage: Region): FoundPart | null {
  switch (outcome.kind) {
    case "ok":
      return null;
    case "finding":
      return { name: outcome.finding, says: outcome.says, of: journey };
    case "failed": {
      if (outcome.class !== "observer") return null;
      if (outcome.step === "clock") {
        return { name: "clockOff", target: vantage, says: outcome.error, of: "" };
      }
      const judges = outcome.step === "secret" || outcome.step === "control";
      if (judges || isKnown(outcome.error)) return null;
      const asks = journeys[journey].asks;
      const says = `${outcome.error} at ${outcome.step}, asked whether ${asks}`;
      return { name: "unknownError", says, of: outcome.error };
    }
  }
}

/** A journey that never votes and fails: news where sign-in itself goes well, else but a part of it. */
function failing(
  { journey, target, outcome }: Sighting,
  all: readonly Sighting[],
): FoundPart | null {
  if (outcome.kind !== "failed" || outcome.class === "observer") return null;
  // Those of the other groups are the diagnosis's.
  if (journeys[journey].group !== null) return null;
  const isPart = all.some(
    (other) =>
      other.target === target &&
      journeys[other.journey].group === "signIn" &&
      other.outcome.kind === "failed",
  );
  if (isPart) return null;
  const says = `${journey}: ${outcome.class} at ${outcome.step} (${outcome.error})`;
  return { name: "journeyFails", says, of: journey };
}

/** "us-east-1: the secondary is far behind: 6 s behind, more than 5 s, seen from eu-west-1. What …" */
export function sentenceOf({ target, name, says, vantages }: Finding): string {
  return `${target}: ${findingNames[name].headline}: ${says}, seen from ${listed(vantages)}. ${findingNames[name].advice}`;
}

/** How a lag reads in a finding. */
export function behind(lag: Millis, limit: Millis): string {
  return `${inWords(lag)} behind, more than ${inWords(limit)}`;
}
