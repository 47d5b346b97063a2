import type { MoveInHand } from "../../../core/failover/move.ts";
import { started } from "../../../core/failover/progress.ts";
import { plan } from "../../../core/levers/plan.ts";
import { fencingToken } from "../../../core/values/types.ts";
import { aPolicy, minutes, primary, secondary } from "./a-policy.ts";

/** A failover of both paths, before its first step. */
export function aMove(change: Partial<MoveInHand> = {}): MoveInHand {
  const steps = plan("failOver", aPolicy());
  return {
    pool: "customers",
    move: "failOver",
    executionName: "customers-7-1",
    token: fencingToken(7),
    by: "the controller",
    reason: "Sign-in in us-west-2, the primary, is down.",
    from: primary,
    to: secondary,
    steps,
    needsApproval: false,
    approvalSeconds: 1_800,
    countsFrom: minutes(-4),
    isCarriedOn: false,
    isInsisted: false,
    progress: started(steps, () => null),
    ...change,
  };
}
