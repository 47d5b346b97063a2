import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { ProbeOutcome, ProbeResult } from "../../../core/probe/probe.ts";
import { millis } from "../../../core/values/types.ts";
import { now, primary, witness } from "./a-policy.ts";

export function aProbe(change: Partial<ProbeResult> = {}): ProbeResult {
  return {
    pool: "customers",
    vantage: witness,
    target: primary,
    journey: "password",
    at: now,
    took: millis(340),
    steps: [{ name: "signIn", took: millis(340), outcome: "ok" }],
    outcome: { kind: "ok" },
    user: 0,
    lag: null,
    ...change,
  };
}

export function aFailure(name: FailureClass = "unreachable"): ProbeOutcome {
  return { kind: "failed", class: name, step: "signIn", error: "PretendError" };
}
