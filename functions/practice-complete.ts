// The last state of a practice run: writes the outcome down, keeps the report, takes the guards away where everybody
// was seen to be back, and says what people should read.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { policyOf } from "../controller/policy-of.ts";
import { removeGuards } from "../controller/practice/guards.ts";
import { ledger, metrics, oneShots } from "../controller/services.ts";
import { isolatedEnd, isolatedSchema } from "../core/practice/isolation.ts";
import { newRun, notBegun } from "../core/practice/new-run.ts";
import { parsePractice } from "../core/practice/practice-input.ts";
import { reportOf, sentFor } from "../core/practice/practice-report.ts";
import { mayBeAway, type RunInHand, runSchema } from "../core/practice/run-in-hand.ts";
import { overtaken } from "../core/practice/run-progress.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import { noticeOfPractice } from "../core/report/notice-of-practice.ts";
import type { Config } from "../core/settings/policy.ts";
import { hasEnded, practiceEnded } from "../core/state/practice.ts";
import { newState, type State } from "../core/state/state.ts";
import { plainLine, REASON_LETTERS } from "../core/values/text.ts";
import type { Instant } from "../core/values/types.ts";
import config from "../failover.config.ts";

const trouble = z.object({ Error: z.prefault(z.string(), ""), Cause: z.optional(z.string()) });

export const practiceComplete = lambda({
  name: "practice-complete",
  event: z.union([
    z.object({ run: runSchema, isolated: z.optional(isolatedSchema) }),
    /** It broke off before there was a run. */
    z.object({ input: z.unknown(), executionName: z.string(), trouble }),
  ]),
  environment: ["LEDGER_TABLE"],
  uses: { ledger, metrics, oneShots },
  run: async (services, event, { now, config, log }) => {
    const { ledger, metrics } = services;
    const asGiven = "run" in event ? event.run : brokenOff(event, { now, config });
    const policy = policyOf(config, asGiven.pool);
    const isolated = "run" in event ? event.isolated : undefined;
    const before = await ledger.readState(asGiven.pool);
    const run =
      isolated === undefined
        ? asGiven
        : isolatedEnd(unlessMoved(asGiven, before), isolated, policy);
    const report = reportOf(run, policy, now);
    const { outcome, rule, because } = report;
    const { pool, rung, executionName, paths } = run;
    // The last word about guards: while anybody may still be over there, they stay.
    const guard = run.guard ?? guardOf(before, run);
    if (guard !== null && !mayBeAway(run)) await removeGuards(services, guard, { policy, log });
    const since = run.steps[0]?.writtenAt ?? run.plannedAt;
    const end = { rung, outcome, because, executionName, since, at: now, paths };
    const isFirst = before === null || !hasEnded(before, run);
    await ledger.keepPracticeReport(report);
    const notice = noticeOfPractice(report);
    if (isFirst) await ledger.outbox.keep(notice, now);
    await ledger.changeState(pool, (state) => practiceEnded(state ?? newState(pool, now), end));
    const ended: ControllerEvent = {
      ...{ at: now, pool, type: "practiceEnded" },
      sentence: `Practice run (${rung}) ${outcome}, by the rule ${rule}: ${because}.`,
      facts: { executionName, rung, outcome, rule, sentForMs: sentFor(report) },
    };
    if (isFirst) await note(ledger, [ended], log);
    await metrics.practised({ pool, rung, outcome }).catch(() => {
      log({ reason: "the outcome could not be counted" });
    });
    return { outcome, reason: ended.sentence, notice: isFirst ? notice : null };
  },
});

export const handler = practiceComplete.on({ config, environment: process.env });

/** Nothing is to be learnt of a plan that a real move has crossed. */
function unlessMoved(run: RunInHand, state: State | null): RunInHand {
  return (state?.standing.phase ?? "steady") === "steady" ? run : overtaken(run, state);
}

/** Of a run that broke off while it was begun. */
function guardOf(state: State | null, { executionName }: RunInHand): string | null {
  const practice = state?.practice ?? null;
  return practice?.executionName === executionName ? (practice.guard?.name ?? null) : null;
}

interface BrokenOff {
  readonly input?: unknown;
  readonly executionName: string;
  readonly trouble: z.output<typeof trouble>;
}

/** Nobody was sent anywhere: the first state ends with everything written down, or with nothing sent. */
function brokenOff(
  { input, executionName, trouble: { Error: name, Cause = "" } }: BrokenOff,
  { now, config }: { readonly now: Instant; readonly config: Config },
): RunInHand {
  const request = parsePractice(input, executionName);
  const policy = policyOf(config, request.pool);
  const run = newRun(
    request,
    {
      paths: [],
      steps: [],
      until: now,
      exposure: { kind: "unknown", because: "nothing was planned" },
    },
    { policy, now, approvedBy: null },
  );
  const because = plainLine(`${name}: ${Cause}`, REASON_LETTERS);
  return notBegun(run, { outcome: "error", rule: "notBegun", because });
}
