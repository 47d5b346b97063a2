import { describe, expect, test } from "vitest";
import { type Claims, differences } from "../../../core/probe/claims.ts";
import { region } from "../../../core/values/types.ts";

const token = {
  iss: "https://issuer.example/pool",
  sub: "u-1",
  client_id: "web",
  token_use: "access",
  scope: "openid email",
  "cognito:groups": ["staff", "admins"],
  version: 2,
  tenant: { id: 7, name: "secret tenant" },
  ranks: ["first", "second"],
  iat: 1_000,
  exp: 4_600,
};

const regions = [region("us-west-2"), region("us-east-1")] as const;

function said(other: Claims, ignored: readonly string[] = []): readonly string[] {
  return differences([{ kind: "access token", claims: [token, other] }], { regions, ignored });
}

const { tenant: _, ...withoutTenant } = token;
const { "cognito:groups": __, ...withoutGroups } = token;

describe("differences() tells", () => {
  const rows: readonly { name: string; other: Claims; says: readonly string[] }[] = [
    { name: "nothing of two tokens that say the same", other: { ...token }, says: [] },
    {
      name: "nothing of what belongs to one token",
      other: {
        ...token,
        ...{ jti: "2", origin_jti: "3", event_id: "4", auth_time: 5, nbf: 6, nonce: "7" },
        ...{ at_hash: "8", iat: 2_000, exp: 5_600 },
      },
      says: [],
    },
    {
      name: "nothing of the order in a set or an object",
      other: {
        ...token,
        ...{ scope: "email openid", "cognito:groups": ["admins", "staff"] },
        tenant: { name: "secret tenant", id: 7 },
      },
      says: [],
    },
    {
      name: "the issuers",
      other: { ...token, iss: "https://other.example/pool" },
      says: [
        'issuer of the access token: "https://issuer.example/pool" in us-west-2, "https://other.example/pool" in us-east-1',
      ],
    },
    {
      name: "the scopes",
      other: { ...token, scope: "openid" },
      says: ["scopes of the access token: [email, openid] in us-west-2, [openid] in us-east-1"],
    },
    {
      name: "the groups",
      other: { ...token, "cognito:groups": ["staff"] },
      says: ["groups of the access token: [admins, staff] in us-west-2, [staff] in us-east-1"],
    },
    {
      name: "that there are no groups",
      other: withoutGroups,
      says: ["groups of the access token: [admins, staff] in us-west-2, absent in us-east-1"],
    },
    {
      name: "the lifetimes",
      other: { ...token, iat: 2_000, exp: 9_200 },
      says: ["lifetime of the access token: 1 hour in us-west-2, 2 hours in us-east-1"],
    },
    {
      name: "a lifetime that cannot be told",
      other: { ...token, exp: undefined },
      says: ["lifetime of the access token: 1 hour in us-west-2, unknown in us-east-1"],
    },
    {
      name: "a claim that one lacks",
      other: withoutTenant,
      says: ["tenant in the access token only in us-west-2"],
    },
    {
      name: "a claim that one has besides",
      other: { ...token, role: "owner" },
      says: ["role in the access token only in us-east-1"],
    },
    {
      name: "a claim with another value, and never the value",
      other: { ...token, tenant: { id: 8, name: "other tenant" } },
      says: ["tenant in the access token has another value"],
    },
    {
      name: "a list in another order, where the order may mean something",
      other: { ...token, ranks: ["second", "first"] },
      says: ["ranks in the access token has another value"],
    },
    {
      name: "everything at once, by name",
      other: { ...token, sub: "u-2", client_id: "app", token_use: "id" },
      says: [
        "client_id in the access token has another value",
        "sub in the access token has another value",
        "token_use in the access token has another value",
      ],
    },
  ];

  test.each(rows)("$name", ({ other, says }) => {
    expect(said(other)).toEqual(says);
  });

  test("nothing of what is ignored", () => {
    expect(said({ ...token, version: 3, role: "owner" }, ["version"])).toEqual([
      "role in the access token only in us-east-1",
    ]);
  });

  test("each kind of token for itself", () => {
    const pairs = ["access token", "id token"].map((kind) => ({
      kind,
      claims: [token, withoutTenant] as const,
    }));
    expect(differences(pairs, { regions, ignored: [] })).toEqual([
      "tenant in the access token only in us-west-2",
      "tenant in the id token only in us-west-2",
    ]);
  });
});
