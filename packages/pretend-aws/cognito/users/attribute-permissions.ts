// Which attributes of its users an app client may read and write. A client that lists none has the standard
// ones, so an attribute of the pool's own must be listed.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html

import type { AttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { invalid } from "../api/validation.ts";
import { readJwt } from "../sign-in/jwt.ts";
import type { Client, Directory } from "./directory.ts";
import { isKnownAttribute, isStandardAttribute } from "./schema.ts";

/** Cognito itself says whether an address is verified and who a user is. */
const NEVER_WRITTEN: ReadonlySet<string> = new Set([
  ...["sub", "email_verified", "phone_number_verified"],
]);

type Permissions = Pick<Client, "ReadAttributes" | "WriteAttributes">;

/** Of the attributes, those that the client may show to its users. */
export function readable(
  { ReadAttributes }: Permissions,
  attributes: readonly AttributeType[],
): readonly AttributeType[] {
  return attributes.filter(({ Name = "" }) => isListed(ReadAttributes, Name));
}

/** Throws NotAuthorizedException if the client may not write one of the attributes. */
export function checkWritable(
  { WriteAttributes }: Permissions,
  attributes: readonly AttributeType[],
): void {
  const isWritten = ({ Name = "" }: AttributeType) =>
    !NEVER_WRITTEN.has(Name) && isListed(WriteAttributes, Name);
  if (attributes.every(isWritten)) return;
  throw new AwsError(
    "NotAuthorizedException",
    "A client attempted to write unauthorized attribute",
  );
}

/** Throws InvalidParameterException for lists that the pool's schema does not bear. */
export function checkPermissions(
  { ReadAttributes = [], WriteAttributes = [] }: Permissions,
  { settings }: Pick<Directory, "settings">,
  verb: "creating" | "updating",
): void {
  const refuse = (kind: "read" | "write") =>
    invalid(`Invalid ${kind} attributes specified while ${verb} a client`);
  if (!ReadAttributes.every((name) => isKnownAttribute(settings, name))) throw refuse("read");
  const isBorne = (name: string) => isKnownAttribute(settings, name) && !NEVER_WRITTEN.has(name);
  if (!WriteAttributes.every(isBorne)) throw refuse("write");
}

/** Whose users an access token speaks for; a client that is gone lists nothing. */
export function permissionsOf({ clients }: Pick<Directory, "clients">, token: string): Permissions {
  return clients.get(String(readJwt(token)?.["client_id"])) ?? {};
}

function isListed(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.length === 0
    ? isStandardAttribute(name)
    : names.includes(name);
}
