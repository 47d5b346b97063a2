// What a practice run would be and what is in its way, read with the rights of whoever asks. The machine asks the same
// again when it begins: this is for people, and lets nothing pass.

import { planned } from "../../controller/practice/planned.ts";
import type { PracticeEvidence } from "../../core/practice/conditions.ts";
import type { RunPlan } from "../../core/practice/plan-run.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { RunRung } from "../../core/state/practice-run.ts";
import type { Millis } from "../../core/values/types.ts";
import type { Connection } from "../connection/connection.ts";
import { timeOf } from "../connection/world-time.ts";

export interface RunWanted {
  readonly policy: Policy;
  readonly rung: RunRung;
  /** Null for what the settings say. */
  readonly lasts: Millis | null;
  /** The run's own, which is in nobody's way. */
  readonly executionName: string;
}

export interface PlannedForPeople extends RunWanted {
  readonly plan: RunPlan;
  readonly known: PracticeEvidence;
}

export async function plannedRun(
  connection: Connection,
  wanted: RunWanted,
): Promise<PlannedForPeople> {
  const { services, config } = connection;
  const { policy, rung, lasts, executionName } = wanted;
  const now = await timeOf(connection, policy.name);
  const { facts, plan } = await planned(services, {
    ...{ policy, rung, executionName, lasts, now, probeEvery: config.cadence.probe },
  });
  return { ...wanted, plan, known: facts.known };
}
