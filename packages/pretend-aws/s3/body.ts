// The body of an upload: aws-chunked is undone and the checksums that came along are verified.

import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { WireRequest } from "../service.ts";
import { notEmulated, refusal } from "./errors.ts";

export interface Upload {
  readonly content: Buffer;
  /** "x-amz-checksum-crc32" and its value, as it is answered later. */
  readonly checksum: readonly [header: string, value: string] | null;
}

const ALGORITHMS: Readonly<Record<string, (content: Buffer) => string>> = {
  crc32: (content) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(crc32(content));
    return bytes.toString("base64");
  },
  sha1: (content) => createHash("sha1").update(content).digest("base64"),
  sha256: (content) => createHash("sha256").update(content).digest("base64"),
};
const CHECKSUM = /^x-amz-checksum-(?!mode|type|algorithm)/;

export function readUpload(request: WireRequest): Upload {
  const { headers } = request;
  const isChunked = (headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-");
  const { content, trailers } = isChunked
    ? dechunk(request.body)
    : { content: request.body, trailers: {} };
  const expected = headers["x-amz-decoded-content-length"];
  if (expected !== undefined && Number(expected) !== content.length)
    throw refusal("IncompleteBody");
  const md5 = headers["content-md5"];
  if (md5 !== undefined && md5 !== createHash("md5").update(content).digest("base64")) {
    throw refusal("BadDigest");
  }
  return { content, checksum: verified(content, { ...headers, ...trailers }) };
}

function verified(content: Buffer, headers: Readonly<Record<string, string>>): Upload["checksum"] {
  const header = Object.keys(headers).find((name) => CHECKSUM.test(name));
  if (header === undefined) return null;
  const algorithm = ALGORITHMS[header.replace(CHECKSUM, "")];
  if (algorithm === undefined) throw notEmulated(header);
  const value = headers[header] ?? "";
  if (value !== algorithm(content)) throw refusal("BadDigest");
  return [header, value];
}

/** Chunks of `<hex length>[;signature]\r\n<bytes>\r\n`, closed by one of length 0 and trailers. */
function dechunk(body: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.subarray(at, end).toString("latin1"), 16);
    if (end === -1 || Number.isNaN(length)) throw refusal("IncompleteBody");
    if (length === 0)
      return { content: Buffer.concat(chunks), trailers: trailers(body.subarray(end + 2)) };
    const chunk = body.subarray(end + 2, end + 2 + length);
    if (chunk.length < length) throw refusal("IncompleteBody");
    chunks.push(chunk);
    at = end + 2 + length + 2;
  }
}

function trailers(rest: Buffer): Record<string, string> {
  const lines = rest
    .toString("latin1")
    .split("\r\n")
    .filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
