// A bucket in which the world can read nothing but the beacons, and beside each an object that is always
// there: by it an absent beacon and a barred one are told apart.

import type { ManagedLoginPath } from "../../core/settings/policy.ts";
import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../../core/values/public-object.ts";
import { logical } from "../regions.ts";
import { beaconPolicy } from "./beacon-policy.ts";

type BeaconPath = ManagedLoginPath & { readonly pool: string };

/** Answers how its policy is made, once the roles are there that may write the beacons. */
export function beaconBucket(
  name: string,
  paths: readonly BeaconPath[],
): (leverRoles: readonly $util.Output<string>[]) => void {
  const bucket = new aws.s3.Bucket(logical("Beacon", name), {
    bucket: name,
    // Empties it of every version too, once the policy is gone, which is taken away before the bucket.
    forceDestroy: !$app.protect,
  });
  const block = new aws.s3.BucketPublicAccessBlock(logical("BeaconAccess", name), {
    bucket: bucket.id,
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  });
  // What a beacon said before, and who wrote it, can be looked up.
  new aws.s3.BucketVersioning(logical("BeaconVersions", name), {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  for (const { key, pool } of paths) {
    new aws.s3.BucketObjectv2(logical("BeaconReachable", pool), {
      bucket: bucket.id,
      key: publicKeyOf(key),
      content: PUBLIC_OBJECT_SAYS,
      contentType: "text/plain",
      cacheControl: "no-store",
    });
  }
  return (leverRoles) => {
    const policy = $util.all([...leverRoles]).apply((roles) =>
      JSON.stringify(
        beaconPolicy(
          name,
          paths.map(({ key, breakGlassRole }) => ({
            key,
            writers: breakGlassRole === null ? roles : [...roles, breakGlassRole],
          })),
        ),
      ),
    );
    new aws.s3.BucketPolicy(
      logical("BeaconPolicy", name),
      { bucket: bucket.id, policy },
      { dependsOn: [block] },
    );
  };
}
