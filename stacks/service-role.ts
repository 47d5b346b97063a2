// A role that an AWS service takes, made from its row in permissions/services.ts.

import { names } from "./names.ts";
import type { Given } from "./permissions/given.ts";
import { serviceRole as rowOf, type ServiceWord } from "./permissions/services.ts";

export function serviceRole(
  logicalName: string,
  word: ServiceWord,
  given: $util.Output<Given>,
): aws.iam.Role {
  const row = given.apply((known) => rowOf(word, known));
  return new aws.iam.Role(logicalName, {
    name: names($app.stage).role(word),
    assumeRolePolicy: row.apply(({ trust }) => JSON.stringify(trust)),
    inlinePolicies: row.apply(({ policyName, policy }) => [
      { name: policyName, policy: JSON.stringify(policy) },
    ]),
  });
}
