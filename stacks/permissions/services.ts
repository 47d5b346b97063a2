// The roles that AWS's own services take on our behalf: what each may do, and for what it may be taken.

import { busArn, lambdaArn, machineArn } from "./arns.ts";
import { type Given, homeOf, policyDocument, type Statement } from "./given.ts";
import { publishing, starting } from "./lambdas.ts";

export interface ServiceRole {
  /** Its name's last part: "probe-scheduler". */
  readonly word: string;
  /** What its one policy is called. */
  readonly policyName: string;
  readonly policy: object;
  readonly trust: object;
}

export type ServiceWord = keyof typeof ROLES;

const ROLES = {
  "probe-scheduler": (given) =>
    scheduler(invoking(vantagesOf(given).map((region) => lambdaArn(given, region, "probe")))),
  "signals-scheduler": (given) => scheduler(invoking([own(given, "signals")])),
  "watch-scheduler": (given) => scheduler(starting(machineArn(given, "watch"))),
  "failover-machine": (given) =>
    machine(
      invoking(
        ["prepare", "shift", "verify", "complete", "notify"].map((word) => own(given, word)),
      ),
      ...publishing(given),
    ),
  "watch-machine": (given) =>
    machine(
      invoking([own(given, "assess"), own(given, "notify")]),
      starting(machineArn(given, "failover")),
    ),
  "health-events": (given) => ({
    service: "events.amazonaws.com",
    policyName: "forward",
    statements: [{ actions: ["events:PutEvents"], resources: [busArn(given)] }],
  }),
} as const satisfies Readonly<Record<string, (given: Given) => Role>>;

interface Role {
  readonly service: string;
  readonly policyName: string;
  readonly statements: readonly Statement[];
}

export const serviceWords = Object.keys(ROLES) as readonly ServiceWord[];

export function serviceRole(word: ServiceWord, given: Given): ServiceRole {
  const { service, policyName, statements }: Role = ROLES[word](given);
  return {
    ...{ word, policyName },
    policy: policyDocument(statements),
    trust: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: service },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": given.account } },
        },
      ],
    },
  };
}

function scheduler(...statements: Statement[]): Role {
  return { service: "scheduler.amazonaws.com", policyName: "wake", statements };
}

function machine(...statements: Statement[]): Role {
  const all = [...statements, { actions: DELIVERY, resources: ["*"] }];
  return { service: "states.amazonaws.com", policyName: "act", statements: all };
}

/** Delivery of logs knows no resources: AWS's own list for Step Functions. */
const DELIVERY = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

function invoking(resources: string[]): Statement {
  return { actions: ["lambda:InvokeFunction"], resources };
}

function own(given: Given, word: string): string {
  return lambdaArn(given, homeOf(given.config), word);
}

function vantagesOf({ config }: Given): readonly string[] {
  return [...new Set([homeOf(config), ...config.pools.flatMap(({ vantages }) => vantages)])];
}
