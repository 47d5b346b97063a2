// The beacons' buckets, in which nothing but the beacons themselves can be read by the world, and the
// health checks that read them. The beacon itself is the controller's and never part of the stack.

import crypto from "node:crypto";
import type { ManagedLoginPath } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { logical } from "../regions.ts";
import { config, home } from "../settings.ts";
import { beaconBucket } from "./beacon-bucket.ts";
import { beaconCheck } from "./beacon-check.ts";

const OWN_CHECKS = 20;

/** 64 random bits: nobody guesses them, and the variables of a Lambda hold them for so many pools. */
const SEARCH_STRING_BYTES = 8;
const MOST_CHECKS = 40;

export function beacons() {
  const paths = config.pools.flatMap(({ name, paths: { managedLogin } }) =>
    managedLogin === null ? [] : [{ pool: name, ...managedLogin }],
  );
  const sharing = Map.groupBy(paths, (path) => path.bucket);
  const keeping = [...sharing].map(([bucket, beacons]) => beaconBucket(bucket, beacons));
  // A person's own check is left alone: without an id in the settings there is one to make.
  const made = new Map(
    paths.flatMap((path) =>
      path.healthCheckId === null ? [[path.pool, checkOf(path.pool, path)] as const] : [],
    ),
  );
  refuseTooMany(made.size);
  const healthCheckIds = Object.fromEntries(
    paths.map(({ pool, healthCheckId }) => [pool, made.get(pool)?.id ?? healthCheckId ?? ""]),
  );
  return {
    healthCheckIds,
    /** Lets nobody but these roles write the beacons, and a pool's role for emergencies. */
    keepTo: (leverRoles: readonly $util.Output<string>[]) => {
      for (const keep of keeping) keep(leverRoles);
    },
    /** What the checks that are made here really look for, whoever first chose it. */
    searchStrings: $jsonStringify(
      Object.fromEntries([...made].map(([pool, { searchString }]) => [pool, searchString])),
    ),
    /**
     * What our Lambdas cannot read in the settings. All variables of a Lambda share 4 KB, and beyond these a
     * move is confirmed by what else it sees.
     */
    ownChecks: $jsonStringify(
      Object.fromEntries([...made].slice(0, OWN_CHECKS).map(([pool, { id }]) => [pool, id])),
    ),
  };
}

export type BeaconBuckets = ReturnType<typeof beacons>;

/**
 * What it looks for is made up when the check is, and stays: whatever this program makes up later is ignored, so
 * that no deployment changes it, and a check of an earlier version goes on looking for what it always did.
 */
function checkOf(pool: string, path: ManagedLoginPath) {
  const searchString = crypto.randomBytes(SEARCH_STRING_BYTES).toString("hex");
  return new aws.route53.HealthCheck(
    logical("BeaconCheck", pool),
    {
      ...beaconCheck(path, { region: home, searchString }),
      tags: { Name: `cognito-failover ${$app.stage} ${pool}` },
    },
    { ignoreChanges: ["searchString"] },
  );
}

function refuseTooMany(checks: number): void {
  if (checks <= MOST_CHECKS) return;
  throw new ActionError({
    code: "InvalidSettings",
    cannot: "make the health checks",
    must: `a deployment makes ${MOST_CHECKS} at the most, since its Lambdas are told what each looks for`,
    value: checks,
    next: "docs/deploy.md#the-health-check",
  });
}
