// What every pretend service looks like to the wire: a name, how to tell its requests, and operations.

import type { AwsError } from "./aws-error.ts";
import type { Deed } from "./iam/policy.ts";
import type { Principal } from "./iam/principal.ts";

/** Who made a call, as `callerOf` of the options says; "foreign" for others. */
export interface Caller {
  /** A Lambda, a program, a service acting for the user (`states`), or `foreign`. */
  readonly name: string;
  /** The Region that the caller runs in, when it says so: for a probe, its vantage. */
  readonly region: string | null;
}

export interface Context {
  /** The Region whose endpoint was called, or "global". */
  readonly region: string;
  readonly caller: Caller;
  /** In whose name: what policies ask about. */
  readonly principal: Principal;
  /** Over plain HTTP, as a load balancer in front says it; absent: over TLS. */
  readonly isPlain?: boolean;
}

export interface WireRequest {
  readonly method: string;
  /** Without the query string, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface StruckBy {
  readonly region: string;
  readonly error: AwsError;
}

export interface Service {
  /** The SDK's signing name: "cognito-idp", "route53", "s3", "states", … */
  readonly name: string;
  /** Answered by each Region's endpoint, or by the one global endpoint. */
  readonly scope: "regional" | "global";
  /** What it answers; absent where an operation is told by the path that is asked for. */
  readonly operations?: readonly string[];
  /** The operation that the request asks for, or null when it is not for this service. */
  operationOf(request: WireRequest): string | null;
  /** Answers; throws AwsError for what AWS refuses. */
  handle(operation: string, request: WireRequest, context: Context): Promise<WireResponse>;
  /** The same without a wire, where the service's dialect has its inputs and outputs as they are. */
  call?(operation: string, input: object, context: Context): unknown;
  /** What IAM is asked about a role's call before it is answered; none where no policy has a say. */
  deedsOf?(operation: string, request: WireRequest, context: Context): readonly Deed[];
  /** How IAM's refusal is called; absent: AccessDeniedException, 400. */
  denied?(message: string, deed: Deed): AwsError;
  /** Whom the request is about, where it is about a user; asked only while a fault hits some users. */
  userOf?(operation: string, request: WireRequest, context: Context): string | undefined;
  /** A fault refused the call in the service's own name: for what the service counts of its calls. */
  struck?(operation: string, request: WireRequest, by: StruckBy): void;
  /** What every answer to the request carries, a refusal too. */
  headersFor?(request: WireRequest): Readonly<Record<string, string>>;
  /** How an error of this service looks on its wire. */
  failure(
    error: { name: string; message: string; status: number; members: object },
    requestId: string,
  ): WireResponse;
}
