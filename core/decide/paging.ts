// Must a person be paged, what for, and is it time for a reminder? The diagnoses that hold and the situation go
// in, with what people have been told; out comes at most one notice's worth. It sends nothing.

import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { DiagnosisName } from "../diagnose/diagnosis-row.ts";
import {
  hasRoom,
  isReminderDue,
  markPaged,
  pagesHolding,
  recent,
  UNRESOLVED,
} from "../state/paging-memory.ts";
import type { Page, State } from "../state/state.ts";
import { between, type Instant, type Millis } from "../values/types.ts";
import type { Assessment } from "./assessment.ts";
import { isHeldByRule } from "./ruling.ts";
import type { RuleFinding } from "./safety-rules.ts";
import type { Situation } from "./transitions.ts";

/** What people are told again, since it goes on. */
export interface Reminder {
  readonly since: Instant;
  readonly lasts: Millis;
  /** When they were last told, and in which words; null while they never were. */
  readonly pagedAt: Instant | null;
  readonly said: string | null;
}

export interface PagesDue {
  /** Both are to be remembered. */
  readonly pages: readonly Page[];
  readonly noticedAt: readonly Instant[];
  /** The gravest diagnosis that people must be told now. */
  readonly page: Diagnosis | null;
  readonly isSituationNews: boolean;
  readonly isGivenUpNews: boolean;
  /** Null where something is new, or no reminder is due. */
  readonly reminder: Reminder | null;
  /** Whether what else was found is told now; else it stays news. */
  readonly tellsFindings: boolean;
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

export function pagesDue(known: Assessment, stand: PagingInput): PagesDue {
  const { state, tick } = known;
  if (tick.order !== null) return untouched(state);
  const { now } = tick;
  const isUnresolved = mustBeResolved(known, stand.situation);
  const pages = pagesHolding(state.pages, namesOf(known, stand, isUnresolved), now);
  const news = newsOf(known, stand, pages);
  const urgency = isUnresolved || news.isSituationNews || news.isGivenUpNews ? "urgent" : "other";
  // What finds no room is not marked, and so stays news.
  if (!isNowOrNever(stand) && !hasRoom(state.noticedAt, urgency, now)) {
    return { ...untouched(state), pages, noticedAt: noticed(state, false, now) };
  }
  const told = namesToldBy(news, stand);
  const reminder = told.length === 0 ? reminderDue(pages, now) : null;
  const situation = news.isGivenUpNews ? GIVEN_UP : stand.situation;
  const said = headlineOf(situation, news.page ?? known.diagnosis);
  const isTold = told.length > 0 || reminder !== null;
  return {
    // Whoever hears anything of it is reminded the later.
    pages: isTold
      ? markPaged(pages, [...told, UNRESOLVED], { now, said, isReminder: reminder !== null })
      : pages,
    noticedAt: noticed(state, isTold || stand.hasFindings, now),
    ...{ ...news, reminder, tellsFindings: stand.hasFindings },
  };
}

type News = Pick<PagesDue, "page" | "isSituationNews" | "isGivenUpNews">;

function newsOf(known: Assessment, stand: PagingInput, pages: readonly Page[]): News {
  return {
    page: newDiagnosis(known, pages),
    isSituationNews: isNewSituation(known.state, stand, pages),
    isGivenUpNews: isNewlyGivenUp(stand, pages),
  };
}

function namesToldBy(news: News, { situation }: PagingInput): readonly string[] {
  return [
    ...(news.page === null ? [] : [news.page.name]),
    ...(news.isSituationNews ? [situation] : []),
    // Who is told that is told the way home as well.
    ...(news.isGivenUpNews ? [GIVEN_UP, "homeMayBeOrdered"] : []),
  ];
}

/** That a move that broke off is complete shows in this one tick alone. */
function isNowOrNever({ situation }: PagingInput): boolean {
  return situation === "abandonedArrived";
}

function noticed({ noticedAt }: State, isNoticed: boolean, now: Instant): readonly Instant[] {
  return [...recent(noticedAt, now), ...(isNoticed ? [now] : [])];
}

/** All that must be told while it holds. */
function namesOf(
  { diagnoses }: Assessment,
  { situation, after }: PagingInput,
  isUnresolved: boolean,
): string[] {
  const holding: string[] = diagnoses
    .filter(({ calls }) => calls === "person")
    .map(({ name }) => name);
  const isLeftAway = situation === GIVEN_UP && after.standing.phase === "failedOver";
  return [
    ...holding,
    ...(isWorthTelling(situation) ? [situation] : []),
    ...(after.lastMove?.end === "withdrawn" ? [GIVEN_UP] : []),
    ...(isLeftAway && after.lastMove?.move === "failOver" ? ["homeMayBeOrdered"] : []),
    ...(isUnresolved ? [UNRESOLVED] : []),
  ];
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

/** How things stand, in a few words. */
export function headlineOf(situation: Situation, { headline }: Diagnosis): string {
  return abandonedHeadline(situation) ?? headline;
}

/** Null for what is not the fate of a move whose execution is gone. */
export function abandonedHeadline(situation: Situation): string | null {
  return abandoned[situation] ?? null;
}

const abandoned: Readonly<Partial<Record<Situation, string>>> = {
  abandonedArrived: "a move that broke off is complete",
  abandonedMustNotMove: "a move stopped half-way",
  abandonedWithdrawn: "a move was given up",
};

function reminderDue(pages: readonly Page[], now: Instant): Reminder | null {
  const page = pages.find(({ name, endedAt }) => name === UNRESOLVED && endedAt === null);
  if (page === undefined || !isReminderDue(page, now)) return null;
  const { since, pagedAt, said } = page;
  return { since, lasts: between(since, now), pagedAt, said };
}

/** Who asks with an order in hand sends no notice, so for them nothing is told. */
function untouched({ pages, noticedAt }: State): PagesDue {
  const news = { page: null, isSituationNews: false, isGivenUpNews: false, reminder: null };
  return { pages, noticedAt, ...news, tellsFindings: false };
}

/** Whether the Region that serves is unhealthy, a move stands half-way, or a lever is still to be moved. */
function mustBeResolved(known: Assessment, situation: Situation): boolean {
  const { state, primary, secondary, leversMoved } = known;
  const isDown = primary.health.name === "down" || secondary.health.name === "down";
  const isAstray = leversMoved.length > 0 && isDown;
  const isPending = isAstray || state.paths.some(({ attempts }) => attempts > 0);
  switch (state.standing.phase) {
    case "steady":
      return isPending || primary.health.name === "down";
    case "failedOver":
      return isPending || secondary.health.name === "down";
    case "failingOver":
    case "failingBack":
      return situation === "abandonedMustNotMove" || (isPending && situation !== "underWay");
  }
}

function isWorthTelling(situation: Situation): boolean {
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
