// The roles of the deployment in the pretend IAM, with the permissions that SST's graph gives them.

import type { RoleKeys } from "pretend-aws/iam/iam.ts";
import type { PretendAws } from "pretend-aws/pretend-aws.ts";
import { LAMBDA_TRUST, type LambdaWord, lambdaPermissions } from "../stacks/lambdas.ts";
import { hearingRuleArn } from "../stacks/permissions/arns.ts";
import { type Given, policyDocument } from "../stacks/permissions/given.ts";
import { type ServiceWord, serviceRole, serviceWords } from "../stacks/permissions/services.ts";

/** What a Lambda runs as. */
export function lambdaRole(
  { iam }: Pick<PretendAws, "iam">,
  given: Given,
  { word, region }: { readonly word: LambdaWord; readonly region: string },
): RoleKeys {
  return iam.seedRole({
    name: `${given.named.lambda(word)}-role-${region}`,
    session: given.named.lambda(word),
    policies: [policyDocument(lambdaPermissions(word, given, region))],
    trust: LAMBDA_TRUST,
  });
}

/** What AWS's services take on our behalf, by the role's word. */
export function serviceRoles(
  { iam }: Pick<PretendAws, "iam">,
  given: Given,
): Readonly<Record<ServiceWord, RoleKeys>> {
  const seeded = serviceWords.map((word) => {
    const { policy, trust } = serviceRole(word, given);
    return [word, iam.seedRole({ name: given.named.role(word), policies: [policy], trust })];
  });
  return Object.fromEntries(seeded) as Readonly<Record<ServiceWord, RoleKeys>>;
}

/** Home's rule may bring AWS Health's word to the Lambda that listens. */
export function listenerPolicy(given: Given, functionArn: string): object {
  return {
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource: functionArn,
      Condition: { ArnLike: { "aws:SourceArn": hearingRuleArn(given) } },
    },
  };
}
