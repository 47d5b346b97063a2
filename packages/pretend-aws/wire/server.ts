// The pretend AWS on loopback sockets: one port a Region for all its services, one for the global ones.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionFault } from "../faults.ts";
import type { WireRequest, WireResponse } from "../service.ts";
import { jsonMessage } from "./json-message.ts";

export type Dispatch = (region: string, request: WireRequest) => Promise<WireResponse>;

export interface Listening {
  /** "http://127.0.0.1:40001" */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** What one request may take of this machine. */
export interface Limits {
  /** As much as DynamoDB takes in one request, the most of all services but S3. */
  readonly bodyBytes: number;
  /** From the first byte of a request to its last. */
  readonly requestMs: number;
}

/** Longer than clients keep a connection: one that closes just as it is taken again looks like an outage. */
const KEEP_ALIVE_MS = 60_000;

const usual: Limits = { bodyBytes: 16 * 1024 * 1024, requestMs: 30_000 };

export async function listen(
  region: string,
  dispatch: Dispatch,
  { bodyBytes, requestMs }: Limits = usual,
): Promise<Listening> {
  const timeouts = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1_000, requestMs),
  };
  const server = createServer(timeouts, (incoming, outgoing) => {
    answer(region, dispatch, { incoming, outgoing, bodyBytes }).catch((error: unknown) => {
      if (incoming.errored !== null) return;
      // What went wrong here is for whoever runs this, not for whoever asks.
      process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error));
      send(
        outgoing,
        jsonMessage(500, "The pretend AWS failed; what it was is on its own terminal."),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly bodyBytes: number;
}

async function answer(
  region: string,
  dispatch: Dispatch,
  { incoming, outgoing, bodyBytes }: Exchange,
): Promise<void> {
  const url = URL.parse(incoming.url ?? "/", "http://127.0.0.1");
  if (url === null) return last(outgoing, jsonMessage(400, "The request's target is no path."));
  const body = await bodyOf(incoming, bodyBytes);
  if (body === null) {
    return last(outgoing, jsonMessage(413, `A request has ${bodyBytes} bytes at most.`));
  }
  try {
    const response = await dispatch(region, requestOf(incoming, url, body));
    send(outgoing, incoming.method === "HEAD" ? { ...response, body: "" } : response);
  } catch (error) {
    if (!(error instanceof ConnectionFault)) throw error;
    if (error.kind === "reset") incoming.socket.resetAndDestroy();
  }
}

function requestOf({ method, headers }: IncomingMessage, url: URL, body: Buffer): WireRequest {
  return {
    method: method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ),
    body,
  };
}

/** Null for a body that is longer, of which no more is read. */
function bodyOf(incoming: IncomingMessage, most: number): Promise<Buffer | null> {
  if (Number(incoming.headers["content-length"] ?? 0) > most) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most) chunks.push(chunk);
      else {
        incoming.pause();
        resolve(null);
      }
    });
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("error", reject);
  });
}

function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  if (!outgoing.headersSent) outgoing.writeHead(status, headers).end(body);
}

/** Whatever else the client sends on this connection is not heard. */
function last(outgoing: ServerResponse, response: WireResponse): void {
  send(outgoing, { ...response, headers: { ...response.headers, connection: "close" } });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was on its way would else be waited for until its headers time out, a minute later.
    server.on("connection", (socket) => socket.destroy());
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
