// A web ACL before a pool in one Region. It looks at the requests that anybody may send; calls that an
// administrator signs never pass it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html

import { AwsError } from "../../aws-error.ts";
import { BareStatus } from "../../faults.ts";
import { INTERCEPTIONS, type Interception } from "../../intercepted.ts";
import type { Caller } from "../../service.ts";

/** What is blocked; a rule that names nothing blocks every public request. */
export interface BlockRule {
  /** Names as the API has them ("InitiateAuth"), pages as CloudTrail has them ("Login_GET"); absent: any. */
  readonly operations?: readonly string[];
  /** Regions that the blocked callers run in, as a rule on addresses would name them; absent: any. */
  readonly vantages?: readonly string[];
  /** Absent: block. A challenge or a CAPTCHA can be met by a browser alone. */
  readonly action?: "block" | "challenge" | "captcha";
}

/** Of a pool by its ARN; null where none stands, or one that stops nothing. */
export type WebAclBefore = (poolArn: string) => BlockRule | null;

/** What somebody has set on the pool itself counts before what WAF has. */
export function ruleFor(
  { webAclBefore }: { readonly webAclBefore: WebAclBefore },
  { webAcl, arn }: { readonly webAcl: BlockRule | null; readonly arn: string },
): BlockRule | null {
  return webAcl ?? webAclBefore(arn);
}

export interface InspectedRequest {
  readonly operation: string;
  readonly caller: Caller;
}

/** The operations that go unsigned: those for which the API declares ForbiddenException. */
export const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set([
  ...["AssociateSoftwareToken", "ChangePassword", "CompleteWebAuthnRegistration", "ConfirmDevice"],
  ...["ConfirmForgotPassword", "ConfirmSignUp", "DeleteUser", "DeleteUserAttributes"],
  ...["DeleteWebAuthnCredential", "ForgetDevice", "ForgotPassword", "GetClientToken", "GetDevice"],
  ...["GetTokensFromRefreshToken", "GetUser", "GetUserAttributeVerificationCode"],
  ...["GetUserAuthFactors", "GlobalSignOut", "InitiateAuth", "ListDevices", "ListUserSessions"],
  ...["ListWebAuthnCredentials", "ResendConfirmationCode", "RespondToAuthChallenge"],
  ...["RevokeToken", "RevokeUserSession", "SetUserMFAPreference", "SetUserSettings", "SignUp"],
  ...["StartWebAuthnRegistration", "UpdateDeviceStatus", "UpdateUserAttributes"],
  ...["VerifySoftwareToken", "VerifyUserAttribute"],
]);

/** Whether the rule stops this request. */
function isBlocked(rule: BlockRule | null, { operation, caller }: InspectedRequest): boolean {
  if (rule === null) return false;
  const { operations, vantages } = rule;
  return (
    (operations === undefined || operations.includes(operation)) &&
    (vantages === undefined || vantages.includes(caller.region ?? ""))
  );
}

/** What a visitor of managed login is answered by the rule; null where it lets the request through. */
export function pageOf(rule: BlockRule | null, request: InspectedRequest): Interception | null {
  if (!isBlocked(rule, request)) return null;
  return INTERCEPTIONS[PAGES[rule?.action ?? "block"]];
}

const PAGES = { block: "wafBlock", challenge: "wafChallenge", captcha: "wafCaptcha" } as const;

/** Throws for a public operation that the rule stops: ForbiddenException, or what WAF puts in Cognito's place. */
export function passWebAcl(rule: BlockRule | null, request: InspectedRequest): void {
  if (!PUBLIC_OPERATIONS.has(request.operation) || !isBlocked(rule, request)) return;
  const action = rule?.action ?? "block";
  if (action !== "block") {
    const page = INTERCEPTIONS[PAGES[action]];
    throw new BareStatus(page.status, page);
  }
  throw new AwsError("ForbiddenException", "Request not allowed due to WAF block.", {
    status: 403,
  });
}
