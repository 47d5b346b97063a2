import { describe, expect, test } from "vitest";
import { conditionsHold } from "../../../core/resource-policies/conditions.ts";

const pool = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-west-2_Pretend01";

const context = new Map([
  ["aws:sourcearn", pool],
  ["aws:sourceaccount", "111122223333"],
  ["aws:principalisawsservice", "true"],
  ["aws:sourcevpc", null],
]);

interface Row {
  readonly operator: string;
  readonly key: string;
  readonly wanted: string;
  readonly holds: true | false | null;
}

const rows: readonly Row[] = [
  { operator: "StringEquals", key: "aws:SourceAccount", wanted: "111122223333", holds: true },
  { operator: "StringEquals", key: "AWS:SOURCEACCOUNT", wanted: "111122223333", holds: true },
  { operator: "StringEquals", key: "aws:SourceAccount", wanted: "1111*", holds: false },
  { operator: "StringLike", key: "aws:SourceAccount", wanted: "1111*", holds: true },
  { operator: "StringNotEquals", key: "aws:SourceAccount", wanted: "111122223333", holds: false },
  { operator: "StringNotLike", key: "aws:SourceAccount", wanted: "2*", holds: true },
  {
    operator: "StringEqualsIgnoreCase",
    key: "aws:SourceArn",
    wanted: pool.toUpperCase(),
    holds: true,
  },
  { operator: "ArnEquals", key: "aws:SourceArn", wanted: pool, holds: true },
  {
    operator: "ArnLike",
    key: "aws:SourceArn",
    wanted: "arn:aws:cognito-idp:*:111122223333:userpool/*",
    holds: true,
  },
  {
    operator: "ArnLike",
    key: "aws:SourceArn",
    wanted: "arn:aws:cognito-idp:us-west-2:*:userpool/*",
    holds: false,
  },
  { operator: "ArnLike", key: "aws:SourceArn", wanted: "arn:*", holds: false },
  { operator: "ArnNotLike", key: "aws:SourceArn", wanted: "arn:aws:sns:*:*:*", holds: true },
  { operator: "Bool", key: "aws:PrincipalIsAWSService", wanted: "True", holds: true },
  { operator: "Null", key: "aws:SourceVpc", wanted: "true", holds: true },
  { operator: "Null", key: "aws:SourceArn", wanted: "true", holds: false },
  { operator: "StringEquals", key: "aws:SourceVpc", wanted: "vpc-1", holds: false },
  { operator: "StringEqualsIfExists", key: "aws:SourceVpc", wanted: "vpc-1", holds: true },
  { operator: "StringNotEquals", key: "aws:SourceVpc", wanted: "vpc-1", holds: true },
  { operator: "StringEquals", key: "aws:SourceOrgID", wanted: "o-1", holds: null },
  { operator: "NumericLessThan", key: "aws:SourceAccount", wanted: "3", holds: null },
  { operator: "ForAllValues:StringEquals", key: "aws:SourceAccount", wanted: "1", holds: null },
  {
    operator: "StringEquals",
    key: "aws:SourceAccount",
    wanted: `$${"{aws:PrincipalAccount}"}`,
    holds: null,
  },
];

describe("conditionsHold()", () => {
  test.each(rows)("$operator $key $wanted: $holds", ({ operator, key, wanted, holds }) => {
    expect(conditionsHold({ [operator]: { [key]: [wanted] } }, context)).toBe(holds);
  });

  test("holds without conditions, and if one of a condition's values fits", () => {
    expect(conditionsHold(undefined, context)).toBe(true);
    const either = { StringEquals: { "aws:SourceAccount": ["2", "111122223333"] } };
    expect(conditionsHold(either, context)).toBe(true);
  });

  test("is broken by one that is broken, whatever is not known of another", () => {
    const broken = { "aws:SourceAccount": ["2"], "aws:SourceOrgID": ["o-1"] };
    expect(conditionsHold({ StringEquals: broken }, context)).toBe(false);
    const open = { "aws:SourceAccount": ["111122223333"], "aws:SourceOrgID": ["o-1"] };
    expect(conditionsHold({ StringEquals: open }, context)).toBeNull();
  });
});
