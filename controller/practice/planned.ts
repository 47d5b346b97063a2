// The plan of a practice run, with everything that it is asked of: for the Lambda that begins one, and for people.

import type { PracticeFacts } from "../../core/practice/conditions.ts";
import { planRun, type RunPlan } from "../../core/practice/plan-run.ts";
import type { Millis } from "../../core/values/types.ts";
import { type FactServices, type FactsAsked, practiceFacts } from "./facts.ts";

export interface PlanAsked extends FactsAsked {
  /** How long users are to be sent over in all; null for what the settings say. */
  readonly lasts: Millis | null;
}

export interface Planned {
  readonly facts: PracticeFacts;
  readonly plan: RunPlan;
}

export async function planned(
  services: FactServices,
  { lasts, ...asked }: PlanAsked,
): Promise<Planned> {
  const [facts, usual] = await Promise.all([
    practiceFacts(services, asked),
    services.ledger.readUsual(asked.policy.name),
  ]);
  const plan = planRun({ rung: asked.rung, lasts }, { ...facts, usual: usual?.hours ?? null });
  return { facts, plan };
}
