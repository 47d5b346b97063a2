// One look at a practice run: every condition anew, pairs of sign-ins from all vantages, how real users fare, and the
// judges. With `restored`, whether the users are back, as they would see it.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { readUses } from "../controller/levers/lever-looks.ts";
import { policyOf } from "../controller/policy-of.ts";
import { lookAtRun } from "../controller/practice/look-at-run.ts";
import { areBack } from "../controller/practice/users-back.ts";
import { vantages } from "../controller/probing/ask-vantages.ts";
import { alarms, cognito, ledger, userMetrics } from "../controller/services.ts";
import { runSchema } from "../core/practice/run-in-hand.ts";
import { seenBack } from "../core/practice/run-progress.ts";
import config from "../failover.config.ts";

export const practiceJudge = lambda({
  name: "practice-judge",
  event: z.object({ run: runSchema, restored: z.optional(z.boolean()) }),
  environment: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME", "BEACON_CHECKS", "BEACON_SEARCH_STRINGS"],
  uses: { ...readUses, alarms, cognito, ledger, userMetrics, vantages },
  run: async (services, { run, restored = false }, { now, config, log }) => {
    const policy = policyOf(config, run.pool);
    if (restored) {
      const isBack = await areBack(services, { run, policy, now });
      const reason = isBack ? "every user is sent to the primary again" : "not all users are back";
      return { ...seenBack(run, isBack, now), reason };
    }
    const after = await lookAtRun(services, run, {
      ...{ policy, now, probeEvery: config.cadence.probe },
    });
    await services.ledger.keepPracticeRun(after, now).catch(() => {
      log({ reason: "the look could not be kept for those who follow the run" });
    });
    return after;
  },
});

export const handler = practiceJudge.on({ config, environment: process.env });
