// What stands before every operation, in Cognito's order: the web ACL, whose blocks count against no
// quota, the quotas, the rules for secondaries, the pool's key. And what is reported of its end.

import { AwsError } from "../../aws-error.ts";
import type { Caller, StruckBy, WireRequest } from "../../service.ts";
import { inputOf } from "../api/request-input.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { permit } from "../pool/rules.ts";
import { readJwt } from "../sign-in/jwt.ts";
import { findUser } from "../users/directory.ts";
import { checkKey, type KeyUseOf } from "./key-state.ts";
import type { Activity, AttemptEnd, Metrics } from "./metrics.ts";
import { categoryOf } from "./quota-categories.ts";
import type { QuotaRequest, Quotas } from "./quotas.ts";
import { passWebAcl, ruleFor, type WebAclBefore } from "./web-acl.ts";

export interface GuardedRequest {
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  readonly region: string;
  /** Null for the few operations that are about no one pool. */
  readonly site: Site | null;
}

interface Keepers {
  readonly webAclBefore: WebAclBefore;
  readonly keyUse: KeyUseOf;
  readonly quotas: Quotas;
  readonly metrics: Metrics;
}

/** The members that are read here, of whichever operation. */
interface SharedInput {
  readonly ClientId?: string;
  readonly Username?: string;
  readonly AccessToken?: string;
  readonly AuthFlow?: string;
  readonly ChallengeName?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
}

/** Runs the operation unless something stands against it; throws what Cognito answers then. */
export async function guarded(
  keepers: Keepers,
  request: GuardedRequest,
  run: () => unknown,
): Promise<unknown> {
  const { operation, site } = request;
  if (site !== null) passWebAcl(ruleFor(keepers, site.replica), request);
  try {
    count(keepers, request);
    if (site !== null) {
      permit(operation, site.replica);
      checkKey(keepers, operation, site);
    }
    const output = await run();
    reportEnd(keepers, request, endOf(output));
    return output;
  } catch (error) {
    if (error instanceof AwsError) reportEnd(keepers, request, endBy(error));
    throw error;
  }
}

function count(keepers: Keepers, request: GuardedRequest): void {
  const { operation, region, site } = request;
  const input: SharedInput = request.input;
  const category = categoryOf(operation, input.ChallengeName);
  if (category === null) return;
  const user = userOf(input, site);
  counted(keepers, { region, category, operation, poolId: site?.pool.id, user });
}

/** Counts the request against its quotas, and reports the call. Throws TooManyRequestsException. */
export function counted(
  { quotas, metrics }: Pick<Keepers, "quotas" | "metrics">,
  request: QuotaRequest,
): void {
  const { region, category } = request;
  try {
    quotas.admit(request);
  } catch (error) {
    metrics.call(region, category, true);
    throw error;
  }
  metrics.call(region, category, false);
}

/** A call that a fault refused in Cognito's name: it takes nothing of a quota, and is reported as every call is. */
export function countStruck(
  { metrics }: Pick<Keepers, "metrics">,
  { operation, request, region, error }: StruckCall,
): void {
  const { ChallengeName }: SharedInput = inputOf(request.body);
  const category = categoryOf(operation, ChallengeName);
  if (category !== null) metrics.call(region, category, endBy(error) === "throttled");
}

interface StruckCall extends StruckBy {
  readonly operation: string;
  readonly request: WireRequest;
}

/** Under one name, whether the request gives a user name, an alias or a token. */
function userOf(input: SharedInput, site: Site | null): string | undefined {
  if (site === null) return undefined;
  const subject = readJwt(input.AccessToken ?? "")?.["sub"];
  if (typeof subject === "string") return subject;
  const { AuthParameters, ChallengeResponses, Username } = input;
  const name = Username ?? AuthParameters?.["USERNAME"] ?? ChallengeResponses?.["USERNAME"];
  return name === undefined ? undefined : (findUser(site.directory, name)?.sub ?? name);
}

function reportEnd(
  { metrics }: Keepers,
  { operation, region, site, input }: GuardedRequest,
  end: AttemptEnd | null,
): void {
  const activity = activityOf(operation, input);
  if (activity === null || site === null || end === null) return;
  const client = (input as SharedInput).ClientId ?? "Admin";
  metrics.attempt(activity, { region, poolId: site.pool.id, client }, end);
}

function activityOf(operation: string, { AuthFlow }: SharedInput): Activity | null {
  switch (operation) {
    case "InitiateAuth":
    case "AdminInitiateAuth":
      return AuthFlow?.startsWith("REFRESH_TOKEN") ? "TokenRefresh" : "SignIn";
    case "RespondToAuthChallenge":
    case "AdminRespondToAuthChallenge":
      return "SignIn";
    case "GetTokensFromRefreshToken":
      return "TokenRefresh";
    case "SignUp":
    case "AdminCreateUser":
      return "SignUp";
    default:
      return null;
  }
}

/** Null where a challenge was posed: the attempt goes on. */
function endOf(output: unknown): AttemptEnd | null {
  const posed = (output as { ChallengeName?: string } | undefined)?.ChallengeName;
  return posed === undefined ? "success" : null;
}

/** Of an attempt that ended by this error. */
export function endBy(error: unknown): AttemptEnd {
  const wasThrottled = error instanceof AwsError && error.name === "TooManyRequestsException";
  return wasThrottled ? "throttled" : "failure";
}
