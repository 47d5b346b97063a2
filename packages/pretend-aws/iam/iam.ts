// The pretend IAM: roles with their policies and one access key each, and the word on every call. Whoever
// signs with a key that is no role's is the account's administrator.

import { createHash } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { WireRequest } from "../service.ts";
import type { KeyValues } from "./condition-keys.ts";
import { type Call, type Decision, decide, type Policies, refusalOf } from "./decide.ts";
import { type Deed, type Policy, readPolicy } from "./policy.ts";
import { arnOf, type Principal, type Role } from "./principal.ts";

export interface RoleSeed {
  readonly name: string;
  /** As JSON or its text. */
  readonly policies: readonly (string | object)[];
  readonly boundary?: string | object;
  /** Which services may take it, and for what; absent: any for anything. */
  readonly trust?: string | object;
  /** What the session of whoever has taken it is called, for a Lambda its function's name; absent: as the role. */
  readonly session?: string;
}

/** What whoever takes the role signs with. */
export interface RoleKeys {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Where and how a call came in. */
export interface Way {
  /** The Region whose endpoint was called, or "global". */
  readonly region: string;
  /** Absent: over TLS, as every call of an SDK. */
  readonly isPlain?: boolean;
}

/** A call that was judged, to be judged again with other policies. */
export interface Judged {
  readonly call: Call;
  readonly policies: Policies;
  readonly decision: Decision;
}

export interface Entity {
  readonly principal: Principal;
  readonly policies: Policies;
}

/** For whom an AWS service takes a role. */
export interface Taking {
  /** "scheduler.amazonaws.com" */
  readonly service: string;
  readonly sourceArn: string;
  /** What else it says of itself. */
  readonly values?: KeyValues;
}

interface Known {
  readonly role: Role;
  readonly policies: Policies;
  readonly trust: Policy | null;
}

const EVERYTHING = readPolicy({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
const NO_POLICIES: Policies = { identity: [], boundary: null, resource: null };
/** More than this many different calls are not remembered, so that a long run keeps to its memory. */
const MOST_JUDGED = 20_000;

export class Iam {
  readonly #accountId: string;
  readonly #byKey = new Map<string, Known>();
  readonly #byArn = new Map<string, Known>();
  readonly #judged = new Map<string, Judged>();
  readonly #ids = new WeakMap<Policy, number>();
  readonly #administrator: Principal;
  #lastId = 0;

  constructor(accountId: string) {
    this.#accountId = accountId;
    this.#administrator = { kind: "administrator", arn: `arn:aws:iam::${accountId}:user/pretend` };
  }

  /** Answers the role's keys; a name seeded again has its policies replaced. */
  seedRole({ name, policies, boundary, trust, session = name }: RoleSeed): RoleKeys {
    const arn = `arn:aws:iam::${this.#accountId}:role/${name}`;
    const sessionArn = `arn:aws:sts::${this.#accountId}:assumed-role/${name}/${session}`;
    const known: Known = {
      role: { name, arn, sessionArn, id: `AROA${letters(name)}:${session}` },
      policies: {
        identity: policies.map(readPolicy),
        boundary: boundary === undefined ? null : readPolicy(boundary),
        resource: null,
      },
      trust: trust === undefined ? null : readPolicy(trust),
    };
    const accessKeyId = `ASIA${letters(`${name}/${session}`)}`;
    this.#byKey.set(accessKeyId, known);
    this.#byArn.set(arn, known);
    for (const [key, { call }] of this.#judged) {
      if (call.principal.kind === "role" && call.principal.role.arn === arn) {
        this.#judged.delete(key);
      }
    }
    return { arn, accessKeyId, secretAccessKey: "pretend" };
  }

  /** Whose policies are simulated; null where nobody has this ARN. */
  entity(arn: string): Entity | null {
    if (this.#administrator.kind === "administrator" && arn === this.#administrator.arn) {
      const policies = this.#policiesOf(this.#administrator);
      return { principal: this.#administrator, policies };
    }
    const known = this.#byArn.get(arn);
    if (known === undefined) return null;
    return { principal: { kind: "role", role: known.role }, policies: known.policies };
  }

  get administrator(): Principal {
    return this.#administrator;
  }

  /** Everything that was judged, once each, of a role since it was last seeded. */
  get judged(): readonly Judged[] {
    return [...this.#judged.values()];
  }

  /** Who has signed. Signatures are not verified: the key is what counts. */
  principalOf({ headers, query }: Pick<WireRequest, "headers" | "query">): Principal {
    const signed = headers["authorization"] ?? query.get("X-Amz-Credential") ?? null;
    if (signed === null) return { kind: "anonymous" };
    const key = /(?:Credential=|^)([^/,\s]+)\//.exec(signed)?.[1] ?? "";
    const known = this.#byKey.get(key);
    return known === undefined ? this.#administrator : { kind: "role", role: known.role };
  }

  /** What a service becomes with a role. One that nobody has seeded may do everything. */
  taken(roleArn: string, { service, sourceArn, values }: Taking): Principal {
    const known = this.#byArn.get(roleArn);
    if (known === undefined) return this.#administrator;
    const deed: Deed = {
      action: "sts:AssumeRole",
      resource: roleArn,
      values: { "aws:SourceArn": sourceArn, "aws:SourceAccount": this.#accountId, ...values },
    };
    const [, , , region = ""] = sourceArn.split(":");
    const taker: Principal = { kind: "service", service };
    if (known.trust !== null) this.allow(taker, deed, { region, resource: known.trust });
    return { kind: "role", role: known.role };
  }

  /** Throws what AWS refuses; `asName` makes it the service's own. */
  allow(
    principal: Principal,
    deed: Deed,
    { asName = denied, ...way }: Way & OfResource & { asName?: (message: string) => AwsError },
  ): void {
    const decision = this.decide(principal, deed, way);
    if (decision.kind !== "allowed") throw asName(refusalOf(arnOf(principal), deed, decision));
  }

  decide(
    principal: Principal,
    deed: Deed,
    { resource = null, isResourceNeeded = false, ...way }: Way & OfResource,
  ): Decision {
    if (principal.kind === "administrator" && resource === null) return { kind: "allowed" };
    const { action, resource: on, values } = deed;
    const key = [
      ...[principalKey(principal), action, on, way.region, String(way.isPlain ?? false)],
      ...[this.#idOf(resource), values === undefined ? "" : JSON.stringify(values)],
    ].join("\n");
    const known = this.#judged.get(key);
    if (known !== undefined) return known.decision;
    const policies = { ...this.#policiesOf(principal), resource, isResourceNeeded };
    const call = { principal, deed, values: this.#valuesOf(principal, deed, way) };
    const decision = decide(policies, call);
    if (this.#judged.size >= MOST_JUDGED) this.#judged.clear();
    this.#judged.set(key, { call, policies, decision });
    return decision;
  }

  #policiesOf(principal: Principal): Policies {
    if (principal.kind === "administrator") return { ...NO_POLICIES, identity: [EVERYTHING] };
    if (principal.kind !== "role") return NO_POLICIES;
    return this.#byArn.get(principal.role.arn)?.policies ?? NO_POLICIES;
  }

  #valuesOf(principal: Principal, { values }: Deed, { region, isPlain = false }: Way) {
    const isService = principal.kind === "service";
    return {
      "aws:SecureTransport": String(!isPlain),
      "aws:SourceIp": "127.0.0.1",
      // What is global is asked for in the Region where its control plane is.
      "aws:RequestedRegion": region === "global" ? "us-east-1" : region,
      "aws:PrincipalIsAWSService": String(isService),
      ...(isService || principal.kind === "anonymous"
        ? {}
        : {
            "aws:PrincipalAccount": this.#accountId,
            "aws:PrincipalArn": principal.kind === "role" ? principal.role.arn : principal.arn,
            "aws:userid": userIdOf(principal),
          }),
      ...values,
    };
  }

  #idOf(policy: Policy | null): string {
    if (policy === null) return "";
    const id = this.#ids.get(policy) ?? ++this.#lastId;
    this.#ids.set(policy, id);
    return String(id);
  }
}

interface OfResource {
  /** The policy of the thing itself; absent or null: it has none. */
  readonly resource?: Policy | null;
  /** It must give, be it to the account alone, as that of a KMS key. */
  readonly isResourceNeeded?: boolean;
}

/** As GetCallerIdentity has it. */
export function userIdOf(principal: Principal): string {
  return principal.kind === "role" ? principal.role.id : "AIDAPRETENDUSER000001";
}

/** The name and the status of most services. */
export function denied(message: string): AwsError {
  return new AwsError("AccessDeniedException", message);
}

function principalKey(principal: Principal): string {
  return `${principal.kind} ${arnOf(principal)}`;
}

/** Sixteen letters that a name always leads to. */
function letters(name: string): string {
  const bytes = createHash("sha256").update(name).digest();
  return [...bytes.subarray(0, 16)].map((byte) => String.fromCharCode(65 + (byte % 26))).join("");
}
