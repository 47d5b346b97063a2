// The first state of a practice run: parse the request, ask every condition, make the guards, and only then write the
// run down. What is barred here has sent nobody anywhere.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { type Invocation, lambda } from "../controller/lambda.ts";
import { leaseLength } from "../controller/lease.ts";
import { checkUses } from "../controller/levers/lever-looks.ts";
import { policyOf } from "../controller/policy-of.ts";
import { type GuardServices, makeGuards } from "../controller/practice/guards.ts";
import { planned } from "../controller/practice/planned.ts";
import {
  alarms,
  cognito,
  guardNames,
  ledger,
  oneShots,
  type Services,
} from "../controller/services.ts";
import { newRun, notBegun } from "../core/practice/new-run.ts";
import { obstacleIn, type RunPlan } from "../core/practice/plan-run.ts";
import { parsePractice } from "../core/practice/practice-input.ts";
import type { RunInHand } from "../core/practice/run-in-hand.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import { noticeOfPracticeBegin } from "../core/report/notice-of-practice.ts";
import type { Policy } from "../core/settings/policy.ts";
import { hasEnded, practiceBegun } from "../core/state/practice.ts";
import { newState, type State } from "../core/state/state.ts";
import { assert } from "../core/values/errors.ts";
import type { Instant } from "../core/values/types.ts";
import config from "../failover.config.ts";

export const practicePrepare = lambda({
  name: "practice-prepare",
  event: z.object({
    input: z.unknown(),
    executionName: z.string(),
    /** Who agreed, once a person did. */
    approvedBy: z.optional(z.string()),
  }),
  environment: [
    ...(["LEDGER_TABLE", "ACCOUNT_ID", "BEACON_SEARCH_STRINGS"] as const),
    ...(["GUARD_FUNCTION_NAME", "GUARD_ROLE_ARN", "GUARD_SCHEDULES"] as const),
  ],
  uses: { ...checkUses, alarms, cognito, guardNames, ledger, oneShots },
  run: async (services, event, invocation) => {
    const { now, config } = invocation;
    const request = parsePractice(event.input, event.executionName);
    const policy = policyOf(config, request.pool);
    const approvedBy = event.approvedBy ?? null;
    const { executionName, rung, lasts, isDryRun } = request;
    const { facts, plan } = await planned(services, {
      ...{ policy, executionName, rung, lasts, now, probeEvery: config.cadence.probe },
    });
    const until = plan.times.until;
    const run = newRun(request, { ...plan, until }, { policy, now, approvedBy });
    const answer = (next: string, told: RunInHand, reason: string) => ({
      ...{ next, run: told, reason, restoring: { tries: 0, seconds: 30 } },
      approvalSeconds: Math.ceil(policy.approval.timeout / 1_000),
    });
    // A try whose answer was lost goes on with what was written down.
    const { practice } = facts.known.state;
    if (practice?.executionName === executionName) {
      const { token, until, since } = practice;
      return answer("shift", { ...run, token, until, plannedAt: since }, "it was begun already");
    }
    if (hasEnded(facts.known.state, run)) {
      const because = "this execution came to its end already";
      const told = notBegun(run, { outcome: "blocked", rule: "ended", because });
      return answer("complete", told, because);
    }
    const obstacle = obstacleIn(plan, { isDryRun });
    if (obstacle !== null) {
      const ending = {
        outcome: "blocked",
        rule: obstacle.name,
        because: obstacle.because,
      } as const;
      const told = { ...notBegun(run, ending), blocked: [...plan.obstacles] };
      return answer("complete", told, obstacle.because);
    }
    // It moves nobody, so nobody is asked.
    if (rung === "isolation") return answer("isolate", run, "the plan is walked without a write");
    if (policy.practice.approval && approvedBy === null) {
      return answer("ask", run, "a person must agree first");
    }
    const begun = await begin(services, run, { policy, plan, invocation });
    return answer("shift", begun, `practice run (${rung}) begins`);
  },
});

export const handler = practicePrepare.on({ config, environment: process.env });

interface Beginning {
  readonly policy: Policy;
  readonly plan: RunPlan;
  readonly invocation: Invocation;
}

/** The lease gives it a token of its own, and is let go at once: a failover waits for no practice. */
async function begin(
  services: GuardServices & Pick<Services, "ledger">,
  run: RunInHand,
  { policy, plan, invocation: { now, log } }: Beginning,
): Promise<RunInHand> {
  const { ledger } = services;
  const { pool, executionName } = run;
  const length = leaseLength(policy);
  const { lease } = await ledger.takeLease(pool, executionName, { now, length });
  try {
    const begun = { ...run, token: lease.token };
    await makeGuards(services, begun, { policy, at: plan.times.guardsDueAt });
    await ledger.changeState(pool, (state) => written(state ?? newState(pool, now), begun, now));
    await ledger.outbox.keep(noticeOfPracticeBegin(begun), now);
    await note(ledger, [eventOf(begun, plan, now)], log);
    return begun;
  } finally {
    await ledger.releaseLease(pool, executionName).catch(() => undefined);
  }
}

function written(state: State, run: RunInHand, now: Instant): State {
  const { rung, executionName, token, until, paths, by, why } = run;
  assert(rung !== "isolation" && token !== null, "a run that is written down sends users over");
  const whose = { rung, executionName, token, paths, by, reason: why };
  return practiceBegun(state, { ...whose, since: now, until, stoppedBy: null });
}

function eventOf(run: RunInHand, plan: RunPlan, at: Instant): ControllerEvent {
  const { pool, rung, executionName, by, why, steps, secondary } = run;
  const shares = steps.map(({ share }) => share).join(", ");
  return {
    ...{ at, pool, type: "practiceBegun" },
    sentence: `Practice run (${rung}) begins: ${shares} % of users go to ${secondary}. ${plan.budget.because}.`,
    facts: { executionName, rung, by, reason: why, shares, guardsDueAt: plan.times.guardsDueAt },
  };
}
