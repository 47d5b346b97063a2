// Which reasons to page a person hold, since when, and when were people last told? A page that lapses and comes
// back within half an hour is the same one: people are woken once a reason and incident, and then reminded. It
// sends nothing.

import { between, type Instant, millis } from "../values/types.ts";
import type { Page, State } from "./state.ts";

/** The page that holds for as long as users are affected, or a lever does not stand where it should. */
export const UNRESOLVED = "unresolved";

/** A page that comes and goes by turns counts as holding on. */
const lapseMs = millis(180_000);

/** After this long without it, the next one is news. */
const forgottenAfterMs = millis(1_800_000);

/** The pages after a tick at which those named `holding` hold. What only goes on stays as it is. */
export function pagesHolding(
  before: readonly Page[],
  holding: readonly string[],
  now: Instant,
): readonly Page[] {
  const held = holding.map((name) => {
    const known = before.find((page) => page.name === name);
    return known === undefined ? begun(name, now) : again(known, now);
  });
  const over = before
    .filter(({ name }) => !holding.includes(name))
    .map((page) => ({ ...page, endedAt: page.endedAt ?? now }))
    .filter(({ endedAt }) => between(endedAt, now) <= forgottenAfterMs);
  return [...held, ...over];
}

function begun(name: string, now: Instant): Page {
  return { name, since: now, endedAt: null, pagedAt: null, count: 0, said: null };
}

function again(page: Page, now: Instant): Page {
  if (page.endedAt === null) return page;
  const gap = between(page.endedAt, now);
  if (gap > forgottenAfterMs) return begun(page.name, now);
  return { ...page, since: gap > lapseMs ? now : page.since, endedAt: null };
}

/** People are told of those named, in these words; what they know already is not counted again, but for a reminder. */
export function markPaged(
  pages: readonly Page[],
  names: readonly string[],
  {
    now,
    said,
    isReminder,
  }: { readonly now: Instant; readonly said: string; readonly isReminder: boolean },
): readonly Page[] {
  return pages.map((page) => {
    if (!names.includes(page.name)) return page;
    const count = Math.max(page.count, 1) + (isReminder ? 1 : 0);
    return { ...page, pagedAt: now, count, said };
  });
}

/** Notices of the watch within this time are counted… */
const countedForMs = millis(25 * 60_000);

/** …and there are at most so many; one less for what may wait, so that what may not finds room. */
const mostNotices = { urgent: 3, other: 2 };

/** Whether one more notice may go out now. */
export function hasRoom(
  noticedAt: readonly Instant[],
  urgency: keyof typeof mostNotices,
  now: Instant,
): boolean {
  return recent(noticedAt, now).length < mostNotices[urgency];
}

/** A move's own notice goes out in any case; what the watch has to tell finds the less room for it. */
export function moveNoticed(state: State, now: Instant): State {
  return { ...state, noticedAt: [...recent(state.noticedAt, now), now] };
}

/** People were told, in these words, how a move ended: a reminder of what is left of it begins with them. */
export function moveSaid(state: State, said: string, now: Instant): State {
  return {
    ...state,
    pages: markPaged(state.pages, [UNRESOLVED], { now, said, isReminder: false }),
  };
}

/** When notices went out, as far as it counts. */
export function recent(noticedAt: readonly Instant[], now: Instant): readonly Instant[] {
  return noticedAt.filter((at) => between(at, now) < countedForMs);
}

/** From one notice to the next reminder: the last stands for all that follow. */
const remindAfterMs = [15, 30, 60].map((minutes) => millis(minutes * 60_000));

/** Whether people who were told of this so often, or never, are to be reminded. */
export function isReminderDue({ since, pagedAt, count }: Page, now: Instant): boolean {
  const after = remindAfterMs[Math.min(Math.max(count, 1), remindAfterMs.length) - 1] ?? millis(0);
  // Who was told before it lapsed is not reminded the moment it is back.
  return between(pagedAt === null || pagedAt < since ? since : pagedAt, now) >= after;
}
