// Whose is a bucket? A name that nobody holds is free for anybody in the world, and whoever takes it speaks for it.

import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";
import { signatureOf } from "../sdk/failure-signature.ts";

/** "refused": it is there, and another's or not to be looked at; S3 does not tell which. */
export type Ownership = "ours" | "missing" | "refused" | "elsewhere";

export function createBucketOwners(place: Place) {
  const forcePathStyle = place.endpoints !== null;
  const clientOf = once((region: Region) =>
    sdkClient(S3Client, place, { region, service: "s3", forcePathStyle }),
  );
  return {
    /** Whether the bucket is there, in this Region, and `owner`'s; rejects when S3 did not say. */
    async of(bucket: string, region: Region, owner: string): Promise<Ownership> {
      try {
        const head = new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner: owner });
        await clientOf(region).send(head);
        return "ours";
      } catch (error) {
        switch (signatureOf(error).status) {
          case 404:
            return "missing";
          case 403:
            return "refused";
          case 301:
            return "elsewhere";
          default:
            throw error;
        }
      }
    },
  };
}
