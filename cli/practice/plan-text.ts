// The plan of a practice run before it begins: who is sent where and when, until when at the latest, what it may cost,
// what is in its way, and what its end will have shown.

import { styleText } from "node:util";
import { leverFacts } from "../../core/levers/lever.ts";
import { plan as leverPlan, pathLabels } from "../../core/levers/plan.ts";
import { rungFacts } from "../../core/practice/rung.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import { later } from "../../core/values/types.ts";
import { inWords, listed, timeOfDay } from "../../core/values/words.ts";
import { labelled } from "../terminal/wrapped.ts";
import type { PlannedForPeople } from "./planned.ts";

export function planText(planned: PlannedForPeople): string {
  const { policy, rung, plan } = planned;
  const { obstacles } = plan;
  const headline = `${policy.name}: practice run (${rung}), ${policy.primary} to ${policy.secondary} and back`;
  return [
    styleText("bold", headline),
    labelled("does", rungFacts[rung].does),
    labelled("paths", pathWords(planned)),
    ...timeLines(planned),
    ...(plan.steps.length === 0 ? [] : [labelled("exposure", `${plan.budget.because}.`)]),
    ...(policy.practice.approval && rung !== "isolation"
      ? [labelled("approval", "a person must agree first, as practice.approval asks.")]
      : []),
    labelled("proves", rungFacts[rung].proves),
    labelled("cannot", rungFacts[rung].cannot),
    ...(obstacles.length === 0
      ? [labelled("in its way", "nothing.")]
      : obstacles.map(({ name, because }) => labelled("in its way", `${name}: ${because}.`))),
  ].join("\n");
}

function pathWords({ policy, plan }: PlannedForPeople): string {
  const used = leverPlan("failOver", policy).filter(({ path }) => plan.paths.includes(path));
  if (used.length === 0) return "none: no lever of this pool can do it.";
  return `${listed(used.map(({ path, lever }) => `${pathLabels[path]}, by ${leverFacts[lever].label}`))}.`;
}

/** Times are those of a start now. */
function timeLines({ policy, plan, known }: PlannedForPeople): readonly string[] {
  const { steps, times } = plan;
  const { now } = known.tick;
  if (steps.length === 0) return [];
  return [
    ...steps.map(({ share, offset, bakes }) =>
      labelled(
        timeOfDay(later(now, offset)),
        `${share} % of users are sent to ${policy.secondary}, for ${inWords(bakes)}.`,
      ),
    ),
    labelled(timeOfDay(times.endsAt), `all are sent to ${policy.primary} again.`),
    labelled(
      timeOfDay(times.guardsDueAt),
      `guards in ${policy.secondary} and ${policy.witness} do so where the run did not.`,
    ),
    labelled(
      "until",
      `${dateAndTime(times.until)} UTC at the latest. Times are those of a start now; a share is held while there is doubt.`,
    ),
  ];
}

export function planJson({ policy, rung, plan, known }: PlannedForPeople): object {
  const { now } = known.tick;
  return {
    ...{ type: "plan", pool: policy.name, rung, at: now },
    ...{ from: policy.primary, to: policy.secondary, paths: plan.paths },
    shares: plan.steps.map(({ share, offset, bakes }) => ({
      ...{ share, at: later(now, offset), until: later(now, offset) + bakes },
    })),
    ...(plan.steps.length === 0 ? { times: null } : { times: plan.times }),
    ...{ exposure: plan.exposure, budget: plan.budget },
    ...{ needsApproval: policy.practice.approval && rung !== "isolation" },
    inTheWay: plan.obstacles,
    ...{ proves: rungFacts[rung].proves, cannot: rungFacts[rung].cannot },
  };
}
