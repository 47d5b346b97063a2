// What reads other evidence than probes, in home. It is woken each minute: mostly nothing is due, but once
// anything is wrong a minute counts.

import { millis } from "../core/values/types.ts";
import type { BeaconBuckets } from "./beacons.ts";
import type { Lambdas } from "./lambda.ts";
import type { LedgerTable } from "./ledger.ts";
import { names } from "./names.ts";
import type { Given } from "./permissions/given.ts";
import { schedule } from "./schedules.ts";
import { serviceRole } from "./service-role.ts";

interface Parts {
  readonly lambda: Lambdas;
  readonly ledger: LedgerTable;
  readonly beacons: BeaconBuckets;
  readonly given: $util.Output<Given>;
}

export function signals({ lambda, ledger, beacons, given }: Parts): void {
  const { arn } = lambda("signals", {
    environment: {
      LEDGER_TABLE: ledger.name,
      PROBE_FUNCTION_NAME: names($app.stage).lambda("probe"),
      BEACON_CHECKS: beacons.ownChecks,
      BEACON_SEARCH_STRINGS: beacons.searchStrings,
    },
  });
  const role = serviceRole("SignalsScheduler", "signals-scheduler", given);
  const target = { arn, input: {}, role };
  const every = millis(60_000);
  schedule({ logicalName: "SignalsSchedule", word: "signals", every, target }, {});
}
