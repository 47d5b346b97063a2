// What can happen to a request, and what a journey says of it at whichever step it happens.

import type { Fault } from "pretend-aws/faults.ts";

export const anError = (name: string, status = 400, message = "Injected."): Fault["effect"] => ({
  kind: "error",
  ...{ name, status, message },
});

export interface FaultOfTest {
  readonly name: string;
  readonly effect: Fault["effect"];
  /** The class. */
  readonly kind: string;
  /** The error in short. */
  readonly error: string;
}

const row = (name: string, effect: Fault["effect"], [kind, error]: [string, string]) => ({
  ...{ name, effect, kind, error },
});

export const faults: readonly FaultOfTest[] = [
  row("a cut connection", { kind: "reset" }, ["unreachable", "TimeoutError ECONNRESET"]),
  row("no answer", { kind: "blackHole" }, ["unreachable", "TimeoutError ETIMEDOUT"]),
  row("an answer after the deadline", { kind: "delay", ms: 9_000 }, [
    "unreachable",
    "TimeoutError",
  ]),
  row("a load balancer's 503", { kind: "status", status: 503 }, ["serverError", "SyntaxError 503"]),
  row("a bare 429", { kind: "status", status: 429 }, ["throttled", "SyntaxError 429"]),
  row("a bare 403", { kind: "status", status: 403 }, ["blocked", "SyntaxError 403"]),
  row("Cognito's own error", anError("InternalErrorException", 500), [
    "serverError",
    "InternalErrorException 500",
  ]),
  row("a used-up quota", anError("TooManyRequestsException"), [
    "throttled",
    "TooManyRequestsException 400",
  ]),
  row("a web ACL", anError("ForbiddenException", 403), ["blocked", "ForbiddenException 403"]),
  row("a disabled key", anError("InvalidParameterException", 400, "The KMS key is disabled."), [
    "key",
    "InvalidParameterException 400",
  ]),
];

/** Every fault at every step: `steps` says which step each operation of Cognito is. */
export function faultsAt(steps: Readonly<Record<string, string>>) {
  return Object.entries(steps).flatMap(([operation, step]) =>
    faults.map(({ name, effect, kind, error }) => ({
      name: `${name} at ${step}`,
      fault: { operation, effect },
      outcome: `${kind} at ${step}: ${error}`,
    })),
  );
}
