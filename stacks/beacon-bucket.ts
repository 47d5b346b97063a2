// A bucket in which the world can read nothing but the beacons, and beside each an object that is always
// there: by it an absent beacon and a barred one are told apart.

import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../core/failover/public-object.ts";
import type { ManagedLoginPath } from "../core/policy.ts";
import { logical } from "./regions.ts";

export function beaconBucket(
  name: string,
  paths: readonly (ManagedLoginPath & { readonly pool: string })[],
): void {
  const bucket = new aws.s3.Bucket(logical("Beacon", name), {
    bucket: name,
    forceDestroy: !$app.protect,
  });
  const block = new aws.s3.BucketPublicAccessBlock(logical("BeaconAccess", name), {
    bucket: bucket.id,
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  });
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTheBeacons",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: paths
          .flatMap(({ key }) => [key, publicKeyOf(key)])
          .map((key) => `arn:aws:s3:::${name}/${key}`),
      },
    ],
  });
  new aws.s3.BucketPolicy(
    logical("BeaconPolicy", name),
    { bucket: bucket.id, policy },
    { dependsOn: [block] },
  );
  for (const { key, pool } of paths) {
    new aws.s3.BucketObjectv2(logical("BeaconReachable", pool), {
      bucket: bucket.id,
      key: publicKeyOf(key),
      content: PUBLIC_OBJECT_SAYS,
      contentType: "text/plain",
      cacheControl: "no-store",
    });
  }
}
