// Who calls, as policies see it.

export type Principal =
  /** Nobody has signed. */
  | { readonly kind: "anonymous" }
  /** May do whatever no resource's own policy denies. */
  | { readonly kind: "administrator"; readonly arn: string }
  | { readonly kind: "role"; readonly role: Role }
  /** An AWS service by itself: "scheduler.amazonaws.com". */
  | { readonly kind: "service"; readonly service: string };

export interface Role {
  readonly name: string;
  /** "arn:aws:iam::123456789012:role/…" */
  readonly arn: string;
  /** Whoever has taken the role: "arn:aws:sts::123456789012:assumed-role/…/…". */
  readonly sessionArn: string;
  /** "AROA…:session" */
  readonly id: string;
}

/** As the error messages of AWS and GetCallerIdentity name it. */
export function arnOf(principal: Principal): string {
  switch (principal.kind) {
    case "anonymous":
      return "anonymous";
    case "administrator":
      return principal.arn;
    case "role":
      return principal.role.sessionArn;
    case "service":
      return principal.service;
  }
}

/**
 * How the Principal of a statement names a caller: "account" leaves it to the account's own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type Naming = "nobody" | "account" | "role" | "caller" | "everyone";

export function namingOf(written: unknown, principal: Principal): Naming {
  if (written === "*") return "everyone";
  const { AWS = [], Service = [] } = (written ?? {}) as Readonly<Record<string, unknown>>;
  if (principal.kind === "service") {
    return [Service].flat().includes(principal.service) ? "caller" : "nobody";
  }
  const named = [AWS].flat();
  if (named.includes("*")) return "everyone";
  if (principal.kind === "anonymous") return "nobody";
  if (named.includes(arnOf(principal))) return "caller";
  if (principal.kind === "role" && named.includes(principal.role.arn)) return "role";
  const [, , , , account = ""] = arnOf(principal).split(":");
  const isAccount = named.includes(account) || named.includes(`arn:aws:iam::${account}:root`);
  return isAccount ? "account" : "nobody";
}
