// One call of a failover that is walked without the Region being left: may it be sent, is it answered without being
// sent, or is it refused? In go what was asked of whom and the settings. What stands in no row here is refused, so that
// whatever a later version asks for is named before a move depends on it.

import { plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import type { Region } from "../values/types.ts";
import type { IsolatedCall } from "./run-in-hand.ts";

export interface AskedCall extends Pick<IsolatedCall, "service" | "region" | "operation"> {
  /** Whether it is asked by a client of the SDK; else it is a plain request to a host. */
  readonly isSdk: boolean;
}

export type CallVerdict =
  | { readonly kind: "sent" | "dry" }
  | { readonly kind: "refused"; readonly because: string };

/** Route 53's control plane, wherever its clients are made. */
export const ROUTE_53_IS_IN = "us-east-1" as Region;

interface Row {
  /** In words. */
  readonly label: string;
  readonly where: "home" | "vantages" | "route53";
  readonly reads: readonly string[];
  /** Answered as AWS would, and never sent. */
  readonly writes: readonly string[];
}

const ROWS: Readonly<Record<string, Row>> = {
  dynamodb: {
    ...{ label: "DynamoDB", where: "home" },
    reads: ["GetItem", "Query"],
    writes: ["PutItem", "UpdateItem"],
  },
  "cognito-idp": {
    ...{ label: "Cognito", where: "home" },
    reads: ["ListUserPoolReplicas"],
    writes: [],
  },
  s3: {
    ...{ label: "S3", where: "home" },
    reads: ["GetObject"],
    writes: ["PutObject", "DeleteObject"],
  },
  secretsmanager: {
    ...{ label: "Secrets Manager", where: "home" },
    reads: ["GetSecretValue"],
    writes: [],
  },
  /** A vantage that is asked keeps nothing of it. */
  lambda: { ...{ label: "Lambda", where: "vantages" }, reads: ["Invoke"], writes: [] },
  route53: {
    ...{ label: "Route 53", where: "route53" },
    reads: ["GetHostedZone", "ListResourceRecordSets", "GetHealthCheckStatus"],
    // A change that was never made is asked after, too.
    writes: ["ChangeResourceRecordSets", "GetChange"],
  },
};

/** Only adds to what is known of the beacon, and nothing waits for it. */
const SPARED_BY_BEACON = "GetHealthCheckStatus";

export function verdictOn(asked: AskedCall, policy: Policy): CallVerdict {
  return asked.isSdk ? verdictOnSdk(asked, policy) : verdictOnHost(asked, policy);
}

function verdictOnSdk({ service, region, operation }: AskedCall, policy: Policy): CallVerdict {
  const row = ROWS[service];
  const isWrite = row?.writes.includes(operation) === true;
  if (row === undefined || !(isWrite || row.reads.includes(operation))) {
    return refused("a failover has no need of it");
  }
  const elsewhere = whyNotThere(row, { region, operation }, policy);
  return elsewhere === null ? { kind: isWrite ? "dry" : "sent" } : refused(elsewhere);
}

function whyNotThere(
  { where }: Row,
  { region, operation }: Pick<AskedCall, "region" | "operation">,
  policy: Policy,
): string | null {
  const { primary, secondary, vantages } = policy;
  if (where === "route53") {
    if (movesRecords(policy)) return null;
    if (region === primary) return "it is in the Region being left";
    return operation === SPARED_BY_BEACON ? null : "no lever of the pool moves records";
  }

  if (region === primary) return "it is the Region being left";
  if (region === secondary) return null;
  const isVantage = vantages.some((vantage) => vantage === region);
  return where === "vantages" && isVantage ? null : "the controller is not there";
}

function verdictOnHost({ region, operation, service }: AskedCall, policy: Policy): CallVerdict {
  if (region === policy.primary) return refused("it is in the Region being left");
  if (region !== null && region !== policy.secondary) return refused("the controller is not there");
  if (operation === "GET") return { kind: "sent" };
  // A token for a machine tells the Region that answers.
  const isToken = operation === "POST" && service === policy.domain;
  return isToken ? { kind: "sent" } : refused("a failover only reads there");
}

function refused(because: string): CallVerdict {
  return { kind: "refused", because };
}

/** Whether a lever of the pool needs Route 53's control plane, and so may ask for it wherever it is. */
export function movesRecords(policy: Policy): boolean {
  return plan("failOver", policy).some(({ lever }) => lever === "weightedRecords");
}

/** "Cognito in us-west-2 for ListUserPoolReplicas" */
export function callInWords({
  service,
  region,
  operation,
}: Pick<IsolatedCall, "service" | "region" | "operation">): string {
  return `${askedInWords({ service, region })} for ${operation}`;
}

/** "Cognito in us-west-2" */
export function askedInWords({
  service,
  region,
}: Pick<IsolatedCall, "service" | "region">): string {
  const whom = ROWS[service]?.label ?? service;
  return region === null ? whom : `${whom} in ${region}`;
}
