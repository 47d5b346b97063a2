// Whose is the bucket that moves managed login? The health check reads whatever is under that name: a name that was
// given up is anybody's, and whoever takes it moves all users, as soon as they know what the check looks for.

import type { HealthCheckReading } from "../../aws/route53/health-checks.ts";
import type { Ownership } from "../../aws/s3/bucket-owner.ts";
import type { ManagedLoginPath } from "../../core/settings/policy.ts";
import { region } from "../../core/values/types.ts";
import { type Check, holds } from "./check.ts";
import type { About } from "./smoke-context.ts";

const said: Readonly<Record<Ownership, string>> = {
  ours: "is this account's",
  missing: "is nobody's: anybody may take its name",
  refused: "is another account's, or its policy lets you not look (s3:ListBucket)",
  elsewhere: "is in another Region",
};

/** `checkOf` answers the health check that the domain follows, or null. */
export function ownBucket(
  { context, policy }: About,
  { bucket }: ManagedLoginPath,
  checkOf: () => Promise<HealthCheckReading | null>,
): Check {
  return {
    about: policy.name,
    name: "bucket",
    must: `s3://${bucket} must be this account's, and so must the bucket that the health check reads`,
    next: "docs/runbook.md#a-bucket-that-is-not-yours",
    look: async () => {
      const [, , , , account = ""] = (await context.caller.arn()).split(":");
      const read = bucketIn((await checkOf())?.asks ?? "");
      const named = { bucket, region: policy.secondary };
      const all = read === null || read.bucket === bucket ? [named] : [named, read];
      const found = await Promise.all(
        all.map(async (one) => ({
          ...one,
          is: await context.buckets.of(one.bucket, region(one.region), account),
        })),
      );
      const told = found.map((one) => `s3://${one.bucket} ${said[one.is]}`);
      return holds(
        found.every(({ is }) => is === "ours"),
        told.join("; "),
      );
    },
  };
}

/** Of "https://bucket.s3.us-east-1.amazonaws.com:443/key"; null for what is no bucket's own host. */
function bucketIn(asks: string): { readonly bucket: string; readonly region: string } | null {
  const [, bucket, at] =
    /^https?:\/\/(.+)\.s3[.-]([a-z0-9-]+)\.amazonaws\.com[:/]/.exec(asks) ?? [];
  return bucket === undefined || at === undefined ? null : { bucket, region: at };
}
