// What each trigger of sign-in is told, and what its answer does.

import type { AttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Realm } from "../api/service-state.ts";
import { hidesUsers } from "../pool/clients.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import { type TriggerResponse, triggerArn, unrecognizable, versionOf } from "../pool/triggers.ts";
import type { User } from "../users/directory.ts";
import { passwordOf } from "../users/passwords.ts";
import { newUser, saveUser, withSub } from "../users/user-records.ts";
import { wrongPassword } from "./not-authorized.ts";
import { detailsMember, readChanges, type TokenChanges } from "./token-changes.ts";
import { scopesOf } from "./tokens.ts";

/** `ClientMetadata` of a request. */
export type Metadata = Readonly<Record<string, string>>;

/** Why tokens are made, as the trigger is told. */
export type TokenSource =
  | "TokenGeneration_Authentication"
  | "TokenGeneration_NewPasswordChallenge"
  | "TokenGeneration_HostedAuth"
  | "TokenGeneration_RefreshTokens";

/** Somebody on the way to tokens. */
export interface Attempt {
  readonly user: User;
  /** Of the request that completes the sign-in, where its operation hands it on. */
  readonly metadata?: Metadata | undefined;
  /** Absent: a sign-in through the API. */
  readonly source?: TokenSource;
  /** Of the access token, separated by spaces; absent: that of the API. */
  readonly scope?: string | undefined;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly metadata?: Metadata | undefined;
}

/** Before the password is looked at. A client that hides users has the trigger called for unknown ones. */
export async function preAuthentication(
  { triggers }: Realm,
  site: ClientSite,
  {
    username,
    user,
    metadata,
  }: { username: string; user: User | undefined; metadata?: Metadata | undefined },
): Promise<void> {
  const isHiding = hidesUsers(site.client);
  if (user === undefined && !isHiding) return;
  await triggers.call(site, {
    name: "PreAuthentication",
    source: "PreAuthentication_Authentication",
    userName: user?.username ?? username,
    request: {
      userAttributes: user === undefined ? {} : eventAttributes(user),
      validationData: metadata ?? {},
      ...(isHiding ? { userNotFound: user === undefined } : {}),
    },
  });
}

/** After the last factor, before the tokens. */
export async function postAuthentication(
  { triggers }: Realm,
  site: ClientSite,
  { user, metadata }: Attempt,
): Promise<void> {
  await triggers.call(site, {
    name: "PostAuthentication",
    source: "PostAuthentication_Authentication",
    userName: user.username,
    request: {
      userAttributes: eventAttributes(user),
      newDeviceUsed: false,
      ...clientMetadata(metadata),
    },
  });
}

/** What the tokens of a user are to differ in; undefined without a trigger. */
export async function tokenChanges(
  { triggers }: Realm,
  site: ClientSite,
  attempt: Attempt,
): Promise<TokenChanges | undefined> {
  const { user, metadata, scope = "aws.cognito.signin.user.admin" } = attempt;
  const version = versionOf(site.replica, "PreTokenGeneration");
  const response = await triggers.call(site, {
    name: "PreTokenGeneration",
    source: attempt.source ?? "TokenGeneration_Authentication",
    userName: user.username,
    request: {
      userAttributes: eventAttributes(user),
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      ...(version === 1 ? {} : { scopes: scopesOf(scope) }),
      ...clientMetadata(metadata),
    },
    response: { [detailsMember(version)]: null },
  });
  if (response === null) return undefined;
  const changes = readChanges(version, response);
  if (changes === null) throw unrecognizable();
  return changes;
}

/** What the token of a machine is to differ in; only the third version of the event is about machines. */
export async function machineTokenChanges(
  { triggers }: Realm,
  site: ClientSite,
  scope: string,
): Promise<TokenChanges | undefined> {
  const version = versionOf(site.replica, "PreTokenGeneration");
  if (version !== 3) return undefined;
  const response = await triggers.call(site, {
    name: "PreTokenGeneration",
    source: "TokenGeneration_ClientCredentials",
    userName: site.client.ClientId ?? "",
    request: { userAttributes: {}, groupConfiguration: {}, scopes: scopesOf(scope) },
    response: { [detailsMember(version)]: null },
  });
  if (response === null) return undefined;
  const changes = readChanges(version, response);
  if (changes === null) throw unrecognizable();
  return changes;
}

/**
 * The user whom the migration trigger brings in, or undefined without one. A secondary creates no
 * users, so it does not ask. Throws as for a user who does not exist when the trigger refuses.
 */
export async function migratedUser(
  realm: Realm,
  site: ClientSite,
  credentials: Credentials,
): Promise<User | undefined> {
  const { role } = site.replica;
  if (role === "SECONDARY" || triggerArn(site.replica, "UserMigration") === undefined) {
    return undefined;
  }
  const { username, password, metadata } = credentials;
  try {
    const response = await realm.triggers.call(site, {
      name: "UserMigration",
      source: "UserMigration_Authentication",
      userName: username,
      request: { password, validationData: metadata ?? {} },
      response: {
        userAttributes: null,
        forceAliasCreation: null,
        finalUserStatus: null,
        messageAction: null,
        desiredDeliveryMediums: null,
      },
    });
    return created(realm, site, { username, password, response: response ?? {} });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw hidesUsers(site.client)
      ? wrongPassword()
      : new AwsError(
          "UserNotFoundException",
          `Exception migrating user in app client ${site.client.ClientId}`,
        );
  }
}

/** The password policy does not hold for users who are brought in. */
function created(
  { foundation }: Realm,
  site: ClientSite,
  { username, password, response }: Credentials & { readonly response: TriggerResponse },
): User {
  const { userAttributes, finalUserStatus } = response;
  const status = finalUserStatus ?? "CONFIRMED";
  if (status !== "CONFIRMED" && status !== "RESET_REQUIRED") throw unrecognizable();
  const attributes = readAttributes(userAttributes);
  const user = newUser(foundation, site, { name: username, attributes, status });
  const secret = { username: user.username, password, permanent: true };
  return saveUser(site, { ...user, ...passwordOf(foundation, site, secret) });
}

function readAttributes(attributes: unknown): AttributeType[] {
  if (typeof attributes !== "object" || attributes === null) throw unrecognizable();
  const pairs = Object.entries(attributes).filter(([name]) => name !== "username");
  if (pairs.length === 0 || !pairs.every(([, value]) => typeof value === "string")) {
    throw unrecognizable();
  }
  return pairs.map(([Name, Value]) => ({ Name, Value }));
}

function eventAttributes(user: User): Readonly<Record<string, string>> {
  const attributes = withSub(user).map(({ Name = "", Value = "" }) => [Name, Value]);
  return { ...Object.fromEntries(attributes), "cognito:user_status": user.status };
}

function clientMetadata(metadata: Metadata | undefined): { clientMetadata?: Metadata } {
  return metadata === undefined ? {} : { clientMetadata: metadata };
}
