// Whom a request of the API is about, under the one name that the directory has for its user.

import type { WireRequest } from "../../service.ts";
import { readJwt } from "../sign-in/jwt.ts";
import { openRefreshToken } from "../sign-in/refresh-token.ts";
import { findUser } from "../users/directory.ts";
import { inputOf, type RequestInput } from "./request-input.ts";
import type { Realm } from "./service-state.ts";

/** Undefined where the request names nobody, or is none. */
export function userIn(realm: Realm, { body }: WireRequest, region: string): string | undefined {
  const input = inputOf(body);
  const { AuthParameters, ChallengeResponses, AccessToken, RefreshToken, Token } = input;
  const byToken = readJwt(AccessToken ?? "")?.["username"];
  if (typeof byToken === "string") return byToken;
  const site = siteOf(realm, input, region);
  const sealed = RefreshToken ?? Token ?? AuthParameters?.["REFRESH_TOKEN"];
  if (sealed !== undefined && site !== undefined) {
    return openRefreshToken(sealed, site.pool.secret)?.username;
  }
  const name = input.Username ?? AuthParameters?.["USERNAME"] ?? ChallengeResponses?.["USERNAME"];
  if (name === undefined || site === undefined) return name;
  return findUser(site.directory, name)?.username ?? name;
}

function siteOf({ pools }: Realm, { ClientId, UserPoolId }: RequestInput, region: string) {
  try {
    if (UserPoolId !== undefined) return pools.site(UserPoolId, region);
    return ClientId === undefined ? undefined : pools.siteOfClient(ClientId, region);
  } catch {
    return undefined;
  }
}
