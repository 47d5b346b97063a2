// Every operation that a failover needs, as the pretend AWS knows it, and what its failure alone explains. That
// none is missing is tested against the calls of a failover in which all is well.

import type { Fault } from "pretend-aws/faults.ts";
import { names } from "../../stacks/names.ts";
import { STAGE } from "../deployment.ts";

/** Who calls on the way from a decision to its proof: our Lambdas, and the machines that call them. */
export const FAILOVER_PATH = [
  ...["assess", "prepare", "shift", "verify", "complete", "notify"],
  "states",
] as const;

export type Calls = Pick<Fault, "service" | "operation" | "caller" | "resource">;

export interface Operation {
  /** As the page calls it: "S3 PutObject". */
  readonly name: string;
  /** Which calls are hit: those that fit any of these. */
  readonly calls: readonly Calls[];
  /** Why a path may be left where it was; absent: none may. */
  readonly leaves?: string;
}

const NO_LEDGER = "without its ledger the controller knows nothing, so it decides nothing";
const NOT_KEPT = "what cannot be written down is not begun";
const NO_MOVE = "no move can begin";
const BEACON = "it is managed login's own lever";
const RECORDS = "it is SDK sign-in's own lever";

export const operations: readonly Operation[] = [
  operation("DynamoDB", "dynamodb", "GetItem", NO_LEDGER),
  operation("DynamoDB", "dynamodb", "Query", NO_LEDGER),
  operation("DynamoDB", "dynamodb", "PutItem", NOT_KEPT),
  operation("DynamoDB", "dynamodb", "UpdateItem", NOT_KEPT),
  { name: "DynamoDB, all of it", calls: [{ service: "dynamodb" }], leaves: NO_LEDGER },
  operation("Cognito", "cognito-idp", "ListUserPoolReplicas"),
  operation("S3", "s3", "PutObject", BEACON),
  {
    name: "S3 GetObject, by us",
    calls: FAILOVER_PATH.map((caller) => ({ service: "s3", operation: "GetObject", caller })),
  },
  {
    ...operation(
      "S3",
      "s3",
      "GetObject",
      "the health check reads the beacon, and so must everyone",
    ),
    name: "S3 GetObject, by anyone",
  },
  {
    name: "S3, all of it",
    calls: [{ service: "s3" }],
    leaves: BEACON,
  },
  operation("Route 53", "route53", "ListResourceRecordSets", RECORDS),
  operation("Route 53", "route53", "ChangeResourceRecordSets", RECORDS),
  operation("Route 53", "route53", "GetChange"),
  operation("Route 53", "route53", "GetHostedZone"),
  operation("Route 53", "route53", "GetHealthCheckStatus"),
  { name: "Route 53's control plane, all of it", calls: [{ service: "route53" }], leaves: RECORDS },
  {
    name: "GET /login, by us",
    calls: FAILOVER_PATH.map((caller) => ({ service: "cognito-domain", caller })),
  },
  operation("SNS", "sns", "Publish"),
  operation("CloudWatch", "monitoring", "PutMetricData"),
  operation(
    "Secrets Manager",
    "secretsmanager",
    "GetSecretValue",
    "probes cannot sign in anywhere",
  ),
  invoked("assess", "nobody looks, so nobody decides; the watchdog speaks"),
  invoked("prepare", NO_MOVE),
  invoked("shift", "nothing can be written"),
  invoked("verify"),
  invoked("complete"),
  invoked("notify"),
  {
    name: "Lambda Invoke of probe, by verify",
    calls: [{ service: "lambda", operation: "Invoke", caller: "verify" }],
  },
  {
    name: "Lambda Invoke, all in home",
    calls: [{ service: "lambda", operation: "Invoke", caller: "states" }],
    leaves: "none of our code runs",
  },
  operation("Step Functions", "states", "StartExecution", NO_MOVE),
];

function operation(
  label: string,
  service: string,
  ...[name, leaves]: [string, string?]
): Operation {
  return {
    name: `${label} ${name}`,
    calls: [{ service, operation: name }],
    ...(leaves === undefined ? {} : { leaves }),
  };
}

/** The machines call our Lambdas by Lambda's Invoke. */
function invoked(lambda: string, leaves?: string): Operation {
  const resource = names(STAGE).lambda(lambda);
  return {
    name: `Lambda Invoke of ${lambda}`,
    calls: [{ service: "lambda", operation: "Invoke", caller: "states", resource }],
    ...(leaves === undefined ? {} : { leaves }),
  };
}
