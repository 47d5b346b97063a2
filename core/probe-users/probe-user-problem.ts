// What is wrong with a probe user? In goes what Cognito says of a user, or how it refuses to sign one in; out
// comes an ailment, or null. Faults of the client, of a trigger or of the Region are none of a user's.

import { type Challenge, isChallenge } from "../probe/challenges.ts";
import type { FailureSignature } from "../probe/classify-failure.ts";

/** Why a probe cannot sign a user in; the fault is the user's, not the Region's. */
export type ProbeUserProblem =
  | "missing"
  | "disabled"
  | "unconfirmed"
  | "passwordChangeForced"
  | "mfaEnrolled"
  | "mfaDemanded"
  | "askedForMore"
  | "suspected"
  | "passwordWrong"
  | "lockedOut"
  | "notInSecondary";

/** Completes "<name> …". */
export const probeUserProblems: Readonly<Record<ProbeUserProblem, string>> = {
  missing: "is not in the user pool",
  disabled: "is disabled",
  unconfirmed: "is not confirmed",
  passwordChangeForced: "must change its password",
  mfaEnrolled: "is enrolled in MFA",
  mfaDemanded: "must set up a second factor, since the user pool demands MFA",
  askedForMore: "is asked for more than its password",
  suspected: "is refused by the pool's threat protection",
  passwordWrong: "has another password than the secret says",
  lockedOut: "is locked out after wrong passwords",
  notInSecondary: "is not in the secondary Region",
};

/** A user as Cognito describes it; the status in AWS's words. */
export interface UserDescribed {
  readonly isEnabled: boolean;
  readonly status: string;
  readonly mfa: readonly string[];
}

export function problemOf({ isEnabled, status, mfa }: UserDescribed): ProbeUserProblem | null {
  if (!isEnabled) return "disabled";
  if (mfa.length > 0) return "mfaEnrolled";
  switch (status) {
    case "CONFIRMED":
      return null;
    case "FORCE_CHANGE_PASSWORD":
    case "RESET_REQUIRED":
    case "COMPROMISED":
      return "passwordChangeForced";
    default:
      return "unconfirmed";
  }
}

const problemsInChallenges: Readonly<Partial<Record<Challenge, ProbeUserProblem>>> = {
  NEW_PASSWORD_REQUIRED: "passwordChangeForced",
  MFA_SETUP: "mfaDemanded",
  SMS_MFA: "mfaEnrolled",
  EMAIL_OTP: "mfaEnrolled",
  SOFTWARE_TOKEN_MFA: "mfaEnrolled",
  SELECT_MFA_TYPE: "mfaEnrolled",
};

/** Of a sign-in that asks for more than the password. */
export function challengeAilment(challenge: string): ProbeUserProblem {
  return (isChallenge(challenge) ? problemsInChallenges[challenge] : undefined) ?? "askedForMore";
}

/** Cognito has one name for many refusals, so that the text decides. */
const refusals: readonly (readonly [RegExp, ProbeUserProblem])[] = [
  [/attempts exceeded/i, "lockedOut"],
  [/disabled/i, "disabled"],
  [/temporary password/i, "passwordChangeForced"],
  [/incorrect username or password/i, "passwordWrong"],
  [/security reasons/i, "suspected"],
];

export function problemInRefusal({
  name,
  message = "",
}: FailureSignature): ProbeUserProblem | null {
  switch (name) {
    case "UserNotFoundException":
      return "missing";
    case "UserNotConfirmedException":
      return "unconfirmed";
    case "PasswordResetRequiredException":
      return "passwordChangeForced";
    case "NotAuthorizedException":
      return refusals.find(([text]) => text.test(message))?.[1] ?? null;
    case "OperationNotEnabledException":
      // A secondary knows no TOTP; the same name stands for a replica that is not ACTIVE.
      return /totp|mfa/i.test(message) ? "mfaEnrolled" : null;
    default:
      return isChallenge(name) ? challengeAilment(name) : null;
  }
}
