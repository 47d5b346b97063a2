// What Elastic Load Balancing refuses.

import { AwsError } from "../aws-error.ts";

const PLURALS = { LoadBalancer: "load balancers", Listener: "listeners", Rule: "rules" } as const;

export function notFound(kind: keyof typeof PLURALS): AwsError {
  return new AwsError(`${kind}NotFound`, `One or more ${PLURALS[kind]} not found`);
}

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}
