// What a state machine may do, and where it writes down what it did.

import { account, type Statement } from "./lambda.ts";
import { names } from "./names.ts";
import { logical } from "./regions.ts";

/** Delivery of logs knows no resources: AWS's own list for Step Functions. */
const delivery = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

export function machineRole(word: string, may: readonly Statement[]): $util.Output<string> {
  const statements = [...may, { actions: delivery, resources: ["*"] }];
  return new aws.iam.Role(logical(word, "Machine"), {
    name: names($app.stage).role(`${word}-machine`),
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "states.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account() } },
        },
      ],
    }),
    inlinePolicies: [
      {
        name: "act",
        policy: $jsonStringify({
          Version: "2012-10-17",
          Statement: statements.map(({ actions, resources }) => ({
            Effect: "Allow",
            Action: actions,
            Resource: resources,
          })),
        }),
      },
    ],
  }).arn;
}

/** Vended log groups need no resource policy that grows with each; task tokens stay out of them. */
export function logged(machine: string, level: "ALL" | "ERROR") {
  const { arn } = new aws.cloudwatch.LogGroup(logical(machine.split("-").at(-1) ?? "", "Log"), {
    name: `/aws/vendedlogs/states/${machine}`,
    retentionInDays: 90,
  });
  return { level, includeExecutionData: false, logDestination: $interpolate`${arn}:*` };
}
