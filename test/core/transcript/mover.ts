// What the failover machine does with an order, as far as core says it: prepare, ask, depart, arrive. It
// uses core as functions/prepare.ts, notify.ts and complete.ts do.

import { type Decision, decide } from "../../../core/decide/decide.ts";
import type { MoveInHand } from "../../../core/failover/move.ts";
import { started } from "../../../core/failover/progress.ts";
import { asked, questionEnd, questionOver } from "../../../core/failover/question.ts";
import { plan } from "../../../core/levers/plan.ts";
import type { MoveReport } from "../../../core/report/move-report.ts";
import { noticeOfApproval, noticeOfMove } from "../../../core/report/notice-of-move.ts";
import type { LeverOutcome, MoveEnd } from "../../../core/state/move-end.ts";
import { leversConfirmed, moveEnded } from "../../../core/state/move-ended.ts";
import { moveStarted, wayOf } from "../../../core/state/state-changes.ts";
import type { Move, Order } from "../../../core/values/order.ts";
import { CONTROLLER } from "../../../core/values/order.ts";
import { between, fencingToken, instant, later } from "../../../core/values/types.ts";
import type { Command } from "./command.ts";
import { answerLine, noticeLines, planLines, ruleLines } from "./wording.ts";
import { LEASE_LENGTH, tickOf, type World } from "./world.ts";

const nameOf = ({ by }: Order) => (by.kind === "person" ? by.name : CONTROLLER);

/** Takes the lease, asks everything again, and asks a person or lets the levers go. */
export function prepare(world: World, order: Order, approvedBy?: string): readonly string[] {
  takeLease(world, order);
  const decision = decide(world.state, tickOf(world, order));
  world.decided.add(`${world.state.standing.phase}/${decision.situation}`);
  const isAnswer = world.question?.order === order;
  if (isAnswer) world.question = null;
  const { action } = decision;
  if (action.kind !== order.move) {
    releaseLease(world, order);
    return [answerLine("refused", decision, world.wording), ...ruleLines(decision, world.wording)];
  }
  if (action.needsApproval && approvedBy === undefined) return ask(world, order, decision);
  return depart(world, { order, by: approvedBy ?? nameOf(order) }, decision);
}

function ask(world: World, order: Order, decision: Decision): readonly string[] {
  const until = later(world.now, world.policy.approval.timeout);
  world.state = asked(decision.state, order.executionName, { now: world.now, until });
  world.question = { order, until };
  releaseLease(world, order);
  return noticeLines(noticeOfApproval(inHand(world, order), world.policy), world.wording);
}

function depart(
  world: World,
  { order, by }: { readonly order: Order; readonly by: string },
  decision: Decision,
): readonly string[] {
  const token = world.lease?.token ?? world.state.token;
  const { policy } = world;
  const departure = {
    ...{ ...wayOf(order.move, policy), order, token, wordHolds: policy.approval.holds },
    paths: plan(order.move, policy).map(({ path }) => path),
    approvedBy: by === nameOf(order) ? null : by,
  };
  world.state = moveStarted(decision.state, departure, world.now);
  const onset = order.move === "failOver" ? decision.assessment.primary.health.onset : null;
  const { isCarriedOn } = decision.assessment.intent;
  const { since } = world.state.standing;
  const countsFrom = onset ?? (isCarriedOn ? since : world.now);
  world.mover = { order, by, countsFrom, isCarriedOn };
  const steps = planLines(plan(order.move, world.policy));
  return [
    answerLine("departed", decision, world.wording),
    ...ruleLines(decision, world.wording),
    ...steps,
  ];
}

function takeLease(world: World, { executionName }: Order): void {
  const { lease, state, now } = world;
  const isMine = lease?.holder === executionName;
  if (lease !== null && lease.until > now && !isMine) return;
  const newest = Math.max(state.token, lease?.token ?? 0);
  const token = fencingToken(isMine ? newest : newest + 1);
  world.lease = { token, holder: executionName, until: later(now, LEASE_LENGTH) };
}

function releaseLease(world: World, { executionName }: Order): void {
  if (world.lease?.holder === executionName) world.lease = { ...world.lease, until: instant(0) };
}

function inHand(world: World, order: Order): MoveInHand {
  const { policy, state, now } = world;
  const steps = plan(order.move, policy);
  return {
    ...order,
    ...wayOf(order.move, policy),
    pool: policy.name,
    token: state.token,
    by: nameOf(order),
    steps,
    needsApproval: true,
    approvalSeconds: policy.approval.timeout / 1_000,
    countsFrom: state.health.primary.onset ?? now,
    isCarriedOn: false,
    isInsisted: false,
    progress: started(steps, () => null),
  };
}

/** Every lever of the move under way is seen there; the machine has yet to end. */
export function confirmAll(world: World): void {
  const { mover } = world;
  if (mover === null) throw new Error("no move is under way");
  const all = outcomesOf(world, mover.order.move, { ending: "moved", settings: {} });
  world.state = leversConfirmed(world.state, all, world.now);
}

type Ending = "moved" | "kept" | "undone";

/** The machine ends: each lever came to what its ending says, but for those that the command tells of. */
export function arrive(world: World, ending: Ending, command: Command): string[] {
  const { mover } = world;
  if (mover === null) throw new Error("no move is under way");
  const { order, by, countsFrom, isCarriedOn } = mover;
  const outcomes = outcomesOf(world, order.move, { ending, settings: command.settings });
  const end = ending === "kept" ? ending : endOf(outcomes);
  const arrival = { ...wayOf(order.move, world.policy), end, reason: order.reason, outcomes };
  world.state = moveEnded(world.state, arrival, world.now);
  world.mover = null;
  releaseLease(world, order);
  // Further attempts that change nothing are no news.
  if (isCarriedOn && end === "inPart") return [];
  return noticeLines(
    noticeOfMove(
      {
        ...report(world, order, by),
        end,
        levers: outcomes,
        paths: world.state.paths,
        rtoSpent: end === "confirmed" || end === "applied" ? between(countsFrom, world.now) : null,
        isCarriedOn,
      },
      world.policy,
    ),
    world.wording,
  );
}

/** A person says no, or nobody says anything for too long. */
export function decline(world: World, endedWith: string): readonly string[] {
  const { question, policy, now } = world;
  if (question === null) throw new Error("nobody was asked");
  const { order } = question;
  world.question = null;
  // Another move has begun meanwhile: nobody needs to hear of the question.
  if (world.state.asked?.executionName !== order.executionName) return [];
  const end = questionEnd(endedWith.split(":")[0] ?? "");
  const { executionName } = order;
  const over = questionOver(
    world.state,
    { executionName, end },
    { now, cooldown: policy.cooldown },
  );
  world.state = over ?? world.state;
  releaseLease(world, order);
  const facts = {
    ...report(world, order, nameOf(order)),
    ...{ end: end === "lost" ? ("notAsked" as const) : end, levers: [], rtoSpent: null },
    ...(end === "declined" ? { trouble: endedWith.replace("Declined: ", "") } : {}),
  };
  return noticeLines(noticeOfMove(facts, policy), world.wording);
}

/** The machine gives a question up when its time is over. */
export function giveUp(world: World): readonly string[] {
  const isOver = world.question !== null && world.question.until <= world.now;
  return isOver ? decline(world, "States.Timeout") : [];
}

function report(
  world: World,
  order: Order,
  by: string,
): Omit<MoveReport, "end" | "levers" | "rtoSpent"> {
  const { move, reason, executionName } = order;
  const said = { reason, by, isCarriedOn: false, executionName, now: world.now };
  return { ...wayOf(move, world.policy), ...said };
}

function outcomesOf(
  world: World,
  move: Move,
  { ending, settings }: { readonly ending: Ending } & Pick<Command, "settings">,
): readonly LeverOutcome[] {
  return plan(move, world.policy).map((step) => {
    const said = settings[step.path];
    if (said === undefined) return { step, ...whole[ending] };
    if (said === "applied" || said === "confirmed") return { step, ...outcomes[said] };
    return { step, kind: ending === "undone" ? "notPutBack" : "unknown", because: said };
  });
}

const outcomes = {
  confirmed: { kind: "confirmed", because: "users were seen to arrive there" },
  applied: { kind: "applied", because: "nothing seen tells the Regions apart" },
} as const;
const whole = {
  moved: outcomes.confirmed,
  kept: outcomes.applied,
  undone: { kind: "putBack", because: "it was put back" },
} as const satisfies Record<Ending, Pick<LeverOutcome, "kind" | "because">>;

function endOf(all: readonly LeverOutcome[]): MoveEnd {
  if (all.some(({ kind }) => kind === "putBack" || kind === "notPutBack")) return "turnedBack";
  if (all.every(({ kind }) => kind === "confirmed")) return "confirmed";
  return all.every(({ kind }) => kind !== "unknown") ? "applied" : "inPart";
}
