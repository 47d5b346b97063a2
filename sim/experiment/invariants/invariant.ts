// What an invariant is, and what all of them ask of a chronicle.

import type { Path } from "../../../core/levers/plan.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Region } from "../../../core/values/types.ts";
import type { Chronicle } from "../experiment.ts";
import type { Happening } from "../happening.ts";
import { type Truth, truthOf } from "../truth.ts";
import type { LeverWrite } from "../world.ts";

export interface InvariantBreach {
  readonly at: number;
  /** One sentence: what was seen, and what must have been. */
  readonly says: string;
}

export interface Invariant {
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly says: string;
  readonly check: (chronicle: Chronicle) => readonly InvariantBreach[];
}

export const MINUTE = 60_000;
export const paths: readonly Path[] = ["managedLogin", "sdk"];

/** Of the budget of false moves. */
const NOT_KEPT_BACK = 0.9;

/** How long a failure is given to heal by itself; worked out anew, so that a mistake of the core's is none here. */
export function waitOf({ budget, criteria: { blipsPerYear, blipMean } }: Policy): number {
  return blipMean * Math.log((blipsPerYear * budget.yearsPerFalseFailover) / NOT_KEPT_BACK);
}

/** How the Regions were, by pretend time. */
export function truth({ experiment, policy, began }: Chronicle): Truth {
  const { isWell, isDead, maySeemSick } = truthOf(experiment.happenings, policy);
  return {
    isWell: (region, at) => isWell(region, at - began),
    isDead: (region, at) => isDead(region, at - began),
    maySeemSick: (region, at) => maySeemSick(region, at - began),
  };
}

/** Whether it was so at some time in the `ms` before. */
export function lately(ms: number, at: number, was: (at: number) => boolean): boolean {
  for (let back = 0; back <= ms; back += 1_000) if (was(at - back)) return true;
  return false;
}

/** Whether it was so all through the `ms` before. */
export function throughout(ms: number, at: number, was: (at: number) => boolean): boolean {
  return !lately(ms, at, (when) => !was(when));
}

/** Who writes levers for practice runs. */
export const practising: readonly string[] = ["practice-shift", "guard"];

export function ours({ writes }: Chronicle): readonly LeverWrite[] {
  return writes.filter(({ caller }) => caller === "shift");
}

export function otherThan(region: Region, { policy }: Chronicle): Region {
  return region === policy.primary ? policy.secondary : policy.primary;
}

export function happenedOf<Kind extends Happening["kind"]>(
  { experiment }: Pick<Chronicle, "experiment">,
  kind: Kind,
): readonly Extract<Happening, { readonly kind: Kind }>[] {
  return experiment.happenings.filter(
    (one): one is Extract<Happening, { readonly kind: Kind }> => one.kind === kind,
  );
}

/** Whose word a write rests on: the controller's own, or a person's. */
export function isPersons({ state }: LeverWrite): boolean {
  const standing = state?.standing;
  if (standing?.phase !== "failingOver" && standing?.phase !== "failingBack") return false;
  return standing.by !== "the controller";
}

/** Whether the write puts back what its own move had done. */
export function isUndo({ to, state }: LeverWrite, { policy }: Chronicle): boolean {
  switch (state?.standing.phase) {
    case "failingOver":
      return to === policy.primary;
    case "failingBack":
      return to === policy.secondary;
    default:
      return false;
  }
}
