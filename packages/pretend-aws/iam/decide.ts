// Whether a call is let through, by all policies that have a say in it, within one account.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

import type { KeyValues } from "./condition-keys.ts";
import type { Deed, Policy } from "./policy.ts";
import type { Naming, Principal } from "./principal.ts";

export interface Policies {
  /** The caller's own. */
  readonly identity: readonly Policy[];
  /** How far the caller's own reach at the most; null: without limit. */
  readonly boundary: Policy | null;
  /** That of the thing itself; null: it has none. */
  readonly resource: Policy | null;
  /** The thing's own policy must give, be it to the account alone, as that of a KMS key. */
  readonly isResourceNeeded?: boolean;
}

export interface Call {
  readonly principal: Principal;
  readonly deed: Deed;
  /** Of all condition keys. */
  readonly values: KeyValues;
}

export type PolicyType = "identity-based policy" | "permissions boundary" | "resource-based policy";

export type Decision =
  | { readonly kind: "allowed" }
  | { readonly kind: "explicitlyDenied"; readonly by: PolicyType }
  /** No policy of this type allows it. */
  | { readonly kind: "notAllowed"; readonly by: PolicyType };

const ALLOWED: Decision = { kind: "allowed" };

export function decide(policies: Policies, call: Call): Decision {
  const { identity, boundary, resource, isResourceNeeded = false } = policies;
  const denier = [
    ...identity.map((policy) => ["identity-based policy", policy] as const),
    ["permissions boundary", boundary] as const,
    ["resource-based policy", resource] as const,
  ].find(([, policy]) => namings(policy, "Deny", call).length > 0);
  if (denier !== undefined) return { kind: "explicitlyDenied", by: denier[0] };
  const granted = namings(resource, "Allow", call);
  // What a resource gives to the caller itself needs nobody else's word; "account" leaves it to the account.
  if (granted.includes("caller")) return ALLOWED;
  if (isResourceNeeded && granted.length === 0) {
    return { kind: "notAllowed", by: "resource-based policy" };
  }
  const isGranted = granted.some((naming) => naming === "role" || naming === "everyone");
  if (!isGranted && !identity.some((policy) => allows(policy, call))) {
    const isStranger = call.principal.kind === "anonymous" || call.principal.kind === "service";
    return {
      kind: "notAllowed",
      by: isStranger ? "resource-based policy" : "identity-based policy",
    };
  }
  if (boundary !== null && !allows(boundary, call)) {
    return { kind: "notAllowed", by: "permissions boundary" };
  }
  return ALLOWED;
}

function allows(policy: Policy, call: Call): boolean {
  return namings(policy, "Allow", call).length > 0;
}

/** How the statements that cover the call name the caller. */
function namings(
  policy: Policy | null,
  effect: "Allow" | "Deny",
  { principal, deed, values }: Call,
): readonly Naming[] {
  return (policy?.statements ?? [])
    .filter((statement) => statement.effect === effect && statement.covers(deed, values))
    .map((statement) => statement.naming(principal))
    .filter((naming) => naming !== "nobody");
}

/** In AWS's words: who, what, on what, and for want of which policy. */
export function refusalOf(who: string, { action, resource }: Deed, decision: Decision): string {
  const what = `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`;
  switch (decision.kind) {
    case "allowed":
      return "";
    case "explicitlyDenied": {
      const article = decision.by === "identity-based policy" ? "an" : "a";
      return `${what} with an explicit deny in ${article} ${decision.by}`;
    }
    case "notAllowed":
      return `${what} because no ${decision.by} allows the ${action} action`;
  }
}
