import { describe, expect, test } from "vitest";
import { variablesOfPrimary } from "../../../core/readiness/variables-of-primary.ts";
import { aPolicy } from "../builders/a-policy.ts";

const policy = aPolicy();

describe("a variable leads to the primary", () => {
  test.each([
    ["arn:aws:dynamodb:us-west-2:111122223333:table/users", "an ARN"],
    ["https://db.us-west-2.rds.amazonaws.com", "a host"],
    ["users.abc.us-west-2.amazonaws.com:5432", "a host"],
    ["bucket.s3-us-west-2.amazonaws.com", "a host"],
    ["us-west-2.api.example", "a host"],
    ["us-west-2", "the Region"],
    ["us-west-2a", "the Region"],
    ["us-east-1,us-west-2", "the Region"],
    [`${policy.userPoolId} in us-west-2`, "the Region"],
  ])("by %s: %s", (value, names) => {
    expect(variablesOfPrimary({ TARGET: value }, policy)).toEqual([{ variable: "TARGET", names }]);
  });

  test.each([
    policy.userPoolId,
    `https://cognito-idp.us-west-2.amazonaws.com/${policy.userPoolId}`,
    `https://issuer-cognito-idp.us-west-2.amazonaws.com/${policy.userPoolId}/.well-known/jwks.json`,
    "us-east-1",
    "my-us-west-2-table",
    "us-west-21",
    "",
  ])("not by %s", (value) => {
    expect(variablesOfPrimary({ TARGET: value }, policy)).toEqual([]);
  });

  test("and of several each is named once, without its value", () => {
    const found = variablesOfPrimary(
      { A: "us-west-2", B: "secret", C: "arn:aws:sns:us-west-2:1:t" },
      policy,
    );
    expect(found).toEqual([
      { variable: "A", names: "the Region" },
      { variable: "C", names: "an ARN" },
    ]);
  });
});
