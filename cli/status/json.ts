// The report for machines: the same as the text, and every rule.

import type { Decision } from "../../core/decide/decide.ts";
import type { ModeAccount } from "../../core/practice/mode-account.ts";
import { together } from "../../core/report/users-meet.ts";
import { pauseStage } from "../../core/state/pause.ts";
import { serving } from "../../core/state/state.ts";
import { between } from "../../core/values/types.ts";
import type { Report } from "./report.ts";

export function asJson(report: Report): object {
  const { policy, state, observation, decision, question, now } = report;
  const { replica, sightings, signals = [], lease } = observation;
  return {
    pool: policy.name,
    standing: report.standing,
    headline: together(report.meets),
    users: report.meets,
    attention: report.attention,
    next: report.attention[0]?.next ?? null,
    phase: state.standing.phase,
    serving: serving(state, policy),
    mode: policy.mode,
    modeInForce: report.mode.inForce,
    arming: armingJson(report.mode),
    paused:
      state.paused === null ? null : { ...state.paused, stage: pauseStage(state.paused, now) },
    wait: report.wait,
    question:
      question === null ? null : { executionName: question.executionName, until: question.until },
    lease: lease !== null && lease.until > now ? lease : null,
    isMoving: report.isMoving,
    paths: state.paths,
    primary: region(decision.assessment.primary, report),
    secondary: region(decision.assessment.secondary, report),
    replica: replica.kind === "known" ? replica.status : `unknown: ${replica.because}`,
    lag: sightings.flatMap((one) => one.sightings.flatMap(({ lag }) => lag ?? [])),
    diagnosis: decision.assessment.diagnosis,
    found: decision.assessment.found,
    situation: decision.situation,
    reason: decision.reason,
    rules: decision.rules,
    signals,
    levers: report.levers,
    events: report.events,
  };
}

/** Null where the mode that is set needs no arming. */
export function armingJson({ arming, rungs, next }: ModeAccount): object | null {
  return arming === null ? null : { ...arming, rungs, next };
}

function region(
  { region, verdict, health }: Decision["assessment"]["primary"],
  report: Report,
): object {
  const { observation, now } = report;
  const ages = verdict.votes.map(({ vantage }) => {
    const own = observation.statistics.find(
      (one) => one.vantage === vantage && one.target === region,
    );
    return [vantage, own === undefined ? null : between(own.at, now)] as const;
  });
  return { region, verdict, health, ages: Object.fromEntries(ages) };
}
