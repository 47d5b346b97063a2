// Record sets, changes and test answers on the wire.

import type { DnsAnswer, DnsQuestion } from "../dns/dns.ts";
import type { WireResponse } from "../service.ts";
import type { RestRequest, Route } from "../wire/rest.ts";
import { list } from "../wire/xml.ts";
import { invalidInput, noSuchHealthCheck } from "./errors.ts";
import { canonicalName } from "./names.ts";
import { bareId, type Change, type RecordSet, readChange, recordSetXml } from "./records.ts";
import { bodyOf, pageOf, success, type Xml } from "./wire.ts";
import { compare, listKey, type Zones } from "./zones.ts";

export interface RecordRouteSources {
  readonly zones: Zones;
  readonly hasHealthCheck: (id: string) => boolean;
  readonly answer: (question: DnsQuestion, nameServers: readonly string[]) => DnsAnswer;
}

const BASE = "/2013-04-01";
const MOST_SETS = 300;

export function recordRoutes(sources: RecordRouteSources): Route[] {
  const path = `${BASE}/hostedzone/{Id}/rrset`;
  return [
    {
      operation: "ChangeResourceRecordSets",
      method: "POST",
      path,
      run: (request) => change(sources, request),
    },
    {
      operation: "ListResourceRecordSets",
      method: "GET",
      path,
      run: (request) => listSets(sources, request),
    },
    {
      operation: "GetChange",
      method: "GET",
      path: `${BASE}/change/{Id}`,
      run: (request) =>
        success("GetChangeResponse", { ChangeInfo: sources.zones.changeInfo(idOf(request)) }),
    },
    {
      operation: "TestDNSAnswer",
      method: "GET",
      path: `${BASE}/testdnsanswer`,
      run: (request) => testAnswer(sources, request),
    },
  ];
}

function idOf({ params }: RestRequest): string {
  return bareId(params["Id"] ?? "");
}

function change({ zones, hasHealthCheck }: RecordRouteSources, request: RestRequest): WireResponse {
  const zone = zones.get(idOf(request));
  const batch = (bodyOf(request, "ChangeResourceRecordSetsRequest")["ChangeBatch"] ?? {}) as Xml;
  const asked = list((batch["Changes"] as Xml | undefined)?.["Change"]) as readonly Xml[];
  if (asked.length === 0) {
    throw invalidInput("Invalid XML ; The content of element 'Changes' is not complete.");
  }
  const changes = asked.map(readChange);
  for (const id of healthChecksOf(changes)) if (!hasHealthCheck(id)) throw noSuchHealthCheck(id);
  const info = zones.change(zone.id, changes, batch["Comment"] as string | undefined);
  return success("ChangeResourceRecordSetsResponse", { ChangeInfo: info });
}

function healthChecksOf(changes: readonly Change[]): string[] {
  return changes.flatMap(({ action, set }) =>
    action === "DELETE" || set.HealthCheckId === undefined ? [] : [set.HealthCheckId],
  );
}

function listSets({ zones }: RecordRouteSources, request: RestRequest): WireResponse {
  const start = startKey(request);
  const isStart = (set: RecordSet) => compare(listKey(set), start) >= 0;
  const all = zones.records(idOf(request));
  const { items, maxItems, next } = pageOf(all, request, { most: MOST_SETS, isStart });
  return success("ListResourceRecordSetsResponse", {
    ResourceRecordSets: { ResourceRecordSet: items.map(recordSetXml) },
    IsTruncated: next !== undefined,
    NextRecordName: next?.Name,
    NextRecordType: next?.Type,
    NextRecordIdentifier: next?.SetIdentifier,
    MaxItems: maxItems,
  });
}

function startKey({ query }: RestRequest): string {
  const name = query.get("name");
  const type = query.get("type");
  const identifier = query.get("identifier");
  if (name === null && (type !== null || identifier !== null)) {
    throw invalidInput("The input is not valid: 'type' and 'identifier' need 'name'.");
  }
  if (type === null && identifier !== null) {
    throw invalidInput("The input is not valid: 'identifier' needs 'name' and 'type'.");
  }
  if (name === null) return "";
  return listKey({
    Name: canonicalName(name),
    Type: type ?? "",
    SetIdentifier: identifier ?? "",
  });
}

function testAnswer({ zones, answer }: RecordRouteSources, { query }: RestRequest): WireResponse {
  const zone = zones.get(bareId(query.get("hostedzoneid") ?? ""));
  const name = canonicalName(query.get("recordname") ?? "");
  const type = query.get("recordtype") ?? "";
  const said = answer({ name: name.replace(/\.$/, ""), type }, zone.nameServers);
  return success("TestDNSAnswerResponse", {
    Nameserver: zone.nameServers[0],
    RecordName: name,
    RecordType: type,
    RecordData: { RecordDataEntry: said.answers.map(({ value }) => value) },
    ResponseCode: said.rcode,
    Protocol: "UDP",
  });
}
