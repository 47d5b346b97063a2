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
import { aPolicy, aPolicyOfFive, minutes, now } from "./builders/a-policy.ts";
import { aPause, aState, standings, told } from "./builders/a-state.ts";
import { anIdleStatistic, aRound, overSince, zero } from "./builders/a-statistic.ts";
import { aTick } from "./builders/a-tick.ts";

type Observed = Parameters<typeof aTick>[0];
const noticed = (state: State, tick: Observed = {}): Notice | null => {
  const ready = aTick(tick);
  return noticeOf(decide(state, ready), ready.policy);
};

const sick = { statistics: aRound({ primary: "sick" }) };
const down = { health: { primary: aDownHealth(), secondary: aHealth() } };
const known = { calls: told("primaryDead") };
const all = "us-west-2, us-east-1, eu-west-1";
const votes = {
  sick: `us-west-2: sick since 02:56:00, say ${all}`,
  well: [`us-west-2: well, say ${all}`, `us-east-1: well, say ${all}`],
};
const advise = { policy: aPolicy({ mode: "advise" }) };
const inactive = { replica: { kind: "known", status: "INACTIVE" } } as const;
/** The newest results about the primary are good; what came before still says sick. */
const healing = {
  statistics: aRound({ primary: "sick" }).map((one) =>
    one.lastBearing === "bad" ? { ...one, goods: 1, lastBearing: "good" as const } : one,
  ),
};
const DEAD =
  "Sign-in in us-west-2, the primary, is dead: 3 of 3 vantages say so (us-west-2, us-east-1, eu-west-1).";

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
      calls: told(name),
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
    const state = aState({ ...down, calls: told("bothSick") });
    expect(noticed(state, sick)?.subject).toBe(
      "[cognito-failover] customers: us-west-2 is dead, moving to us-east-1",
    );
  });

  test("says what, who, what now and which command next", () => {
    expect(noticed(aState(), sick)).toEqual({
      subject: "[cognito-failover] customers: us-west-2 is dead, moving to us-east-1",
      body: [
        `What:      ${DEAD}`,
        votes.sick,
        votes.well[1],
        "Now:       The primary is down and the secondary signs users in: moving sign-in over.",
        "Next:      cognito-failover status customers",
      ].join("\n"),
    });
  });

  test("says in one line a Region who calls it sick, who well, and who cannot tell", () => {
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
      "us-west-2: sick since 02:56:00, say us-east-1, eu-west-1; cannot tell: us-west-2",
      "us-east-1: well, say us-east-1, eu-west-1; cannot tell: us-west-2",
    ]);
    expect(second).toBe("us-east-1");
    const split = [...aRound({ primary: "sick" }), ...further];
    expect(noticed(aState(), { statistics: split, policy: five })?.body.split("\n")[1]).toBe(
      `us-west-2: sick since 02:56:00, say ${all}; well, say ca-central-1, sa-east-1`,
    );
  });

  test("says that approval is wanted in mode advise, and that the question comes first", () => {
    const notice = noticed(aState(), { ...sick, ...advise });
    expect(notice?.subject).toBe(
      "[cognito-failover] customers: us-west-2 is dead, approval wanted",
    );
    expect(notice?.body).toMatch(
      /\nNext: {6}wait for the question, then: cognito-failover approve customers$/,
    );
  });

  describe("while people are asked", () => {
    const asked = aState({
      ...down,
      ...known,
      asked: { executionName: "customers-7-1", until: minutes(20) },
      situation: "primaryDownAwaitsAnswer",
    });

    test("is silent, and silent at every turn of a primary that fails by turns", () => {
      expect(noticed(asked, { ...sick, ...advise })).toBeNull();
      expect(noticed(asked, { ...healing, ...advise })).toBeNull();
      const turned = aState({ ...asked, situation: "primaryDownMustNotMove" });
      expect(noticed(turned, { ...sick, ...advise })).toBeNull();
    });

    test("speaks when their yes would be refused", () => {
      const notice = noticed(asked, { ...sick, ...advise, ...inactive });
      expect(notice?.subject).toBe("[cognito-failover] customers: us-west-2 is dead, not moving");
      expect(noticed(asked, { ...healing, ...advise, ...inactive })).not.toBeNull();
    });
  });

  test("says that it does not move, and why, and that a person may", () => {
    const state = aState({ paused: aPause({ since: minutes(-9) }) });
    const notice = noticed(state, sick);
    expect(notice?.subject).toBe("[cognito-failover] customers: us-west-2 is dead, not moving");
    expect(notice?.body).toContain(
      "Now:       The primary is down, but a safety rule forbids to move. paused: anna paused automatic action at 02:51:00: a deployment.",
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
    expect(notice?.subject).toBe("[cognito-failover] customers: us-west-2 is dead, not moving");
    expect(notice?.body).toContain(`What:      ${DEAD}`);
  });

  test("asks a person to come home once the primary is well", () => {
    const state = aState({ standing: standings.failedOver, situation: "homeMustWait" });
    expect(noticed(state)).toEqual({
      subject: "[cognito-failover] customers: us-west-2 is well: it may come home",
      body: [
        "What:      us-west-2 signs users in; us-east-1 keeps the traffic until you bring it home.",
        ...votes.well,
        "Now:       The secondary serves and holds: the primary is well, coming home is a person's word.",
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

  test("says that it stopped half-way, and names both ways to a person", () => {
    const notice = noticed(halfWay("failingOver"));
    expect(notice?.subject).toBe("[cognito-failover] customers: a move stopped half-way");
    expect(notice?.body).toContain(
      "What:      The execution customers-6-1 ended before its move did; levers may stand differently.",
    );
    expect(next(notice)).toBe(
      'Next:      cognito-failover failover customers --reason "..."   (or turn back: cognito-failover failback customers --reason "...")',
    );
  });

  test("names the way back when the way on is closed to everybody", () => {
    expect(
      next(noticed(halfWay("failingOver", { ...down, ...known }), { ...sick, ...inactive })),
    ).toBe(
      'Next:      cognito-failover status customers   (or turn back: cognito-failover failback customers --reason "...")',
    );
  });

  test("names the way back first when only an override goes on: nobody is led home to a dead Region", () => {
    const notice = noticed(halfWay("failingBack", { ...down, ...known }), sick);
    expect(notice?.subject).toBe("[cognito-failover] customers: a move stopped half-way");
    expect(next(notice)).toBe(
      'Next:      cognito-failover failover customers --reason "..."   (turns back; or go on: cognito-failover failback customers --reason "..." --override targetNotHealthy)',
    );
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

describe("noticeOfMove()", () => {
  test("says how long it took, what moved, and what cannot be done over there", () => {
    expect(noticeOfMove(report(), aPolicy())).toEqual({
      subject: "[cognito-failover] customers: moved to us-east-1",
      body: [
        "What:      Sign-in was moved from us-west-2 to us-east-1 after 4 min 11 s, and was proved there.",
        "Why:       the primary is dead (by the controller)",
        "Lever:     managed login to us-east-1, by the beacon: proved, signed in",
        "Meanwhile: The secondary is read-only: no sign-up, no password reset, no profile change, no sign-in with TOTP. Hide them in your application.",
        'Next:      cognito-failover failback customers --reason "..."   (once the primary is well)',
      ].join("\n"),
    });
  });

  test("does not claim a proof that one of the levers lacks", () => {
    const steps = ["managed login: proved, signed in", "SDK sign-in: NOT proved, Forbidden"];
    expect(noticeOfMove(report({ steps }), aPolicy()).body.split("\n")[0]).toBe(
      "What:      Sign-in was moved from us-west-2 to us-east-1 after 4 min 11 s, but not every lever could be proved (see below).",
    );
  });

  test("says nothing of a read-only Region once sign-in is home", () => {
    const home = report({ move: "failBack", from: "us-east-1", to: "us-west-2", rtoSpent: null });
    expect(noticeOfMove(home, aPolicy())).toEqual({
      subject: "[cognito-failover] customers: moved to us-west-2",
      body: [
        "What:  Sign-in was moved from us-east-1 to us-west-2, and was proved there.",
        "Why:   the primary is dead (by the controller)",
        "Lever: managed login to us-east-1, by the beacon: proved, signed in",
        "Next:  cognito-failover status customers",
      ].join("\n"),
    });
  });

  test.each([
    [
      "undone",
      "undone",
      "The failover to us-east-1 could not be proved and was undone: us-west-2 serves.",
    ],
    ["refused", "refused", "The failover to us-east-1 was refused; nothing was moved."],
    ["declined", "not approved", "The failover to us-east-1 was not approved; nothing was moved."],
    [
      "failed",
      "stopped half-way",
      "The failover to us-east-1 stopped half-way; levers may stand differently.",
    ],
  ] as const)("says of a move that was %s what that leaves behind", (kind, end, what) => {
    const { subject, body } = noticeOfMove(report({ kind, steps: [], rtoSpent: null }), aPolicy());
    expect(subject).toBe(`[cognito-failover] customers: failover to us-east-1 ${end}`);
    expect(body.split("\n")).toEqual([
      `What: ${what}`,
      "Why:  the primary is dead (by the controller)",
      "Next: cognito-failover status customers",
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
