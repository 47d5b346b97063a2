// What permissions are made from, as soon as AWS has made up the ids in it.

import { account } from "./account.ts";
import type { BeaconBuckets } from "./beacons/beacons.ts";
import { names } from "./names.ts";
import type { Notices } from "./notices.ts";
import { type Given, topicRegionsOf } from "./permissions/given.ts";
import { config } from "./settings.ts";

export function given(beacons: BeaconBuckets, notices: Notices): $util.Output<Given> {
  return $resolve({
    account: account(),
    healthChecks: beacons.healthCheckIds,
    noticesKeys: Object.fromEntries(
      topicRegionsOf(config).map((region) => [region, notices.keyIn(region)]),
    ),
  }).apply((made) => ({ config, named: names($app.stage), ...made }));
}
