import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import type { LeverReading } from "../../../core/detect/observation.ts";
import { waitLeft } from "../../../core/explain/wait-left.ts";
import type { PathState } from "../../../core/levers/lever-evidence.ts";
import { type ApprovalQuestion, attentionOf, standingOf } from "../../../core/report/attention.ts";
import { orderedAgain } from "../../../core/report/offer.ts";
import { type LeverNow, together, usersMeet } from "../../../core/report/users-meet.ts";
import type { State } from "../../../core/state/state.ts";
import { aDownHealth, aHealth } from "../builders/a-health.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aPause, aState, standings, told } from "../builders/a-state.ts";
import { aRound } from "../builders/a-statistic.ts";
import { aLease, aTick } from "../builders/a-tick.ts";

interface Situation {
  readonly state?: Partial<State>;
  readonly tick?: Parameters<typeof aTick>[0];
  readonly stands?: LeverReading["stands"] | readonly LeverReading["stands"][];
  readonly reading?: Partial<LeverReading>;
  readonly unread?: string;
  readonly question?: ApprovalQuestion;
  readonly isMoving?: boolean;
}

const sick = aRound({ primary: "sick" });
const sickThere = aRound({ secondary: "sick" });
const { practice } = aPolicy();
const askingForCanary = { ...practice, arming: { ...practice.arming, rungs: ["canary"] as const } };
const down = { primary: aDownHealth(), secondary: aHealth() };

function reported({ state, tick, stands = primary, question, ...rest }: Situation) {
  const [first = primary, second = first] = [stands].flat();
  const levers: readonly LeverNow[] = (["managedLogin", "sdk"] as const).map((path, index) => {
    const reading = { path, stands: index === 0 ? first : second, at: now, ...rest.reading };
    const { unread = null } = rest;
    return { path, reading: unread === null ? reading : null, unread };
  });
  const whole = aState(state);
  const seen = aTick(tick);
  const { policy, observation } = seen;
  const decision = decide(whole, seen);
  const known = {
    ...{ policy, state: whole, decision, replica: observation.replica, levers, now },
    isMoving: rest.isMoving ?? false,
  };
  const meets = usersMeet(known);
  const attention = attentionOf({
    ...{ ...known, meets, question: question ?? null },
    again: orderedAgain(whole, seen),
  });
  const standing = standingOf(meets, attention);
  return { headline: together(meets), attention, standing, wait: waitLeft(decision) };
}

const evidence = (kind: "applied" | "unknown" | "confirmed"): PathState => ({
  ...{ path: "managedLogin", wanted: primary, attempts: 0, nextAttemptAt: null },
  evidence: { kind, at: minutes(-3), because: "either Region answers 200" },
});

/** As the watch has read them, a moment ago. */
const byHand = (["managedLogin", "sdk"] as const).map(
  (path): LeverReading => ({ path, stands: secondary, at: now }),
);

const order = (verb: string, more = "") =>
  `cognito-failover ${verb} customers --reason "..."${more}`;

interface Row extends Situation {
  readonly name: string;
  readonly headline: string;
  readonly standing: "allWell" | "usersSuffer" | "needsPerson";
  /** The most urgent of what needs a person, and its command. */
  readonly says?: RegExp;
  readonly next?: string;
}

const atPrimary = "users sign in at us-west-2 (primary)";
const atSecondary = "users sign in at us-east-1 (secondary)";

const rows: readonly Row[] = [
  { name: "a calm day", headline: atPrimary, standing: "allWell" },
  {
    name: "a dead primary, and a way out",
    ...{ tick: { statistics: sick }, state: { health: down } },
    headline: "SIGN-IN FAILS in us-west-2 (primary), 4 min",
    standing: "usersSuffer",
    says: /users of us-west-2 can be moved by a person's order/,
    next: order("failover"),
  },
  {
    name: "a dead primary, and a replica that is off",
    tick: { statistics: sick, replica: { kind: "known", status: "INACTIVE" } },
    headline: "SIGN-IN FAILS in us-west-2 (primary), 4 min",
    standing: "usersSuffer",
    says: /no order out of us-west-2 is safe/,
    next: "cognito-failover status customers",
  },
  {
    name: "two dead Regions",
    tick: { statistics: aRound({ primary: "sick", secondary: "sick" }) },
    headline: "SIGN-IN FAILS in us-west-2 (primary), 4 min",
    standing: "usersSuffer",
    says: /no order out of us-west-2 is safe/,
    next: "cognito-failover why customers",
  },
  {
    name: "levers on their way",
    ...{ tick: { statistics: sick, lease: aLease() }, isMoving: true },
    ...{ state: { standing: standings.failingOver }, stands: [secondary, primary] },
    headline:
      "managed login: users sign in at us-east-1 (secondary); SDK sign-in: SIGN-IN FAILS in us-west-2 (primary), 4 min",
    standing: "usersSuffer",
    says: /sign-in is being moved/,
    next: "cognito-failover status customers",
  },
  {
    name: "a move whose execution is gone",
    ...{ tick: { statistics: sick }, stands: secondary },
    state: { standing: standings.failingOver, health: down },
    headline: atSecondary,
    standing: "needsPerson",
    says: /the move of customers-6-1 stopped half-way/,
    next: order("failover"),
  },
  {
    name: "a name that leads nowhere",
    stands: [primary, "nowhere"],
    headline: `managed login: ${atPrimary}; SDK sign-in: SIGN-IN FAILS: the name leads nowhere`,
    standing: "usersSuffer",
    says: /SDK sign-in does not lead to one Region/,
    next: "cognito-failover smoke customers",
  },
  {
    name: "a split name",
    stands: "between",
    headline: "SIGN-IN IS SPLIT between us-west-2 and us-east-1",
    standing: "usersSuffer",
    next: "cognito-failover smoke customers",
  },
  {
    name: "a question that waits",
    question: { executionName: "customers-7-1", until: minutes(25) },
    headline: atPrimary,
    standing: "needsPerson",
    says: /^customers-7-1 has waited 5 min for a person's approval, and waits until 03:25:00$/,
    next: "cognito-failover approve customers",
  },
  {
    name: "a question whose time is over",
    question: { executionName: "customers-7-1", until: minutes(-1) },
    headline: atPrimary,
    standing: "allWell",
  },
  {
    name: "a pause that nobody ended",
    state: { paused: aPause() },
    headline: atPrimary,
    standing: "needsPerson",
    says: /^automatic action is paused until somebody resumes, by anna: a deployment$/,
    next: order("resume"),
  },
  {
    name: "a pause that is over",
    state: { paused: aPause({ until: minutes(-1) }) },
    headline: atPrimary,
    standing: "allWell",
  },
  {
    name: "a sick spare",
    tick: { statistics: sickThere },
    headline: atPrimary,
    standing: "needsPerson",
    says: /us-east-1, where users would be moved to, fails/,
    next: "cognito-failover why customers",
  },
  {
    name: "a replica that is off while it serves",
    ...{ stands: secondary, state: { standing: standings.failedOver } },
    tick: { replica: { kind: "known", status: "INACTIVE" } },
    headline: "SIGN-IN FAILS in us-east-1 (secondary), whose replica is INACTIVE",
    standing: "usersSuffer",
    next: order("failback"),
  },
  {
    name: "a lever that somebody moved",
    stands: [secondary, primary],
    headline: `managed login: ${atSecondary}; SDK sign-in: ${atPrimary}`,
    standing: "needsPerson",
    says: /managed login leads to us-east-1, and the controller left it at us-west-2/,
    next: "cognito-failover why customers",
  },
  {
    name: "levers that somebody moved to a Region that fails, and that the controller has read",
    stands: secondary,
    tick: { statistics: sickThere, levers: byHand },
    headline: "SIGN-IN FAILS in us-east-1 (secondary), 4 min",
    standing: "usersSuffer",
    says: /^users were moved to us-east-1 by hand; an order brings them to us-west-2$/,
    next: order("failback"),
  },
  {
    name: "levers that somebody moved to a Region that fails, before the controller has read them",
    ...{ stands: secondary, tick: { statistics: sickThere } },
    headline: "SIGN-IN FAILS in us-east-1 (secondary), 4 min",
    standing: "usersSuffer",
    says: /^users were moved to us-east-1 by hand; once the controller has read that as well, an order brings them to us-west-2$/,
    next: "cognito-failover status customers",
  },
  {
    name: "levers that somebody moved home, where sign-in fails, after a failover",
    ...{ stands: primary, state: { standing: standings.failedOver } },
    tick: { statistics: sick, levers: byHand.map((one) => ({ ...one, stands: primary })) },
    headline: "SIGN-IN FAILS in us-west-2 (primary), 4 min",
    standing: "usersSuffer",
    says: /^users were moved to us-west-2 by hand; an order brings them to us-east-1$/,
    next: order("failover"),
  },
  {
    name: "levers that somebody moved, while both Regions fail",
    stands: secondary,
    tick: { statistics: aRound({ primary: "sick", secondary: "sick" }), levers: byHand },
    headline: "SIGN-IN FAILS in us-east-1 (secondary), 4 min",
    standing: "usersSuffer",
    says: /^users were moved to us-east-1 by hand; no order to us-west-2 is safe$/,
    next: "cognito-failover why customers",
  },
  {
    name: "a lever that cannot be read",
    unread: "ThrottlingException",
    headline: atPrimary,
    standing: "needsPerson",
    says: /the lever of managed login could not be read: ThrottlingException/,
    next: "cognito-failover smoke customers",
  },
  {
    name: "a lever that would move nobody",
    reading: { problem: "the bucket's objects cannot be read by the public" },
    headline: atPrimary,
    standing: "needsPerson",
    says: /^the bucket's objects cannot be read by the public$/,
    next: "cognito-failover smoke customers",
  },
  {
    name: "a path that was applied and not confirmed",
    state: { paths: [evidence("applied")] },
    headline: atPrimary,
    standing: "needsPerson",
    says: /managed login leads to us-west-2 is applied, not confirmed: either Region answers 200/,
    next: "cognito-failover probe customers",
  },
  {
    name: "a path that is confirmed",
    state: { paths: [evidence("confirmed")] },
    headline: atPrimary,
    standing: "allWell",
  },
  {
    name: "vantages that are silent",
    tick: { statistics: [] },
    headline: "nobody can tell whether users can sign in at us-west-2 (primary)",
    standing: "needsPerson",
    next: "cognito-failover probe customers",
  },
  {
    name: "mode automatic that is not armed",
    state: { pages: told("notArmed") },
    tick: { policy: aPolicy({ mode: "automatic", practice: askingForCanary }) },
    headline: atPrimary,
    standing: "needsPerson",
    says: /^A failover waits for a person's word, though the mode is "automatic": canary has never/,
    next: "cognito-failover practice customers --rung isolation",
  },
  {
    name: "a secondary that serves",
    ...{ stands: secondary, state: { standing: standings.failedOver } },
    headline: atSecondary,
    standing: "needsPerson",
    says: /us-east-1 serves and is read-only; failback is a person's decision/,
    next: order("failback"),
  },
];

describe("what status begins with, on", () => {
  test.each(rows)("$name", ({ headline, standing, says, next, ...situation }) => {
    const report = reported(situation);
    expect(report.headline).toBe(headline);
    expect(report.standing).toBe(standing);
    expect(report.attention[0]?.next).toBe(next);
    if (says !== undefined) expect(report.attention[0]?.says).toMatch(says);
  });
});

describe("the wait counts down", () => {
  const began = (since: number) => ({
    statistics: aRound({ primary: "sick" }).map((one) =>
      one.target === primary ? { ...one, sick: mapped(one.sick, minutes(since)) } : one,
    ),
  });
  const mapped = (all: ReturnType<typeof aRound>[number]["sick"], since: typeof now) =>
    Object.fromEntries(
      Object.entries(all).map(([name, one]) => [name, { ...one, since }]),
    ) as typeof all;

  test.each([
    ["automatic", /^decides in \d+ (min|s).* if it goes on$/],
    ["advise", /^asks a person (now|in .+) if it goes on$/],
  ] as const)("in mode %s", (mode, says) => {
    const { wait } = reported({ tick: { policy: aPolicy({ mode }), ...began(-1) } });
    expect(wait?.says).toMatch(says);
  });

  test("in mode automatic that is not armed it asks a person", () => {
    const policy = aPolicy({ mode: "automatic", practice: askingForCanary });
    const { wait } = reported({ tick: { policy, ...began(-1) } });
    expect(wait?.says).toMatch(/^asks a person (now|in .+) if it goes on$/);
  });

  test("and less is left a minute later", () => {
    const left = (since: number) =>
      reported({ tick: { policy: aPolicy({ mode: "automatic" }), ...began(since) } }).wait?.left ??
      0;
    expect(left(-1) - left(-2)).toBe(60_000);
  });

  test.each([
    ["in mode observe", { tick: { policy: aPolicy({ mode: "observe" }), ...began(-1) } }],
    ["on a calm day", {}],
    ["once sign-in has moved", { state: { standing: standings.failedOver }, tick: began(-1) }],
  ] as const)("but not %s", (_, situation) => {
    expect(reported(situation as Situation).wait).toBeNull();
  });
});
