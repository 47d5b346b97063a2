// Must a person be paged, what for, and is it time for a reminder? The diagnoses that hold and the situation go
// in, with what people have been told; out comes at most one notice's worth. It sends nothing.

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
import { headlineOf } from "./headline.ts";
import { GIVEN_UP, isWorthTelling, type News, newsOf, type PagingInput } from "./paging-news.ts";
import type { Situation } from "./transitions.ts";

/** What people are told again, since it goes on. */
export interface Reminder {
  readonly since: Instant;
  readonly lasts: Millis;
  /** When they were last told, and in which words; null while they never were. */
  readonly pagedAt: Instant | null;
  readonly said: string | null;
}

export interface PagesDue extends News {
  /** Both are to be remembered. */
  readonly pages: readonly Page[];
  readonly noticedAt: readonly Instant[];
  /** Null where something is new, or no reminder is due. */
  readonly reminder: Reminder | null;
  /** Whether what else was found is told now; else it stays news. */
  readonly tellsFindings: boolean;
}

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
