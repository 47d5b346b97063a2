import { describe, expect, test } from "vitest";
import { classify, type FailureClass, failureClasses } from "../../core/failure-class.ts";

const names: readonly (readonly [string, FailureClass])[] = [
  ["InternalErrorException", "serverError"],
  ["InternalServerError", "serverError"],
  ["ServiceUnavailable", "serverError"],
  ["TooManyRequestsException", "throttled"],
  ["LimitExceededException", "throttled"],
  ["ThrottlingException", "throttled"],
  ["OperationNotEnabledException", "replicaOff"],
  ["UserLambdaValidationException", "trigger"],
  ["UnexpectedLambdaException", "trigger"],
  ["InvalidLambdaResponseException", "trigger"],
  ["ForbiddenException", "blocked"],
  ["NotAuthorizedException", "credentials"],
  ["UserNotFoundException", "credentials"],
  ["UserNotConfirmedException", "credentials"],
  ["PasswordResetRequiredException", "credentials"],
  ["InvalidParameterException", "credentials"],
  ["ResourceNotFoundException", "credentials"],
  ["InvalidUserPoolConfigurationException", "credentials"],
  ["IssuerNotServed", "credentials"],
  ["InvalidIdentityTokenException", "wrongAnswer"],
  ["UnexpectedAnswer", "wrongAnswer"],
  ["JwtInvalidSignatureError", "wrongAnswer"],
  ["JwtExpiredError", "wrongAnswer"],
  ["KidNotFoundInJwksError", "wrongAnswer"],
  ["JwksNotAvailableInCacheError", "wrongAnswer"],
  ["JwkInvalidKtyError", "wrongAnswer"],
  ["TimeoutError", "unreachable"],
  ["AbortError", "unreachable"],
  ["RequestTimeout", "unreachable"],
  ["AccessDeniedException", "observer"],
  ["CredentialsProviderError", "observer"],
  ["TypeError", "observer"],
  ["", "observer"],
];

describe("classify() by the error's name", () => {
  test.each(names)("%s is %s", (name, wanted) => {
    expect(classify({ name })).toBe(wanted);
  });
});

describe("classify() by Node's code", () => {
  test.each([
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
  ])("%s is unreachable, whatever the name", (code) => {
    expect(classify({ name: "NotAuthorizedException", code })).toBe("unreachable");
  });

  test("a code that is not the network's leaves the judgement to the name", () => {
    expect(classify({ name: "UserNotFoundException", code: "ERR_OTHER" })).toBe("credentials");
  });
});

describe("classify() by the HTTP status", () => {
  test.each([
    [500, "serverError"],
    [503, "serverError"],
    [599, "serverError"],
    [429, "throttled"],
    [403, "blocked"],
    [400, "observer"],
    [404, "observer"],
  ] as const)("an unknown error with %d is %s", (status, wanted) => {
    expect(classify({ name: "UnknownError", status })).toBe(wanted);
  });

  test("a known name outweighs the status", () => {
    expect(classify({ name: "NotAuthorizedException", status: 500 })).toBe("credentials");
    expect(classify({ name: "TooManyRequestsException", status: 500 })).toBe("throttled");
  });

  test("an answer with 5xx is the server's, even if the SDK calls it a timeout", () => {
    expect(classify({ name: "TimeoutError", status: 504 })).toBe("serverError");
  });
});

describe("classify() by the text", () => {
  test.each([
    "KMS key is disabled",
    "Access to kms was denied",
    "The key arn:aws:kms:... is pending deletion",
    "Key is in an invalid state",
  ])("%j is the key's fault", (message) => {
    expect(classify({ name: "InvalidParameterException", message })).toBe("key");
  });

  test("the word key alone is not", () => {
    expect(classify({ name: "NotAuthorizedException", message: "no such key" })).toBe(
      "credentials",
    );
  });
});

test.each([
  "constructor",
  "toString",
  "__proto__",
  "hasOwnProperty",
])("an error named %s like a member of every object is nobody's fault but the vantage's", (name) => {
  expect(classify({ name })).toBe("observer");
});

test("four classes always vote, three while the other Region is clean, four never", () => {
  const by = (voting: string) =>
    Object.entries(failureClasses).flatMap(([name, facts]) =>
      facts.voting === voting ? [name] : [],
    );
  expect(by("always")).toEqual(["unreachable", "serverError", "slow", "wrongAnswer"]);
  expect(by("whileOtherRegionIsClean")).toEqual(["trigger", "blocked", "key"]);
  expect(by("never")).toEqual(["throttled", "replicaOff", "credentials", "observer"]);
});

test("each class completes the sentence of a failed probe, without a full stop", () => {
  for (const { because } of Object.values(failureClasses)) {
    expect(because).toMatch(/^(a|the) [^.]+$/);
  }
});
