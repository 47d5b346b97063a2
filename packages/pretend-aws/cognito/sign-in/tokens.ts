// The three tokens of a session: id and access tokens with Cognito's claims, and the refresh token.

import { createHash } from "node:crypto";
import type {
  AuthenticationResultType,
  TimeUnitsType,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Random } from "../../random.ts";
import type { Foundation } from "../../world.ts";
import type { ClientSite, Site } from "../pool/pool-in-region.ts";
import { readable } from "../users/attribute-permissions.ts";
import type { Client, User } from "../users/directory.ts";
import { type Claims, isSignedBy, readJwt, signJwt } from "./jwt.ts";
import { notAuthorized, wrongAccessToken, wrongRefreshToken } from "./not-authorized.ts";
import { openRefreshToken, type RefreshGrant, sealRefreshToken } from "./refresh-token.ts";
import {
  changedAccessClaims,
  changedIdClaims,
  NO_CHANGES,
  type TokenChanges,
} from "./token-changes.ts";

export type Session = Pick<
  RefreshGrant,
  "originJti" | "authenticatedAt" | "scope" | "deviceKey"
> & {
  /** Repeated in the first id token of a session that asked for it. */
  readonly nonce?: string;
  /** What a trigger wants changed in the tokens that are issued now. */
  readonly changes?: TokenChanges | undefined;
};

/** What lets an access token act for its user in the API. */
const SELF_SERVICE_SCOPE = "aws.cognito.signin.user.admin";

const UNIT_MS: Readonly<Record<TimeUnitsType, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

export class Tokens {
  readonly #clock: Foundation["clock"];
  readonly #random: Random;

  constructor({ clock, random }: Pick<Foundation, "clock" | "random">) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A new session: all three tokens; no id token where `begun` has scopes without `openid`. */
  start(
    site: ClientSite,
    user: User,
    begun: Omit<Session, "originJti"> = { authenticatedAt: this.#clock.now() },
  ): AuthenticationResultType {
    const session = {
      ...begun,
      originJti: sessionId(this.#random, site.pool.nextSession()),
    };
    return {
      ...this.issue(site, user, session),
      RefreshToken: this.refreshToken(site, user, session),
    };
  }

  /** Id and access token of a session. */
  issue(site: ClientSite, user: User, session: Session): AuthenticationResultType {
    const { client, pool } = site;
    const { keys } = pool;
    const accessMs = validityMs(client, "AccessToken");
    const common = this.#commonClaims(site, user, session);
    const { scope, changes = NO_CHANGES } = session;
    const accessClaims = {
      ...common,
      ...this.#lifetime(accessMs),
      ...(scope === undefined ? {} : { version: 2 }),
      ...(session.deviceKey === undefined ? {} : { device_key: session.deviceKey }),
      client_id: client.ClientId,
      token_use: "access",
      scope: scope ?? SELF_SERVICE_SCOPE,
      username: user.username,
    };
    const AccessToken = signJwt(keys.access, changedAccessClaims(accessClaims, changes));
    const answer = { AccessToken, ExpiresIn: accessMs / 1000, TokenType: "Bearer" };
    if (scope !== undefined && !scopesOf(scope).includes("openid")) return answer;
    const idClaims = {
      ...attributeClaims(readable(client, shownBy(user, scope))),
      ...common,
      ...this.#lifetime(validityMs(client, "IdToken")),
      ...(session.nonce === undefined ? {} : { nonce: session.nonce }),
      ...(scope === undefined ? {} : { at_hash: leftHalfHash(AccessToken) }),
      aud: client.ClientId,
      token_use: "id",
      "cognito:username": user.username,
    };
    return { ...answer, IdToken: signJwt(keys.id, changedIdClaims(idClaims, changes)) };
  }

  /** The access token that a client gets for itself, about no user. */
  forMachine(
    { pool, replica, client }: ClientSite,
    scope: string,
    changes: TokenChanges = NO_CHANGES,
  ): string {
    const lifetime = this.#lifetime(validityMs(client, "AccessToken"));
    const claims = {
      sub: client.ClientId,
      token_use: "access",
      scope,
      auth_time: lifetime["iat"],
      iss: pool.issuerIn(replica),
      ...lifetime,
      version: 2,
      client_id: client.ClientId,
    };
    return signJwt(pool.keys.access, changedAccessClaims(claims, changes));
  }

  refreshToken({ pool, client }: ClientSite, user: User, session: Session): string {
    const { nonce: _nonce, changes: _changes, ...kept } = session;
    const grant: RefreshGrant = {
      ...kept,
      jti: this.#random.uuid(),
      sub: user.sub,
      username: user.username,
      clientId: client.ClientId,
      expiresAt: this.#clock.now() + validityMs(client, "RefreshToken"),
    };
    return sealRefreshToken(grant, { secret: pool.secret, nonce: this.#random.bytes(12) });
  }

  /** What a refresh token of this pool says; throws NotAuthorizedException unless it is in force. */
  openRefresh({ pool, directory }: Site, token: string): RefreshGrant {
    const grant = openRefreshToken(token, pool.secret);
    if (grant === null) throw wrongRefreshToken();
    if (grant.expiresAt <= this.#clock.now()) throw notAuthorized("Refresh Token has expired");
    if (directory.revoked.has(grant.originJti) || isSignedOut(directory.signedOut, grant)) {
      throw notAuthorized("Refresh Token has been revoked");
    }
    return grant;
  }

  /** The user of a valid access token with this scope; throws NotAuthorizedException. */
  authorize({ pool, directory }: Site, token: string, needed = SELF_SERVICE_SCOPE): User {
    const claims = readJwt(token);
    const isOurs = claims?.["token_use"] === "access" && isSignedBy(pool.keys.access, token);
    if (!isOurs) throw wrongAccessToken();
    if (Number(claims["exp"]) * 1000 <= this.#clock.now()) {
      throw notAuthorized("Access Token has expired");
    }
    if (!scopesOf(String(claims["scope"])).includes(needed)) {
      throw notAuthorized("Access Token does not have required scopes");
    }
    const sub = String(claims["sub"]);
    const originJti = String(claims["origin_jti"]);
    if (directory.revoked.has(originJti) || isSignedOut(directory.signedOut, { sub, originJti })) {
      throw notAuthorized("Access Token has been revoked");
    }
    const user = directory.users.get(String(claims["username"]));
    if (user?.sub !== sub) throw new AwsError("UserNotFoundException", "User does not exist.");
    if (!user.enabled) throw notAuthorized("User is disabled.");
    return user;
  }

  #commonClaims({ pool, replica }: Site, user: User, session: Session): Claims {
    return {
      sub: user.sub,
      iss: pool.issuerIn(replica),
      origin_jti: session.originJti,
      event_id: this.#random.uuid(),
      auth_time: Math.floor(session.authenticatedAt / 1000),
    };
  }

  #lifetime(ms: number): Claims {
    const iat = Math.floor(this.#clock.now() / 1000);
    return { exp: iat + ms / 1000, iat, jti: this.#random.uuid() };
  }
}

/** The single scopes of a list separated by spaces. */
export function scopesOf(scope: string): readonly string[] {
  return scope.split(/\s+/).filter((one) => one !== "");
}

/**
 * The attributes that scopes show: all for `openid` alone and for `profile`, and for a session of
 * the API; else what `email` and `phone` name.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export function shownBy(
  { attributes }: Pick<User, "attributes">,
  scope: string | undefined,
): User["attributes"] {
  const scopes = scopesOf(scope ?? "profile");
  const narrow = (["email", "phone"] as const).filter((name) => scopes.includes(name));
  if (narrow.length === 0 || scopes.includes("profile")) return attributes;
  const shown = narrow.flatMap((name) => SHOWN[name]);
  return attributes.filter(({ Name }) => shown.includes(Name ?? ""));
}

const SHOWN: Readonly<Record<"email" | "phone", readonly string[]>> = {
  email: ["email", "email_verified"],
  phone: ["phone_number", "phone_number_verified"],
};

/** The pool id that an access token names; throws NotAuthorizedException. */
export function accessTokenPool(token: string): string {
  const issuer = readJwt(token)?.["iss"];
  const id = typeof issuer === "string" ? issuer.split("/").at(-1) : undefined;
  if (id === undefined) throw wrongAccessToken();
  return id;
}

export function sessionNumber(originJti: string): number {
  return Number.parseInt(originJti.slice(-12), 16);
}

/** Refresh validity as Cognito defaults it: an hour for id and access, 30 days for refresh tokens. */
export function validityMs(
  client: Client,
  token: "AccessToken" | "IdToken" | "RefreshToken",
): number {
  const unit = client.TokenValidityUnits?.[token] ?? (token === "RefreshToken" ? "days" : "hours");
  const amount = client[`${token}Validity`] || (token === "RefreshToken" ? 30 : 1);
  return amount * UNIT_MS[unit];
}

/** A UUID whose last group is the session's number, so that sessions need not be stored to be ordered. */
function sessionId(random: Random, number: number): string {
  return `${random.uuid().slice(0, 24)}${number.toString(16).padStart(12, "0")}`;
}

function isSignedOut(
  signedOut: ReadonlyMap<string, number>,
  { sub, originJti }: { sub: string; originJti: string },
): boolean {
  return sessionNumber(originJti) <= (signedOut.get(sub) ?? 0);
}

/** OpenID Connect's `at_hash`. */
function leftHalfHash(token: string): string {
  return createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");
}

function attributeClaims(attributes: User["attributes"]): Claims {
  const isFlag = (name: string) => name === "email_verified" || name === "phone_number_verified";
  return Object.fromEntries(
    attributes.map(({ Name, Value }) => [
      Name ?? "",
      isFlag(Name ?? "") ? Value === "true" : Value,
    ]),
  );
}
