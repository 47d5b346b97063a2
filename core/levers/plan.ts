// In which order do which levers move? In go the move and the policy; out come the steps. Levers that
// need only a data plane come first, one that needs the Route 53 control plane last; they move side by side and
// none waits for another. It does not move anything.

import type { Policy } from "../settings/policy.ts";
import type { Move } from "../values/order.ts";
import { type Millis, millis, type Region } from "../values/types.ts";
import { type Lever, leverFacts } from "./lever.ts";

export type Path = "managedLogin" | "sdk";

export interface Step {
  /** Counts from 0. */
  readonly index: number;
  readonly path: Path;
  readonly lever: Lever;
  readonly from: Region;
  readonly to: Region;
  /** How long to wait before the first look whether it took effect. */
  readonly settle: Millis;
}

export function plan(move: Move, policy: Policy): readonly Step[] {
  const { primary, secondary, paths, verify } = policy;
  const [from, to] = move === "failOver" ? [primary, secondary] : [secondary, primary];
  const wanted: Pick<Step, "path" | "lever">[] = [];
  if (paths.managedLogin !== null) {
    wanted.push({ path: "managedLogin", lever: paths.managedLogin.lever });
  }
  if (paths.sdk !== null) wanted.push({ path: "sdk", lever: paths.sdk.lever });
  return wanted.map((step, index) => ({
    ...step,
    index,
    from,
    to,
    settle: millis(Math.max(verify.settle, leverFacts[step.lever].takesEffectAfter)),
  }));
}

/** Those of a plan that move these paths. */
export function stepsOn(paths: readonly Path[], policy: Policy): readonly Step[] {
  return plan("failOver", policy).filter(({ path }) => paths.includes(path));
}

/** The step that puts the lever back. */
export function undo(step: Step): Step {
  return { ...step, from: step.to, to: step.from };
}

/** What each path is called in a sentence. */
export const pathLabels: Readonly<Record<Path, string>> = {
  managedLogin: "managed login",
  sdk: "SDK sign-in",
};

/** "managed login to us-east-1, by the beacon" */
export function inPlan({ path, lever, to }: Step): string {
  return `${pathLabels[path]} to ${to}, by ${leverFacts[lever].label}`;
}
