// What Cognito answers to a sign-in, read as the session or the challenge that it must be. Anything else is
// thrown: a wrong answer of the Region, or a challenge that the probe user's credentials bring about.

import type {
  AuthenticationResultType,
  ChallengeNameType,
} from "@aws-sdk/client-cognito-identity-provider";
import { ActionError } from "../../core/values/errors.ts";
import type { Region } from "../../core/values/types.ts";
import type { SrpChallenge } from "./srp.ts";

/** What a sign-in yields. Held by the round that got it, and by nothing else. */
export interface Session {
  readonly region: Region;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** Of a pool that remembers devices: the one that this session began on, which nobody has confirmed; else null. */
  readonly deviceKey: string | null;
}

const SIGN_IN = "sign the probe user in";

export function srpChallenge(
  name: ChallengeNameType | undefined,
  parameters: Readonly<Record<string, string>> = {},
): SrpChallenge {
  if (name !== undefined && name !== "PASSWORD_VERIFIER") throw challenged(name);
  const { USER_ID_FOR_SRP, SALT, SRP_B, SECRET_BLOCK } = parameters;
  if (!USER_ID_FOR_SRP || !SALT || !SRP_B || !SECRET_BLOCK) throw noSrp();
  return { userId: USER_ID_FOR_SRP, salt: SALT, serverPublic: SRP_B, secretBlock: SECRET_BLOCK };
}

export function noSrp(): ActionError {
  return unexpected(SIGN_IN, "the challenge must hold the numbers of SRP");
}

/** Somebody has to do something first. The challenge's own name is the error's, and says who and what. */
function challenged(name: ChallengeNameType): Error {
  const error = unexpected(SIGN_IN, "no challenge may be asked", name);
  return Object.assign(error, { name, code: name });
}

/** Cognito has a rate for each user besides the quotas of the account. */
export function userThrottled(): Error {
  const error = unexpected(SIGN_IN, "the rate of the probe user must not be used up by others");
  return Object.assign(error, { name: "UserThrottled", code: "UserThrottled" });
}

export function session(
  region: Region,
  tokens: AuthenticationResultType | undefined,
  challenge: ChallengeNameType | undefined,
): Session {
  if (challenge !== undefined) throw challenged(challenge);
  const { AccessToken, IdToken, RefreshToken } = tokens ?? {};
  if (AccessToken === undefined || IdToken === undefined || RefreshToken === undefined) {
    throw unexpected(SIGN_IN, "the answer must hold three tokens");
  }
  const deviceKey = tokens?.NewDeviceMetadata?.DeviceKey ?? null;
  return {
    region,
    ...{ accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken, deviceKey },
  };
}

export function unexpected(cannot: string, must: string, value?: string): ActionError {
  return new ActionError({
    code: "UnexpectedAnswer",
    cannot,
    must,
    ...(value === undefined ? {} : { value }),
  });
}
