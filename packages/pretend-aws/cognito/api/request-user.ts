// Whom a request of the API is about, under the one name that the directory has for its user.

import type { WireRequest } from "../../service.ts";
import { readJwt } from "../sign-in/jwt.ts";
import { openRefreshToken } from "../sign-in/refresh-token.ts";
import { findUser } from "../users/directory.ts";
import type { Realm } from "./service-state.ts";

interface Input {
  readonly ClientId?: string;
  readonly UserPoolId?: string;
  readonly Username?: string;
  readonly AccessToken?: string;
  readonly RefreshToken?: string;
  readonly Token?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
}

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

function siteOf({ pools }: Realm, { ClientId, UserPoolId }: Input, region: string) {
  try {
    if (UserPoolId !== undefined) return pools.site(UserPoolId, region);
    return ClientId === undefined ? undefined : pools.siteOfClient(ClientId, region);
  } catch {
    return undefined;
  }
}

function inputOf(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    return typeof input === "object" && input !== null ? input : {};
  } catch {
    return {};
  }
}
