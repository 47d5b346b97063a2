// What is each failure a sign of? A table from the most telling to the least: Node's code, what the text
// gives away, the error's name, the HTTP status. The first row that fits decides. What a class is worth
// is failure-class.ts.

import { challenges } from "./challenges.ts";
import { secretRefused } from "./client-secret.ts";
import type { FailureClass } from "./failure-class.ts";

/** All that a row states must hold; what it leaves out may be anything. */
export interface FailureRow {
  readonly code?: string | RegExp;
  readonly name?: string | RegExp;
  readonly message?: RegExp;
  /** The first and the last HTTP status. */
  readonly status?: readonly [number, number];
  readonly class: FailureClass;
  /** One clause that says more than the class does; null where the class says it all. */
  readonly detail: string | null;
}

type Said = FailureRow["detail"];
const codes = (kind: FailureClass, list: readonly string[], detail: Said = null): FailureRow[] =>
  list.map((code) => ({ code, class: kind, detail }));

const names = (kind: FailureClass, list: readonly string[], detail: Said = null): FailureRow[] =>
  list.map((name) => ({ name, class: kind, detail }));

type Text = readonly [message: RegExp, detail: string];

/** Cognito has one name for all that it refuses, and says in the text what it was: what may have been good before… */
const refused = (...[message, detail]: Text): FailureRow => {
  return { name: "NotAuthorizedException", message, class: "refused", detail };
};

/** …and what somebody did to the user, or never set up. */
const unusable = (...text: Text): FailureRow => ({ ...refused(...text), class: "credentials" });

/** The resolver's own trouble. A name that nobody serves may end as EAI_AGAIN, so that is the Region's. */
export const resolverCodes = [
  ...["EAI_FAIL", "ESERVFAIL", "ETIMEOUT"],
  ...["EREFUSED", "EFORMERR", "EBADRESP", "ENOTIMP"],
] as const;

export const failureRows: readonly FailureRow[] = [
  // The SDK calls a reset connection TimeoutError, so the code is asked before the name.
  ...codes("unreachable", [
    ...["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ENETRESET"],
    // Of several addresses the first one's code is told, and a vantage without IPv6 has no way there.
    ...["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
    ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT"],
    ...["UND_ERR_BODY_TIMEOUT", "UND_ERR_ABORTED", "ERR_STREAM_PREMATURE_CLOSE"],
  ]),
  ...codes("unreachable", ["ENOTFOUND", "ENODATA"], "its name does not exist in DNS"),
  ...codes("unreachable", ["EAI_AGAIN"], "its name could not be looked up"),
  ...codes("observer", resolverCodes, "the vantage's resolver does not answer"),
  ...codes("observer", ["ENETDOWN", "EADDRNOTAVAIL", "EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"]),
  ...codes("observer", ["EACCES", "EPERM"], "the vantage may not open connections"),

  // Without a session there is no answer; with a certificate that does not fit, it is the wrong one.
  // A vantage whose clock is off finds certificates too old as well: its clock is judged before.
  ...codes(
    "unreachable",
    ["EPROTO", "ERR_TLS_HANDSHAKE_TIMEOUT"],
    "no TLS session could be established",
  ),
  { code: /^ERR_SSL_/, class: "unreachable", detail: "no TLS session could be established" },
  ...codes(
    "wrongAnswer",
    [
      ...["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "CERT_UNTRUSTED"],
      ...["CERT_REJECTED", "CERT_SIGNATURE_FAILURE", "CERT_CHAIN_TOO_LONG"],
      ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "HOSTNAME_MISMATCH"],
      ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
      ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_DECRYPT_CERT_SIGNATURE"],
      ...["UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY", "ERROR_IN_CERT_NOT_BEFORE_FIELD"],
      ...["ERROR_IN_CERT_NOT_AFTER_FIELD", "INVALID_CA", "INVALID_PURPOSE"],
      ...["PATH_LENGTH_EXCEEDED", "ERR_TLS_CERT_ALTNAME_INVALID", "ERR_TLS_CERT_ALTNAME_FORMAT"],
    ],
    "its certificate does not match",
  ),
  // Node looks at revocation lists, and runs out of memory, only where the process is its own cause.
  ...codes("observer", [
    ...["UNABLE_TO_GET_CRL", "UNABLE_TO_DECRYPT_CRL_SIGNATURE", "CRL_SIGNATURE_FAILURE"],
    ...["CRL_NOT_YET_VALID", "CRL_HAS_EXPIRED", "ERROR_IN_CRL_LAST_UPDATE_FIELD"],
    ...["ERROR_IN_CRL_NEXT_UPDATE_FIELD", "OUT_OF_MEM"],
  ]),
  ...codes(
    "wrongAnswer",
    [
      ...["HTTPParserError", "UND_ERR_HEADERS_OVERFLOW", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"],
      ...["Z_DATA_ERROR", "Z_BUF_ERROR"],
    ],
    "the answer is garbled",
  ),
  { code: /^HPE_/, class: "wrongAnswer", detail: "the answer is garbled" },

  // A trigger's own text may speak of keys and users, so triggers come before both.
  ...names("trigger", [
    "UserLambdaValidationException",
    "UnexpectedLambdaException",
    "InvalidLambdaResponseException",
  ]),
  {
    message:
      /\b(?:Pre|Post|Custom|User|Define|Create|Verify|Inbound)[A-Z]\w+ (?:failed with error|invocation failed)/,
    class: "trigger",
    detail: null,
  },
  { message: /lambda (?:function )?(?:output|response)/i, class: "trigger", detail: null },

  // What the vantage may not do, or signs with the wrong clock, whatever it was about.
  ...names(
    "observer",
    ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"],
    "the vantage lacks a permission",
  ),
  ...names("observer", [
    ...["CredentialsProviderError", "ExpiredTokenException", "ExpiredToken"],
    ...["UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationToken"],
    ...["MissingAuthenticationTokenException", "IncompleteSignatureException"],
    ...["InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired"],
    ...["RequestTimeTooSkewed", "OptInRequired"],
  ]),

  { name: /^KMS\w+Exception$/, class: "key", detail: null },
  {
    message: /\bkms\b|\bkey\b.*\b(?:disabled|invalid state|pending deletion)/i,
    class: "key",
    detail: null,
  },

  unusable(/password attempts exceeded/i, "the user is locked out after wrong passwords"),
  refused(/incorrect username or password/i, "the username or the password is wrong"),
  unusable(/temporary password/i, "the user's temporary password has expired"),
  unusable(/user is disabled/i, "the user is disabled"),
  unusable(/secret/i, secretRefused.atSignIn),
  refused(/refresh token/i, "the refresh token is not accepted"),
  unusable(/unauthorized attribute/i, "the app client may not write the attribute"),
  unusable(/required scopes/i, "the access token lacks the scope that the call needs"),
  unusable(/access token/i, "the access token is not accepted"),
  unusable(/invalid session/i, "the challenge was answered too late or twice"),
  unusable(/security reasons/i, "threat protection refuses the sign-in"),
  ...names("refused", ["NotAuthorizedException", "UnauthorizedException"]),
  ...names("refused", ["UserNotFoundException"], "there is no such user"),
  ...names("credentials", ["UserNotConfirmedException"], "the user is not confirmed"),
  ...names("credentials", ["UserThrottled"], "somebody uses up the user's own rate"),
  ...names("credentials", ["PasswordResetRequiredException"], "the user needs a new password"),
  ...Object.entries(challenges).flatMap(([name, detail]) => names("credentials", [name], detail)),
  // One that came later than the list: Cognito writes their names in capitals.
  {
    name: /^[A-Z]+(?:_[A-Z0-9]+)+$/,
    class: "credentials",
    detail: "the user is asked for a challenge that is not known",
  },
  ...names(
    "credentials",
    ["MFAMethodNotFoundException", "SoftwareTokenMFANotFoundException"],
    "the user is asked for a second factor",
  ),
  ...names("refused", ["ResourceNotFoundException"], "there is no such pool or app client"),
  ...names("credentials", ["RefreshTokenReuseException"], "the refresh token was used before"),
  ...names("credentials", ["TooManyFailedAttemptsException"], "too many wrong answers were given"),
  ...names(
    "credentials",
    ["InvalidPasswordException", "PasswordHistoryPolicyViolationException"],
    "the password does not fit the pool's policy",
  ),
  ...names("credentials", ["CodeMismatchException", "ExpiredCodeException"]),
  ...names("credentials", ["AliasExistsException", "CodeDeliveryFailureException"]),
  ...names(
    "credentials",
    ["InvalidParameterException", "UnsupportedOperationException", "UnsupportedTokenTypeException"],
    "the app client or the pool does not allow it",
  ),
  ...names(
    "credentials",
    ["InvalidUserPoolConfigurationException", "FeatureUnavailableInTierException"],
    "the pool is not set up for it",
  ),
  ...names(
    "credentials",
    [
      "InvalidEmailRoleAccessPolicyException",
      "InvalidSmsRoleAccessPolicyException",
      "InvalidSmsRoleTrustRelationshipException",
    ],
    "the pool may not send its messages",
  ),
  ...names("credentials", ["IssuerNotServed"], "the pool has the other issuer"),

  ...names("replicaOff", ["OperationNotEnabledException"]),
  {
    name: "ForbiddenException",
    message: /captcha/i,
    class: "blocked",
    detail: "a web ACL asks for a CAPTCHA",
  },
  ...names("blocked", ["ForbiddenException"]),
  ...names("blocked", ["WafChallenge"], "a web ACL asks for a browser's challenge"),
  ...names("blocked", ["WafCaptcha"], "a web ACL asks for a CAPTCHA"),
  ...names("blocked", ["WafAction"], "a web ACL answers in place of Cognito"),
  ...names("throttled", [
    ...["TooManyRequestsException", "LimitExceededException", "ThrottlingException", "Throttling"],
    ...["RequestLimitExceeded", "ProvisionedThroughputExceededException", "SlowDown"],
    ...["ServiceQuotaExceededException", "slow_down"],
  ]),
  ...names("serverError", [
    ...["InternalErrorException", "InternalServerError", "InternalServerException"],
    ...["InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException"],
    // OAuth 2.0's names for the same, RFC 6749 section 4.1.2.1.
    ...["server_error", "temporarily_unavailable"],
  ]),

  // What the domain's OAuth endpoints refuse: RFC 6749 sections 4.1.2.1 and 5.2, and Cognito's own.
  ...names("refused", ["invalid_client"], secretRefused.atTokenEndpoint),
  ...names("credentials", ["unauthorized_client"], "the client may not use this flow"),
  ...names("credentials", ["invalid_scope", "insufficient_scope"], "the client lacks the scope"),
  ...names("refused", ["invalid_grant"], "the code or the token is not accepted"),
  ...names(
    "credentials",
    ["redirect_mismatch", "invalid_redirect_uri"],
    "the redirect URI is none of the client's callback URLs",
  ),
  // Managed login's own ways to say that the client does not fit it, without a name for it.
  ...names("credentials", ["ErrorPage"], "managed login shows its error page"),
  ...names("credentials", ["LoginPageNotOffered"], "the client is shown no page to sign in at"),
  ...names("credentials", [
    ...["invalid_request", "access_denied", "unsupported_grant_type"],
    ...["unsupported_response_type", "unsupported_token_type", "login_required"],
  ]),

  ...names("wrongAnswer", ["UnexpectedAnswer", "InvalidIdentityTokenException", "invalid_token"]),
  { name: /^(?:CognitoJwt|Jwt|Jwk|Jwks|Kid)\w*Error$/, class: "wrongAnswer", detail: null },

  { status: [500, 599], class: "serverError", detail: null },
  { status: [429, 429], class: "throttled", detail: null },
  { status: [403, 403], class: "blocked", detail: null },
  { status: [401, 401], class: "refused", detail: null },
  { status: [408, 408], class: "unreachable", detail: null },

  // A page that is no JSON says nothing beside a status that does. Without a status it is ours.
  {
    name: "SyntaxError",
    status: [200, 299],
    class: "wrongAnswer",
    detail: "the answer is garbled",
  },
  ...names("wrongAnswer", ["KeySetError"], "the issuer's documents are not there"),
  ...names("unreachable", ["TimeoutError", "AbortError", "RequestTimeout"], "timed out"),
];
