// What a signed-in user does: refresh, look at the profile and change it, change the password, sign out.

import type {
  AuthenticationResultType,
  ChangePasswordCommandInput,
  GetTokensFromRefreshTokenCommandInput,
  GetUserCommandInput,
  GlobalSignOutCommandInput,
  RevokeTokenCommandInput,
  UpdateUserAttributesCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { notEmulated } from "../../wire/json.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import { acceptsSecret } from "../pool/client-secrets.ts";
import type { ClientSite, Site } from "../pool/pool-in-region.ts";
import { checkWritable, permissionsOf, readable } from "../users/attribute-permissions.ts";
import type { Client, User } from "../users/directory.ts";
import { checkPassword, passwordOf } from "../users/passwords.ts";
import { checkAttributes, checkMutable, mergeAttributes } from "../users/schema.ts";
import { changeUser, mfaSettings, signOutEverywhere, withSub } from "../users/user-records.ts";
import { checkDevice } from "./devices.ts";
import { readJwt } from "./jwt.ts";
import { notAuthorized, wrongPassword, wrongRefreshToken } from "./not-authorized.ts";
import { openRefreshToken, type RefreshGrant } from "./refresh-token.ts";
import { checkedPassword } from "./sign-in-steps.ts";
import { type Metadata, tokenChanges } from "./sign-in-triggers.ts";
import { isSamePassword } from "./srp.ts";

export function sessionOperations(realm: Realm): OperationTable {
  const { kinds, tokens } = realm;
  return {
    GetTokensFromRefreshToken: kinds.byClient<GetTokensFromRefreshTokenCommandInput>(
      ["RefreshToken"],
      async (input, site) => ({ AuthenticationResult: await exchange(realm, input, site) }),
    ),
    RevokeToken: kinds.byClient<RevokeTokenCommandInput>(["Token"], revoke),
    GetUser: kinds.byAccessToken<GetUserCommandInput>([], (input, site) => {
      const user = tokens.authorize(site, input.AccessToken);
      const attributes = readable(
        permissionsOf(site.directory, input.AccessToken),
        user.attributes,
      );
      const UserAttributes = withSub({ ...user, attributes });
      return { Username: user.username, UserAttributes, ...mfaSettings(user) };
    }),
    UpdateUserAttributes: kinds.byAccessToken<UpdateUserAttributesCommandInput>(
      ["UserAttributes"],
      (input, site) => updateAttributes(realm, input, site),
    ),
    GlobalSignOut: kinds.byAccessToken<GlobalSignOutCommandInput>([], (input, site) =>
      signOutEverywhere(site, tokens.authorize(site, input.AccessToken)),
    ),
    ChangePassword: kinds.byAccessToken<ChangePasswordCommandInput>(
      ["ProposedPassword"],
      (input, site) => changePassword(realm, input, site),
    ),
  };
}

export interface Refreshed {
  readonly user: User;
  readonly session: RefreshGrant;
}

/** Whose session a refresh token carries on. Throws NotAuthorizedException. */
export function refreshed(
  { tokens, foundation }: Realm,
  site: ClientSite,
  { token, deviceKey }: { readonly token: string; readonly deviceKey?: string | undefined },
): Refreshed {
  const session = tokens.openRefresh(site, token);
  if (session.clientId !== site.client.ClientId) throw wrongRefreshToken();
  const rotatedAt = site.directory.rotated.get(session.jti);
  if (rotatedAt !== undefined && rotatedAt <= foundation.clock.now()) {
    throw new AwsError("RefreshTokenReuseException", "Refresh Token has been rotated");
  }
  const user = site.directory.users.get(session.username);
  if (user?.sub !== session.sub) throw wrongRefreshToken();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  checkDevice(site, session, deviceKey);
  return { user, session };
}

async function exchange(
  realm: Realm,
  input: Sent<GetTokensFromRefreshTokenCommandInput>,
  site: ClientSite,
): Promise<AuthenticationResultType> {
  if (!acceptsSecret(site, input.ClientSecret)) throw wrongSecret(site.client);
  const { RefreshToken: token, ClientMetadata: metadata, DeviceKey: deviceKey } = input;
  return renewed(realm, site, { token, metadata, deviceKey });
}

interface Renewing {
  readonly token: string;
  readonly deviceKey?: string | undefined;
  readonly metadata?: Metadata | undefined;
}

/** New tokens for a refresh token, which is replaced where the client rotates them. Throws. */
export async function renewed(
  realm: Realm,
  site: ClientSite,
  { metadata, ...given }: Renewing,
): Promise<AuthenticationResultType> {
  const { client, pool, replica } = site;
  const { user, session } = refreshed(realm, site, given);
  const issued = await reissued(realm, site, { user, session, metadata });
  const rotation = client.RefreshTokenRotation;
  if (rotation?.Feature !== "ENABLED") return issued;
  const graceMs = (rotation.RetryGracePeriodSeconds ?? 0) * 1000;
  const until = realm.foundation.clock.now() + graceMs;
  pool.write(replica, ({ rotated }) => {
    rotated.set(session.jti, Math.min(until, rotated.get(session.jti) ?? until));
  });
  return { ...issued, RefreshToken: realm.tokens.refreshToken(site, user, session) };
}

/** Id and access token of a session that goes on, once the trigger has had its say. */
export async function reissued(
  realm: Realm,
  site: ClientSite,
  { user, session, metadata }: Refreshed & { readonly metadata?: Metadata | undefined },
): Promise<AuthenticationResultType> {
  const { scope } = session;
  const source = "TokenGeneration_RefreshTokens";
  const changes = await tokenChanges(realm, site, { user, metadata, source, scope });
  return realm.tokens.issue(site, user, { ...session, changes });
}

function wrongSecret({ ClientId, ClientSecret }: Client): AwsError {
  return notAuthorized(
    ClientSecret === undefined
      ? `Unable to verify secret for client ${ClientId}`
      : `Invalid client secret for client ${ClientId}`,
  );
}

function revoke(input: Sent<RevokeTokenCommandInput>, site: ClientSite): void {
  const { pool, replica, client } = site;
  if (client.EnableTokenRevocation === false) {
    throw new AwsError(
      "UnsupportedOperationException",
      "Revoke token is not supported for this client.",
    );
  }
  if (!acceptsSecret(site, input.ClientSecret)) {
    throw new AwsError("UnauthorizedException", wrongSecret(client).message);
  }
  const grant = openRefreshToken(input.Token, pool.secret);
  if (grant === null) {
    const isOtherToken = readJwt(input.Token)?.["token_use"] !== undefined;
    if (isOtherToken) {
      throw new AwsError("UnsupportedTokenTypeException", "Unsupported token type");
    }
    throw invalid("Invalid Refresh Token");
  }
  if (grant.clientId !== client.ClientId) {
    throw new AwsError("UnauthorizedException", "The token was issued to another client.");
  }
  pool.write(replica, ({ revoked }) => revoked.add(grant.originJti));
}

/** A changed address is not written before a code that is sent there comes back, and no message is sent here. */
function updateAttributes(
  { tokens, foundation }: Realm,
  { AccessToken, UserAttributes }: Sent<UpdateUserAttributesCommandInput>,
  site: Site,
): object {
  const user = tokens.authorize(site, AccessToken);
  const { settings } = site.directory;
  checkWritable(permissionsOf(site.directory, AccessToken), UserAttributes);
  checkAttributes(settings, UserAttributes);
  checkMutable(settings, UserAttributes);
  const verified: readonly string[] = settings.AutoVerifiedAttributes ?? [];
  if (UserAttributes.some(({ Name = "" }) => verified.includes(Name))) {
    throw notEmulated("cognito-idp", "UpdateUserAttributes with a message to verify");
  }
  const attributes = mergeAttributes(user.attributes, UserAttributes);
  changeUser(foundation, { site, user }, { attributes });
  return { CodeDeliveryDetailsList: [] };
}

function changePassword(
  { tokens, foundation }: Realm,
  input: Sent<ChangePasswordCommandInput>,
  site: Site,
): void {
  const user = tokens.authorize(site, input.AccessToken);
  const { username, password } = user;
  if (password === null) throw wrongPassword();
  const identity = { poolName: site.pool.shortName, userId: username };
  checkedPassword(site, user, () =>
    isSamePassword(password, identity, input.PreviousPassword ?? ""),
  );
  checkPassword(site.directory.settings, input.ProposedPassword);
  const secret = { username, password: input.ProposedPassword, permanent: true };
  changeUser(foundation, { site, user }, passwordOf(foundation, site, secret));
}
