// What administrators do with users.

import type {
  AdminConfirmSignUpCommandInput,
  AdminCreateUserCommandInput,
  AdminDeleteUserCommandInput,
  AdminDisableUserCommandInput,
  AdminEnableUserCommandInput,
  AdminGetUserCommandInput,
  AdminSetUserPasswordCommandInput,
  AdminUpdateUserAttributesCommandInput,
  AdminUserGlobalSignOutCommandInput,
  UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { notAuthorized } from "../sign-in/not-authorized.ts";
import { findUser, type User, userWithAlias } from "./directory.ts";
import { checkPassword, generatedPassword, passwordOf } from "./passwords.ts";
import { checkAttributes, checkMutable, mergeAttributes } from "./schema.ts";
import {
  changeUser,
  describeUser,
  mfaSettings,
  newUser,
  saveUser,
  signOutEverywhere,
  userOf,
  withSub,
} from "./user-records.ts";

export function userOperations(realm: Realm): OperationTable {
  const { foundation, kinds } = realm;
  return {
    AdminCreateUser: kinds.byPool<AdminCreateUserCommandInput>(["Username"], (input, site) => ({
      User:
        input.MessageAction === "RESEND" ? invite(realm, input, site) : create(realm, input, site),
    })),
    AdminGetUser: kinds.byPool<AdminGetUserCommandInput>(["Username"], (input, site) => {
      const user = userOf(site, input.Username);
      const { Attributes: _, ...shown } = describeUser(user);
      return { ...shown, UserAttributes: withSub(user), ...mfaSettings(user) };
    }),
    AdminSetUserPassword: kinds.byPool<AdminSetUserPasswordCommandInput>(
      ["Username", "Password"],
      (input, site) => setPassword(realm, input, site),
    ),
    AdminDeleteUser: kinds.byPool<AdminDeleteUserCommandInput>(["Username"], (input, site) => {
      const { username } = userOf(site, input.Username);
      site.pool.write(site.replica, ({ users }) => users.delete(username));
    }),
    AdminDisableUser: kinds.byPool<AdminDisableUserCommandInput>(["Username"], (input, site) => {
      const user = userOf(site, input.Username);
      changeUser(foundation, { site, user }, { enabled: false });
      signOutEverywhere(site, user);
    }),
    AdminEnableUser: kinds.byPool<AdminEnableUserCommandInput>(["Username"], (input, site) => {
      changeUser(foundation, { site, user: userOf(site, input.Username) }, { enabled: true });
    }),
    AdminUpdateUserAttributes: kinds.byPool<AdminUpdateUserAttributesCommandInput>(
      ["Username", "UserAttributes"],
      (input, site) => updateAttributes(realm, input, site),
    ),
    AdminConfirmSignUp: kinds.byPool<AdminConfirmSignUpCommandInput>(
      ["Username"],
      (input, site) => {
        const user = userOf(site, input.Username);
        if (user.status !== "UNCONFIRMED") {
          throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
        }
        changeUser(foundation, { site, user }, { status: "CONFIRMED" });
      },
    ),
    AdminUserGlobalSignOut: kinds.byPool<AdminUserGlobalSignOutCommandInput>(
      ["Username"],
      (input, site) => signOutEverywhere(site, userOf(site, input.Username)),
    ),
  };
}

function create(
  { foundation }: Realm,
  input: Sent<AdminCreateUserCommandInput>,
  site: Site,
): UserType {
  if (findUser(site.directory, input.Username) !== undefined) {
    throw new AwsError("UsernameExistsException", "User account already exists");
  }
  const password = input.TemporaryPassword ?? generatedPassword(foundation.random);
  checkPassword(site.directory.settings, password);
  freeAliases({ foundation }, input, site);
  const user = newUser(foundation, site, {
    name: input.Username,
    attributes: input.UserAttributes ?? [],
    status: "FORCE_CHANGE_PASSWORD",
  });
  const secret = { username: user.username, password, permanent: false };
  return describeUser(saveUser(site, { ...user, ...passwordOf(foundation, site, secret) }));
}

/** A verified address belongs to one user, and goes over to a new one by force alone. */
function freeAliases(
  { foundation }: Pick<Realm, "foundation">,
  { UserAttributes = [], ForceAliasCreation }: Sent<AdminCreateUserCommandInput>,
  site: Site,
): void {
  const given = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
  for (const alias of site.directory.settings.AliasAttributes ?? []) {
    const value = given(alias);
    const isTaken = alias === "preferred_username" || given(`${alias}_verified`) === "true";
    const user = value === undefined ? undefined : userWithAlias(site.directory, value);
    if (!isTaken || user === undefined) continue;
    if (ForceAliasCreation !== true) {
      throw new AwsError(
        "AliasExistsException",
        `An account with the given ${alias} already exists.`,
      );
    }
    const attributes = mergeAttributes(user.attributes, [
      { Name: `${alias}_verified`, Value: "false" },
    ]);
    changeUser(foundation, { site, user }, { attributes });
  }
}

/** A further invitation carries a new temporary password. */
function invite(
  { foundation }: Realm,
  input: Sent<AdminCreateUserCommandInput>,
  site: Site,
): UserType {
  const user = userOf(site, input.Username);
  if (user.status !== "FORCE_CHANGE_PASSWORD") {
    throw new AwsError(
      "UnsupportedUserStateException",
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const password = input.TemporaryPassword ?? generatedPassword(foundation.random);
  checkPassword(site.directory.settings, password);
  const secret = { username: user.username, password, permanent: false };
  return describeUser(changeUser(foundation, { site, user }, passwordOf(foundation, site, secret)));
}

function setPassword(
  { foundation }: Realm,
  input: Sent<AdminSetUserPasswordCommandInput>,
  site: Site,
): void {
  const user = userOf(site, input.Username);
  checkPassword(site.directory.settings, input.Password);
  const permanent = input.Permanent === true;
  const secret = { username: user.username, password: input.Password, permanent };
  const status: User["status"] = permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
  changeUser(foundation, { site, user }, { status, ...passwordOf(foundation, site, secret) });
}

function updateAttributes(
  { foundation }: Realm,
  input: Sent<AdminUpdateUserAttributesCommandInput>,
  site: Site,
): void {
  const user = userOf(site, input.Username);
  checkAttributes(site.directory.settings, input.UserAttributes);
  checkMutable(site.directory.settings, input.UserAttributes);
  const attributes = mergeAttributes(user.attributes, input.UserAttributes);
  changeUser(foundation, { site, user }, { attributes });
}
