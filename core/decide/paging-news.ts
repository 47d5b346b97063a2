// What is news to people? The diagnoses that hold and the situation go in, with what people have been told.

import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { DiagnosisName } from "../diagnose/diagnosis-row.ts";
import type { Page, State } from "../state/state.ts";
import { between } from "../values/types.ts";
import type { Assessment } from "./assessment.ts";
import { isHeldByRule } from "./ruling.ts";
import type { RuleFinding } from "./safety-rules.ts";
import type { Situation } from "./transitions.ts";

/** What people are not told of yet. */
export interface News {
  /** The gravest diagnosis that people must be told now. */
  readonly page: Diagnosis | null;
  readonly isSituationNews: boolean;
  readonly isGivenUpNews: boolean;
}

export interface PagingInput {
  readonly situation: Situation;
  readonly rules: readonly RuleFinding[];
  /** Whether the probes came upon something that nobody was told of yet. */
  readonly hasFindings: boolean;
  /** The state that follows from the situation. */
  readonly after: State;
}

/** That a move was given up: the page holds until the next move has ended. */
export const GIVEN_UP = "abandonedWithdrawn";

const primaryFails = ["primaryDead", "primaryGray", "primaryFlapping"] as const;

/** Who knows the names on the right needs not be told the one on the left. */
const covers: Readonly<Partial<Record<DiagnosisName, readonly string[]>>> = {
  primaryDead: primaryFails,
  primaryGray: primaryFails,
  primaryFlapping: primaryFails,
  partialJourney: [...primaryFails, "bothSick", "primaryFaint"],
  primaryReported: primaryFails,
  signalsSpeak: [...primaryFails, "primaryReported", "bothSick"],
  primarySlow: [...primaryFails, "bothSick", "primaryFaint"],
  primaryFaint: [...primaryFails, "bothSick", "partialJourney", "primarySlow"],
};

export function newsOf(known: Assessment, stand: PagingInput, pages: readonly Page[]): News {
  return {
    page: newDiagnosis(known, pages),
    isSituationNews: isNewSituation(known.state, stand, pages),
    isGivenUpNews: isNewlyGivenUp(stand, pages),
  };
}

/** Only the gravest is told: who is called for it sees the rest. Null where people know of it. */
function newDiagnosis({ diagnoses, tick }: Assessment, pages: readonly Page[]): Diagnosis | null {
  const gravest = diagnoses.find(({ name, calls, after }) => {
    const since = pages.find((page) => page.name === name)?.since ?? tick.now;
    return calls === "person" && between(since, tick.now) >= after;
  });
  if (gravest === undefined) return null;
  const known = [gravest.name, ...(covers[gravest.name] ?? [])];
  if (!known.some((name) => isKnown(pages, name))) return gravest;
  // One thing a tick. Who was called for an outage does not see that somebody moved a lever, or barred it.
  if (pages.some(({ pagedAt }) => pagedAt === tick.now)) return null;
  return diagnoses.find(({ name }) => ofLevers.includes(name) && !isKnown(pages, name)) ?? null;
}

const ofLevers: readonly DiagnosisName[] = ["leverMovedByHand", "leverBlocked"];

function isNewSituation(
  { situation: before }: State,
  { situation, rules }: PagingInput,
  pages: readonly Page[],
): boolean {
  return isWorthTelling(situation) && !isKnown(pages, situation) && !isPassing(before, rules);
}

/** Told once for each move that was given up, when there is room. */
function isNewlyGivenUp({ after: { lastMove } }: PagingInput, pages: readonly Page[]): boolean {
  if (lastMove?.end !== "withdrawn") return false;
  const pagedAt = pages.find(({ name }) => name === GIVEN_UP)?.pagedAt ?? null;
  return pagedAt === null || pagedAt < lastMove.at;
}

function isKnown(pages: readonly Page[], name: string): boolean {
  return pages.some((page) => page.name === name && page.count > 0);
}

export function isWorthTelling(situation: Situation): boolean {
  const told: readonly Situation[] = ["homeMayBeOrdered", "abandonedArrived"];
  return isHeldByRule(situation) || told.includes(situation);
}

/** People who were asked know that nothing moves without them: a good answer in between is no news. */
function isPassing(before: string, rules: readonly RuleFinding[]): boolean {
  const passing = ["failsNoMore", "quorumMissing", "mayHeal"];
  const broken = rules.filter(({ kind }) => kind === "broken");
  // Whoever holds the lease is about to move, or to say why not.
  if (broken.length > 0 && broken.every(({ name }) => name === "leaseHeld")) return true;
  return before === "primaryDownAwaitsAnswer" && broken.every(({ name }) => passing.includes(name));
}
