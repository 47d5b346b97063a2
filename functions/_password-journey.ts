// The password journey at one target: sign in, verify the token against the issuer's key set, refresh.
// Stops at the first step that fails and says which, and as what; tokens go no further than this file.

import { inShort, signatureOf } from "../aws/failure-signature.ts";
import { classify } from "../core/failure-class.ts";
import type { Policy } from "../core/policy.ts";
import type { ProbeOutcome, ProbeResult, ProbeStep, StepName } from "../core/probe.ts";
import { type Instant, millis, type Region } from "../core/types.ts";
import type { Services } from "./_services.ts";

type Needs = Pick<Services, "cognito" | "keySet" | "place" | "secrets">;

export async function passwordJourney(
  { cognito, keySet, secrets, place }: Needs,
  { policy, target }: { readonly policy: Policy; readonly target: Region },
  at: Instant,
): Promise<ProbeResult> {
  const steps: ProbeStep[] = [];
  const { stopwatch } = place.runtime;
  const step = async <T>(name: StepName, run: () => Promise<T>): Promise<T> => {
    const began = stopwatch();
    try {
      return await run();
    } catch (error) {
      throw new StepFailed(name, error);
    } finally {
      steps.push({ name, took: millis(Math.round(stopwatch() - began)) });
    }
  };
  const outcome = await (async (): Promise<ProbeOutcome> => {
    try {
      const user = await step("secret", () => secrets.probeUser(policy.probeUser.secret));
      const tokens = await step("signIn", () => cognito.signIn(target, policy.clientId, user));
      const deadline = AbortSignal.timeout(policy.criteria.stepDeadline);
      await step("verifyToken", () =>
        keySet.verifyAccessToken(tokens.accessToken, policy, deadline),
      );
      await step("refresh", () => cognito.refresh(target, policy.clientId, tokens.refreshToken));
      return withinBudget(steps, policy);
    } catch (error) {
      return failed(error);
    }
  })();
  if (outcome.kind === "failed" && outcome.class === "credentials") {
    secrets.forget(policy.probeUser.secret);
  }
  const took = millis(steps.reduce((sum, { took }) => sum + took, 0));
  return {
    pool: policy.name,
    vantage: place.region,
    target,
    journey: "password",
    at,
    took,
    steps,
    outcome,
  };
}

/** Carries which step failed; the error itself stays inside. */
class StepFailed extends Error {
  readonly step: StepName;

  constructor(step: StepName, cause: unknown) {
    super(step, { cause });
    this.step = step;
  }
}

function failed(error: unknown): ProbeOutcome {
  const step = error instanceof StepFailed ? error.step : "signIn";
  const signature = signatureOf(error instanceof StepFailed ? error.cause : error);
  return {
    kind: "failed",
    // Without its own secret the vantage cannot judge anyone.
    class:
      step === "secret" && signature.name !== "NotAuthorizedException"
        ? "observer"
        : classify(signature),
    step,
    error: inShort(signature),
  };
}

function withinBudget(steps: readonly ProbeStep[], { criteria }: Policy): ProbeOutcome {
  const asked = steps.filter(({ name }) => name !== "secret");
  const took = asked.reduce((sum, step) => sum + step.took, 0);
  if (took <= criteria.latencyBudget) return { kind: "ok" };
  const slowest = asked.reduce((a, b) => (b.took > a.took ? b : a));
  return { kind: "failed", class: "slow", step: slowest.name, error: `${took} ms` };
}
