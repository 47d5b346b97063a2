// The beacon by our own rights: read, and written over what was read and nothing else. Whoever only looks at it
// as everyone does needs none of this, so it is loaded when it is first called.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { isPassing } from "../../core/probe/classify-failure.ts";
import { ActionError } from "../../core/values/errors.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";
import { inShort, signatureOf } from "../sdk/failure-signature.ts";
import type { PublicObject } from "./public-read.ts";

/** What is under the beacon's key, and the tag of just this content. */
export interface BeaconObject {
  readonly text: string;
  readonly etag: string;
}

export interface BeaconWrite {
  readonly text: string;
  /** The tag of what it may replace; null: only where nothing is. */
  readonly over: string | null;
}

/** S3's own names for "it is not as you read it", and for two writers at once. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  "PreconditionFailed",
  "ConditionalRequestConflict",
  "NoSuchKey",
]);

/** `owner`: the account whose bucket it must be; a bucket of that name in another's hands is refused by S3. */
export function beaconObjects(place: Place, owner: string) {
  const forcePathStyle = place.endpoints !== null;
  const clientOf = once((region: Region) =>
    sdkClient(S3Client, place, { region, service: "s3", forcePathStyle }),
  );
  const named = ({ bucket, key }: PublicObject) => ({
    Bucket: bucket,
    Key: key,
    ExpectedBucketOwner: owner,
  });

  return {
    /** By our own right to read, which says nothing of who else may; null where nothing is. */
    async read(beacon: PublicObject, abortSignal: AbortSignal): Promise<BeaconObject | null> {
      return inItsWords({ beacon, verb: "read" }, async () => {
        try {
          const get = new GetObjectCommand(named(beacon));
          const { Body, ETag = "" } = await clientOf(beacon.region).send(get, { abortSignal });
          return { text: (await Body?.transformToString()) ?? "", etag: ETag };
        } catch (error) {
          if (error instanceof NoSuchKey) return null;
          throw error;
        }
      });
    },

    /** Answers false, and has written nothing, where the object is not as it was read. */
    async write(
      beacon: PublicObject,
      { text, over }: BeaconWrite,
      abortSignal: AbortSignal,
    ): Promise<boolean> {
      const put = new PutObjectCommand({
        ...named(beacon),
        Body: text,
        ContentType: "text/plain",
        CacheControl: "no-store",
        ...(over === null ? { IfNoneMatch: "*" } : { IfMatch: over }),
      });
      return inItsWords({ beacon, verb: "write" }, () =>
        unlessOvertaken(() => clientOf(beacon.region).send(put, { abortSignal })),
      );
    },

    /** The same, and nothing is there afterwards. S3 asks for the right to read it, too. */
    async remove(beacon: PublicObject, over: string, abortSignal: AbortSignal): Promise<boolean> {
      const remove = new DeleteObjectCommand({ ...named(beacon), IfMatch: over });
      return inItsWords({ beacon, verb: "put out" }, () =>
        unlessOvertaken(() => clientOf(beacon.region).send(remove, { abortSignal })),
      );
    },
  };
}

async function unlessOvertaken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof Error && OVERTAKEN.has(error.name)) return false;
    throw error;
  }
}

/** With S3's own name of what is wrong: "AccessDenied 403", "NoSuchBucket 404", "SlowDown 503". */
async function inItsWords<T>(
  { beacon: { bucket }, verb }: { readonly beacon: PublicObject; readonly verb: string },
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
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
