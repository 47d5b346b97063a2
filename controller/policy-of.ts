// The settings of the pool that an event names, or a refusal that lists the pools there are.

import type { Config, Policy } from "../core/settings/policy.ts";
import { ActionError } from "../core/values/errors.ts";

export function policyOf({ pools }: Config, name: string): Policy {
  const policy = pools.find((pool) => pool.name === name);
  if (policy !== undefined) return policy;
  throw new ActionError({
    code: "InvalidInput",
    cannot: "find the pool",
    must: `it must be one of ${pools.map((pool) => `"${pool.name}"`).join(", ")}`,
    value: name,
    next: "cognito-failover status",
  });
}
