// ListUsers, with Cognito's filter language of one attribute.

import type { ListUsersCommandInput, UserType } from "@aws-sdk/client-cognito-identity-provider";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid, page } from "../api/validation.ts";
import { attributeOf, type User } from "./directory.ts";
import { describeUser } from "./user-records.ts";

const SEARCHABLE = new Set([
  ...["username", "email", "phone_number", "name", "given_name", "family_name"],
  ...["preferred_username", "cognito:user_status", "status", "sub"],
]);

export function userListOperations({ kinds }: Realm): OperationTable {
  return {
    ListUsers: kinds.byPool<ListUsersCommandInput>([], (input, { directory }) => {
      const limit = input.Limit ?? 60;
      if (limit < 0 || limit > 60) {
        throw invalid(
          `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value between 0 and 60`,
        );
      }
      const users = [...directory.users.values()].filter(filterOf(input.Filter));
      const { rows, next } = page(users, limit || 60, input.PaginationToken);
      return {
        Users: rows.map((user) => narrowed(describeUser(user), input.AttributesToGet)),
        PaginationToken: next,
      };
    }),
  };
}

function filterOf(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter === "") return () => true;
  const found = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  const [, name = "", operator, quoted = ""] = found ?? [];
  if (found === null) throw invalid("Error while parsing filter expression.");
  if (!SEARCHABLE.has(name)) throw invalid(`Invalid search attribute: ${name}`);
  const wanted = quoted.replace(/\\(.)/g, "$1");
  return (user) => {
    const value = searchedValue(user, name);
    return operator === "=" ? value === wanted : value?.startsWith(wanted) === true;
  };
}

function searchedValue(user: User, name: string): string | undefined {
  switch (name) {
    case "username":
      return user.username;
    case "sub":
      return user.sub;
    case "status":
      return user.enabled ? "Enabled" : "Disabled";
    case "cognito:user_status":
      return user.status;
    default:
      return attributeOf(user, name);
  }
}

function narrowed(user: UserType, names: readonly string[] | undefined): UserType {
  if (names === undefined) return user;
  const attributes = user.Attributes?.filter(({ Name }) => names.includes(Name ?? ""));
  return { ...user, Attributes: attributes ?? [] };
}
