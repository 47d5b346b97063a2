// The levers of a pool, and what hangs on them: each must be there, lead where the settings say, and stand
// where the ledger says.

import { beaconChecks } from "./beacon-checks.ts";
import type { Check } from "./check.ts";
import { recordChecks } from "./record-checks.ts";
import type { About } from "./smoke-context.ts";

export function leverChecks(about: About): readonly Check[] {
  const { managedLogin, sdk } = about.policy.paths;
  return [
    ...(managedLogin === null ? [] : beaconChecks(about, managedLogin)),
    ...(sdk === null ? [] : recordChecks(about, sdk)),
  ];
}
