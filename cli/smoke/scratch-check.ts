// A lever's whole round on a record that nobody uses: made, waited for, asked at the authoritative servers,
// moved to the other side, asked again, deleted. It is the one check that writes.

import type { SdkPath } from "../../core/policy.ts";
import { type Check, type Finding, holds, skipped } from "./check.ts";
import type { About } from "./ground.ts";

export interface Scratch {
  readonly isWanted: boolean;
  /** Undefined: a name of its own in the zone of the record. */
  readonly record: string | undefined;
}

const IN_SYNC_SECONDS = 180;
const COMMENT = "cognito-failover smoke: a record to be deleted";

export function scratchCheck({ ground, policy }: About, scratch: Scratch): Check {
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
      const record =
        scratch.record ?? `_cognito-failover-smoke.${await ground.zones.nameOf(sdk.zoneId)}`;
      return roundTrip(ground, { ...sdk, record });
    },
  };
}

async function roundTrip(ground: About["ground"], path: SdkPath): Promise<Finding> {
  const { records } = ground.services;
  if ((await records.weights(path)) !== null) {
    return holds(false, `${path.record} is there already, and was left alone`);
  }
  try {
    for (const side of ["primary", "secondary"] as const) {
      const changeId = await records.send(path, side, COMMENT);
      await records.untilInSync(changeId, IN_SYNC_SECONDS);
      const found = await ground.names.answers(path.record, path.type);
      if (found.length !== 1 || found[0]?.replace(/\.$/, "") !== path[side]) {
        return holds(false, `${path.record} answers ${found.join(", ") || "nothing"}`);
      }
    }
    return holds(true, `${path.record} was made, moved and deleted`);
  } finally {
    const left = await records.weights(path);
    if (left !== null) await records.remove(path, left, COMMENT);
  }
}
