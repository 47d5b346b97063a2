// How the operations that take credentials refuse wrong ones.

import type { AwsError } from "./aws-error.ts";
import {
  wrongAccessToken,
  wrongPassword,
  wrongRefreshToken,
} from "./cognito/sign-in/not-authorized.ts";
import type { Interception } from "./intercepted.ts";

const REFUSALS: Readonly<Record<string, () => AwsError>> = {
  InitiateAuth: wrongPassword,
  AdminInitiateAuth: wrongPassword,
  RespondToAuthChallenge: wrongPassword,
  AdminRespondToAuthChallenge: wrongPassword,
  GetTokensFromRefreshToken: wrongRefreshToken,
  GetUser: wrongAccessToken,
  UpdateUserAttributes: wrongAccessToken,
};

/** https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html */
const INVALID_CLIENT: Interception = {
  status: 400,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body: JSON.stringify({ error: "invalid_client" }),
};

/** Null for an operation that takes none. */
export function refusedCredentials(
  service: string,
  operation: string,
): AwsError | Interception | null {
  if (service !== "cognito-idp") return null;
  if (operation === "Token_POST") return INVALID_CLIENT;
  return REFUSALS[operation]?.() ?? null;
}
