import { describe, expect, test } from "vitest";
import { type Permitted, permits } from "../../../core/resource-policies/permits.ts";

const service = "cognito-idp.amazonaws.com";
const key = "arn:aws:kms:us-east-1:111122223333:key/mrk-1";

const request = {
  ...{ service, action: "kms:Decrypt", resource: key },
  context: new Map([["aws:sourceaccount", "111122223333"]]),
};

const allow = {
  ...{ Effect: "Allow", Principal: { Service: service } as unknown },
  ...{ Action: "kms:*" as unknown, Resource: "*" as unknown },
};
const unknownHere = { Condition: { StringEquals: { "aws:SourceOrgID": "o-1" } } };

const rows: readonly [string, readonly object[], Permitted][] = [
  ["what is allowed", [allow], "allowed"],
  ["nothing", [], "notAllowed"],
  [
    "what another service is allowed",
    [{ ...allow, Principal: { Service: "sns.amazonaws.com" } }],
    "notAllowed",
  ],
  ["another action", [{ ...allow, Action: ["kms:Encrypt"] }], "notAllowed"],
  ["the action in another case", [{ ...allow, Action: "KMS:decrypt" }], "allowed"],
  [
    "all but another action",
    [{ ...allow, Action: undefined, NotAction: "kms:Encrypt" }],
    "allowed",
  ],
  ["all but this action", [{ ...allow, Action: undefined, NotAction: "kms:De*" }], "notAllowed"],
  ["another resource", [{ ...allow, Resource: `${key}2` }], "notAllowed"],
  ["all but this resource", [{ ...allow, Resource: undefined, NotResource: key }], "notAllowed"],
  ["a denial", [allow, { ...allow, Effect: "Deny" }], "notAllowed"],
  ["a denial of another", [allow, { ...allow, Effect: "Deny", Action: "kms:Encrypt" }], "allowed"],
  ["a denial that may hold", [allow, { ...allow, ...unknownHere, Effect: "Deny" }], "cannotTell"],
  ["a permission that may hold", [{ ...allow, ...unknownHere }], "cannotTell"],
  [
    "a permission that may hold, and one that does",
    [{ ...allow, ...unknownHere }, allow],
    "allowed",
  ],
  [
    "a permission of the account's users",
    [{ ...allow, Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
    "notAllowed",
  ],
  ["everyone", [{ ...allow, Principal: "*" }], "cannotTell"],
  ["everyone of AWS", [{ ...allow, Principal: { AWS: "*" } }], "cannotTell"],
  [
    "all but somebody",
    [{ ...allow, Principal: undefined, NotPrincipal: { AWS: "*" } }],
    "cannotTell",
  ],
  [
    "services of AWS",
    [{ ...allow, Condition: { Bool: { "aws:PrincipalIsAWSService": true } } }],
    "allowed",
  ],
  [
    "another service by name",
    [{ ...allow, Condition: { StringEquals: { "aws:PrincipalServiceName": "x" } } }],
    "notAllowed",
  ],
];

describe("permits()", () => {
  test.each(rows)("of %s", (_, Statement, permitted) => {
    expect(permits(JSON.stringify({ Statement }), request)).toBe(permitted);
  });

  test("cannot tell of what is no policy", () => {
    expect(permits("", request)).toBe("cannotTell");
  });
});
