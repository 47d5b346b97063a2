// How Cognito refuses who signs in: one name for all that it refuses, and the text says what it was.

import { AwsError } from "../../aws-error.ts";

export function notAuthorized(message: string): AwsError {
  return new AwsError("NotAuthorizedException", message);
}

export const wrongPassword = () => notAuthorized("Incorrect username or password.");
export const wrongRefreshToken = () => notAuthorized("Invalid Refresh Token");
export const wrongAccessToken = () => notAuthorized("Invalid Access Token");
