// Looks once at every lever of a move, as its readers see it, and at sign-in in the Region they lead to. What
// is confirmed is written down at once, so that nobody undoes it or does it again.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { renewLease } from "../controller/lease.ts";
import { proveUses } from "../controller/levers/lever-moves.ts";
import { lookAtLevers } from "../controller/levers/move-levers.ts";
import { whatIsSaidOf } from "../controller/observe-region.ts";
import { policyOf } from "../controller/policy-of.ts";
import { vantages } from "../controller/probing/ask-vantages.ts";
import { verifyFromVantages } from "../controller/probing/verify-from-vantages.ts";
import { ledger } from "../controller/services.ts";
import { type MoveInHand, moveSchema } from "../core/failover/move.ts";
import { onward } from "../core/failover/onward.ts";
import { outcomesOf, type Progress, remembering } from "../core/failover/progress.ts";
import { inPlan } from "../core/levers/plan.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import { leversConfirmed } from "../core/state/move-ended.ts";
import type { State } from "../core/state/state.ts";
import type { Instant } from "../core/values/types.ts";
import config from "../failover.config.ts";

export const verify = lambda({
  name: "verify",
  event: z.object({ move: moveSchema }),
  environment: [
    "LEDGER_TABLE",
    "PROBE_FUNCTION_NAME",
    "ACCOUNT_ID",
    "BEACON_CHECKS",
    "BEACON_SEARCH_STRINGS",
  ],
  isolation: () => import("../controller/isolation/isolated.ts"),
  uses: { ...proveUses, ledger, vantages },
  run: async (services, event, { now, config, log }) => {
    const policy = policyOf(config, event.move.pool);
    await renewLease(services, event.move, { now, policy });
    const move = remembered(event.move, await services.ledger.readState(event.move.pool));
    const { from, to, steps } = move;
    const [levers, target] = await Promise.all([
      lookAtLevers(services, { move, policy }),
      verifyFromVantages(services, { policy, from, to, now }),
    ]);
    const tick = { policy, now, probeEvery: config.cadence.probe };
    const left =
      target.kind === "fails" ? await whatIsSaidOf(services, from, tick) : "undetermined";
    const { isInsisted } = move;
    const sides = { ...policy.verify, left, isInsisted };
    const progress = onward(move.progress, { levers, target }, sides);
    const confirmed = newlyConfirmed(move, progress);
    if (confirmed.length > 0) {
      const outcomes = outcomesOf(steps, progress);
      await services.ledger.changeState(
        move.pool,
        (state) => state && leversConfirmed(state, outcomes, now),
      );
    }
    const events = eventsOf(move, progress, now);
    await note(services.ledger, events, log);
    const news = events.map(({ sentence }) => sentence).join(" ");
    return { reason: news === "" ? `nothing new; ${target.because}` : news, ...progress };
  },
});

export const handler = verify.on({ config, environment: process.env });

function remembered(move: MoveInHand, state: State | null): MoveInHand {
  return { ...move, progress: remembering(move.progress, move.steps, state?.paths ?? []) };
}

function newlyConfirmed(move: MoveInHand, progress: Progress): readonly number[] {
  return move.steps.flatMap((_, at) =>
    progress.levers[at]?.stage === "confirmed" && move.progress.levers[at]?.stage !== "confirmed"
      ? [at]
      : [],
  );
}

function eventsOf(move: MoveInHand, progress: Progress, at: Instant): readonly ControllerEvent[] {
  const { pool, steps, executionName } = move;
  return steps.flatMap((step, index): ControllerEvent[] => {
    const lever = progress.levers[index];
    const was = move.progress.levers[index];
    // What looks as it did is no news.
    const isNews = was?.stage !== lever?.stage || was?.because !== lever?.because;
    if (lever === undefined || !isNews) return [];
    const { attempt, onward } = progress;
    const { lever: name, to, path } = step;
    return [
      {
        ...{ at, pool, type: lever.stage === "confirmed" ? "verified" : "notVerified" },
        sentence: `${inPlan(step)}: ${wordFor(lever.stage)}, ${lever.because}.`,
        facts: { executionName, path, lever: name, to, attempt, onward, stage: lever.stage },
      },
    ];
  });
}

const words: Readonly<Record<Progress["levers"][number]["stage"], string>> = {
  due: "not moved yet",
  written: "written",
  applied: "applied, not confirmed",
  confirmed: "confirmed",
  putBack: "put back",
  notPutBack: "not put back",
};

function wordFor(stage: Progress["levers"][number]["stage"]): string {
  return words[stage];
}
