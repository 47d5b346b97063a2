// Everything that the conditions of a practice run are asked of, read at once and from home alone; the customer's
// alarms may lie elsewhere, and one that cannot be read blocks.

import { assess } from "../../core/decide/assessment.ts";
import { stepsOn } from "../../core/levers/plan.ts";
import type { PracticeFacts } from "../../core/practice/conditions.ts";
import { pathsOf } from "../../core/practice/plan-run.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { RunRung } from "../../core/state/practice-run.ts";
import type { Instant, Millis } from "../../core/values/types.ts";
import { leverProblems } from "../levers/preflight.ts";
import type { CheckServices } from "../levers/table.ts";
import { observe } from "../observe.ts";
import type { Services } from "../services.ts";
import { type AlarmServices, statesOf } from "./alarms.ts";

export type FactServices = CheckServices & AlarmServices & Pick<Services, "cognito" | "ledger">;

export interface FactsAsked {
  readonly policy: Policy;
  readonly executionName: string;
  readonly rung: RunRung;
  readonly now: Instant;
  readonly probeEvery: Millis;
}

export async function practiceFacts(
  services: FactServices,
  { policy, executionName, rung, now, probeEvery }: FactsAsked,
): Promise<PracticeFacts> {
  const [{ state, observation }, problems, blockingAlarms] = await Promise.all([
    observe(services, policy, now),
    leverProblems(services, policy),
    statesOf(services, policy.practice.blockingAlarms),
  ]);
  return {
    known: assess(state, { now, observation, policy, probeEvery, order: null }),
    executionName,
    leverProblems: stepsOn(pathsOf(rung, policy), policy).flatMap(({ lever }) =>
      problems[lever].filter(({ isFatal }) => isFatal).map(({ says }) => says),
    ),
    blockingAlarms,
  };
}
