// Who is to blame for a failed probe, and may it count as evidence that a Region is sick?
// In goes what the wire or AWS said; out comes a class. It does not look at the other Region: that
// a fault shared by both Regions is no reason to move is decided where a round is folded.

export type FailureClass =
  | "unreachable"
  | "serverError"
  | "slow"
  | "wrongAnswer"
  | "throttled"
  | "replicaOff"
  | "trigger"
  | "blocked"
  | "key"
  | "credentials"
  | "observer";

/** When a failure of a class is evidence against the Region it happened in. */
export type Voting = "always" | "whileOtherRegionIsClean" | "never";

export interface ClassFacts {
  readonly voting: Voting;
  /** Completes "the probe failed as …". */
  readonly because: string;
}

export const failureClasses: Readonly<Record<FailureClass, ClassFacts>> = {
  unreachable: { voting: "always", because: "the Region could not be reached" },
  serverError: { voting: "always", because: "the Region answered with an error of its own" },
  slow: { voting: "always", because: "the answer took longer than the latency budget" },
  wrongAnswer: { voting: "always", because: "the answer was wrong: token, issuer or signature" },
  throttled: { voting: "never", because: "a quota was exceeded, which would follow the traffic" },
  replicaOff: { voting: "never", because: "the replica does not accept sign-in" },
  trigger: { voting: "whileOtherRegionIsClean", because: "a Lambda trigger of the pool failed" },
  blocked: { voting: "whileOtherRegionIsClean", because: "a web ACL blocked the request" },
  key: { voting: "whileOtherRegionIsClean", because: "the pool's KMS key could not be used" },
  credentials: { voting: "never", because: "the probe user or the client is not set up rightly" },
  observer: { voting: "never", because: "the vantage itself could not judge" },
};

/** What is known of a failure, as the SDK, Node or HTTP told it. */
export interface FailureSignature {
  /** The error's name: "NotAuthorizedException", "TimeoutError". */
  readonly name: string;
  /** Node's error code, "ECONNRESET"; absent when the service answered. */
  readonly code?: string | undefined;
  /** The HTTP status; absent when nothing was answered. */
  readonly status?: number | undefined;
  /** The error's text; only matched, never shown, since it may repeat what was sent. */
  readonly message?: string | undefined;
}

const byName: Readonly<Record<string, FailureClass>> = {
  InternalErrorException: "serverError",
  InternalServerError: "serverError",
  ServiceUnavailable: "serverError",
  TooManyRequestsException: "throttled",
  LimitExceededException: "throttled",
  ThrottlingException: "throttled",
  OperationNotEnabledException: "replicaOff",
  UserLambdaValidationException: "trigger",
  UnexpectedLambdaException: "trigger",
  InvalidLambdaResponseException: "trigger",
  ForbiddenException: "blocked",
  NotAuthorizedException: "credentials",
  UserNotFoundException: "credentials",
  UserNotConfirmedException: "credentials",
  PasswordResetRequiredException: "credentials",
  InvalidParameterException: "credentials",
  ResourceNotFoundException: "credentials",
  InvalidUserPoolConfigurationException: "credentials",
  InvalidIdentityTokenException: "wrongAnswer",
  UnexpectedAnswer: "wrongAnswer",
  IssuerNotServed: "credentials",
};

/** The token verifier's errors: JwtInvalidSignatureError, KidNotFoundInJwksError, … */
const tokenError = /^(CognitoJwt|Jwt|Jwk|Jwks|Kid)\w*Error$/;

/** Node's network errors. A reset is *named* TimeoutError by the SDK, so the code is asked first. */
const networkCodes = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const networkNames = new Set(["TimeoutError", "AbortError", "RequestTimeout"]);

export function classify({ name, code, status, message }: FailureSignature): FailureClass {
  if (code !== undefined && networkCodes.has(code)) return "unreachable";
  if (/\bkms\b|key.*(disabled|invalid state|pending deletion)/i.test(message ?? "")) return "key";
  const named = Object.hasOwn(byName, name) ? byName[name] : undefined;
  if (named !== undefined) return named;
  if (tokenError.test(name)) return "wrongAnswer";
  if (status !== undefined && status >= 500) return "serverError";
  if (status === 429) return "throttled";
  if (status === 403) return "blocked";
  if (networkNames.has(name)) return "unreachable";
  return "observer";
}
