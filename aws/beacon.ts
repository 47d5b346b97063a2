// The beacon: an object in the secondary's bucket. An inverted Route 53 health check reads it, and the
// domain's failover routing follows that check, so managed login goes to the secondary for as long as
// the object can be read. S3's data plane only; it holds when the controller dies, and lets go by
// itself if the secondary does.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Region } from "../core/types.ts";
import { clientOptions, once, type Place } from "./clients.ts";

export interface Beacon {
  readonly bucket: string;
  readonly key: string;
  /** The Region of the bucket: the secondary. */
  readonly region: Region;
}

export function createBeacons(place: Place) {
  const clientOf = once(
    (region: Region) =>
      new S3Client({
        ...clientOptions(place, { region, service: "s3" }),
        forcePathStyle: place.endpoints !== null,
      }),
  );

  return {
    async light({ bucket, key, region }: Beacon, text: string): Promise<void> {
      await clientOf(region).send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: text,
          ContentType: "text/plain",
          CacheControl: "no-store",
        }),
      );
    },

    async extinguish({ bucket, key, region }: Beacon): Promise<void> {
      await clientOf(region).send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },

    async isLit({ bucket, key, region }: Beacon): Promise<boolean> {
      try {
        const { Body } = await clientOf(region).send(
          new GetObjectCommand({ Bucket: bucket, Key: key }),
        );
        await Body?.transformToString();
        return true;
      } catch (error) {
        if (error instanceof NoSuchKey) return false;
        throw error;
      }
    },
  };
}
