import { describe, expect, test } from "vitest";
import type { AwsError } from "../aws-error.ts";
import { Iam, type RoleSeed } from "../iam/iam.ts";
import { type Deed, readPolicy } from "../iam/policy.ts";
import type { Principal } from "../iam/principal.ts";

const ACCOUNT = "123456789012";
const TABLE = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/ledger`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/probe`;
const read: Deed = { action: "dynamodb:GetItem", resource: TABLE };

function asRole(iam: Iam, seed: Omit<RoleSeed, "name">): Principal {
  const { accessKeyId } = iam.seedRole({ name: "probe", session: "its-probe", ...seed });
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261122/us-east-1/dynamodb/aws4_request`;
  return iam.principalOf({ headers: { authorization }, query: new URLSearchParams() });
}

/** What becomes of `deed` under one statement of the role. */
function under(statement: object, deed: Deed = read, region = "us-east-1"): string {
  const iam = new Iam(ACCOUNT);
  const Statement = { Effect: "Allow", Action: "dynamodb:*", Resource: "*", ...statement };
  return iam.decide(asRole(iam, { policies: [{ Statement }] }), deed, { region }).kind;
}

function refused(act: () => unknown): Partial<AwsError> {
  try {
    act();
  } catch (error) {
    return error as AwsError;
  }
  throw new Error("It was taken.");
}

describe("a statement covers", () => {
  test.each([
    ["an action in any case", { Action: "DynamoDB:getitem" }, "allowed"],
    ["no other action", { Action: "dynamodb:GetItems" }, "notAllowed"],
    ["one of many actions", { Action: ["s3:*", "dynamodb:Get*"] }, "allowed"],
    ["?, which is one character", { Action: "dynamodb:GetIte?" }, "allowed"],
    ["?, which is not none", { Action: "dynamodb:GetItem?" }, "notAllowed"],
    ["a resource by its own case alone", { Resource: TABLE.toUpperCase() }, "notAllowed"],
    ["a resource by a pattern", { Resource: "arn:aws:dynamodb:*:*:table/led*" }, "allowed"],
    ["all but NotAction", { Action: undefined, NotAction: "dynamodb:Put*" }, "allowed"],
    ["not NotAction", { Action: undefined, NotAction: "dynamodb:Get*" }, "notAllowed"],
    ["all but NotResource", { Resource: undefined, NotResource: "*/other" }, "allowed"],
    ["not NotResource", { Resource: undefined, NotResource: "*/ledger" }, "notAllowed"],
  ])("%s", (_, statement, kind) => {
    expect(under(statement)).toBe(kind);
  });
});

describe("a condition", () => {
  const LEADING = "dynamodb:LeadingKeys";
  const region = (operator: string, value: unknown) => ({
    [operator]: { "aws:requestedregion": value },
  });
  const leading = (operator: string, ...values: string[]) => ({
    [operator]: { [LEADING]: values },
  });
  const keys = (...values: string[]) => ({ [LEADING]: values });
  const own = (value: string) => ({ ArnLike: { "aws:PrincipalArn": value } });

  test.each([
    ["StringEquals one of its values", region("StringEquals", ["x", "us-east-1"]), true],
    ["StringEquals none", region("StringEquals", "us-east-?"), false],
    ["StringNotEquals", region("StringNotEquals", ["x", "us-east-1"]), false],
    ["StringEqualsIgnoreCase", region("StringEqualsIgnoreCase", "US-EAST-1"), true],
    ["StringLike", region("StringLike", "us-*"), true],
    ["StringNotLike", region("StringNotLike", "us-*"), false],
    ["Bool", { Bool: { "aws:SecureTransport": true } }, true],
    ["Bool of what is not so", { Bool: { "aws:SecureTransport": "false" } }, false],
    ["IpAddress", { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }, true],
    ["NotIpAddress", { NotIpAddress: { "aws:SourceIp": "127.0.0.1" } }, false],
    ["ArnLike part by part", own(`arn:aws:iam::*:role/pro*`), true],
    ["ArnLike not across parts", own(`arn:aws:*:role/probe`), false],
    ["ArnNotLike", { ArnNotLike: { "aws:PrincipalArn": ROLE } }, false],
    ["all of several operators", { ...region("StringLike", "us-*"), ...own("x") }, false],
    ["a missing key", { StringEquals: { "aws:SourceArn": "x" } }, false],
    ["a missing key, negated", { StringNotEquals: { "aws:SourceArn": "x" } }, true],
    ["a missing key, IfExists", { StringEqualsIfExists: { "aws:SourceArn": "x" } }, true],
    ["Null of what is missing", { Null: { "aws:SourceArn": "true" } }, true],
    ["Null of what is there", { Null: { "aws:PrincipalArn": "true" } }, false],
    ["Null false of what is there", { Null: { "aws:PrincipalArn": false } }, true],
  ])("holds or not: %s", (_, Condition, holds) => {
    expect(under({ Condition })).toBe(holds ? "allowed" : "notAllowed");
  });

  test.each([
    ["ForAllValues, all", leading("ForAllValues:StringEquals", "a", "b"), keys("a", "b"), true],
    ["ForAllValues, one more", leading("ForAllValues:StringEquals", "a"), keys("a", "b"), false],
    ["ForAllValues of nothing", leading("ForAllValues:StringEquals", "a"), {}, true],
    ["ForAnyValue, one", leading("ForAnyValue:StringLike", "a*"), keys("ab", "c"), true],
    ["ForAnyValue, none", leading("ForAnyValue:StringLike", "a*"), keys("b", "c"), false],
    ["ForAnyValue of nothing", leading("ForAnyValue:StringLike", "a*"), {}, false],
    ["ForAllValues, negated", leading("ForAllValues:StringNotEquals", "a"), keys("b"), true],
    ["ForAnyValue, negated", leading("ForAnyValue:StringNotEquals", "a"), keys("a", "b"), true],
    ["… IfExists of nothing", leading("ForAnyValue:StringEqualsIfExists", "a"), {}, true],
  ])("of a set holds or not: %s", (...[, Condition, values, holds]) => {
    expect(under({ Condition }, { ...read, values })).toBe(holds ? "allowed" : "notAllowed");
  });

  test.each([
    ["an operator that nobody here knows", { DateLessThan: { "aws:SourceArn": "x" } }],
    ["a key that nobody here knows", { StringEquals: { "aws:PrincipalTag/a": "x" } }],
    ["a set without For…", { StringEquals: { [LEADING]: "x" } }],
    ["a variable", { StringEquals: { "aws:SourceArn": `$` + "{aws:username}" } }],
  ])("is refused when the policy is read: %s", (_, Condition) => {
    expect(refused(() => under({ Condition }))).toMatchObject({
      name: "NotImplemented",
      status: 501,
    });
  });
});

test.each([
  ["no JSON", "{"],
  ["no statement", "{}"],
  ["no effect", { Statement: { Action: "*", Resource: "*" } }],
  ["no action", { Statement: { Effect: "Allow", Resource: "*" } }],
  ["no resource", { Statement: { Effect: "Allow", Action: "*" } }],
  ["two", { Statement: { Effect: "Allow", Action: "*", NotAction: "*", Resource: "*" } }],
  ["another version", { Version: "2027-01-01", Statement: [] }],
])("a policy is malformed: %s", (_, document) => {
  expect(refused(() => readPolicy(document))).toMatchObject({ name: "MalformedPolicyDocument" });
});

describe("of several policies", () => {
  const allow = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
  const deny = { Statement: { Effect: "Deny", Action: "dynamodb:*", Resource: "*" } };
  const grant = (Principal: unknown) =>
    readPolicy({ Statement: { Effect: "Allow", Principal, Action: "*", Resource: "*" } });
  const decided = (seed: Omit<RoleSeed, "name">, resource: unknown = null) => {
    const iam = new Iam(ACCOUNT);
    const of = resource === null ? null : grant(resource);
    return iam.decide(asRole(iam, seed), read, { region: "us-east-1", resource: of });
  };

  const identity = "identity-based policy";
  const boundary = "permissions boundary";
  const refusals: readonly {
    readonly when: string;
    readonly seed: Omit<RoleSeed, "name">;
    readonly resource?: unknown;
    readonly is: { readonly kind: string; readonly by: string };
  }[] = [
    {
      when: "none allows",
      seed: { policies: [] },
      is: { kind: "notAllowed", by: identity },
    },
    {
      when: "one denies",
      seed: { policies: [allow, deny] },
      is: { kind: "explicitlyDenied", by: identity },
    },
    {
      when: "the boundary does not allow",
      seed: { policies: [allow], boundary: { Statement: [] } },
      is: { kind: "notAllowed", by: boundary },
    },
    {
      when: "the boundary denies what the resource gives",
      seed: { policies: [], boundary: deny },
      resource: { AWS: ROLE },
      is: { kind: "explicitlyDenied", by: boundary },
    },
    {
      when: "the boundary is silent on what the resource gives to the role",
      seed: { policies: [], boundary: { Statement: [] } },
      resource: { AWS: ROLE },
      is: { kind: "notAllowed", by: boundary },
    },
    {
      when: "the resource leaves it to the account",
      seed: { policies: [] },
      resource: { AWS: ACCOUNT },
      is: { kind: "notAllowed", by: identity },
    },
  ];

  test.each(refusals)("the call is refused when $when", ({ seed, resource, is }) => {
    expect(decided(seed, resource)).toEqual(is);
  });

  test.each([
    ["the role's own", { policies: [allow] }, null],
    ["the resource's, for the role", { policies: [] }, { AWS: ROLE }],
    ["the resource's, for everyone", { policies: [] }, "*"],
    [
      "the resource's, for the session, whatever the boundary",
      { policies: [], boundary: { Statement: [] } },
      { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/probe/its-probe` },
    ],
  ])("one is enough: %s", (_, seed, resource) => {
    expect(decided(seed, resource)).toEqual({ kind: "allowed" });
  });
});

describe("a service takes a role", () => {
  const trust = {
    Statement: {
      ...{ Effect: "Allow", Action: "sts:AssumeRole" },
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: {
        StringEquals: { "aws:SourceAccount": ACCOUNT },
        ArnLike: { "aws:SourceArn": `arn:aws:scheduler:*:${ACCOUNT}:schedule-group/default` },
      },
    },
  };
  const group = `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/default`;
  const take = (service: string, sourceArn: string) => {
    const iam = new Iam(ACCOUNT);
    iam.seedRole({ name: "probe", policies: [], trust });
    return iam.taken(ROLE, { service, sourceArn });
  };

  test("that trusts it, for what it trusts it with", () => {
    expect(take("scheduler.amazonaws.com", group)).toMatchObject({ role: { name: "probe" } });
  });

  test.each([
    ["another service", "events.amazonaws.com", group],
    ["another group", "scheduler.amazonaws.com", `${group}s`],
  ])("but not %s", (_, service, sourceArn) => {
    expect(refused(() => take(service, sourceArn)).message).toBe(
      `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${ROLE} because no resource-based policy allows the sts:AssumeRole action`,
    );
  });
});

test("a key that is no role's is the administrator's, and no key is nobody's", () => {
  const iam = new Iam(ACCOUNT);
  const signed = {
    authorization: "AWS4-HMAC-SHA256 Credential=pretend/20261122/x/s3/aws4_request",
  };
  const query = new URLSearchParams();
  const administrator = iam.principalOf({ headers: signed, query });
  expect(administrator.kind).toBe("administrator");
  expect(iam.decide(administrator, read, { region: "us-east-1" }).kind).toBe("allowed");
  expect(iam.principalOf({ headers: {}, query })).toEqual({ kind: "anonymous" });
});

test("what was judged is kept once, with what is needed to judge it again", () => {
  const iam = new Iam(ACCOUNT);
  const probe = asRole(iam, { policies: [] });
  for (const region of ["us-east-1", "us-east-1", "us-west-2"]) iam.decide(probe, read, { region });
  expect(
    iam.judged.map(({ call, decision }) => [call.values["aws:RequestedRegion"], decision.kind]),
  ).toEqual([
    ["us-east-1", "notAllowed"],
    ["us-west-2", "notAllowed"],
  ]);
});
