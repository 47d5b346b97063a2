// The pretend AWS under the real SDK without a socket: a request handler for its clients, and a fetch.
// A Region's endpoint is `http://us-west-2.pretend`, the global one `http://global.pretend`.

import { Readable } from "node:stream";
import type { Clock } from "../clock.ts";
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
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: object | undefined },
  ): Promise<{ response: SdkResponse }>;
  readonly metadata: { readonly handlerProtocol: string };
}

/** How long a caller waits for an answer, in pretend time; without one it gives up what never answers at once. */
export interface Waiting {
  readonly clock: Pick<Clock, "after">;
  readonly requestTimeout: number;
}

/** What undici gives a fetch for the headers of its answer. */
const FETCH_WAITS_MS = 300_000;

/** Statuses with which a Response takes no body, not even an empty one. */
const BODILESS = new Set([204, 205, 304]);

export function endpointOf(region: string): string {
  return `http://${region}.pretend`;
}

export function requestHandler(dispatch: Dispatch, waiting?: Waiting): RequestHandler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle: async (request, { abortSignal } = {}) => {
      const sent = send(dispatch, request.hostname, {
        method: request.method,
        path: request.path,
        query: searchParams(request.query ?? {}),
        headers: lowerCase(request.headers),
        body: await bytes(request.body),
      });
      const signal = abortSignal instanceof AbortSignal ? abortSignal : null;
      const response = await answered(sent, { waiting, signal });
      const body = Readable.from([Buffer.from(response.body)]);
      return { response: { statusCode: response.status, headers: { ...response.headers }, body } };
    },
  };
}

/** `fetch` for the few plain GETs that are not SDK calls (key sets, beacon, managed login). */
export function inProcessFetch(dispatch: Dispatch, clock?: Pick<Clock, "after">): typeof fetch {
  const waiting = clock === undefined ? undefined : { clock, requestTimeout: FETCH_WAITS_MS };
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const headers = Object.fromEntries(request.headers.entries());
    const sent = send(dispatch, url.hostname, {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: { host: url.host, ...headers },
      body: Buffer.from(await request.arrayBuffer()),
    });
    const response = await answered(sent, { waiting, signal: init?.signal });
    const { status } = response;
    const text = typeof response.body === "string" ? response.body : new Uint8Array(response.body);
    const body = BODILESS.has(status) ? null : text;
    return new Response(body, { status, headers: { ...response.headers } });
  };
}

export interface Caller {
  readonly waiting: Waiting | undefined;
  readonly signal: AbortSignal | null | undefined;
}

/** The answer, unless the caller gives up before it is there: by its own limit, or since it is told to. */
export async function answered<Answer>(
  sent: Promise<Answer>,
  { waiting, signal }: Caller,
): Promise<Answer> {
  const ends: (() => void)[] = [];
  const gaveUp = new Promise<never>((_, reject) => {
    const abort = () => reject(Object.assign(new Error("Request aborted"), { name: "AbortError" }));
    if (signal?.aborted === true) abort();
    signal?.addEventListener("abort", abort);
    ends.push(() => signal?.removeEventListener("abort", abort));
    if (waiting === undefined) return;
    const { clock, requestTimeout } = waiting;
    const late = () => reject(failure(`no answer within ${requestTimeout} ms`, "ETIMEDOUT"));
    ends.push(clock.after(requestTimeout, late));
  });
  const answer = sent.catch((error: unknown) => {
    if (!(error instanceof ConnectionFault)) throw error;
    if (error.kind === "reset") throw failure(error.message, "ECONNRESET");
    if (waiting === undefined) throw failure(error.message, "ETIMEDOUT");
    return gaveUp;
  });
  try {
    return await Promise.race([answer, gaveUp]);
  } finally {
    for (const end of ends) end();
  }
}

/** As the SDK's own handler names what it meets on a connection. */
function failure(message: string, code: "ECONNRESET" | "ETIMEDOUT"): Error {
  return Object.assign(new Error(message), { name: "TimeoutError", code });
}

function send(dispatch: Dispatch, hostname: string, request: WireRequest): Promise<WireResponse> {
  const region =
    hostname
      .replace(/\.pretend$/, "")
      .split(".")
      .at(-1) ?? "global";
  return dispatch(region, request);
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
