// The health check that reads a beacon, inverted: it is healthy, and the primary serves, for as long as
// nothing is there.

import type { ManagedLoginPath } from "../core/policy.ts";

export function beaconCheck(
  { bucket, key }: Pick<ManagedLoginPath, "bucket" | "key">,
  region: string,
) {
  return {
    type: "HTTPS",
    fqdn: `${bucket}.s3.${region}.amazonaws.com`,
    resourcePath: `/${key}`,
    port: 443,
    requestInterval: 10,
    failureThreshold: 3,
    invertHealthcheck: true,
    enableSni: true,
  } as const;
}
