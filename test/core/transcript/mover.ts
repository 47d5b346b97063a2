// What the failover machine does with an order, as far as core says it: prepare, ask, depart, arrive. It
// uses core as functions/prepare.ts, notify.ts and complete.ts do.

import { type Decision, decide } from "../../../core/decide.ts";
import { CONTROLLER, type MoveInHand } from "../../../core/move.ts";
import { type MoveReport, noticeOfApproval, noticeOfMove } from "../../../core/notice.ts";
import type { Move, Order } from "../../../core/observation.ts";
import { plan } from "../../../core/plan.ts";
import { type Look, onward, started } from "../../../core/progress.ts";
import { arrived, asked, departed } from "../../../core/standing.ts";
import { between, fencingToken, instant, later } from "../../../core/types.ts";
import type { Command } from "./command.ts";
import { line, noticeLines, planLines, ruleLines } from "./wording.ts";
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
    return [line("refused", decision.reason), ...ruleLines(decision)];
  }
  if (action.needsApproval && approvedBy === undefined) return ask(world, order, decision);
  return depart(world, { order, by: approvedBy ?? nameOf(order) }, decision);
}

function ask(world: World, order: Order, decision: Decision): readonly string[] {
  const until = later(world.now, world.policy.approval.timeout);
  world.state = asked(decision.state, order.executionName, until);
  world.question = { order, until };
  releaseLease(world, order);
  return noticeLines(noticeOfApproval(inHand(world, order), world.policy));
}

function depart(
  world: World,
  { order, by }: { readonly order: Order; readonly by: string },
  decision: Decision,
): readonly string[] {
  const token = world.lease?.token ?? world.state.token;
  world.state = departed(decision.state, { order, token }, world.now);
  const onset = order.move === "failOver" ? decision.primary.health.onset : null;
  world.mover = { order, by, countsFrom: onset ?? world.now };
  const steps = planLines(plan(order.move, world.policy));
  return [line("departed", decision.reason), ...ruleLines(decision), ...steps];
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
    ...ends(world, order.move),
    pool: policy.name,
    token: state.token,
    by: nameOf(order),
    steps,
    needsApproval: true,
    approvalSeconds: policy.approval.timeout / 1_000,
    countsFrom: state.health.primary.onset ?? now,
    progress: started(steps),
  };
}

function ends({ policy: { primary, secondary } }: World, move: Move) {
  return move === "failOver" ? { from: primary, to: secondary } : { from: secondary, to: primary };
}

/** The levers rest: proved, but for those that the command calls notProved; or put back. */
export function arrive(world: World, kind: "moved" | "undone", command: Command): string[] {
  const { mover } = world;
  if (mover === null) throw new Error("no move is under way");
  const { order, by, countsFrom } = mover;
  const arrival = { kind, reason: order.reason } as const;
  world.state = arrived(world.state, { move: order.move, arrival }, world.now);
  world.mover = null;
  releaseLease(world, order);
  return noticeLines(
    noticeOfMove(
      {
        ...report(world, order, by),
        kind,
        steps: outcomes(world, order.move, command),
        rtoSpent: kind === "moved" ? between(countsFrom, world.now) : null,
      },
      world.policy,
    ),
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
  world.state = asked(world.state, order.executionName, later(now, policy.cooldown));
  releaseLease(world, order);
  const told = report(world, order, nameOf(order));
  const reason = `${told.reason}; it ended with ${endedWith}`;
  const facts = { ...told, reason, kind: "declined" as const, steps: [], rtoSpent: null };
  return noticeLines(noticeOfMove(facts, policy));
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
): Pick<MoveReport, "move" | "from" | "to" | "reason" | "now"> {
  const reason = `${order.reason} (by ${by})`;
  return { move: order.move, ...ends(world, order.move), reason, now: world.now };
}

function outcomes(world: World, move: Move, { settings }: Command): readonly string[] {
  const steps = plan(move, world.policy);
  let progress = started(steps);
  for (const step of steps) {
    const look: Look =
      settings[step.path] === undefined
        ? { kind: "proved", because: `signed in at ${step.to}` }
        : { kind: "notShifted", because: settings[step.path] ?? "" };
    progress = onward({ steps, progress }, look, world.policy.verify);
    if (progress.onward === "undo") break;
  }
  return progress.outcomes;
}
