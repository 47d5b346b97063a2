// What the failover machine does with an order, as far as core says it: prepare, ask, depart, arrive.

import { decide } from "../../../core/decide.ts";
import { CONTROLLER, type MoveInHand } from "../../../core/move.ts";
import { type MoveReport, noticeOfApproval, noticeOfMove } from "../../../core/notice.ts";
import type { Move, Order } from "../../../core/observation.ts";
import { plan } from "../../../core/plan.ts";
import { type Look, onward, started } from "../../../core/progress.ts";
import { arrived, departed } from "../../../core/standing.ts";
import { between, fencingToken, later } from "../../../core/types.ts";
import type { Command } from "./command.ts";
import { line, noticeLines, planLines, ruleLines } from "./wording.ts";
import { LEASE_LENGTH, tickOf, type World } from "./world.ts";

const nameOf = ({ by }: Order) => (by.kind === "person" ? by.name : CONTROLLER);

/** Takes the lease, asks everything again, and lets the levers go. */
export function depart(world: World, order: Order, by = nameOf(order)): readonly string[] {
  const free = world.lease;
  takeLease(world, order);
  const decision = decide(world.state, tickOf(world, order));
  world.decided.add(`${world.state.standing.phase}/${decision.situation}`);
  const { move, executionName } = order;
  if (decision.action.kind !== move) {
    world.lease = free;
    return [line("refused", decision.reason), ...ruleLines(decision)];
  }
  const token = world.lease?.token ?? world.state.token;
  world.state = departed(decision.state, { move, executionName, token }, world.now);
  const onset = move === "failOver" ? decision.primary.health.onset : null;
  world.mover = { order, by, countsFrom: onset ?? world.now };
  world.asked = null;
  const steps = planLines(plan(move, world.policy));
  return [line("departed", decision.reason), ...ruleLines(decision), ...steps];
}

function takeLease(world: World, { executionName }: Order): void {
  const { lease, state, now } = world;
  if (lease !== null && lease.until > now && lease.holder !== executionName) return;
  const token = fencingToken(Math.max(state.token, lease?.token ?? 0) + 1);
  world.lease = { token, holder: executionName, until: later(now, LEASE_LENGTH) };
}

export function ask(world: World, order: Order): readonly string[] {
  world.asked = order;
  return noticeLines(noticeOfApproval(inHand(world, order), world.policy));
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
  world.lease = null;
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

export function decline(world: World): string[] {
  const order = world.asked;
  if (order === null) throw new Error("nobody was asked");
  world.asked = null;
  const facts = {
    ...report(world, order, nameOf(order)),
    kind: "declined" as const,
    steps: [],
    rtoSpent: null,
  };
  return noticeLines(noticeOfMove(facts, world.policy));
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
