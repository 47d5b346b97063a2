// What stands before every operation: whether the role that has signed may do it.

import type { AwsError } from "../aws-error.ts";
import type { Context, Service, WireRequest } from "../service.ts";
import { denied, type Iam } from "./iam.ts";
import type { Deed } from "./policy.ts";
import { notEmulated } from "./refusals.ts";

export interface Asked {
  readonly operation: string;
  readonly request: WireRequest;
  readonly context: Context;
}

/** Throws the service's own refusal. The administrator may, and whoever has not signed is for the service to judge. */
export function authorize(
  iam: Iam,
  service: Service,
  { operation, request, context }: Asked,
): void {
  const { principal, region, isPlain = false } = context;
  if (principal.kind !== "role") return;
  if (service.deedsOf === undefined) throw notEmulated(`a role's call of ${service.name}`);
  const refuse: (message: string, deed: Deed) => AwsError = service.denied ?? denied;
  for (const deed of service.deedsOf(operation, request, context)) {
    const asName = (message: string) => refuse(message, deed);
    iam.allow(principal, deed, { region, isPlain, asName });
  }
}
