// The beacon by our own rights: written, taken away, and looked for. Whoever only looks at it as everyone does
// needs none of this, so it is loaded when it is first called.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { ActionError } from "../../core/errors.ts";
import { isPassing } from "../../core/failure-class.ts";
import type { Region } from "../../core/types.ts";
import { once, type Place, sdkClient } from "../clients.ts";
import { inShort, signatureOf } from "../failure-signature.ts";
import type { PublicObject } from "./public-read.ts";

export function beaconObjects(place: Place) {
  const forcePathStyle = place.endpoints !== null;
  const clientOf = once((region: Region) =>
    sdkClient(S3Client, place, { region, service: "s3", forcePathStyle }),
  );

  return {
    async light({ bucket, key, region }: PublicObject, text: string): Promise<void> {
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: "text/plain",
        CacheControl: "no-store",
      });
      await written({ bucket, verb: "light" }, () => clientOf(region).send(put));
    },

    async extinguish({ bucket, key, region }: PublicObject): Promise<void> {
      const remove = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await written({ bucket, verb: "put out" }, () => clientOf(region).send(remove));
    },

    /** By our own right to read, which says nothing of who else may. Rejects when S3 did not say. */
    async isThere({ bucket, key, region }: PublicObject): Promise<boolean> {
      try {
        const get = new GetObjectCommand({ Bucket: bucket, Key: key });
        const { Body } = await clientOf(region).send(get);
        await Body?.transformToString();
        return true;
      } catch (error) {
        if (error instanceof NoSuchKey) return false;
        throw error;
      }
    },
  };
}

/** With S3's own name of what is wrong: "AccessDenied 403", "NoSuchBucket 404", "SlowDown 503". */
async function written(
  { bucket, verb }: { readonly bucket: string; readonly verb: string },
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    const signature = signatureOf(error);
    const retriable = isPassing(signature);
    throw new ActionError({
      code: retriable ? "Unreachable" : "UnexpectedAnswer",
      cannot: `${verb} the beacon in s3://${bucket}`,
      must: "S3 must do what was asked",
      value: inShort(signature),
      next: retriable ? "cognito-failover status" : "docs/runbook.md#the-beacon",
      retriable,
      cause: error,
    });
  }
}
