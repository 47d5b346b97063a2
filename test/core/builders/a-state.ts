import { noBlips } from "../../../core/detect/transient-failures.ts";
import type { OpenQuestion, Pause, PhaseState, State } from "../../../core/state/state.ts";
import { fencingToken } from "../../../core/values/types.ts";
import { aHealth } from "./a-health.ts";
import { minutes } from "./a-policy.ts";

/** Calm for ten hours, never moved. */
export function aState(change: Partial<State> = {}): State {
  return {
    pool: "customers",
    version: 41,
    token: fencingToken(6),
    standing: { phase: "steady", since: minutes(-600) },
    paths: [],
    health: { primary: aHealth(), secondary: aHealth() },
    diagnosis: { name: "allWell", since: minutes(-600) },
    findings: [],
    pages: [],
    noticedAt: [],
    blips: noBlips(minutes(-600)),
    situation: "primaryWell",
    reason: "The primary signs users in.",
    asked: null,
    paused: null,
    lastShiftAt: null,
    lastMove: null,
    replica: null,
    practice: null,
    rehearsed: [],
    readiness: null,
    ...change,
  };
}

/** Anna's, without an end. */
export function aPause(change: Partial<Pause> = {}): Pause {
  const since = minutes(-10);
  return { since, by: "anna", reason: "a deployment", from: null, until: null, ...change };
}

/** It waits for an answer. */
export function aQuestion(change: Partial<OpenQuestion> = {}): OpenQuestion {
  const until = minutes(20);
  return { executionName: "customers-7-1", until, end: "open", lost: 0, ...change };
}

/** People have been told of this, and it holds still. */
export function told(...names: readonly string[]): State["pages"] {
  return names.map((name) => ({
    ...{ name, since: minutes(-10), endedAt: null },
    ...{ pagedAt: minutes(-10), count: 1, said: null },
  }));
}

const underway = {
  since: minutes(-2),
  executionName: "customers-6-1",
  by: "the controller",
  reason: "us-west-2 was dead",
  override: [],
  until: null,
};

export const standings = {
  steady: { phase: "steady", since: minutes(-600) },
  failingOver: { phase: "failingOver", ...underway },
  failedOver: { phase: "failedOver", since: minutes(-60), reason: "the primary was dead" },
  failingBack: { phase: "failingBack", ...underway },
} as const satisfies Readonly<Record<PhaseState["phase"], PhaseState>>;
