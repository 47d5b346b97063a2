// The beacons' buckets, in which nothing but the beacons themselves can be read by the world, and the
// health checks that read them. The beacon itself is the controller's and never part of the stack.

import type { ManagedLoginPath } from "../core/policy.ts";
import { beaconBucket } from "./beacon-bucket.ts";
import { beaconCheck } from "./beacon-check.ts";
import { logical } from "./regions.ts";
import { config, home } from "./settings.ts";

const OWN_CHECKS = 40;

export function beacons() {
  const paths = config.pools.flatMap(({ name, paths: { managedLogin } }) =>
    managedLogin === null ? [] : [{ pool: name, ...managedLogin }],
  );
  const sharing = Map.groupBy(paths, (path) => path.bucket);
  for (const [bucket, beacons] of sharing) beaconBucket(bucket, beacons);
  // A person's own check is left alone: without an id in the settings there is one to make.
  const healthCheckIds = Object.fromEntries(
    paths.map((path) => [path.pool, path.healthCheckId ?? checkOf(path.pool, path)]),
  );
  const checks = Object.entries(healthCheckIds);
  const made = paths.filter(({ healthCheckId }) => healthCheckId === null).map(({ pool }) => pool);
  return {
    healthCheckIds,
    /**
     * What our Lambdas cannot read in the settings. All variables of a Lambda share 4 KB, and beyond these a
     * move is confirmed by what else it sees.
     */
    ownChecks: $jsonStringify(
      Object.fromEntries(checks.filter(([pool]) => made.slice(0, OWN_CHECKS).includes(pool))),
    ),
  };
}

export type Beacons = ReturnType<typeof beacons>;

function checkOf(pool: string, path: ManagedLoginPath) {
  return new aws.route53.HealthCheck(logical("BeaconCheck", pool), {
    ...beaconCheck(path, home),
    tags: { Name: `cognito-failover ${$app.stage} ${pool}` },
  }).id;
}
