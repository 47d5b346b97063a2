// How the operations that take credentials refuse wrong ones: each by its own name, status and words.

import { AwsError } from "./aws-error.ts";
import type { Interception } from "./intercepted.ts";

const WRONG_PASSWORD = "Incorrect username or password.";
const WRONG_TOKEN = "Invalid Refresh Token";

const MESSAGES: Readonly<Record<string, string>> = {
  InitiateAuth: WRONG_PASSWORD,
  AdminInitiateAuth: WRONG_PASSWORD,
  RespondToAuthChallenge: WRONG_PASSWORD,
  AdminRespondToAuthChallenge: WRONG_PASSWORD,
  GetTokensFromRefreshToken: WRONG_TOKEN,
  GetUser: "Invalid Access Token",
  UpdateUserAttributes: "Invalid Access Token",
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
  const message = MESSAGES[operation];
  return message === undefined ? null : new AwsError("NotAuthorizedException", message);
}
