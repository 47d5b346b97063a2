// Which variables of a trigger's environment lead to the primary Region? In go names and values, out come names alone:
// a value may be a secret. The pool's own id and issuer hold the primary's name wherever they are used.

import type { Policy } from "../settings/policy.ts";

/** A variable that leads to the primary, and what in it does. */
export interface VariableOfPrimary {
  readonly variable: string;
  readonly names: "an ARN" | "a host" | "the Region";
}

export function variablesOfPrimary(
  variables: Readonly<Record<string, string>>,
  { primary, userPoolId }: Pick<Policy, "primary" | "userPoolId">,
): readonly VariableOfPrimary[] {
  // An Availability Zone is the Region's name with a letter.
  const region = `${primary}[a-z]?(?![\\w-])`;
  const kinds = [
    ["an ARN", new RegExp(`arn:[\\w-]+:[\\w-]+:${primary}:`)],
    ["a host", new RegExp(`(?:[a-z0-9]\\.|s3-)${region}|(?<![\\w-])${region}\\.[a-z]`)],
    ["the Region", new RegExp(`(?<![\\w-])${region}`)],
  ] as const;
  return Object.entries(variables).flatMap(([variable, value]) => {
    const others = withoutIssuer(value, primary, userPoolId);
    const found = kinds.find(([, pattern]) => pattern.test(others));
    return found === undefined ? [] : [{ variable, names: found[0] }];
  });
}

function withoutIssuer(value: string, primary: string, userPoolId: string): string {
  return [`cognito-idp.${primary}.amazonaws.com/${userPoolId}`, userPoolId].reduce(
    (rest, own) => rest.replaceAll(own, ""),
    value.replaceAll("issuer-cognito-idp.", "cognito-idp."),
  );
}
