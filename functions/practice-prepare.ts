// The first state of a practice run: parse the request, ask every condition, write the run down, and make its guards.
// What is barred here has sent nobody anywhere.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { checkUses } from "../controller/levers/lever-looks.ts";
import { policyOf } from "../controller/policy-of.ts";
import { beginRun, goOn } from "../controller/practice/begin-run.ts";
import { planned } from "../controller/practice/planned.ts";
import { alarms, cognito, guardNames, ledger, oneShots } from "../controller/services.ts";
import { newRun, notBegun } from "../core/practice/new-run.ts";
import { type Obstacle, obstacleIn } from "../core/practice/plan-run.ts";
import { parsePractice } from "../core/practice/practice-input.ts";
import type { RunInHand } from "../core/practice/run-in-hand.ts";
import { hasEnded } from "../core/state/practice.ts";
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
    const barred = ({ name: rule, because }: Obstacle, all: readonly Obstacle[] = []) => {
      const told = notBegun(run, { outcome: "blocked", rule, because });
      return answer("complete", { ...told, blocked: [...all] }, because);
    };
    const beginning = { policy, plan, invocation };
    // A try that broke off, or whose answer was lost, goes on with what was written down.
    const { practice } = facts.known.state;
    if (practice?.executionName === executionName) {
      const begun = await goOn(services, run, { ...beginning, practice });
      return begun.kind === "barred"
        ? barred(begun)
        : answer("shift", begun.run, "it was begun already");
    }
    if (hasEnded(facts.known.state, run)) {
      return barred({ name: "ended", because: "this execution came to its end already" });
    }
    const obstacle = obstacleIn(plan, { isDryRun });
    if (obstacle !== null) return barred(obstacle, plan.obstacles);
    // It moves nobody, so nobody is asked.
    if (rung === "isolation") return answer("isolate", run, "the plan is walked without a write");
    if (policy.practice.approval && approvedBy === null) {
      return answer("ask", run, "a person must agree first");
    }
    const begun = await beginRun(services, run, beginning);
    return begun.kind === "barred"
      ? barred(begun)
      : answer("shift", begun.run, `practice run (${rung}) begins`);
  },
});

export const handler = practicePrepare.on({ config, environment: process.env });
