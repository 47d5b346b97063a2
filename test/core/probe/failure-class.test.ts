import { readdirSync, readFileSync } from "node:fs";
import { ChallengeNameType } from "@aws-sdk/client-cognito-identity-provider";
import * as verifierErrors from "aws-jwt-verify/error";
import { describe, expect, test } from "vitest";
import {
  classify,
  type FailureSignature,
  isKnown,
  isPassing,
  isUnanswered,
  judge,
} from "../../../core/probe/classify-failure.ts";
import { type FailureClass, failureClasses } from "../../../core/probe/failure-class.ts";
import { failureRows } from "../../../core/probe/failure-table.ts";

type Listed = Readonly<Partial<Record<FailureClass, readonly string[]>>>;

/** Node's, undici's and OpenSSL's codes, with an error's name that by itself would say something else. */
const codes: Listed = {
  unreachable: [
    ...["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ENETRESET"],
    ...["EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENOTFOUND", "ENODATA", "EAI_AGAIN"],
    ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT"],
    ...["UND_ERR_BODY_TIMEOUT", "UND_ERR_ABORTED", "ERR_STREAM_PREMATURE_CLOSE"],
    ...["EPROTO", "ERR_TLS_HANDSHAKE_TIMEOUT", "ERR_SSL_WRONG_VERSION_NUMBER"],
    "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
  ],
  wrongAnswer: [
    ...["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "CERT_UNTRUSTED"],
    ...["CERT_REJECTED", "CERT_SIGNATURE_FAILURE", "CERT_CHAIN_TOO_LONG", "HOSTNAME_MISMATCH"],
    ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
    ...["UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
    ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_DECRYPT_CERT_SIGNATURE"],
    ...["UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY", "ERROR_IN_CERT_NOT_BEFORE_FIELD"],
    ...["ERROR_IN_CERT_NOT_AFTER_FIELD", "INVALID_CA", "INVALID_PURPOSE", "PATH_LENGTH_EXCEEDED"],
    ...["ERR_TLS_CERT_ALTNAME_INVALID", "ERR_TLS_CERT_ALTNAME_FORMAT"],
    ...["HTTPParserError", "HPE_INVALID_CONSTANT", "UND_ERR_HEADERS_OVERFLOW"],
    ...["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "Z_DATA_ERROR", "Z_BUF_ERROR"],
  ],
  observer: [
    ...["EAI_FAIL", "ESERVFAIL", "ETIMEOUT", "EREFUSED", "EFORMERR", "EBADRESP"],
    ...["ENOTIMP", "ENETDOWN", "EADDRNOTAVAIL", "EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"],
    ...["EACCES", "EPERM", "OUT_OF_MEM", "UNABLE_TO_GET_CRL", "UNABLE_TO_DECRYPT_CRL_SIGNATURE"],
    ...["CRL_SIGNATURE_FAILURE", "CRL_NOT_YET_VALID", "CRL_HAS_EXPIRED"],
    ...["ERROR_IN_CRL_LAST_UPDATE_FIELD", "ERROR_IN_CRL_NEXT_UPDATE_FIELD"],
  ],
};

const names: Listed = {
  serverError: [
    ...["InternalErrorException", "InternalServerError", "InternalServerException"],
    ...["InternalFailure", "InternalError", "ServiceUnavailable", "ServiceUnavailableException"],
    ...["server_error", "temporarily_unavailable"],
  ],
  throttled: [
    ...["TooManyRequestsException", "LimitExceededException", "ThrottlingException"],
    ...["Throttling", "RequestLimitExceeded", "ProvisionedThroughputExceededException"],
    ...["SlowDown", "ServiceQuotaExceededException", "slow_down"],
  ],
  replicaOff: ["OperationNotEnabledException"],
  trigger: [
    ...["UserLambdaValidationException", "UnexpectedLambdaException"],
    "InvalidLambdaResponseException",
  ],
  blocked: ["ForbiddenException", "WafChallenge", "WafCaptcha", "WafAction"],
  key: ["KMSInvalidStateException", "KMSDisabledException"],
  refused: [
    ...["NotAuthorizedException", "UnauthorizedException", "UserNotFoundException"],
    ...["ResourceNotFoundException", "invalid_client", "invalid_grant"],
  ],
  credentials: [
    ...Object.values(ChallengeNameType),
    "A_CHALLENGE_OF_2027",
    ...["UserNotConfirmedException", "UserThrottled", "PasswordResetRequiredException"],
    ...["MFAMethodNotFoundException", "SoftwareTokenMFANotFoundException"],
    "RefreshTokenReuseException",
    ...["TooManyFailedAttemptsException", "InvalidPasswordException"],
    ...["PasswordHistoryPolicyViolationException", "CodeMismatchException"],
    ...["ExpiredCodeException", "AliasExistsException", "CodeDeliveryFailureException"],
    ...["InvalidParameterException", "UnsupportedOperationException"],
    ...["UnsupportedTokenTypeException", "InvalidUserPoolConfigurationException"],
    ...["FeatureUnavailableInTierException", "InvalidEmailRoleAccessPolicyException"],
    ...["InvalidSmsRoleAccessPolicyException", "InvalidSmsRoleTrustRelationshipException"],
    ...["IssuerNotServed", "unauthorized_client", "invalid_scope"],
    ...["insufficient_scope", "redirect_mismatch", "invalid_redirect_uri"],
    ...["invalid_request", "access_denied", "unsupported_grant_type"],
    ...["ErrorPage", "LoginPageNotOffered"],
    ...["unsupported_response_type", "unsupported_token_type", "login_required"],
  ],
  wrongAnswer: [
    ...["UnexpectedAnswer", "InvalidIdentityTokenException", "invalid_token", "KeySetError"],
    ...["JwtInvalidSignatureError", "KidNotFoundInJwksError", "JwkInvalidKtyError"],
  ],
  unreachable: ["TimeoutError", "AbortError", "RequestTimeout"],
  observer: [
    ...["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"],
    ...["CredentialsProviderError", "ExpiredTokenException", "ExpiredToken"],
    ...["UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationToken"],
    ...["MissingAuthenticationTokenException", "IncompleteSignatureException"],
    ...["InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired"],
    ...["RequestTimeTooSkewed", "OptInRequired"],
  ],
};

/** What the text gives away, beside a name that alone would be of another class or say less. */
const texts: readonly (readonly [FailureClass, name: string, message: string])[] = [
  ["trigger", "invalid_request", "PreAuthentication failed with error no kms key for this user."],
  ["trigger", "Unknown", "PostConfirmation invocation failed due to configuration."],
  ["trigger", "invalid_grant", "DefineAuthChallenge failed with error x"],
  ["trigger", "SerializationException", "Unrecognizable lambda output"],
  ["trigger", "InternalErrorException", "Invalid lambda function output : Invalid JSON"],
  ["key", "InvalidParameterException", "Cognito lacks kms:DescribeKey on the key"],
  [
    "key",
    "InternalErrorException",
    "KMS key arn:aws:kms:eu-west-1:1:key/2 is in an invalid state.",
  ],
  ["key", "InvalidParameterException", "The key is disabled"],
  ["key", "InvalidParameterException", "key 1-2-3 is pending deletion"],
  ["refused", "NotAuthorizedException", "no such key"],
  ["blocked", "ForbiddenException", "Request requires a captcha"],
  ["credentials", "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled"],
  ["trigger", "UserLambdaValidationException", "PreAuthentication failed with error kms: denied"],
  ["observer", "AccessDeniedException", "User is not authorized to perform: kms:Decrypt"],
];

/** Cognito's one name for all that it refuses, by its own texts. */
const refusals: readonly (readonly [message: string, detail: string | null])[] = [
  ["Incorrect username or password.", "the username or the password is wrong"],
  ["Refresh Token has been revoked", "the refresh token is not accepted"],
  ["Invalid Refresh Token", "the refresh token is not accepted"],
  ["User pool is in maintenance", null],
];

/** What somebody did to the user, or never set up: no Region does that by itself. */
const unusable: readonly (readonly [message: string, detail: string])[] = [
  ["Password attempts exceeded", "the user is locked out after wrong passwords"],
  [
    "Temporary password has expired and must be reset by an administrator.",
    "the user's temporary password has expired",
  ],
  ["User is disabled.", "the user is disabled"],
  [
    "Client 1a2b is configured with secret but SECRET_HASH was not received",
    "the app client's secret is missing or wrong",
  ],
  ["Unable to verify secret hash for client 1a2b", "the app client's secret is missing or wrong"],
  ["Access Token has been revoked", "the access token is not accepted"],
  [
    "A client attempted to write unauthorized attribute",
    "the app client may not write the attribute",
  ],
  [
    "Access Token does not have required scopes",
    "the access token lacks the scope that the call needs",
  ],
  [
    "Invalid session for the user, session is expired.",
    "the challenge was answered too late or twice",
  ],
  ["Unable to login because of security reasons", "threat protection refuses the sign-in"],
];

const statuses: readonly (readonly [FailureClass, name: string, status: number])[] = [
  ["serverError", "Unknown", 500],
  ["serverError", "Unknown", 503],
  ["serverError", "SyntaxError", 502],
  ["serverError", "KeySetError", 599],
  ["serverError", "TimeoutError", 504],
  ["throttled", "Unknown", 429],
  ["throttled", "SyntaxError", 429],
  ["blocked", "Unknown", 403],
  ["blocked", "SyntaxError", 403],
  ["refused", "Unknown", 401],
  ["unreachable", "Unknown", 408],
  ["wrongAnswer", "SyntaxError", 200],
  ["wrongAnswer", "KeySetError", 404],
  ["observer", "Unknown", 302],
  ["observer", "Unknown", 400],
  ["observer", "Unknown", 404],
  ["observer", "SyntaxError", 400],
  ["refused", "NotAuthorizedException", 500],
  ["throttled", "TooManyRequestsException", 500],
  ["observer", "AccessDenied", 403],
];

const flat = (listed: Listed) =>
  Object.entries(listed).flatMap(([kind, list]) =>
    list.map((one) => [one, kind as FailureClass] as const),
  );

describe("classify() by Node's code", () => {
  test.each(flat(codes))("%s is %s, whatever the name", (code, kind) => {
    expect(classify({ name: "UserLambdaValidationException", code })).toBe(kind);
  });

  test("a code that the table does not know leaves the judgement to the name", () => {
    expect(classify({ name: "UserNotFoundException", code: "ERR_OTHER" })).toBe("refused");
  });
});

describe("classify() by the error's name", () => {
  test.each(flat(names))("%s is %s", (name, kind) => {
    expect(classify({ name })).toBe(kind);
  });

  test.each([
    ...["constructor", "toString", "__proto__", "hasOwnProperty", "", "TypeError", "SyntaxError"],
    "SomethingNewException",
  ])("%j, which no row knows, is the vantage's own", (name) => {
    expect(judge({ name })).toEqual({ class: "observer", detail: null });
  });
});

describe("classify() by the text", () => {
  test.each(texts)("is %s for %s: %s", (kind, name, message) => {
    expect(classify({ name, message })).toBe(kind);
  });

  test.each(refusals)("NotAuthorizedException %j is refused: %s", (message, detail) => {
    const judged = judge({ name: "NotAuthorizedException", message });
    expect(judged).toMatchObject({ class: "refused", detail });
  });

  test.each(unusable)("NotAuthorizedException %j never votes: %s", (message, detail) => {
    const judged = judge({ name: "NotAuthorizedException", message });
    expect(judged).toMatchObject({ class: "credentials", detail });
  });
});

describe("classify() by the HTTP status", () => {
  test.each(statuses)("is %s for %s with %d", (kind, name, status) => {
    expect(classify({ name, status })).toBe(kind);
  });
});

describe("the table", () => {
  const examples: readonly FailureSignature[] = [
    ...flat(codes).map(([code]) => ({ name: "Error", code })),
    ...flat(names).map(([name]) => ({ name })),
    ...texts.map(([, name, message]) => ({ name, message })),
    ...[...refusals, ...unusable].map(([message]) => ({ name: "NotAuthorizedException", message })),
    ...statuses.map(([, name, status]) => ({ name, status })),
  ];

  test("has no row that no example here is decided by", () => {
    const decisive = new Set<object>(examples.map(judge));
    expect(failureRows.filter((row) => !decisive.has(row))).toEqual([]);
  });

  test("has details that are a clause of ours, without a full stop or what was sent", () => {
    for (const { detail } of failureRows) expect(detail ?? "the").toMatch(/^[a-z][^.:]*$/);
  });
});

/** Of the operations that probes and `setup` call: the exceptions that the installed SDK declares. */
const operations = [
  ...["InitiateAuth", "RespondToAuthChallenge", "GetTokensFromRefreshToken", "RevokeToken"],
  ...["AdminGetUser", "AdminUpdateUserAttributes", "UpdateUserAttributes", "GetUser"],
  ...["ConfirmSignUp", "ListUserPoolReplicas", "DescribeUserPoolDomain", "GlobalSignOut"],
];
const commands = new URL(
  "../../../node_modules/@aws-sdk/client-cognito-identity-provider/dist-types/commands/",
  import.meta.url,
);

function declared(operation: string): string[] {
  const source = readFileSync(new URL(`${operation}Command.d.ts`, commands), "utf8");
  const found = [...source.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name = ""]) => name);
  return found.filter((name) => name !== "CognitoIdentityProviderServiceException");
}

describe("each exception that the SDK declares", () => {
  test.each(operations)("for %s has a row of its name", (operation) => {
    const exceptions = declared(operation);
    expect(exceptions).toContain("InternalErrorException");
    expect(exceptions.filter((name) => !failureRows.some((row) => row.name === name))).toEqual([]);
  });

  test("is looked for where the SDK keeps its commands", () => {
    expect(readdirSync(commands).length).toBeGreaterThan(100);
  });
});

describe("each challenge that the SDK knows", () => {
  test("is told by a clause of its own", () => {
    const told = Object.values(ChallengeNameType).map((name) => judge({ name }));
    expect(told.map((one) => one.class)).toEqual(told.map(() => "credentials"));
    expect(told).not.toContainEqual(judge({ name: "A_CHALLENGE_OF_2027" }));
    expect(new Set(told.map(({ detail }) => detail)).size).toBe(told.length);
  });

  test("is known by its name, and one that came later is not", () => {
    expect(isKnown("EMAIL_OTP")).toBe(true);
    expect(isKnown("A_CHALLENGE_OF_2027")).toBe(false);
  });
});

test("each error by which the verifier refuses a token or a key set is a wrong answer", () => {
  const others = Object.keys(verifierErrors).filter((name) => classify({ name }) !== "wrongAnswer");
  // Bases, an ALB's errors, and what can only happen to a verifier that fetches and keeps keys by itself.
  expect(others.sort()).toEqual([
    ...["AlbJwksNotExposedError", "AlbJwtInvalidClientIdError", "AlbJwtInvalidSignerError"],
    ...["FailedAssertionError", "FetchError", "NonRetryableFetchError", "NotSupportedError"],
    ...["ParameterValidationError", "WaitPeriodNotYetEndedJwkError"],
  ]);
});

describe("isUnanswered()", () => {
  test.each([
    ["ECONNREFUSED", true],
    ["EAI_AGAIN", true],
    ["ENOTFOUND", true],
    ["CERT_HAS_EXPIRED", false],
    ["EMFILE", false],
  ])("of %s is %s", (code, wanted) => {
    expect(isUnanswered({ name: "Error", code })).toBe(wanted);
  });

  test("tells no answer from a bad one", () => {
    expect(isUnanswered({ name: "TimeoutError" })).toBe(true);
    expect(isUnanswered({ name: "InternalErrorException", status: 500 })).toBe(false);
  });
});

describe("isPassing()", () => {
  test.each([
    [{ name: "InternalErrorException" }, true],
    [{ name: "TooManyRequestsException" }, true],
    [{ name: "TimeoutError" }, true],
    [{ name: "Error", code: "EAI_AGAIN" }, true],
    [{ name: "Error", code: "EMFILE" }, false],
    [{ name: "NotAuthorizedException" }, false],
    [{ name: "AccessDeniedException" }, false],
    [{ name: "Unknown" }, false],
  ])("of %j is %s", (signature, wanted) => {
    expect(isPassing(signature)).toBe(wanted);
  });
});

describe("isKnown()", () => {
  test.each([
    ["AccessDeniedException 400", true],
    ["TypeError EAI_AGAIN", true],
    ["SomethingNewException 400", false],
    ["TypeError", false],
    ["", false],
  ])("of %j is %s", (error, wanted) => {
    expect(isKnown(error)).toBe(wanted);
  });
});

test("four classes always vote, two while the other Region is clean, three on a condition, three never", () => {
  const by = (voting: string) =>
    Object.entries(failureClasses).flatMap(([name, facts]) =>
      facts.voting === voting ? [name] : [],
    );
  expect(by("always")).toEqual(["unreachable", "serverError", "slow", "wrongAnswer"]);
  expect(by("whileOtherRegionIsClean")).toEqual(["trigger", "key"]);
  expect(by("onCondition")).toEqual(["throttled", "blocked", "refused"]);
  expect(by("never")).toEqual(["replicaOff", "credentials", "observer"]);
});

test("each class completes the sentence of a failed probe, without a full stop", () => {
  for (const { because } of Object.values(failureClasses)) {
    expect(because).toMatch(/^(a|the) [^.]+$/);
  }
});

test("each class that votes on a condition says which, and what all vantages could meet it by", () => {
  for (const [name, { voting, condition, sharedCause }] of Object.entries(failureClasses)) {
    expect(condition !== null, name).toBe(voting === "onCondition");
    if (condition === null) continue;
    expect(condition).toMatch(/^[a-z][^.]+$/);
    expect(sharedCause).not.toBeNull();
  }
});
