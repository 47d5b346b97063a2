// What Route 53 asks IAM: the action on a zone, a change or a check, with what a batch would change.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html

import type { KeyValues } from "../iam/condition-keys.ts";
import type { Deed } from "../iam/policy.ts";
import type { WireRequest } from "../service.ts";
import { list, parseXml } from "../wire/xml.ts";
import { canonicalName } from "./names.ts";
import type { Xml } from "./wire.ts";

const RESOURCE = /^\/2013-04-01\/(hostedzone|change|healthcheck)\/([^/]+)/;

export function deedsOf(operation: string, request: WireRequest): readonly Deed[] {
  const [, kind, id] = RESOURCE.exec(request.path) ?? [];
  const resource = kind === undefined ? "*" : `arn:aws:route53:::${kind}/${id}`;
  const deed = { action: `route53:${operation}`, resource };
  if (operation !== "ChangeResourceRecordSets") return [deed];
  return [{ ...deed, values: valuesOf(request) }];
}

function valuesOf({ body }: WireRequest): KeyValues {
  const root = parseXml(body)["ChangeResourceRecordSetsRequest"] as Xml | undefined;
  const changes = ((root?.["ChangeBatch"] as Xml | undefined)?.["Changes"] ?? {}) as Xml;
  const asked = list(changes["Change"]) as readonly Xml[];
  const sets = asked.map((change) => (change["ResourceRecordSet"] ?? {}) as Xml);
  return {
    "route53:ChangeResourceRecordSetsActions": distinct(asked.map((one) => String(one["Action"]))),
    // In lower case, without the last dot.
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": distinct(
      sets.map((one) => canonicalName(String(one["Name"])).replace(/\.$/, "")),
    ),
    "route53:ChangeResourceRecordSetsRecordTypes": distinct(sets.map((one) => String(one["Type"]))),
  };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
