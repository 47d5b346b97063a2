// Must a person be called, and what for? The diagnoses that hold and the situation go in, with what has
// been told; out comes at most one diagnosis that is news, and whether the situation is. It sends nothing.

import type { Diagnosis } from "./diagnosis.ts";
import type { DiagnosisName } from "./diagnosis-row.ts";
import type { Facts } from "./facts.ts";
import type { RuleFinding } from "./safety-rule.ts";
import { type Call, heldOn, tellAll } from "./told.ts";
import type { Situation } from "./transitions.ts";
import { between } from "./types.ts";

export interface Calls {
  /** To be remembered. */
  readonly calls: readonly Call[];
  /** The gravest diagnosis that people must be told now. */
  readonly call: Diagnosis | null;
  readonly isSituationNews: boolean;
}

interface Stand {
  readonly situation: Situation;
  readonly rules: readonly RuleFinding[];
}

const sick = ["primaryDead", "primaryGray", "primaryFlapping"] as const;

/** Who knows the names on the right needs not be told the one on the left. */
const covers: Readonly<Partial<Record<DiagnosisName, readonly string[]>>> = {
  primaryDead: sick,
  primaryGray: sick,
  primaryFlapping: sick,
  partialJourney: [...sick, "bothSick", "primaryFaint"],
  primaryReported: sick,
  signalsSpeak: [...sick, "primaryReported", "bothSick"],
  primarySlow: [...sick, "bothSick", "primaryFaint"],
  primaryFaint: [...sick, "bothSick", "partialJourney", "primarySlow"],
};

export function callsOf({ state, diagnoses, tick: { now } }: Facts, stand: Stand): Calls {
  const holding = diagnoses.filter(({ calls }) => calls === "person");
  const names: string[] = holding.map(({ name }) => name);
  if (isWorthTelling(stand.situation)) names.push(stand.situation);
  const calls = heldOn(state.calls, names, now);
  const isTold = (name: string) => calls.some((one) => one.name === name && one.isTold);
  const isKnown = (name: DiagnosisName) => isTold(name) || (covers[name] ?? []).some(isTold);
  // Only the gravest is told: who is called for it sees the rest.
  const gravest = holding.find(({ name, after }) => {
    const since = calls.find((one) => one.name === name)?.since ?? now;
    return between(since, now) >= after;
  });
  const call = gravest === undefined || isKnown(gravest.name) ? null : gravest;
  const isSituationNews =
    isWorthTelling(stand.situation) &&
    !isTold(stand.situation) &&
    !isPassing(state.situation, stand.rules);
  const told = [
    ...(call === null ? [] : [call.name]),
    ...(isSituationNews ? [stand.situation] : []),
  ];
  return { calls: tellAll(calls, told), call, isSituationNews };
}

function isWorthTelling(situation: Situation): boolean {
  return situation.endsWith("MustNotMove") || situation === "homeMayBeOrdered";
}

/** People who were asked know that nothing moves without them: a good answer in between is no news. */
function isPassing(before: string, rules: readonly RuleFinding[]): boolean {
  const passing = ["failsNoMore", "quorumMissing", "mayHeal"];
  const broken = rules.filter(({ kind }) => kind === "broken");
  return before === "primaryDownAwaitsAnswer" && broken.every(({ name }) => passing.includes(name));
}
