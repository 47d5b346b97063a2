// Users as records of a directory: made, found, replaced, shown.

import type { AttributeType, UserType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Foundation } from "../../world.ts";
import { invalid } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { findUser, type GlobalSettings, type User, usernameKey } from "./directory.ts";
import { checkAttributes } from "./schema.ts";

type Times = Pick<Foundation, "clock" | "random">;

export interface NewUser {
  readonly name: string;
  readonly attributes: readonly AttributeType[];
  readonly status: User["status"];
}

/** Throws UserNotFoundException. */
export function userOf({ directory }: Pick<Site, "directory">, name: string): User {
  const user = findUser(directory, name);
  if (user === undefined) throw new AwsError("UserNotFoundException", "User does not exist.");
  return user;
}

/** A user without password, not yet in the directory. Throws what Cognito refuses. */
export function newUser({ clock, random }: Times, site: Site, request: NewUser): User {
  const { settings } = site.directory;
  checkAttributes(settings, request.attributes);
  if (request.attributes.some(({ Name }) => Name === "sub")) {
    throw invalid("Cannot modify the non-mutable attribute sub");
  }
  const sub = random.uuid();
  const now = new Date(clock.now());
  return {
    sub,
    ...naming(site, request, sub),
    status: request.status,
    enabled: true,
    createdAt: now,
    modifiedAt: now,
    password: null,
    temporaryUntil: null,
  };
}

/** Where users sign in by e-mail or phone number, that is an attribute, and the user name is the sub. */
function naming(
  { directory: { settings } }: Site,
  { name, attributes }: NewUser,
  sub: string,
): Pick<User, "username" | "attributes"> {
  const kinds = settings.UsernameAttributes ?? [];
  if (kinds.length === 0) {
    checkNoAlias(settings, name);
    return { username: usernameKey(settings, name), attributes };
  }
  const kind = kinds.find((candidate) =>
    candidate === "email" ? name.includes("@") : /^\+\d+$/.test(name),
  );
  if (kind === undefined) {
    const wanted = kinds.map((candidate) =>
      candidate === "email" ? "an email" : "a phone number",
    );
    throw invalid(`Username should be ${wanted.join(" or ")}.`);
  }
  const others = attributes.filter(({ Name }) => Name !== kind);
  return { username: sub, attributes: [...others, { Name: kind, Value: name }] };
}

/** A name that looks like an alias could be somebody's: https://github.com/aws-amplify/amplify-js/issues/8800 */
function checkNoAlias({ AliasAttributes = [] }: GlobalSettings, name: string): void {
  const isMail = AliasAttributes.includes("email") && /^[^@\s]+@[^@\s]+$/.test(name);
  const isPhone = AliasAttributes.includes("phone_number") && /^\+\d+$/.test(name);
  if (!isMail && !isPhone) return;
  const what = isMail ? "email" : "phone number";
  throw invalid(
    `Username cannot be of ${what} format, since user pool is configured for ${what} alias.`,
  );
}

export function saveUser({ pool, replica }: Site, user: User): User {
  pool.write(replica, ({ users }) => users.set(user.username, user));
  return user;
}

export function changeUser(
  { clock }: Pick<Foundation, "clock">,
  { site, user }: { site: Site; user: User },
  changes: Partial<User>,
): User {
  return saveUser(site, { ...user, ...changes, modifiedAt: new Date(clock.now()) });
}

/** Ends all sessions that the user has, as far as this Region knows of them. */
export function signOutEverywhere({ pool, replica }: Site, { sub }: User): void {
  const last = pool.nextSession();
  pool.write(replica, ({ signedOut }) => {
    signedOut.set(sub, Math.max(last, signedOut.get(sub) ?? 0));
  });
}

export function withSub(user: User): AttributeType[] {
  return [{ Name: "sub", Value: user.sub }, ...user.attributes];
}

export function describeUser(user: User): UserType {
  return {
    Username: user.username,
    Attributes: withSub(user),
    UserCreateDate: user.createdAt,
    UserLastModifiedDate: user.modifiedAt,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

export function mfaSettings(user: User): object {
  if (user.totpSecret === undefined) return {};
  return { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" };
}
