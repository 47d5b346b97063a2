// Which attributes an app client lets its users write and read with their access tokens. One that lists none
// has the standard attributes, and none of the pool's own.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html

import type { UserPoolClientType } from "@aws-sdk/client-cognito-identity-provider";

/** Null for a client that lists none. */
export interface AttributePermissions {
  readonly writable: readonly string[] | null;
  readonly readable: readonly string[] | null;
}

export function attributePermissions({
  WriteAttributes = [],
  ReadAttributes = [],
}: Pick<UserPoolClientType, "WriteAttributes" | "ReadAttributes">): AttributePermissions {
  const listed = (names: readonly string[]) => (names.length === 0 ? null : names);
  return { writable: listed(WriteAttributes), readable: listed(ReadAttributes) };
}

/** Members of the app client that lack the attribute: "WriteAttributes". */
export function lackingPermissions(
  { writable, readable }: AttributePermissions,
  attribute: string,
): readonly string[] {
  const isListed = (names: readonly string[] | null) =>
    names === null ? !attribute.startsWith("custom:") : names.includes(attribute);
  return [
    ...(isListed(writable) ? [] : ["WriteAttributes"]),
    ...(isListed(readable) ? [] : ["ReadAttributes"]),
  ];
}
