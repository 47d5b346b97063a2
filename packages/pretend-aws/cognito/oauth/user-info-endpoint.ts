// `/oauth2/userInfo`: what an access token with the scope `openid` may know of its user.
// https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html

import { AwsError } from "../../aws-error.ts";
import type { WireResponse } from "../../service.ts";
import { readJwt } from "../sign-in/jwt.ts";
import { shownBy } from "../sign-in/tokens.ts";
import { permissionsOf, readable } from "../users/attribute-permissions.ts";
import { admit } from "./domain-guard.ts";
import type { Visit } from "./domain-request.ts";
import { json } from "./pages.ts";

export function userInfo({ realm, site, request }: Visit): WireResponse {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  if (token === undefined) {
    return refusal(400, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint");
  }
  const subject = readJwt(token)?.["sub"];
  admit(realm, site, { like: "GetUser", user: typeof subject === "string" ? subject : undefined });
  try {
    const user = realm.tokens.authorize(site, token, "openid");
    const permissions = permissionsOf(site.directory, token);
    const shown = readable(permissions, shownBy(user, String(readJwt(token)?.["scope"])));
    return json(200, {
      sub: user.sub,
      ...Object.fromEntries(shown.map(({ Name, Value }) => [Name, Value])),
      username: user.username,
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refusal(
      401,
      "invalid_token",
      "Access token is expired, disabled, or deleted, or the user has globally signed out.",
    );
  }
}

function refusal(status: number, error: string, description: string): WireResponse {
  return json(
    status,
    { error, error_description: description },
    { "www-authenticate": `error="${error}", error_description="${description}"` },
  );
}
