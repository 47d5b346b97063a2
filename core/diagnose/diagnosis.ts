// What is going on, in one name? All evidence of a tick goes in, named readings come out, the gravest
// first; the first is the one that is told. They are always computed, also where acting is forbidden,
// and they do not act.

import type { Millis } from "../values/types.ts";
import { degradationDiagnoses } from "./degradation-diagnoses.ts";
import type { DiagnosisName, DiagnosisRow, Evidence } from "./diagnosis-row.ts";
import { observerDiagnoses } from "./observer-diagnoses.ts";
import { regionDiagnoses } from "./region-diagnoses.ts";

export interface Diagnosis {
  readonly name: DiagnosisName;
  /** A few words, for a subject line. */
  readonly headline: string;
  readonly sentence: string;
  /** What should be done about it. */
  readonly advice: string;
  /** Whether a person should know. */
  readonly calls: "person" | "nobody";
  /** How long it must hold before a person is called. */
  readonly after: Millis;
}

/** Invariant: the last row always holds. */
export const diagnoses: readonly DiagnosisRow[] = [
  ...regionDiagnoses,
  ...degradationDiagnoses,
  ...observerDiagnoses,
];

/** All that hold, the gravest first. */
export function allDiagnoses(evidence: Evidence): readonly Diagnosis[] {
  return diagnoses.filter(({ holds }) => holds(evidence)).map((row) => filled(row, evidence));
}

export function needsOnlyMove(name: DiagnosisName): boolean {
  return diagnoses.some((row) => row.name === name && row.needsOnlyMove === true);
}

/** Whether it says nothing of its own beside a graver one that holds as well. */
export function isOnlyAStage(name: DiagnosisName): boolean {
  return diagnoses.some((row) => row.name === name && row.isOnlyAStage === true);
}

/** Whether a practice run is what mends it. */
export function isAboutArming(name: DiagnosisName): boolean {
  return name === "notArmed" || name === "armingLapses";
}

function filled(
  { name, calls, after, advice, ...row }: DiagnosisRow,
  evidence: Evidence,
): Diagnosis {
  return {
    name,
    calls,
    after: typeof after === "function" ? after(evidence) : after,
    advice,
    headline: row.headline(evidence),
    sentence: row.sentence(evidence),
  };
}
