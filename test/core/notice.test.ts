import { describe, expect, test } from "vitest";
import { decide } from "../../core/decide.ts";
import {
  type MoveReport,
  type Notice,
  noticeOf,
  noticeOfApproval,
  noticeOfMove,
} from "../../core/notice.ts";
import type { State } from "../../core/state.ts";
import { millis } from "../../core/types.ts";
import { aDownHealth, aHealth } from "./builders/a-health.ts";
import { aMove } from "./builders/a-move.ts";
import { aPolicy, minutes, now } from "./builders/a-policy.ts";
import { aState, standings } from "./builders/a-state.ts";
import { aRound } from "./builders/a-statistic.ts";
import { aTick } from "./builders/a-tick.ts";

type Observed = Parameters<typeof aTick>[0];
const told = (state: State, tick: Observed = {}): Notice | null => {
  const ready = aTick(tick);
  return noticeOf(state, decide(state, ready), ready.policy);
};

const sick = { statistics: aRound({ primary: "sick" }) };
const down = { health: { primary: aDownHealth(), secondary: aHealth() } };
const known = { diagnosis: { name: "primaryDead", since: minutes(-1) } };
const unhealthy = "unhealthy since 02:56:00";
const VOTES = `us-west-2: us-west-2 ${unhealthy}, us-east-1 ${unhealthy}, eu-west-1 ${unhealthy}. us-east-1: us-west-2 healthy, us-east-1 healthy, eu-west-1 healthy.`;
const DEAD =
  "Sign-in in us-west-2, the primary, is dead: 3 of 3 vantages say so (us-west-2, us-east-1, eu-west-1).";

describe("noticeOf() a look of the watch", () => {
  test("is silent while nothing is new", () => {
    expect(told(aState())).toBeNull();
    expect(told(aState({ ...down, ...known, situation: "primaryDownMayMove" }), sick)).toBeNull();
  });

  test("is silent about what nobody need know: a vantage that is blind, a Region that recovers", () => {
    expect(told(aState(), { statistics: aRound().slice(2) })).toBeNull();
    const statistics = aRound({ primary: { isRecovering: true } });
    expect(told(aState(down), { statistics })).toBeNull();
  });

  test("is silent when all is well again while the primary serves", () => {
    expect(told(aState({ ...known, situation: "primaryDownMustNotMove" }))).toBeNull();
  });

  test("is silent when a dead primary fades to gray, and speaks when a gray one dies", () => {
    const [dead, gray] = ["primaryDead", "primaryGray"].map((name) => ({
      ...down,
      diagnosis: { name, since: minutes(-1) },
      situation: "primaryDownMayMove",
    }));
    const mild = { dead: { value: 0, since: null }, half: { value: 11, since: minutes(-4) } };
    const statistics = aRound({ primary: "sick" }).map((one) =>
      one.target === "us-west-2" ? { ...one, sick: { ...one.sick, ...mild } } : one,
    );
    expect(told(aState(dead), { statistics })).toBeNull();
    expect(told(aState(gray), sick)?.subject).toBe("[cognito-failover] customers: primaryDead");
  });

  test("says what, who, what now and which command next", () => {
    expect(told(aState(), sick)).toEqual({
      subject: "[cognito-failover] customers: primaryDead",
      body: [
        `What:       ${DEAD}`,
        `Votes:      ${VOTES}`,
        "Now:        The primary is down and the secondary signs users in: moving sign-in over.",
        "Next:       cognito-failover status customers",
      ].join("\n"),
    });
  });

  test("asks for approval in mode advise", () => {
    expect(told(aState(), { ...sick, policy: aPolicy({ mode: "advise" }) })?.body).toMatch(
      /\nNext: {7}cognito-failover approve customers$/,
    );
  });

  test("says that it does not move, and why, and that a person may", () => {
    const state = aState({ paused: { since: minutes(-9), by: "anna", reason: "a deployment" } });
    const notice = told(state, sick);
    expect(notice?.subject).toBe("[cognito-failover] customers: primaryDead: not moving");
    expect(notice?.body).toContain(
      "Now:        The primary is down, but a safety rule forbids to move. paused: anna paused automatic action at 02:51:00: a deployment.",
    );
    expect(notice?.body).toContain(
      'Next:       cognito-failover failover customers --reason "..."   (a person may override some rules)',
    );
  });

  test("says so when a failover that was on its way is forbidden later", () => {
    const state = aState({ ...down, ...known, situation: "primaryDownMayMove" });
    const notice = told(state, { ...sick, replica: { kind: "known", status: "INACTIVE" } });
    expect(notice?.subject).toBe("[cognito-failover] customers: primaryDead: not moving");
    expect(notice?.body).toContain(`What:       ${DEAD}`);
  });

  test("asks a person to come home once the primary is well", () => {
    const state = aState({ standing: standings.failedOver, situation: "homeMustWait" });
    expect(told(state)).toEqual({
      subject: "[cognito-failover] customers: us-west-2 is well again",
      body: [
        "What:       us-west-2 signs users in again; us-east-1 keeps the traffic until you bring it home.",
        "Votes:      us-west-2: us-west-2 healthy, us-east-1 healthy, eu-west-1 healthy. us-east-1: us-west-2 healthy, us-east-1 healthy, eu-west-1 healthy.",
        "Now:        The secondary serves and holds: the primary is well, coming home is a person's word.",
        'Next:       cognito-failover failback customers --reason "..."',
      ].join("\n"),
    });
  });

  test("is not headed by good news when the secondary falls ill while it serves", () => {
    const state = aState({ standing: standings.failedOver, situation: "homeMayBeOrdered" });
    const notice = told(state, { statistics: aRound({ secondary: "sick" }) });
    expect(notice?.subject).toBe("[cognito-failover] customers: secondarySick");
    expect(notice?.body).toMatch(/\nNext: {7}cognito-failover failback customers --reason "..."$/);
  });
});

const report = (change: Partial<MoveReport> = {}): MoveReport => ({
  move: "failOver",
  kind: "moved",
  from: "us-west-2",
  to: "us-east-1",
  reason: "the primary is dead (by the controller)",
  steps: ["managed login to us-east-1, by the beacon: proved, signed in"],
  rtoSpent: millis(251_000),
  now,
  ...change,
});

const status = "Next:       cognito-failover status customers";

describe("noticeOfMove()", () => {
  test("says how long it took, what moved, and what cannot be done over there", () => {
    expect(noticeOfMove(report(), aPolicy())).toEqual({
      subject: "[cognito-failover] customers: failover to us-east-1 moved",
      body: [
        "What:       Sign-in was moved from us-west-2 to us-east-1 after 4 min 11 s, and was proved there.",
        "Why:        the primary is dead (by the controller)",
        "Lever:      managed login to us-east-1, by the beacon: proved, signed in",
        "Until then: The secondary is read-only: no sign-up, no password reset, no profile change, no sign-in with TOTP. Hide them in your application.",
        'Next:       cognito-failover failback customers --reason "..."   (once the primary is well)',
      ].join("\n"),
    });
  });

  test("says nothing of a read-only Region once sign-in is home", () => {
    const home = report({ move: "failBack", from: "us-east-1", to: "us-west-2", rtoSpent: null });
    expect(noticeOfMove(home, aPolicy())).toEqual({
      subject: "[cognito-failover] customers: failback to us-west-2 moved",
      body: [
        "What:       Sign-in was moved from us-east-1 to us-west-2, and was proved there.",
        "Why:        the primary is dead (by the controller)",
        "Lever:      managed login to us-east-1, by the beacon: proved, signed in",
        status,
      ].join("\n"),
    });
  });

  test.each([
    ["undone", "The failover to us-east-1 could not be proved and was undone: us-west-2 serves."],
    ["refused", "The failover to us-east-1 was refused; nothing was moved."],
    ["declined", "The failover to us-east-1 was not approved; nothing was moved."],
    ["failed", "The failover to us-east-1 stopped half-way; levers may stand differently."],
  ] as const)("says of a move that was %s what that leaves behind", (kind, what) => {
    const { subject, body } = noticeOfMove(report({ kind, steps: [], rtoSpent: null }), aPolicy());
    expect(subject).toBe(`[cognito-failover] customers: failover to us-east-1 ${kind}`);
    expect(body.split("\n")).toEqual([
      `What:       ${what}`,
      "Why:        the primary is dead (by the controller)",
      status,
    ]);
  });
});

test("noticeOfApproval() says what would move and how long it waits", () => {
  expect(noticeOfApproval(aMove({ needsApproval: true }), aPolicy())).toEqual({
    subject: "[cognito-failover] customers: failover to us-east-1 waits for your approval",
    body: [
      "What:       The failover to us-east-1 is prepared; nothing has moved yet.",
      "Why:        Sign-in in us-west-2, the primary, is dead.",
      "Would move: managed login to us-east-1, by the beacon",
      "Would move: SDK sign-in to us-east-1, by weighted records",
      "Now:        It waits 30 min for a person's word.",
      "Next:       cognito-failover approve customers   (or: cognito-failover decline customers)",
    ].join("\n"),
  });
});

describe("the subject", () => {
  test("is cut below 100 characters and has nothing but printable ASCII, as SNS demands", () => {
    const policy = aPolicy({ name: `käse\n${"x".repeat(120)}` });
    const { subject } = noticeOfMove(report(), policy);
    expect(subject).toHaveLength(99);
    expect(subject).toMatch(/^\[cognito-failover\] k\?se\?x+$/);
  });
});
