// An object of a bucket as everyone may read it: unsigned, without redirects, and no more of it than a health
// check of Route 53 searches.

import type { Region } from "../../core/values/types.ts";
import { endpointOf, type Place } from "../sdk/clients.ts";
import { plainRequest } from "../sdk/http-request.ts";

export interface PublicObject {
  readonly bucket: string;
  readonly key: string;
  readonly region: Region;
}

export interface PublicAnswer {
  readonly status: number;
  /** The first bytes of the body. */
  readonly text: string;
}

/** So much of a body is searched: developer guide, "How Route 53 determines whether an endpoint is healthy". */
const SEARCHED_BYTES = 5_120;

/** Rejects when nothing answers. */
export async function readPublicly(
  place: Place,
  object: PublicObject,
  signal: AbortSignal,
): Promise<PublicAnswer> {
  const response = await plainRequest(place, urlOf(place, object), { signal });
  return { status: response.status, text: await beginningOf(response) };
}

/**
 * With dots in its name no certificate of S3 fits the bucket's own host. A health check does not mind, but
 * this does, and the path leads to the same object.
 */
function urlOf({ endpoints }: Place, { bucket, key, region }: PublicObject): string {
  const endpoint = endpointOf(endpoints, region, "s3");
  if (endpoint !== null) return `${endpoint}/${bucket}/${key}`;
  return bucket.includes(".")
    ? `https://s3.${region}.amazonaws.com/${bucket}/${key}`
    : `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
}

async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= SEARCHED_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, SEARCHED_BYTES).toString();
}
