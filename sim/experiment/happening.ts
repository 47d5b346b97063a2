// What can happen to a world, as plain data: an experiment is a list of it, made by hand or from a seed, told,
// repeated and made smaller.

import type { Fault } from "pretend-aws/faults.ts";
import type { Path } from "../../core/levers/plan.ts";
import type { RunRung } from "../../core/state/practice-run.ts";
import type { Region } from "../../core/values/types.ts";
import type { PersonsOrder } from "./world.ts";

export type FaultToInject = Omit<Fault, "id" | "from" | "until">;

/** Each at so many milliseconds from the beginning. */
export type Happening = { readonly at: number } & (
  | { readonly kind: "fault"; readonly lastsMs: number; readonly trouble: FaultToInject }
  /** Of a Region's Lambdas; after `lastsMs` it is right again. */
  | {
      readonly kind: "clock";
      readonly region: Region;
      readonly aheadMs: number;
      readonly lastsMs: number;
    }
  | { readonly kind: "order"; readonly order: PersonsOrder }
  | { readonly kind: "answer"; readonly says: "approve" | "decline"; readonly by: string }
  | { readonly kind: "pause"; readonly by: string; readonly forMs: number }
  | { readonly kind: "resume" }
  | { readonly kind: "moveLever"; readonly path: Path; readonly to: Region }
  /** The rungs below it have passed lately. */
  | { readonly kind: "practise"; readonly rung: RunRung; readonly by: string }
  /** A person ends the practice run that is under way. */
  | { readonly kind: "endPractice"; readonly by: string }
  /** Of the failover machine, or of the one of practice runs. */
  | { readonly kind: "stop"; readonly machine?: "practice" }
  | { readonly kind: "again"; readonly lambda: string }
  | { readonly kind: "deploy"; readonly change: object }
  /** Whoever has one vantage's role writes what it likes. */
  | { readonly kind: "forge"; readonly vantage: Region; readonly lie: Lie }
);

/** What is written in the name of others, so that a healthy primary looks dead. */
export type Lie =
  /** The statistics of every vantage say that the primary fails. */
  | "allSick"
  /** The vantage's own say so. */
  | "ownSick"
  /** The state says that a move is under way. */
  | "moving"
  /** Another execution holds the lease, for an hour. */
  | "lease";

export interface Experiment {
  readonly seed: number;
  /** Over the settings of the first pool. */
  readonly change: object;
  /** Over the cadence of the deployment. */
  readonly cadence: object;
  /** Whether all that happens is an attack on the probes, while both Regions are well. */
  readonly isAttack?: boolean;
  /** In the order in which it happens. */
  readonly happenings: readonly Happening[];
}

/** When the last of it is over. */
export function overAt({ happenings }: Pick<Experiment, "happenings">): number {
  return Math.max(0, ...happenings.map(endOf));
}

export function endOf(happening: Happening): number {
  return happening.at + ("lastsMs" in happening ? happening.lastsMs : 0);
}
