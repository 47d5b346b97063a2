// XML for the services that speak it (Route 53, S3, SNS).

import { XMLBuilder, XMLParser } from "fast-xml-parser";
import { AwsError } from "../aws-error.ts";
import type { WireResponse } from "../service.ts";

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  ignoreDeclaration: true,
});
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
});

/** Text content stays text; a repeated element is an array, a single one is not (see `list`). */
export function parseXml(body: Buffer): Record<string, unknown> {
  try {
    return parser.parse(body.toString("utf8"), true) as Record<string, unknown>;
  } catch {
    throw new AwsError("InvalidInput", "The request body is not well-formed XML.");
  }
}

/** One element, many or none, as an array. */
export function list<T>(value: T | readonly T[] | undefined | ""): readonly T[] {
  if (value === undefined || value === "") return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** `{ Root: { Child: "text" } }`; keys with "@" are attributes; dates become ISO 8601. */
export function toXml(document: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(plain(document))}`;
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member)]),
  );
}

export function xmlResponse(
  status: number,
  document: object,
  headers: Record<string, string> = {},
): WireResponse {
  return { status, headers: { "content-type": "text/xml", ...headers }, body: toXml(document) };
}
