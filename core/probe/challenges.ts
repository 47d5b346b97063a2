// What Cognito may ask of somebody who gave the right password, by the names of its API. A probe answers none of
// them but the proof of SRP. What each means for a probe user is core/probe-users/probe-user-problem.ts.

/** Each as one clause: what is asked, and of whom. */
export const challenges = {
  NEW_PASSWORD_REQUIRED: "the user must choose a new password",
  SMS_MFA: "the user is asked for a code by SMS",
  EMAIL_OTP: "the user is asked for a code by e-mail",
  SOFTWARE_TOKEN_MFA: "the user is asked for a code of its authenticator app",
  SELECT_MFA_TYPE: "the user is asked which of its second factors it takes",
  MFA_SETUP: "the pool demands MFA (MfaConfiguration ON), and the user has no second factor",
  PASSWORD_VERIFIER: "the user is asked to prove its password by SRP",
  CUSTOM_CHALLENGE: "a trigger of the pool asks a challenge of its own",
  DEVICE_SRP_AUTH: "the user is asked for a device that the pool remembers",
  DEVICE_PASSWORD_VERIFIER: "the user is asked to prove the device that the pool remembers",
  ADMIN_NO_SRP_AUTH: "the user must be signed in by an administrator",
  SELECT_CHALLENGE: "the user is asked which way in it takes",
  SMS_OTP: "the user is asked for a code by SMS in place of a password",
  PASSWORD: "the user is asked for its password once more",
  PASSWORD_SRP: "the user is asked for its password once more, by SRP",
  WEB_AUTHN: "the user is asked for its passkey",
} as const satisfies Readonly<Record<string, string>>;

export type Challenge = keyof typeof challenges;

export function isChallenge(name: string): name is Challenge {
  return Object.hasOwn(challenges, name);
}
