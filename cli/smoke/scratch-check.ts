// A lever's whole round on a record that nobody uses: made, waited for, asked at the authoritative servers,
// moved to the other side, asked again, deleted. It is the one check that writes.

import { askNameServers, isAlone, said } from "../../controller/levers/record-answers.ts";
import type { SdkPath } from "../../core/settings/policy.ts";
import { type Check, type CheckFinding, holds, skipped } from "./check.ts";
import type { About } from "./smoke-context.ts";

export interface Scratch {
  readonly isWanted: boolean;
  /** Undefined: a name of its own in the zone of the record. */
  readonly record: string | undefined;
}

const IN_SYNC_SECONDS = 180;
const COMMENT = "cognito-failover smoke: a record to be deleted";

export function scratchCheck({ context, policy }: About, scratch: Scratch): Check {
  const { sdk } = policy.paths;
  return {
    about: policy.name,
    name: "scratch record",
    must: "a scratch record must move to the secondary and be deleted again",
    next:
      sdk === null
        ? "docs/settings.md"
        : `aws route53 list-resource-record-sets --hosted-zone-id ${sdk.zoneId}`,
    look: async () => {
      if (!scratch.isWanted) return skipped("writes to your zone: only with --scratch");
      if (sdk === null) return skipped("the settings name no hosted zone");
      const zone = await context.services.hostedZones.read(sdk.zoneId);
      const record = scratch.record ?? `_cognito-failover-smoke.${zone.name}`;
      return roundTrip(context, { ...sdk, record });
    },
  };
}

async function roundTrip(
  { records, services: { hostedZones, dnsLookup } }: About["context"],
  path: SdkPath,
): Promise<CheckFinding> {
  if ((await records.list(path)).length > 0) {
    return holds(false, `${path.record} is there already, and was left alone`);
  }
  try {
    for (const side of ["primary", "secondary"] as const) {
      const changeId = await (side === "primary"
        ? records.create(path, COMMENT)
        : records.send(path, side, { comment: COMMENT }));
      if (changeId !== null) await records.untilInSync(changeId, IN_SYNC_SECONDS);
      const seen = await askNameServers({ hostedZones, dnsLookup }, path);
      if (!isAlone(seen, path[side])) {
        return holds(false, `${path.record} answers ${said(seen)}`);
      }
    }
    return holds(true, `${path.record} was made, moved and deleted`);
  } finally {
    await records.remove(path, COMMENT);
  }
}
