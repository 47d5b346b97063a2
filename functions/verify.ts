// Looks whether the step in hand took effect: the lever itself, sign-in through it, and sign-in at the
// Region it leads to, from home and from a vantage that is not the Region being left.

import * as z from "zod/mini";
import { assert } from "../core/errors.ts";
import type { ControllerEvent } from "../core/event.ts";
import { moveSchema } from "../core/move.ts";
import { inPlan } from "../core/plan.ts";
import { type Look, onward } from "../core/progress.ts";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { renewLease } from "./_lease.ts";
import { lookAround } from "./_look-around.ts";
import { policyOf } from "./_policy-of.ts";
import { beacons, ledger, managedLogin, names, records, vantages } from "./_services.ts";

export const verify = lambda({
  name: "verify",
  event: z.object({
    move: moveSchema,
    shifted: z.object({
      changeId: z.optional(z.nullable(z.string())),
      /** Set by the machine when the shift itself failed. */
      Error: z.optional(z.string()),
    }),
  }),
  environment: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME"],
  uses: { beacons, ledger, managedLogin, names, records, vantages },
  run: async (services, { move, shifted }, { now, config }) => {
    const policy = policyOf(config, move.pool);
    await renewLease(services, move, { now, policy });
    const step = move.steps[move.progress.index];
    assert(step !== undefined, "a move without the step in hand");
    const look: Look =
      shifted.Error === undefined
        ? await lookAround(services, { step, policy, move, changeId: shifted.changeId ?? null })
        : { kind: "notShifted", because: `the lever could not be moved (${shifted.Error})` };
    const progress = onward(move, look, policy.verify);
    const event: ControllerEvent = {
      at: now,
      pool: move.pool,
      type: look.kind === "proved" ? "verified" : "notVerified",
      sentence: `${inPlan(step)}: ${look.because}.`,
      facts: {
        executionName: move.executionName,
        lever: step.lever,
        to: step.to,
        attempt: move.progress.attempt + 1,
        onward: progress.onward,
      },
    };
    await services.ledger.append([event]);
    return { reason: event.sentence, ...progress };
  },
});

export const handler = verify.on({ config, environment: process.env });
