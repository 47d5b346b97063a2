// How do things stand, in a few words?

import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { Situation } from "./transitions.ts";

/** How things stand, in a few words. */
export function headlineOf(situation: Situation, { headline }: Diagnosis): string {
  return abandonedHeadline(situation) ?? headline;
}

/** Null for what is not the fate of a move whose execution is gone. */
export function abandonedHeadline(situation: Situation): string | null {
  return abandoned[situation] ?? null;
}

const abandoned: Readonly<Partial<Record<Situation, string>>> = {
  abandonedArrived: "a move that broke off is complete",
  abandonedMustNotMove: "a move stopped half-way",
  abandonedWithdrawn: "a move was given up",
};
