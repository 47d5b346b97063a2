// ListObjectsV2: keys in byte order, folded at the delimiter, in pages.

import type { Bucket } from "./buckets.ts";
import { badRequest, notEmulated } from "./errors.ts";
import type { StoredObject, Version } from "./versions.ts";

const MOST_KEYS = 1000;

type Entry =
  | { readonly kind: "object"; readonly name: string; readonly object: StoredObject }
  | { readonly kind: "prefix"; readonly name: string };

export function listObjects({ name, objects }: Bucket, query: URLSearchParams): object {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const maxKeys = readMaxKeys(query.get("max-keys"));
  const after = token === null ? (startAfter ?? "") : readToken(token);
  const written = (text: string) =>
    query.get("encoding-type") === "url" ? encodeURIComponent(text).replaceAll("%2F", "/") : text;

  const all = entries(objects, prefix, delimiter).filter((entry) => bytesAfter(entry.name, after));
  const page = all.slice(0, maxKeys);
  const isTruncated = all.length > page.length;
  return {
    Name: name,
    Prefix: written(prefix),
    Delimiter: delimiter === "" ? undefined : written(delimiter),
    StartAfter: startAfter ?? undefined,
    ContinuationToken: token ?? undefined,
    EncodingType: query.get("encoding-type") ?? undefined,
    KeyCount: page.length,
    MaxKeys: maxKeys,
    IsTruncated: isTruncated,
    NextContinuationToken: isTruncated ? token64(page.at(-1)?.name ?? "") : undefined,
    Contents: page.flatMap((entry) =>
      entry.kind === "object" ? [contents(written(entry.name), entry.object)] : [],
    ),
    CommonPrefixes: page.flatMap((entry) =>
      entry.kind === "prefix" ? [{ Prefix: written(entry.name) }] : [],
    ),
  };
}

/** ListObjectVersions, as far as one page goes. */
export function listVersions({ name, objects }: Bucket, query: URLSearchParams): object {
  const unknown = ["delimiter", "key-marker", "version-id-marker"].find(
    (word) => (query.get(word) ?? "") !== "",
  );
  if (unknown !== undefined) throw notEmulated(`ListObjectVersions with ${unknown}`);
  const prefix = query.get("prefix") ?? "";
  const maxKeys = readMaxKeys(query.get("max-keys"));
  const found = objects.all().filter(([key]) => key.startsWith(prefix));
  if (found.length > maxKeys) throw notEmulated("ListObjectVersions of more than a page");
  const described = found.map(([key, version]) => ({
    isMarker: version.object === null,
    entry: versionEntry(key, version, version === objects.newest(key)),
  }));
  const those = (isMarker: boolean) =>
    described.filter((one) => one.isMarker === isMarker).map(({ entry }) => entry);
  return {
    ...{ Name: name, Prefix: prefix, MaxKeys: maxKeys, IsTruncated: false },
    ...{ Version: those(false), DeleteMarker: those(true) },
  };
}

function versionEntry(Key: string, { id, object, modifiedAt }: Version, isLatest: boolean) {
  return {
    ...(object === null ? { Key, LastModified: new Date(modifiedAt) } : contents(Key, object)),
    ...{ VersionId: id, IsLatest: isLatest },
  };
}

function entries(objects: Bucket["objects"], prefix: string, delimiter: string): Entry[] {
  const found = new Map<string, Entry>();
  for (const [key, object] of objects.objects()) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const name = cut === -1 ? key : key.slice(0, cut + delimiter.length);
    found.set(name, cut === -1 ? { kind: "object", name, object } : { kind: "prefix", name });
  }
  return [...found.values()].sort((a, b) =>
    Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
  );
}

function bytesAfter(name: string, after: string): boolean {
  return after === "" || Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0;
}

function contents(Key: string, { modifiedAt, etag, content, checksum }: StoredObject): object {
  return {
    Key,
    LastModified: new Date(modifiedAt),
    ETag: etag,
    ChecksumAlgorithm: checksum?.[0].replace("x-amz-checksum-", "").toUpperCase(),
    Size: content.length,
    StorageClass: "STANDARD",
  };
}

function readMaxKeys(text: string | null): number {
  if (text !== null && !/^\d+$/.test(text)) {
    throw badRequest("InvalidArgument", "Provided max-keys not an integer or within integer range");
  }
  return Math.min(MOST_KEYS, Number(text ?? MOST_KEYS));
}

function token64(name: string): string {
  return Buffer.from(name).toString("base64");
}

function readToken(token: string): string {
  const name = Buffer.from(token, "base64").toString("utf8");
  if (token64(name) === token) return name;
  throw badRequest("InvalidArgument", "The continuation token provided is incorrect");
}
