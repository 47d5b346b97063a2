// The pretend AWS under the real SDK without a socket: a request handler for its clients, and a fetch.
// A Region's endpoint is `http://us-west-2.pretend`, the global one `http://global.pretend`.

import { Readable } from "node:stream";
import { ConnectionFault } from "../faults.ts";
import type { WireRequest, WireResponse } from "../service.ts";
import type { Dispatch } from "./server.ts";

/** The part of the SDK's HttpRequest that is read here. */
interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Record<string, string | string[] | null | undefined>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

export interface RequestHandler {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  readonly metadata: { readonly handlerProtocol: string };
}

export function endpointOf(region: string): string {
  return `http://${region}.pretend`;
}

export function requestHandler(dispatch: Dispatch): RequestHandler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle: async (request) => {
      const response = await send(dispatch, request.hostname, {
        method: request.method,
        path: request.path,
        query: searchParams(request.query ?? {}),
        headers: lowerCase(request.headers),
        body: await bytes(request.body),
      });
      const body = Readable.from([Buffer.from(response.body)]);
      return { response: { statusCode: response.status, headers: { ...response.headers }, body } };
    },
  };
}

/** `fetch` for the few plain GETs that are not SDK calls (key sets, beacon, managed login). */
export function inProcessFetch(dispatch: Dispatch): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const headers = Object.fromEntries(request.headers.entries());
    const response = await send(dispatch, url.hostname, {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: { host: url.host, ...headers },
      body: Buffer.from(await request.arrayBuffer()),
    });
    const body = typeof response.body === "string" ? response.body : new Uint8Array(response.body);
    return new Response(body, { status: response.status, headers: { ...response.headers } });
  };
}

async function send(
  dispatch: Dispatch,
  hostname: string,
  request: WireRequest,
): Promise<WireResponse> {
  const region =
    hostname
      .replace(/\.pretend$/, "")
      .split(".")
      .at(-1) ?? "global";
  try {
    return await dispatch(region, request);
  } catch (error) {
    if (!(error instanceof ConnectionFault)) throw error;
    const code = error.kind === "reset" ? "ECONNRESET" : "ETIMEDOUT";
    throw Object.assign(new Error(error.message), { name: "TimeoutError", code });
  }
}

function searchParams(query: NonNullable<SdkRequest["query"]>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) params.append(key, one);
  }
  return params;
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

async function bytes(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === "string") return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
