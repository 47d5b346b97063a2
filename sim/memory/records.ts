// Route 53's control plane without its XML: zones, records, changes and health checks, as the SDK tells them.

import type {
  ChangeResourceRecordSetsCommandInput,
  GetChangeCommandInput,
  GetHealthCheckCommandInput,
  GetHostedZoneCommandInput,
  ListResourceRecordSetsCommandInput,
} from "@aws-sdk/client-route-53";
import { canonicalName } from "pretend-aws/route53/names.ts";
import { bareId } from "pretend-aws/route53/records.ts";
import type { Route53 } from "pretend-aws/route53/route53.ts";
import { compare, listKey } from "pretend-aws/route53/zones.ts";
import type { Context, Service } from "pretend-aws/service.ts";
import { notEmulated } from "pretend-aws/wire/json.ts";
import { parseXml, toXml } from "pretend-aws/wire/xml.ts";
import type { Sent } from "./sdk.ts";

type Behind = Route53["behind"];
type Run = (behind: Behind, input: never) => object;

const MOST_SETS = 300;

const operations: Readonly<Record<string, Run>> = {
  ListResourceRecordSets: listed,
  GetChange: ({ zones }, { Id = "" }: GetChangeCommandInput) => ({
    ChangeInfo: zones.changeInfo(bareId(Id)),
  }),
  GetHostedZone: ({ zones }, { Id = "" }: GetHostedZoneCommandInput) => {
    const { id, name, nameServers } = zones.get(bareId(Id));
    const Config = { PrivateZone: false };
    return {
      HostedZone: { Id: `/hostedzone/${id}`, Name: name, Config },
      DelegationSet: { NameServers: nameServers },
    };
  },
  GetHealthCheck: ({ checks }, { HealthCheckId = "" }: GetHealthCheckCommandInput) => {
    const { id, config, version } = checks.get(HealthCheckId);
    return { HealthCheck: { Id: id, HealthCheckConfig: config, HealthCheckVersion: version } };
  },
  GetHealthCheckStatus: ({ checks }, { HealthCheckId = "" }: GetHealthCheckCommandInput) => ({
    HealthCheckObservations: checks.get(HealthCheckId).checkers.flatMap(({ region, report }) =>
      report === null
        ? []
        : [
            {
              Region: region,
              StatusReport: { Status: report.status, CheckedTime: new Date(report.at) },
            },
          ],
    ),
  }),
};

export function route53Call(
  { behind, service }: Route53,
  { operation, input, context }: Sent,
): object | Promise<object> {
  if (operation === "ChangeResourceRecordSets") return changed(service, input, context);
  behind.admit();
  const run = operations[operation];
  if (run === undefined) throw notEmulated("route53", `${operation} in memory`);
  return run(behind, input as never);
}

function listed({ zones }: Behind, input: ListResourceRecordSetsCommandInput): object {
  const { HostedZoneId = "", StartRecordName, StartRecordType, StartRecordIdentifier } = input;
  const start =
    StartRecordName === undefined
      ? ""
      : listKey({
          Name: canonicalName(StartRecordName),
          Type: StartRecordType ?? "",
          SetIdentifier: StartRecordIdentifier ?? "",
        });
  const from = zones
    .records(bareId(HostedZoneId))
    .filter((set) => compare(listKey(set), start) >= 0);
  const next = from[MOST_SETS];
  return {
    ResourceRecordSets: from.slice(0, MOST_SETS),
    IsTruncated: next !== undefined,
    NextRecordName: next?.Name,
    NextRecordType: next?.Type,
    NextRecordIdentifier: next?.SetIdentifier,
  };
}

/** By way of its XML: a change is rare, and whoever watches the levers reads it there. */
async function changed(
  { handle }: Service,
  { HostedZoneId = "", ChangeBatch }: Partial<ChangeResourceRecordSetsCommandInput>,
  context: Context,
): Promise<object> {
  const Change = (ChangeBatch?.Changes ?? []).map(({ Action, ResourceRecordSet }) => {
    const { ResourceRecords, ...set } = ResourceRecordSet ?? {};
    const values = ResourceRecords && { ResourceRecords: { ResourceRecord: ResourceRecords } };
    return { Action, ResourceRecordSet: { ...set, ...values } };
  });
  const batch = { Comment: ChangeBatch?.Comment, Changes: { Change } };
  const document = { ChangeResourceRecordSetsRequest: { ChangeBatch: batch } };
  const request = {
    ...{ method: "POST", path: `/2013-04-01/hostedzone/${bareId(HostedZoneId)}/rrset` },
    ...{ query: new URLSearchParams(), headers: {}, body: Buffer.from(toXml(document)) },
  };
  const { body } = await handle("ChangeResourceRecordSets", request, context);
  return parseXml(Buffer.from(body))["ChangeResourceRecordSetsResponse"] as object;
}
