// A bucket in which nothing but the beacons can be read by the world.

import type { ManagedLoginPath } from "../core/policy.ts";
import { logical } from "./regions.ts";

export function beaconBucket(name: string, paths: readonly ManagedLoginPath[]): void {
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
        Resource: paths.map(({ key }) => `arn:aws:s3:::${name}/${key}`),
      },
    ],
  });
  new aws.s3.BucketPolicy(
    logical("BeaconPolicy", name),
    { bucket: bucket.id, policy },
    { dependsOn: [block] },
  );
}
