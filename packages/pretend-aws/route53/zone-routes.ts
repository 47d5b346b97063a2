// Hosted zones on the wire.

import type { WireResponse } from "../service.ts";
import type { RestRequest, Route } from "../wire/rest.ts";
import { invalidInput, notEmulated } from "./errors.ts";
import { canonicalName } from "./names.ts";
import { bareId } from "./records.ts";
import { bodyOf, pageOf, success, type Xml } from "./wire.ts";
import { compare, type Zone, type Zones, zoneKey } from "./zones.ts";

const BASE = "/2013-04-01";
const MOST_ZONES = 100;

export function zoneRoutes(zones: Zones): Route[] {
  const id = (request: RestRequest) => bareId(request.params["Id"] ?? "");
  const route = (operation: string, method: string, path: string) => ({
    operation,
    method,
    path: `${BASE}/${path}`,
  });
  return [
    {
      ...route("CreateHostedZone", "POST", "hostedzone"),
      run: (request) => create(zones, request),
    },
    { ...route("ListHostedZones", "GET", "hostedzone"), run: (request) => list(zones, request) },
    {
      ...route("ListHostedZonesByName", "GET", "hostedzonesbyname"),
      run: (request) => listByName(zones, request),
    },
    {
      ...route("GetHostedZoneCount", "GET", "hostedzonecount"),
      run: () => success("GetHostedZoneCountResponse", { HostedZoneCount: zones.list().length }),
    },
    {
      ...route("GetHostedZone", "GET", "hostedzone/{Id}"),
      run: (request) =>
        success("GetHostedZoneResponse", withServers(zones, zones.get(id(request)))),
    },
    {
      ...route("UpdateHostedZoneFeatures", "POST", "hostedzone/{Id}/features"),
      run: (request) => {
        const body = bodyOf(request, "UpdateHostedZoneFeaturesRequest");
        const isOn = body["EnableAcceleratedRecovery"];
        zones.get(id(request));
        if (isOn !== undefined) zones.recoverable(id(request), isOn === "true");
        return success("UpdateHostedZoneFeaturesResponse", {});
      },
    },
    {
      ...route("DeleteHostedZone", "DELETE", "hostedzone/{Id}"),
      run: (request) =>
        success("DeleteHostedZoneResponse", { ChangeInfo: zones.remove(id(request)) }),
    },
  ];
}

function create(zones: Zones, request: RestRequest): WireResponse {
  const body = bodyOf(request, "CreateHostedZoneRequest");
  const config = (body["HostedZoneConfig"] ?? {}) as Xml;
  if (body["VPC"] !== undefined || config["PrivateZone"] === "true") {
    throw notEmulated("route53 private zones");
  }
  const { zone, change } = zones.create({
    name: String(body["Name"] ?? ""),
    callerReference: String(body["CallerReference"] ?? ""),
    comment: config["Comment"] as string | undefined,
  });
  const location = `https://route53.amazonaws.com${BASE}/hostedzone/${zone.id}`;
  const content = { ...withServers(zones, zone), ChangeInfo: change };
  return success("CreateHostedZoneResponse", content, { status: 201, location });
}

function list(zones: Zones, request: RestRequest): WireResponse {
  const marker = request.query.get("marker");
  const isStart = (zone: Zone) => marker === null || zone.id === bareId(marker);
  const { items, maxItems, next } = pageOf(zones.list(), request, { most: MOST_ZONES, isStart });
  return success("ListHostedZonesResponse", {
    HostedZones: { HostedZone: items.map((zone) => zoneXml(zones, zone)) },
    Marker: marker ?? undefined,
    IsTruncated: next !== undefined,
    NextMarker: next?.id,
    MaxItems: maxItems,
  });
}

function listByName(zones: Zones, request: RestRequest): WireResponse {
  const name = request.query.get("dnsname");
  const from = bareId(request.query.get("hostedzoneid") ?? "");
  if (name === null && from !== "") {
    throw invalidInput("The input is not valid: 'hostedzoneid' needs 'dnsname'.");
  }
  const start = name === null ? "" : zoneKey({ name: canonicalName(name), id: from });
  const isStart = (zone: Zone) => compare(zoneKey(zone), start) >= 0;
  const { items, maxItems, next } = pageOf(zones.byName(), request, { most: MOST_ZONES, isStart });
  return success("ListHostedZonesByNameResponse", {
    HostedZones: { HostedZone: items.map((zone) => zoneXml(zones, zone)) },
    DNSName: name ?? undefined,
    HostedZoneId: from === "" ? undefined : from,
    IsTruncated: next !== undefined,
    NextDNSName: next?.name,
    NextHostedZoneId: next?.id,
    MaxItems: maxItems,
  });
}

function withServers(zones: Zones, zone: Zone): object {
  const DelegationSet = { NameServers: { NameServer: zone.nameServers } };
  return { HostedZone: zoneXml(zones, zone), DelegationSet };
}

function zoneXml(zones: Zones, zone: Zone): object {
  const { id, name, callerReference, comment, records } = zone;
  const status = zones.recoveryOf(zone);
  return {
    Id: `/hostedzone/${id}`,
    Name: name,
    CallerReference: callerReference,
    Config: { Comment: comment, PrivateZone: false },
    ResourceRecordSetCount: records.size,
    Features: status === undefined ? undefined : { AcceleratedRecoveryStatus: status },
  };
}
