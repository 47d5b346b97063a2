// Objects on the wire: put, get, head, delete, each with its conditions.

import { AwsError } from "../aws-error.ts";
import type { KeyValues } from "../iam/condition-keys.ts";
import type { Context, WireResponse } from "../service.ts";
import type { RestRequest, Route } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";
import { assertAcl, assertMayDo, assertOwner, mayDo } from "./access.ts";
import { readUpload } from "./body.ts";
import { type Bucket, type Buckets, storedObject } from "./buckets.ts";
import { notEmulated, refusal } from "./errors.ts";
import type { StoredObject, Version } from "./versions.ts";

const PATH = "/{Bucket}/{Key+}";
const KEPT_HEADERS =
  /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-meta-.+)$/;
/** Queries that select no other operation. */
const PLAIN_QUERY = /^(x-id$|X-Amz-)/;
/** Of these one version may be named. */
const OF_A_VERSION: ReadonlySet<string> = new Set(["GetObject", "HeadObject", "DeleteObject"]);
const LONGEST_KEY_BYTES = 1024;

export function objectRoutes(buckets: Buckets, { clock }: Foundation): Route[] {
  const route = (operation: string, method: string, run: Run): Route => ({
    operation,
    method,
    path: PATH,
    run: (request, context) => run(place(buckets, operation, { request, context }), request),
  });
  return [
    route("PutObject", "PUT", (at, request) => put(at, request, clock.now())),
    route("GetObject", "GET", get),
    route("HeadObject", "HEAD", get),
    route("DeleteObject", "DELETE", (at, request) => remove(at, request, clock.now())),
  ];
}

interface Place {
  readonly bucket: Bucket;
  readonly key: string;
  /** The object there, if any; where a version was named, that one. */
  readonly present: StoredObject | undefined;
  /** The version that was named, or the newest; undefined: there is none. */
  readonly version: Version | undefined;
  /** Which was named; null: none. */
  readonly versionId: string | null;
  /** Whether the caller may learn which keys there are. */
  readonly mayList: () => boolean;
}

type Run = (place: Place, request: RestRequest) => WireResponse;

function place(
  buckets: Buckets,
  operation: string,
  { request, context }: { request: RestRequest; context: Context },
): Place {
  const { Bucket: name = "", Key: key = "" } = request.params;
  const versionId = OF_A_VERSION.has(operation) ? request.query.get("versionId") : null;
  const other = [...request.query.keys()].find(
    (query) => !PLAIN_QUERY.test(query) && !(versionId !== null && query === "versionId"),
  );
  if (other !== undefined) throw notEmulated(`${request.method} object with ?${other}`);
  const bucket = buckets.at(name, context.region);
  assertOwner(bucket, request);
  const action = actionOf(operation, versionId);
  for (const needed of actionsOf(action, request.headers)) {
    assertMayDo(buckets, context, { bucket, action: needed, key, values: valuesOf(request) });
  }
  if (operation === "PutObject") assertAcl(buckets, request, { bucket, action, key });
  const mayList = () => mayDo(buckets, context, { bucket, action: "s3:ListBucket" });
  const { objects } = bucket;
  const version = versionId === null ? objects.newest(key) : objects.find(key, versionId);
  return { bucket, key, present: version?.object ?? undefined, version, versionId, mayList };
}

/** "s3:GetObject" of whatever is there, "s3:GetObjectVersion" of a version that is named. */
function actionOf(operation: string, versionId: string | null): string {
  const action = `s3:${operation.replace("Head", "Get")}`;
  return versionId === null ? action : `${action}Version`;
}

/** Whoever names a tag learns whether it is the object's, and must be allowed to read it. */
function actionsOf(action: string, headers: RestRequest["headers"]): readonly string[] {
  const tag = headers["if-match"];
  const isTold = !action.startsWith("s3:GetObject") && tag !== undefined && tag !== "*";
  return isTold ? [action, "s3:GetObject"] : [action];
}

function valuesOf({ headers }: RestRequest): KeyValues {
  const conditions = ["if-match", "if-none-match"].flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[`s3:${name}`, value]];
  });
  return Object.fromEntries(conditions);
}

function put({ bucket, key, present }: Place, request: RestRequest, now: number): WireResponse {
  const { headers } = request;
  if (headers["x-amz-copy-source"] !== undefined) throw notEmulated("CopyObject");
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw refusal("KeyTooLongError");
  const { content, checksum } = readUpload(request);
  assertWritable(headers, key, present);
  const object = storedObject(content, { now, headers: keptHeaders(headers), checksum });
  const version = bucket.objects.write(key, object);
  const headersOfIt = { ...versionHeaders(bucket, version), ...checksumHeaders(object) };
  return empty(200, { etag: object.etag, ...headersOfIt });
}

function assertWritable(
  headers: RestRequest["headers"],
  key: string,
  present: StoredObject | undefined,
): void {
  const ifNoneMatch = headers["if-none-match"];
  const ifMatch = headers["if-match"];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") {
    const message = "A header you provided implies functionality that is not implemented";
    throw new AwsError("NotImplemented", message, { status: 501 });
  }
  if (ifNoneMatch === "*" && present !== undefined) {
    throw refusal("PreconditionFailed", { Condition: "If-None-Match" });
  }
  if (ifMatch === undefined) return;
  if (present === undefined) throw refusal("NoSuchKey", { Key: key });
  if (!matchesTag(ifMatch, present)) throw refusal("PreconditionFailed", { Condition: "If-Match" });
}

/** For GET and HEAD; the wire leaves the body of a HEAD out. */
function get(
  { bucket, key, present, version, versionId, mayList }: Place,
  request: RestRequest,
): WireResponse {
  if (present === undefined) {
    if (versionId !== null && version !== undefined) throw refusal("MethodNotAllowed");
    if (!mayList()) throw refusal("AccessDenied");
    throw versionId === null
      ? refusal("NoSuchKey", { Key: key, marker: version?.id })
      : refusal("NoSuchVersion", { Key: key, VersionId: versionId });
  }
  if (request.headers["range"] !== undefined) throw notEmulated("GetObject with Range");
  assertReadable(request.headers, present);
  if (isUnmodified(request.headers, present)) return empty(304, { etag: present.etag });
  const wantsChecksum = request.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED";
  return {
    status: 200,
    headers: {
      "content-type": "binary/octet-stream",
      ...present.headers,
      "accept-ranges": "bytes",
      "content-length": String(present.content.length),
      "last-modified": new Date(present.modifiedAt).toUTCString(),
      "x-amz-server-side-encryption": "AES256",
      etag: present.etag,
      ...versionHeaders(bucket, version),
      ...(wantsChecksum && checksumHeaders(present)),
    },
    body: request.method === "HEAD" ? "" : present.content,
  };
}

function assertReadable(headers: RestRequest["headers"], object: StoredObject): void {
  const ifMatch = headers["if-match"];
  const since = headers["if-unmodified-since"];
  if (ifMatch !== undefined) {
    if (!matchesTag(ifMatch, object))
      throw refusal("PreconditionFailed", { Condition: "If-Match" });
  } else if (since !== undefined && object.modifiedAt > Date.parse(since)) {
    throw refusal("PreconditionFailed", { Condition: "If-Unmodified-Since" });
  }
}

function isUnmodified(headers: RestRequest["headers"], object: StoredObject): boolean {
  const ifNoneMatch = headers["if-none-match"];
  const since = headers["if-modified-since"];
  if (ifNoneMatch !== undefined) return matchesTag(ifNoneMatch, object);
  return since !== undefined && object.modifiedAt <= Date.parse(since);
}

function remove(
  { bucket, key, present, versionId }: Place,
  { headers }: RestRequest,
  now: number,
): WireResponse {
  const ifMatch = headers["if-match"];
  if (ifMatch !== undefined && present === undefined) throw refusal("NoSuchKey", { Key: key });
  if (ifMatch !== undefined && present !== undefined && !matchesTag(ifMatch, present)) {
    throw refusal("PreconditionFailed", { Condition: "If-Match" });
  }
  if (versionId === null) return removed(bucket, bucket.objects.remove(key, now));
  // Whoever names one that is not there is told that it is gone.
  const erased = bucket.objects.erase(key, versionId);
  return erased === undefined
    ? empty(204, { "x-amz-version-id": versionId })
    : removed(bucket, erased);
}

function removed(bucket: Bucket, version: Version | null): WireResponse {
  const isMarker = version !== null && version.object === null;
  return empty(204, {
    ...versionHeaders(bucket, version ?? undefined),
    ...(isMarker && { "x-amz-delete-marker": "true" }),
  });
}

/** A bucket that never kept versions says nothing of them. */
function versionHeaders({ objects }: Bucket, version: Version | undefined): Record<string, string> {
  if (objects.versioning === null || version === undefined) return {};
  return { "x-amz-version-id": version.id };
}

/** `*`, or a list of tags, quoted or not. */
function matchesTag(condition: string, { etag }: StoredObject): boolean {
  const tags = condition.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.some((tag) => tag === "*" || tag === etag || `"${tag}"` === etag);
}

function keptHeaders(headers: RestRequest["headers"]): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(([name]) => KEPT_HEADERS.test(name))
    .map(([name, value]) =>
      name === "content-encoding"
        ? [name, value.replace(/\baws-chunked\b,?\s*/, "").replace(/,\s*$/, "")]
        : [name, value],
    );
  return Object.fromEntries(kept.filter(([, value]) => value !== ""));
}

function checksumHeaders({ checksum }: StoredObject): Record<string, string> {
  if (checksum === null) return {};
  return { [checksum[0]]: checksum[1], "x-amz-checksum-type": "FULL_OBJECT" };
}

function empty(status: number, headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: "" };
}
