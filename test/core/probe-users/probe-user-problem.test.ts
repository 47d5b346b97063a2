import { describe, expect, it } from "vitest";
import {
  challengeAilment,
  problemInRefusal,
  problemOf,
} from "../../../core/probe-users/probe-user-problem.ts";

describe("ailmentOf()", () => {
  const well = { isEnabled: true, status: "CONFIRMED", mfa: [] };
  it.each([
    ["nothing in a user who is confirmed and enabled", {}, null],
    ["a disabled user", { isEnabled: false }, "disabled"],
    [
      "a user who must change the password",
      { status: "FORCE_CHANGE_PASSWORD" },
      "passwordChangeForced",
    ],
    ["a user whose password was reset", { status: "RESET_REQUIRED" }, "passwordChangeForced"],
    [
      "a user whose password is known to be stolen",
      { status: "COMPROMISED" },
      "passwordChangeForced",
    ],
    ["a user who never confirmed", { status: "UNCONFIRMED" }, "unconfirmed"],
    ["a status that is new", { status: "LATER" }, "unconfirmed"],
    ["a user with a second factor", { mfa: ["SOFTWARE_TOKEN_MFA"] }, "mfaEnrolled"],
  ])("finds %s", (_, change, ailment) => {
    expect(problemOf({ ...well, ...change })).toBe(ailment);
  });
});

describe("refusalAilment()", () => {
  const notAuthorized = "NotAuthorizedException";
  it.each([
    [notAuthorized, "Incorrect username or password.", "passwordWrong"],
    [notAuthorized, "Password attempts exceeded", "lockedOut"],
    [notAuthorized, "Unable to login because of security reasons.", "suspected"],
    [notAuthorized, "Request not allowed due to security reasons.", "suspected"],
    [notAuthorized, "User is disabled.", "disabled"],
    [
      notAuthorized,
      "Temporary password has expired and must be reset by an administrator.",
      "passwordChangeForced",
    ],
    ["UserNotFoundException", "User does not exist.", "missing"],
    ["UserNotConfirmedException", "User is not confirmed.", "unconfirmed"],
    [
      "PasswordResetRequiredException",
      "Password reset required for the user",
      "passwordChangeForced",
    ],
    [
      "OperationNotEnabledException",
      "TOTP MFA is not available in a secondary Region.",
      "mfaEnrolled",
    ],
  ])("takes %s, %s as the user's", (name, message, ailment) => {
    expect(problemInRefusal({ name, message })).toBe(ailment);
  });

  it.each([
    [notAuthorized, "Unable to verify secret hash for client 1example"],
    [notAuthorized, "Client 1example is configured with secret but SECRET_HASH was not received"],
    [
      "OperationNotEnabledException",
      "InitiateAuth is not available for the INACTIVE secondary replica",
    ],
    ["InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"],
    ["UserLambdaValidationException", "PreAuthentication failed"],
    ["TooManyRequestsException", "Rate exceeded"],
    ["InternalErrorException", ""],
  ])("does not blame the user for %s, %s", (name, message) => {
    expect(problemInRefusal({ name, message })).toBeNull();
  });
});

describe("challengeAilment()", () => {
  it.each([
    ["NEW_PASSWORD_REQUIRED", "passwordChangeForced"],
    ["SOFTWARE_TOKEN_MFA", "mfaEnrolled"],
    ["SMS_MFA", "mfaEnrolled"],
    ["EMAIL_OTP", "mfaEnrolled"],
    ["SELECT_MFA_TYPE", "mfaEnrolled"],
    ["MFA_SETUP", "mfaDemanded"],
    ["CUSTOM_CHALLENGE", "askedForMore"],
    ["SOMETHING_NEW", "askedForMore"],
  ])("of %s is %s", (challenge, problem) => {
    expect(challengeAilment(challenge)).toBe(problem);
  });

  it("is what a sign-in by SRP is refused with", () => {
    expect(problemInRefusal({ name: "MFA_SETUP" })).toBe("mfaDemanded");
    expect(problemInRefusal({ name: "NEW_PASSWORD_REQUIRED" })).toBe("passwordChangeForced");
  });
});
