import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import type { Sighting } from "../../../core/probe/last-seen.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import type { State } from "../../../core/state/state.ts";
import { type Instant, millis } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPath, aReading } from "../builders/a-path.ts";
import {
  aPolicy,
  minutes,
  now,
  primary,
  secondary,
  someJourneys,
  witness,
} from "../builders/a-policy.ts";
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
      said: "us-west-2 is down",
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
    const notice = noticeOf(look(outage(15)), aTick(sick));
    expect(notice?.subject).toBe(
      "[cognito-failover] customers: reminder after 3 hours 20 min: us-west-2 is down, not moving",
    );
    expect(notice?.body).toMatch(
      /^Reminder: +It has lasted 3 hours 20 min, since 23:40:00\. You were told "us-west-2 is down" at 02:45:00\.$/m,
    );
    expect(notice?.body).toMatch(/^Next: +cognito-failover failover customers --reason "\.\.\."$/m);
  });

  test("says what people were told, and when, and not that nothing changed since", () => {
    const before = outage(15);
    const state = {
      ...before,
      pages: before.pages.map((page) => ({ ...page, said: "it is gray" })),
    };
    expect(noticeOf(look(state), aTick(sick))?.body).toContain(
      'You were told "it is gray" at 02:45:00.',
    );
  });

  test("names how to answer while a question is open", () => {
    const asked = aQuestion({ until: minutes(9) });
    const state = { ...outage(15), paused: null, asked, situation: "primaryDownAwaitsAnswer" };
    const policy = aPolicy({ mode: "advise" });
    const notice = noticeOf(look(state, { ...sick, policy }), aTick({ ...sick, policy }));
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
    const notice = noticeOf(look(state, {}), aTick());
    expect(notice?.subject).toContain("a lever is still to be moved");
    expect(notice?.body).toMatch(/^Path: +SDK sign-in: not at us-east-1 yet, tried 4 times/m);
  });

  test("has room for three notices in 25 minutes; what finds none stays news", () => {
    const noticedAt = [minutes(-24), minutes(-10), minutes(-1)];
    const full = look(aState({ ...paused, noticedAt }));
    expect(noticeOf(full, aTick(sick))).toBeNull();
    expect(full.state.pages.every(({ count }) => count === 0)).toBe(true);
    const later = decide(full.state, { ...aTick(sick), now: minutes(1) });
    expect(later.page?.name).toBe("primaryDead");
  });

  describe("of a move that was given up", () => {
    const standing = { ...standings.failingOver, since: minutes(-20) };
    const half = [
      aPath(),
      aPath({
        ...{ path: "sdk", attempts: 1 },
        evidence: { kind: "unknown", at: minutes(-9), because: "Route 53 refused" },
      }),
    ];
    const levers = [aReading({ path: "sdk", stands: primary })];
    const given = (noticedAt: readonly Instant[] = []) =>
      look(aState({ standing, paths: half, noticedAt }), { levers });

    test("tells once, and not besides that failback may begin", () => {
      const { state, situation } = given();
      expect(situation).toBe("abandonedWithdrawn");
      const next = decide(state, { ...aTick(), now: minutes(1) });
      expect(next.situation).toBe("homeMayBeOrdered");
      expect(noticeOf(next, aTick())).toBeNull();
    });

    test("waits for room, and tells all of it then", () => {
      const full = given([minutes(-24), minutes(-10), minutes(-1)]);
      expect(noticeOf(full, aTick({ levers }))).toBeNull();
      const tick = { ...aTick(), now: minutes(2) };
      const later = decide(full.state, tick);
      expect(noticeOf(later, tick)?.subject).toContain(
        "a move was given up, users are in both Regions",
      );
      const after = { ...aTick(), now: minutes(30) };
      expect(noticeOf(decide(later.state, after), after)).toBeNull();
    });

    test("tells of the next one as well", () => {
      const { state } = given();
      const paths = half.map((one) => ({ ...one, wanted: secondary }));
      const again = { ...state, standing: { ...standing, since: minutes(1) }, paths };
      const later = decide(again, { ...aTick({ levers }), now: minutes(3) });
      expect(later.situation).toBe("abandonedWithdrawn");
      expect(later.isGivenUpNews).toBe(true);
    });
  });

  describe("of what the probes came upon", () => {
    const says = "the groups differ";
    const sighting: Sighting = {
      ...{ journey: "equivalence", target: secondary, at: now, since: now },
      ...{ took: millis(100), lag: null },
      outcome: { kind: "finding", finding: "regionsDiffer", step: "compare", says },
    };
    const seen = {
      sightings: [{ vantage: witness, at: now, sightings: [sighting], users: [] }],
      policy: aPolicy({ journeys: someJourneys({ password: {}, equivalence: {} }) }),
    };
    const names = ({ news }: ReturnType<typeof look>) => news.map(({ name }) => name);

    test("tells once, and remembers it", () => {
      const first = look(aState(), seen);
      expect(names(first)).toEqual(["regionsDiffer"]);
      expect(first.state.findings.map(({ key }) => key)).toEqual([
        `regionsDiffer#${secondary}#equivalence`,
      ]);
      expect(first.state.noticedAt).toEqual([now]);
      expect(names(look(first.state, seen))).toEqual([]);
    });

    test("waits for room, and tells it then", () => {
      const noticedAt = [minutes(-24), minutes(-10)];
      const full = look(aState({ noticedAt }), seen);
      expect([names(full), full.state.findings, full.state.noticedAt]).toEqual([[], [], noticedAt]);
      const later = look(full.state, { ...seen, now: minutes(1.5) });
      expect(names(later)).toEqual(["regionsDiffer"]);
      expect(later.state.findings).toHaveLength(1);
    });

    test("tells nothing new where there is nothing", () => {
      const { state, news } = look(aState(), { policy: seen.policy });
      expect([news, state.findings, state.noticedAt]).toEqual([[], [], []]);
    });
  });

  describe("of a lever that somebody moved in an outage", () => {
    const paths = [aPath({ wanted: primary })];
    const levers = [aReading({ stands: secondary })];
    const during = (pages: State["pages"]) =>
      look(aState({ ...down, ...paused, paths, pages }), { ...sick, levers }).page?.name ?? null;
    const known = told("primaryDead", "primaryDownMustNotMove", "unresolved");

    test("tells, though people know of the outage, and once", () => {
      expect(during(known)).toBe("leverMovedByHand");
      expect(during([...known, ...told("leverMovedByHand")])).toBeNull();
    });

    test("tells one thing a tick, the outage first", () => {
      expect(during([])).toBe("primaryDead");
      expect(during(known.map((page) => ({ ...page, pagedAt: now })))).toBeNull();
    });
  });

  describe("must be resolved", () => {
    const isHeld = (state: Partial<State>, tick: Parameters<typeof aTick>[0] = {}) =>
      look(aState(state), tick).state.pages.some(
        ({ name, endedAt }) => name === "unresolved" && endedAt === null,
      );
    const failing = { primary: sick, secondary: { statistics: aRound({ secondary: "sick" }) } };
    const health = {
      primary: { health: { primary: aDownHealth(), secondary: aHealth() } },
      secondary: { health: { primary: aHealth(), secondary: aDownHealth() } },
    };
    const away = { standing: standings.failedOver, paths: [aPath(), aPath({ path: "sdk" })] };

    test("that the Region which serves is down, and not the other", () => {
      expect(isHeld({})).toBe(false);
      expect(isHeld(health.primary, failing.primary)).toBe(true);
      expect(isHeld(health.secondary, failing.secondary)).toBe(false);
      expect(isHeld(away)).toBe(false);
      expect(isHeld({ ...away, ...health.secondary }, failing.secondary)).toBe(true);
      expect(isHeld({ ...away, ...health.primary }, failing.primary)).toBe(false);
    });

    test("that a lever was moved by hand, while a Region is down that users may be led to", () => {
      const paths = [aPath({ wanted: primary })];
      const levers = [aReading({ stands: secondary })];
      expect(isHeld({ paths }, { levers })).toBe(false);
      expect(isHeld({ paths, ...health.secondary }, { ...failing.secondary, levers })).toBe(true);
      const home = [aReading({ stands: primary })];
      expect(isHeld({ ...away, ...health.primary }, { ...failing.primary, levers: home })).toBe(
        true,
      );
    });

    test("that a lever is still to be moved, and a move that nobody carries out", () => {
      const evidence = { kind: "unknown", at: minutes(-9), because: "refused" } as const;
      const due = aPath({ evidence, attempts: 2, nextAttemptAt: minutes(5) });
      expect(isHeld({ paths: [{ ...due, wanted: primary }] })).toBe(true);
      expect(isHeld({ ...away, paths: [due] })).toBe(true);
      const moving = { standing: standings.failingOver, paths: [due], ...health.primary };
      expect(isHeld(moving, { ...failing.primary, lease: aLease() })).toBe(false);
      expect(isHeld(moving, failing.primary)).toBe(true);
      const begun = { ...moving, paths: [{ ...due, attempts: 0 }] };
      const calm = look(aState(begun), failing.primary);
      expect(calm.situation).toBe("abandonedWaits");
      expect(isHeld(begun, failing.primary)).toBe(false);
      const barred = look(aState({ ...begun, ...paused }), failing.primary);
      expect(barred.situation).toBe("abandonedMustNotMove");
      expect(isHeld({ ...begun, ...paused }, failing.primary)).toBe(true);
    });
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
