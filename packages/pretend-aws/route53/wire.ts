// Route 53's dialect of REST XML.

import type { WireResponse } from "../service.ts";
import type { RestRequest } from "../wire/rest.ts";
import { parseXml, xmlResponse } from "../wire/xml.ts";
import { invalidInput } from "./errors.ts";

const NAMESPACE = { "@xmlns": "https://route53.amazonaws.com/doc/2013-04-01/" };

export type Xml = Readonly<Record<string, unknown>>;

export function success(
  root: string,
  content: object,
  more: { status?: number; location?: string } = {},
): WireResponse {
  const headers = more.location === undefined ? {} : { location: more.location };
  return xmlResponse(more.status ?? 200, { [root]: { ...NAMESPACE, ...content } }, headers);
}

export function failure(
  error: { name: string; message: string; status: number },
  requestId: string,
): WireResponse {
  const detail = { Type: "Sender", Code: error.name, Message: error.message };
  const document = { ErrorResponse: { ...NAMESPACE, Error: detail, RequestId: requestId } };
  return xmlResponse(error.status, document, { "x-amzn-requestid": requestId });
}

/** The content of the request's root element. */
export function bodyOf(request: RestRequest, root: string): Xml {
  const content = parseXml(request.body)[root];
  if (content === "") return {};
  if (typeof content !== "object" || content === null) {
    throw invalidInput(`Invalid XML ; Cannot find the declaration of element '${root}'.`);
  }
  const { "@xmlns": _, ...members } = content as Record<string, unknown>;
  return members;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly maxItems: number;
  /** The first item of the next page. */
  readonly next: T | undefined;
}

/** Up to `maxitems` (at most `most`) of what comes from `isStart` on. */
export function pageOf<T>(
  all: readonly T[],
  request: RestRequest,
  { most, isStart }: { most: number; isStart: (item: T) => boolean },
): Page<T> {
  const asked = request.query.get("maxitems") ?? String(most);
  if (!/^[1-9]\d*$/.test(asked)) throw invalidInput(`Invalid value for 'maxitems': ${asked}`);
  const maxItems = Math.min(Number(asked), most);
  const start = all.findIndex(isStart);
  const rest = start === -1 ? [] : all.slice(start);
  return { items: rest.slice(0, maxItems), maxItems, next: rest[maxItems] };
}
