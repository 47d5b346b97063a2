import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide.ts";
import type { PathState } from "../../../core/failover/lever-evidence.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import type { State } from "../../../core/state.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, now, secondary } from "../builders/a-policy.ts";
import { aPause, aQuestion, aState, standings, told } from "../builders/a-state.ts";
import { aRound } from "../builders/a-statistic.ts";
import { aLease, anOrder, aTick } from "../builders/a-tick.ts";

const sick = { statistics: aRound({ primary: "sick" }) };
const down = { health: { primary: aDownHealth(), secondary: aHealth() } };
const paused = { paused: aPause({ since: minutes(-30) }) };
/** People were told of the outage so many minutes ago, so often, and nothing moves. */
const outage = (ago: number, count = 1): State =>
  aState({
    ...{ ...down, ...paused, situation: "primaryDownMustNotMove" },
    pages: told("primaryDead", "primaryDownMustNotMove", "unresolved").map((page) => ({
      ...{ ...page, since: minutes(-200), pagedAt: minutes(-ago), count },
      said: "us-west-2 is dead",
    })),
  });

const look = (state: State, tick: Parameters<typeof aTick>[0] = sick) => decide(state, aTick(tick));

describe("pagesDue()", () => {
  test("says nothing of a lease that a move holds which is only about to begin", () => {
    const lease = aLease({ holder: "customers-7-1" });
    const state = aState({ ...down, pages: told("primaryDead") });
    const { situation, isSituationNews } = look(state, { ...sick, lease });
    expect(situation).toBe("primaryDownMustNotMove");
    expect(isSituationNews).toBe(false);
    expect(look({ ...state, ...paused }, { ...sick, lease }).isSituationNews).toBe(true);
  });

  test.each([
    [14, 1, false],
    [15, 1, true],
    [29, 2, false],
    [30, 2, true],
    [59, 3, false],
    [60, 3, true],
    [60, 9, true],
  ])("after %i minutes, told %i times, is a reminder: %s", (ago, count, isDue) => {
    const { reminder, state, page } = look(outage(ago, count));
    expect(reminder !== null).toBe(isDue);
    expect(page).toBeNull();
    const unresolved = state.pages.find(({ name }) => name === "unresolved");
    expect(unresolved?.count).toBe(isDue ? count + 1 : count);
  });

  test("says that it is a reminder, since when, and what a person can do now", () => {
    const notice = noticeOf(look(outage(15)), aPolicy());
    expect(notice?.subject).toBe(
      "[cognito-failover] customers: reminder after 3 hours 20 min: us-west-2 is dead, not moving",
    );
    expect(notice?.body).toMatch(
      /^Reminder: +It has lasted 3 hours 20 min, since 23:40:00\. Nothing changed since you were told at 02:45:00\.$/m,
    );
    expect(notice?.body).toMatch(/^Next: +cognito-failover failover customers --reason "\.\.\."$/m);
  });

  test("says what changed since people were told", () => {
    const before = outage(15);
    const state = {
      ...before,
      pages: before.pages.map((page) => ({ ...page, said: "it is gray" })),
    };
    expect(noticeOf(look(state), aPolicy())?.body).toContain(
      'Changed: you were told "it is gray" at 02:45:00.',
    );
  });

  test("names how to answer while a question is open", () => {
    const asked = aQuestion({ until: minutes(9) });
    const state = { ...outage(15), paused: null, asked, situation: "primaryDownAwaitsAnswer" };
    const policy = aPolicy({ mode: "advise" });
    const notice = noticeOf(look(state, { ...sick, policy }), policy);
    expect(notice?.body).toMatch(/^Next: +cognito-failover approve customers /m);
  });

  test("reminds of the secondary that serves and fails, not of a primary that nobody is sent to", () => {
    const pages = outage(15).pages;
    const standing = standings.failedOver;
    const both = { primary: aHealth(), secondary: aDownHealth() };
    const serving = aState({ standing, health: both, pages, situation: "homeMustWait" });
    const statistics = aRound({ secondary: "sick" });
    const news = look(serving, { statistics });
    expect(news.page?.name).toBe("secondarySick");
    const knows = [...pages, ...told("secondarySick", "homeMayBeOrdered")];
    const { reminder } = look({ ...serving, pages: knows }, { statistics });
    expect(reminder).not.toBeNull();
    const left = aState({ ...down, standing, pages: outage(60).pages, situation: "homeMustWait" });
    expect(look(left).reminder).toBeNull();
  });

  test("reminds of a lever that is still to be moved, and says how it stands", () => {
    const path: PathState = {
      ...{ path: "sdk", wanted: secondary, attempts: 4, nextAttemptAt: minutes(5) },
      evidence: { kind: "unknown", at: now, because: "AccessDenied" },
    };
    const pages = outage(15).pages.filter(({ name }) => name === "unresolved");
    const standing = standings.failedOver;
    const state = aState({
      ...{ standing, paths: [path], situation: "homeMayBeOrdered" },
      pages: [...pages, ...told("homeMayBeOrdered")],
    });
    const notice = noticeOf(look(state, {}), aPolicy());
    expect(notice?.subject).toContain("a lever is still to be moved");
    expect(notice?.body).toMatch(/^Path: +SDK sign-in: not at us-east-1 yet, tried 4 times/m);
  });

  test("has room for three notices in 25 minutes; what finds none stays news", () => {
    const noticedAt = [minutes(-24), minutes(-10), minutes(-1)];
    const full = look(aState({ ...paused, noticedAt }));
    expect(noticeOf(full, aPolicy())).toBeNull();
    expect(full.state.pages.every(({ count }) => count === 0)).toBe(true);
    const later = decide(full.state, { ...aTick(sick), now: minutes(1) });
    expect(later.page?.name).toBe("primaryDead");
  });

  test("tells without room what shows in one tick alone: that a move was given up", () => {
    const noticedAt = [minutes(-24), minutes(-10), minutes(-1)];
    const standing = { ...standings.failingOver, since: minutes(-20) };
    const given = look(aState({ standing, noticedAt }), {});
    expect(given.situation).toBe("abandonedWithdrawn");
    expect(noticeOf(given, aPolicy())?.subject).toContain("a move was given up");
  });

  test("tells nothing to who asks with an order in hand, and marks nothing as told", () => {
    const state = aState(paused);
    const { page, reminder, isSituationNews, news, ...decision } = look(state, {
      ...sick,
      order: anOrder({ reason: "practice" }),
    });
    expect({ page, reminder, isSituationNews, news }).toEqual({
      ...{ page: null, reminder: null, isSituationNews: false, news: [] },
    });
    expect(decision.state.pages).toEqual(state.pages);
    expect(decision.state.noticedAt).toEqual(state.noticedAt);
  });
});
