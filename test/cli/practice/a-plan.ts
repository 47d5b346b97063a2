// The plan of a practice run on a calm day, unless told otherwise.

import type { PlannedForPeople } from "../../../cli/practice/planned.ts";
import { assess } from "../../../core/decide/assessment.ts";
import { planRun } from "../../../core/practice/plan-run.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { RunRung } from "../../../core/state/practice-run.ts";
import type { State } from "../../../core/state/state.ts";
import type { Millis } from "../../../core/values/types.ts";
import { aPolicy } from "../../core/builders/a-policy.ts";
import { aRungRecord } from "../../core/builders/a-rung-record.ts";
import { aState } from "../../core/builders/a-state.ts";
import { aTick } from "../../core/builders/a-tick.ts";

interface Change {
  readonly policy?: Policy;
  readonly lasts?: Millis;
  readonly state?: Partial<State>;
  readonly leverProblems?: readonly string[];
  /** Sign-ins a minute, at every hour; null where no traffic is read. */
  readonly signIns?: number | null;
}

/** Isolation and canary passed yesterday. */
const passed = [aRungRecord("isolation"), aRungRecord("canary")];

export function aPlan(
  rung: RunRung,
  { policy = aPolicy(), lasts, state = {}, leverProblems = [], signIns = 200 }: Change = {},
): PlannedForPeople {
  const known = assess(aState({ rehearsed: passed, ...state }), aTick({ policy }));
  const asked = { rung, lasts: lasts ?? null };
  const executionName = "run-2";
  const usual = signIns === null ? null : Array.from({ length: 168 }, () => signIns);
  const facts = { known, executionName, leverProblems, blockingAlarms: [], usual };
  return { ...asked, policy, executionName, known, plan: planRun(asked, facts) };
}
