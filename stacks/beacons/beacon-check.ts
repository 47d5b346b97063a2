// The health check that reads a beacon, inverted: it is healthy, and the primary serves, for as long as
// nothing is there.

import type { ManagedLoginPath } from "../../core/settings/policy.ts";

export function beaconCheck(
  { bucket, key }: Pick<ManagedLoginPath, "bucket" | "key">,
  { region, searchString }: { readonly region: string; readonly searchString: string },
) {
  return {
    // A redirect would pass for a beacon, so the text in it is what counts.
    type: "HTTPS_STR_MATCH",
    searchString,
    fqdn: `${bucket}.s3.${region}.amazonaws.com`,
    resourcePath: `/${key}`,
    port: 443,
    requestInterval: 10,
    failureThreshold: 3,
    invertHealthcheck: true,
    enableSni: true,
  } as const;
}
