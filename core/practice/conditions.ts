// What keeps a practice run from beginning, or ends one? Each condition is a row with its test. All are asked when a run
// is planned, after a person agreed, and at every tick of it: what holds users back from being sent over holds them
// back at any moment. What could not be told is no all-clear.

import type { Observation, ReplicaReading } from "../detect/observation.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { DiagnosisName, Standpoint } from "../diagnose/diagnosis-row.ts";
import type { Finding } from "../diagnose/finding.ts";
import type { CustomerAlarm } from "../judging/judged-run.ts";
import type { Policy } from "../settings/policy.ts";
import { pauseInForce } from "../state/pause.ts";
import type { State } from "../state/state.ts";
import { dateAndTime } from "../values/timestamp.ts";
import type { Instant } from "../values/types.ts";

/** Of an assessment (core/decide/assessment.ts), what is asked. */
export interface PracticeEvidence {
  readonly state: State;
  readonly diagnosis: Pick<Diagnosis, "name" | "headline">;
  readonly primary: Standpoint;
  readonly secondary: Standpoint;
  readonly replica: ReplicaReading;
  readonly found: readonly Finding[];
  readonly tick: {
    readonly policy: Policy;
    readonly now: Instant;
    readonly observation: Observation;
  };
}

export interface PracticeFacts {
  readonly known: PracticeEvidence;
  /** The run that asks. */
  readonly executionName: string;
  /** Fatal problems of the levers that it would use, in words. */
  readonly leverProblems: readonly string[];
  /** Those that the settings let block a run. */
  readonly blockingAlarms: readonly CustomerAlarm[];
}

interface Condition {
  readonly name: string;
  /** Why no users may be sent over now; null where nothing is in the way. */
  readonly forbids: (facts: PracticeFacts) => string | null;
}

/** That practice is missing keeps none from being made up. */
const curedByPractice: readonly string[] = [
  ...(["allWell", "notArmed", "armingLapses"] satisfies DiagnosisName[]),
];

const conditions = [
  {
    name: "moving",
    forbids: ({ known: { state, tick } }) => {
      const { phase } = state.standing;
      if (phase === "failedOver") return `sign-in is served by ${tick.policy.secondary} already`;
      return phase === "steady" ? null : "a move of sign-in is under way";
    },
  },
  {
    name: "anotherRun",
    forbids: ({ known: { state }, executionName }) =>
      state.practice === null || state.practice.executionName === executionName
        ? null
        : `another practice run, ${state.practice.executionName}, is under way`,
  },
  {
    name: "stopped",
    forbids: ({ known: { state } }) => {
      const stoppedBy = state.practice?.stoppedBy ?? null;
      return stoppedBy === null ? null : `it was stopped by ${stoppedBy}`;
    },
  },
  {
    name: "paused",
    forbids: ({ known: { state, tick } }) => {
      const paused = pauseInForce(state.paused, tick.now);
      if (paused === null) return null;
      return `${paused.by} paused automatic action at ${dateAndTime(paused.since)} UTC: ${paused.reason}`;
    },
  },
  {
    name: "diagnosis",
    forbids: ({ known: { diagnosis } }) =>
      curedByPractice.includes(diagnosis.name) ? null : `not all is well: ${diagnosis.headline}`,
  },
  {
    name: "secondary",
    forbids: ({ known: { secondary } }) => {
      const { verdict, health, region } = secondary;
      if (verdict.kind === "undetermined") {
        return `whether ${region} is healthy could not be told: ${verdict.because}`;
      }
      return verdict.kind === "healthy" && health.name === "up"
        ? null
        : `${region} is not healthy: ${health.because}`;
    },
  },
  {
    name: "replica",
    forbids: ({ known: { replica, secondary } }) => {
      if (replica.kind === "undetermined") {
        return `the replica's status in ${secondary.region} could not be read: ${replica.because}`;
      }
      return replica.status === "ACTIVE"
        ? null
        : `the replica in ${secondary.region} must be ACTIVE and is ${replica.status}`;
    },
  },
  {
    name: "findings",
    forbids: ({ known: { found, secondary } }) => {
      const there = found.filter(({ target }) => target === secondary.region);
      return there.length === 0 ? null : there.map(({ says }) => says).join("; ");
    },
  },
  {
    name: "signals",
    forbids: ({ known: { tick } }) => {
      const bad = (tick.observation.signals ?? []).filter(({ says }) => says === "sick");
      return bad.length === 0
        ? null
        : bad.map(({ region, because }) => `${region}: ${because}`).join("; ");
    },
  },
  {
    name: "blockingAlarm",
    forbids: ({ blockingAlarms }) => {
      const bad = blockingAlarms.filter(({ state }) => state !== "OK");
      return bad.length === 0
        ? null
        : bad.map(({ name, region, state }) => `alarm ${name} in ${region} is ${state}`).join("; ");
    },
  },
  {
    name: "lever",
    forbids: ({ leverProblems }) => (leverProblems.length === 0 ? null : leverProblems.join("; ")),
  },
] as const satisfies readonly Condition[];

export type ConditionName = (typeof conditions)[number]["name"];

export interface Blocked {
  readonly name: ConditionName;
  readonly because: string;
}

/** Everything that is in the way; empty where users may be sent over. */
export function blockedBy(facts: PracticeFacts): readonly Blocked[] {
  return conditions.flatMap(({ name, forbids }) => {
    const because = forbids(facts);
    return because === null ? [] : [{ name, because }];
  });
}
