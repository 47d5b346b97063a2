// Which second factors a user is asked for, by what the user has and what the pool takes.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html

import { attributeOf, type Directory, type User } from "./directory.ts";

/** What can be asked after the password. */
export type SecondFactor = "SOFTWARE_TOKEN_MFA" | "SMS_MFA" | "EMAIL_OTP";

/** The factors that a user of the pool is asked for at every sign-in. */
export function factorsOf(directory: Directory, user: User): readonly SecondFactor[] {
  const { settings } = directory;
  // A user with TOTP chose it, and is asked whatever the pool demands of the others.
  const own: readonly SecondFactor[] = user.totpSecret === undefined ? [] : ["SOFTWARE_TOKEN_MFA"];
  return settings.MfaConfiguration === "ON" ? possibleFactors(directory, user) : own;
}

/** Those that a user can be asked for, by what the user has and the pool takes. */
export function possibleFactors({ mfa }: Directory, user: User): readonly SecondFactor[] {
  return [
    ...(user.totpSecret === undefined ? [] : (["SOFTWARE_TOKEN_MFA"] as const)),
    ...(mfa.sms !== null && isVerified(user, "phone_number") ? (["SMS_MFA"] as const) : []),
    ...(mfa.email !== null && isVerified(user, "email") ? (["EMAIL_OTP"] as const) : []),
  ];
}

/** What a user without a factor may set up before it is let in: MFAS_CAN_SETUP. */
export function factorsToSetUp({ mfa }: Directory): readonly SecondFactor[] {
  return [
    ...(mfa.isTotpOn ? (["SOFTWARE_TOKEN_MFA"] as const) : []),
    ...(mfa.sms === null ? [] : (["SMS_MFA"] as const)),
    ...(mfa.email === null ? [] : (["EMAIL_OTP"] as const)),
  ];
}

function isVerified(user: User, name: "phone_number" | "email"): boolean {
  return attributeOf(user, name) !== undefined && attributeOf(user, `${name}_verified`) === "true";
}
