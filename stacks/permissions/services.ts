// The roles that AWS's own services take on our behalf: what each may do, and for what it may be taken.

import { isolatedOf, lambdasOf, publishing, starting } from "../lambdas.ts";
import { busArn, forwardingRuleArn, isolatedArn, lambdaArn, machineArn } from "./arns.ts";
import { type Given, homeOf, policyDocument, type RoleStatement, topicRegionsOf } from "./given.ts";

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
    scheduler(
      given,
      invoking(vantagesOf(given).map((region) => lambdaArn(given, region, "probe"))),
    ),
  "signals-scheduler": (given) => scheduler(given, invoking([own(given, "signals")])),
  "check-scheduler": (given) => scheduler(given, invoking([own(given, "check")])),
  "watch-scheduler": (given) => scheduler(given, starting(machineArn(given, "watch"))),
  "guard-scheduler": (given) =>
    scheduler(
      given,
      invoking(topicRegionsOf(given.config).map((region) => lambdaArn(given, region, "guard"))),
    ),
  "failover-machine": (given) =>
    machine(
      machineArn(given, "failover"),
      invoking(lambdasOf("failover").map((word) => own(given, word))),
      ...publishing(given),
    ),
  "practice-scheduler": (given) => scheduler(given, starting(machineArn(given, "practice"))),
  "practice-machine": (given) =>
    machine(
      machineArn(given, "practice"),
      invoking(lambdasOf("practice").map((word) => own(given, word))),
      // The Lambdas of a move by their alias, and never by their names: this role moves nobody for good.
      invoking(
        isolatedOf("practice").map((word) => isolatedArn(given, homeOf(given.config), word)),
      ),
    ),
  "watch-machine": (given) =>
    machine(
      machineArn(given, "watch"),
      invoking(lambdasOf("watch").map((word) => own(given, word))),
      starting(machineArn(given, "failover")),
    ),
  "health-events": (given) => ({
    service: "events.amazonaws.com",
    source: forwardingRuleArn(given, "*"),
    policyName: "forward",
    statements: [{ actions: ["events:PutEvents"], resources: [busArn(given)] }],
  }),
} as const satisfies Readonly<Record<string, (given: Given) => Role>>;

interface Role {
  readonly service: string;
  /** For what it may be taken, and for nothing else of that service's. */
  readonly source: string;
  readonly policyName: string;
  readonly statements: readonly RoleStatement[];
}

export const serviceWords = Object.keys(ROLES) as readonly ServiceWord[];

export function serviceRole(word: ServiceWord, given: Given): ServiceRole {
  const { service, source, policyName, statements }: Role = ROLES[word](given);
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
          Condition: {
            StringEquals: { "aws:SourceAccount": given.account },
            ArnLike: { "aws:SourceArn": source },
          },
        },
      ],
    },
  };
}

/** Scheduler says in whose group the schedule is, not which one it is. Ours are in no group of their own. */
function scheduler({ account }: Given, ...statements: RoleStatement[]): Role {
  const source = `arn:aws:scheduler:*:${account}:schedule-group/default`;
  return { service: "scheduler.amazonaws.com", source, policyName: "wake", statements };
}

function machine(source: string, ...statements: RoleStatement[]): Role {
  const all = [...statements, { actions: DELIVERY, resources: ["*"] }];
  return { service: "states.amazonaws.com", source, policyName: "act", statements: all };
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

function invoking(resources: string[]): RoleStatement {
  return { actions: ["lambda:InvokeFunction"], resources };
}

function own(given: Given, word: string): string {
  return lambdaArn(given, homeOf(given.config), word);
}

function vantagesOf({ config }: Given): readonly string[] {
  return [...new Set([homeOf(config), ...config.pools.flatMap(({ vantages }) => vantages)])];
}
