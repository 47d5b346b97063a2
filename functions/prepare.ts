// The first state of a move: parse the order, take the lease, read everything again, ask every safety
// rule, and only then write the intent down. What is refused here has moved nothing.

import * as z from "zod/mini";
import { orderCommand } from "../core/command.ts";
import { type Decision, decide } from "../core/decide.ts";
import { ActionError } from "../core/errors.ts";
import type { ControllerEvent } from "../core/event.ts";
import { CONTROLLER, type MoveInHand, parseOrder } from "../core/move.ts";
import type { Order } from "../core/observation.ts";
import { plan } from "../core/plan.ts";
import type { Policy } from "../core/policy.ts";
import { started } from "../core/progress.ts";
import { asked, departed } from "../core/standing.ts";
import { fencingToken, type Instant, later } from "../core/types.ts";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { leaseLength } from "./_lease.ts";
import { observe } from "./_observe.ts";
import { policyOf } from "./_policy-of.ts";
import { cognito, ledger } from "./_services.ts";

export const prepare = lambda({
  name: "prepare",
  event: z.object({
    input: z.unknown(),
    executionName: z.string(),
    /** Who agreed, once a person did. */
    approvedBy: z.optional(z.nullable(z.string())),
  }),
  environment: ["LEDGER_TABLE"],
  uses: { cognito, ledger },
  run: async (services, event, { now, config }) => {
    const { ledger } = services;
    const { pool, order } = parseOrder(event.input, event.executionName);
    const policy = policyOf(config, pool);
    const { kind, lease } = await ledger.takeLease(pool, event.executionName, {
      now,
      length: leaseLength(policy),
    });
    try {
      const { state, observation } = await observe(services, policy, now);
      const probeEvery = config.cadence.probe;
      const decision = decide(state, { now, observation, policy, probeEvery, order });
      if (
        decision.action.kind === "refuse" ||
        decision.action.kind === "none" ||
        kind === "another"
      ) {
        await ledger.append([said("refused", decision.reason, { order, now, pool })]);
        throw refusal(decision, order, pool);
      }
      const approvedBy = event.approvedBy ?? null;
      const needsApproval = decision.action.needsApproval && approvedBy === null;
      if (needsApproval) {
        const until = later(now, policy.approval.timeout);
        await ledger.writeState(asked(decision.state, event.executionName, until));
        await ledger.releaseLease(pool, event.executionName);
        await ledger.append([said("approvalAsked", decision.reason, { order, now, pool })]);
      } else {
        await ledger.writeState(departed(decision.state, { order, token: lease.token }, now));
        await ledger.append([said("departed", decision.reason, { order, now, pool })]);
      }
      return {
        ...inHand({ decision, order, policy, now }),
        by: approvedBy ?? nameOf(order),
        token: fencingToken(lease.token),
        needsApproval,
      };
    } catch (error) {
      // No lever has moved: whoever comes next need not wait until the lease ends.
      await ledger.releaseLease(pool, event.executionName).catch(() => undefined);
      throw error;
    }
  },
});

export const handler = prepare.on({ config, environment: process.env });

function inHand({
  decision,
  order,
  policy,
  now,
}: {
  readonly decision: Decision;
  readonly order: Order;
  readonly policy: Policy;
  readonly now: Instant;
}): Omit<MoveInHand, "by" | "token" | "needsApproval"> {
  const { move, executionName, reason } = order;
  const steps = plan(move, policy);
  const [from, to] =
    move === "failOver" ? [policy.primary, policy.secondary] : [policy.secondary, policy.primary];
  const onset = move === "failOver" ? decision.primary.health.onset : null;
  return {
    pool: policy.name,
    move,
    executionName,
    reason,
    from,
    to,
    steps,
    approvalSeconds: Math.ceil(policy.approval.timeout / 1_000),
    countsFrom: onset ?? now,
    progress: started(steps),
  };
}

function refusal(decision: Decision, { move }: Order, pool: string): ActionError {
  const { reason, rules, situation } = decision;
  const isRuled = situation.endsWith("MustNotMove");
  return new ActionError({
    code: "Forbidden",
    cannot: `start the ${move === "failOver" ? "failover" : "failback"} of "${pool}"`,
    must: isRuled ? `every safety rule must allow it. ${reason}` : midSentence(reason),
    // Where the move is refused for another reason than a rule, setting rules aside does not help.
    next: isRuled ? orderCommand(move, pool, rules) : `cognito-failover status ${pool}`,
  });
}

/** "The primary serves already." inside a sentence. */
function midSentence(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");
}

function said(
  type: ControllerEvent["type"],
  sentence: string,
  { order, now, pool }: { readonly order: Order; readonly now: Instant; readonly pool: string },
): ControllerEvent {
  const { move, reason, executionName } = order;
  return {
    at: now,
    pool,
    type,
    sentence,
    facts: { move, reason, executionName, by: nameOf(order) },
  };
}

function nameOf({ by }: Order): string {
  return by.kind === "person" ? by.name : CONTROLLER;
}
