import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import type { Notice } from "../../../core/report/notice.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import type { Rung } from "../../../core/state/practice-run.ts";
import type { State } from "../../../core/state/state.ts";
import { DAY } from "../../../core/values/duration.ts";
import { millis, type Region } from "../../../core/values/types.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPath, aReading } from "../builders/a-path.ts";
import { aPolicy, aPolicyOfFive, minutes } from "../builders/a-policy.ts";
import { aRungRecord, daysAgo } from "../builders/a-rung-record.ts";
import { aPause, aQuestion, aState, standings, told } from "../builders/a-state.ts";
import { anIdleStatistic, aRound, overSince, zero } from "../builders/a-statistic.ts";
import { aTick } from "../builders/a-tick.ts";

type Observed = Parameters<typeof aTick>[0];
const noticed = (state: State, tick: Observed = {}): Notice | null => {
  const ready = aTick(tick);
  return noticeOf(decide(state, ready), ready);
};

const sick = { statistics: aRound({ primary: "sick" }) };
const down = { health: { primary: aDownHealth(), secondary: aHealth() } };
const known = { pages: told("primaryDead") };
const all = "us-west-2, us-east-1, eu-west-1";
const votes = {
  sick: `us-west-2: unhealthy since 02:56:00, say ${all}`,
  well: [`us-west-2: healthy, say ${all}`, `us-east-1: healthy, say ${all}`],
};
const advise = { policy: aPolicy({ mode: "advise" }) };
const arming = (rungs: readonly Rung[]) => ({
  ...aPolicy().practice,
  arming: { rungs, maxAge: millis(35 * DAY) },
});
const inactive = { replica: { kind: "known", status: "INACTIVE" } } as const;
/** The newest results about the primary are good; what came before still says sick. */
const healing = {
  statistics: aRound({ primary: "sick" }).map((one) =>
    one.lastBearing === "bad" ? { ...one, goods: 1, lastBearing: "good" as const } : one,
  ),
};
const DEAD =
  "Sign-in in us-west-2, the primary, is down: 3 of 3 vantages say so (us-west-2, us-east-1, eu-west-1).";

describe("noticeOf() a look of the watch", () => {
  test("is silent while nothing is new", () => {
    expect(noticed(aState())).toBeNull();
    expect(
      noticed(aState({ ...down, ...known, situation: "primaryDownMayMove" }), sick),
    ).toBeNull();
  });

  test("is silent about what nobody need know: a vantage that is blind, a Region that recovers", () => {
    expect(noticed(aState(), { statistics: aRound().slice(2) })).toBeNull();
    const statistics = aRound({ primary: { isRecovering: true } });
    expect(noticed(aState(down), { statistics })).toBeNull();
  });

  test("is silent when all is well again while the primary serves", () => {
    expect(noticed(aState({ ...known, situation: "primaryDownMustNotMove" }))).toBeNull();
  });

  test("is silent when a dead primary fades to gray, and when a gray one dies", () => {
    const [dead, gray] = ["primaryDead", "primaryGray"].map((name) => ({
      ...down,
      pages: told(name),
      situation: "primaryDownMayMove",
    }));
    const mild = { dead: zero, half: overSince(minutes(-4)) };
    const statistics = aRound({ primary: "sick" }).map((one) =>
      one.target === "us-west-2" ? { ...one, sick: { ...one.sick, ...mild } } : one,
    );
    expect(noticed(aState(dead), { statistics })).toBeNull();
    expect(noticed(aState(gray), sick)).toBeNull();
  });

  test("speaks when a primary that both Regions' trouble hid is the only one that fails", () => {
    const state = aState({ ...down, pages: told("bothSick") });
    expect(noticed(state, sick)?.subject).toBe(
      "[cognito-failover] customers: us-west-2 is down, moving to us-east-1",
    );
  });

  test("says what, who, what now and which command next", () => {
    expect(noticed(aState(), sick)).toEqual({
      id: "primaryDead+moving@41",
      pool: "customers",
      subject: "[cognito-failover] customers: us-west-2 is down, moving to us-east-1",
      body: [
        `What:      ${DEAD}`,
        votes.sick,
        votes.well[1],
        "Now:       The primary is down and the secondary signs users in: moving sign-in over.",
        "Next:      cognito-failover status customers",
      ].join("\n"),
    });
  });

  test("says in one line a Region who calls it unhealthy, who well, and who cannot tell", () => {
    const [first, second] = aPolicy().vantages;
    const statistics = aRound({ primary: "sick" }).map((one) =>
      one.vantage === first
        ? anIdleStatistic({ vantage: first, target: one.target, lastFailure: "observer" })
        : one,
    );
    const five = aPolicyOfFive();
    const further = aRound({ vantages: five.vantages.slice(3) });
    const body = noticed(aState(), { statistics })?.body.split("\n");
    expect(body?.slice(1, 3)).toEqual([
      "us-west-2: unhealthy since 02:56:00, say us-east-1, eu-west-1; cannot tell: us-west-2",
      "us-east-1: healthy, say us-east-1, eu-west-1; cannot tell: us-west-2",
    ]);
    expect(second).toBe("us-east-1");
    const split = [...aRound({ primary: "sick" }), ...further];
    expect(noticed(aState(), { statistics: split, policy: five })?.body.split("\n")[1]).toBe(
      `us-west-2: unhealthy since 02:56:00, say ${all}; healthy, say ca-central-1, sa-east-1`,
    );
  });

  test("that it is not armed, or soon will not be, ends with the practice run that arms it", () => {
    const policy = aPolicy({ mode: "automatic", practice: arming(["isolation", "canary"]) });
    const passed = (days: number) => aRungRecord("isolation", { passedAt: daysAgo(days) });
    const said = (...rehearsed: State["rehearsed"]) => noticed(aState({ rehearsed }), { policy });
    expect(said()?.body).toMatch(/\nNext: +cognito-failover practice customers --rung isolation$/);
    expect(said(passed(3))?.body).toMatch(/ practice customers --rung canary$/);
    const canary = aRungRecord("canary", { passedAt: daysAgo(30) });
    expect(said(passed(3), canary)?.body).toMatch(/ practice customers --rung canary$/);
    expect(said(passed(3), aRungRecord("canary"))).toBeNull();
  });

  test("says that approval is wanted in mode advise, and that the question comes first", () => {
    const notice = noticed(aState(), { ...sick, ...advise });
    expect(notice?.subject).toBe(
      "[cognito-failover] customers: us-west-2 is down, approval wanted",
    );
    expect(notice?.body).toMatch(
      /\nNext: {6}wait for the question, then: cognito-failover approve customers$/,
    );
  });

  describe("while people are asked", () => {
    const asked = aState({
      ...down,
      ...known,
      asked: aQuestion({ executionName: "customers-7-1", until: minutes(20) }),
      situation: "primaryDownAwaitsAnswer",
    });

    test("is silent, and silent at every turn of a primary that is flapping", () => {
      expect(noticed(asked, { ...sick, ...advise })).toBeNull();
      expect(noticed(asked, { ...healing, ...advise })).toBeNull();
      const turned = aState({ ...asked, situation: "primaryDownMustNotMove" });
      expect(noticed(turned, { ...sick, ...advise })).toBeNull();
    });

    test("speaks when their yes would be refused", () => {
      const notice = noticed(asked, { ...sick, ...advise, ...inactive });
      expect(notice?.subject).toBe("[cognito-failover] customers: us-west-2 is down, not moving");
      expect(noticed(asked, { ...healing, ...advise, ...inactive })).not.toBeNull();
    });
  });

  test("says that it does not move, and why, and that a person may", () => {
    const state = aState({ paused: aPause({ since: minutes(-9) }) });
    const notice = noticed(state, sick);
    expect(notice?.subject).toBe("[cognito-failover] customers: us-west-2 is down, not moving");
    expect(notice?.body).toContain(
      "Now:       The primary is down, but a safety rule forbids to move. paused: anna paused automatic action at 2026-07-01 02:51:00 UTC: a deployment.",
    );
    expect(notice?.body).toContain('Next:      cognito-failover failover customers --reason "..."');
  });

  test("names the rules that a person would have to set aside", () => {
    const state = aState({ lastShiftAt: minutes(-9) });
    expect(noticed(state, sick)?.body).toContain(
      'Next:      cognito-failover failover customers --reason "..." --override cooldown',
    );
  });

  test("sends people to look, not to move, where no order would go through or none is called for", () => {
    for (const tick of [{ ...sick, ...inactive }, healing]) {
      expect(noticed(aState(down), tick)?.body).toMatch(
        /\nNext: {6}cognito-failover status customers$/,
      );
    }
  });

  test("says so when a failover that was on its way is forbidden later", () => {
    const state = aState({ ...down, ...known, situation: "primaryDownMayMove" });
    const notice = noticed(state, { ...sick, replica: { kind: "known", status: "INACTIVE" } });
    expect(notice?.subject).toBe("[cognito-failover] customers: us-west-2 is down, not moving");
    expect(notice?.body).toContain(`What:      ${DEAD}`);
  });

  test("asks a person to come home once the primary is well", () => {
    const state = aState({ standing: standings.failedOver, situation: "homeMustWait" });
    expect(noticed(state)).toEqual({
      id: "homeMayBeOrdered@41",
      pool: "customers",
      subject: "[cognito-failover] customers: us-west-2 is healthy: failback may begin",
      body: [
        "What:      us-west-2 signs users in; us-east-1 keeps the traffic until you fail back.",
        ...votes.well,
        "Now:       The secondary serves and holds: the primary is healthy, and failback is a person's decision.",
        'Next:      cognito-failover failback customers --reason "..."',
      ].join("\n"),
    });
  });

  test("is not headed by good news when the secondary falls ill while it serves", () => {
    const state = aState({ standing: standings.failedOver, situation: "homeMayBeOrdered" });
    const notice = noticed(state, { statistics: aRound({ secondary: "sick" }) });
    expect(notice?.subject).toBe("[cognito-failover] customers: us-east-1 fails while it serves");
    expect(notice?.body).toMatch(/\nNext: {6}cognito-failover failback customers --reason "..."$/);
  });
});

describe("noticeOf() a move whose execution is gone", () => {
  const halfWay = (phase: "failingOver" | "failingBack", change: Partial<State> = {}) =>
    aState({ standing: standings[phase], situation: "underWay", ...change });
  const next = (notice: Notice | null) => notice?.body.split("\n").at(-1);

  test("is silent while the move goes on by itself", () => {
    expect(noticed(halfWay("failingOver", { ...down, ...known }), sick)).toBeNull();
  });

  const stuck = (at: number) =>
    aPath({
      ...{ path: "sdk", attempts: 1, nextAttemptAt: minutes(at) },
      evidence: { kind: "unknown", at: minutes(-9), because: "Route 53 refused" },
    });
  const inBoth = { levers: [aReading({ path: "sdk", stands: "us-west-2" as Region })] };

  test("that was given up says which users are where, what they cannot do, and how all come home", () => {
    const notice = noticed(halfWay("failingOver", { paths: [aPath(), stuck(-1)] }), inBoth);
    expect(notice?.subject).toBe(
      "[cognito-failover] customers: a move was given up, users are in both Regions",
    );
    const lines = notice?.body.split("\n") ?? [];
    expect(lines[0]).toBe(
      "What:      The failover to us-east-1 was begun, no longer pays and was given up. Managed login is at us-east-1, SDK sign-in is at us-west-2, and nothing moves on by itself.",
    );
    expect(lines.at(-2)).toMatch(/^Meanwhile: The secondary is read-only: /);
    expect(lines.at(-1)).toBe(
      'Next:      cognito-failover failback customers --reason "..."   (moves all back; or all to us-east-1: cognito-failover failover customers --reason "...")',
    );
  });

  test("that is complete says what users cannot do there, and the way home with its time", () => {
    const paths = [aPath(), aPath({ path: "sdk" })];
    const notice = noticed(halfWay("failingOver", { ...down, ...known, paths }), sick);
    expect(notice?.subject).toBe("[cognito-failover] customers: a move that broke off is complete");
    expect(notice?.body).toMatch(/^Meanwhile: The secondary is read-only: /m);
    expect(next(notice)).toBe(
      'Next:      cognito-failover failback customers --reason "..."   (once us-west-2 is healthy: cognito-failover status customers)',
    );
  });

  test("and that a rule holds names no way that would be refused, and no try that has passed", () => {
    const recovering = {
      health: { primary: aHealth({ name: "recovering" }), secondary: aHealth() },
    };
    const state = halfWay("failingOver", { ...recovering, paths: [aPath(), stuck(-1)] });
    const statistics = aRound({ primary: { isRecovering: true } });
    const notice = noticed(state, { statistics });
    expect(notice?.subject).toBe("[cognito-failover] customers: a move stopped half-way");
    expect(notice?.body).toMatch(
      /^What: +The failover to us-east-1 is not complete; customers-6-1 was the last to try\. Managed login is at us-east-1, SDK sign-in perhaps not yet\.$/m,
    );
    expect(notice?.body).toContain("no next try while a rule forbids it: Route 53 refused");
    expect(next(notice)).toBe(
      'Next:      cognito-failover failover customers --reason "..."   (goes on; to turn back, wait until us-west-2 is healthy again: cognito-failover status customers)',
    );
  });

  test("and that nobody carries out names no execution", () => {
    const standing = { ...standings.failingOver, executionName: "none" };
    const paths = [stuck(-1)];
    const state = aState({ standing, paths, ...down, ...known, situation: "underWay" });
    const body = noticed(state, { ...sick, ...inactive })?.body;
    expect(body).toContain("The failover to us-east-1 is not complete. ");
  });

  test("says that it stopped half-way, and leads nobody back to a Region that fails", () => {
    const notice = noticed(halfWay("failingOver", { ...down, ...known }), { ...sick, ...inactive });
    expect(notice?.subject).toBe("[cognito-failover] customers: a move stopped half-way");
    expect(next(notice)).toBe("Next:      cognito-failover status customers");
  });

  test("names neither way where the one leads to a dead Region and the other is forbidden", () => {
    const notice = noticed(halfWay("failingBack", { ...down, ...known, paused: aPause() }), {
      ...sick,
      ...inactive,
    });
    expect(next(notice)).not.toContain("--override targetNotHealthy");
  });
});
