// The pretend AWS on loopback sockets: one port a Region for all its services, one for the global ones.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionFault } from "../faults.ts";
import type { WireRequest, WireResponse } from "../service.ts";

export type Dispatch = (region: string, request: WireRequest) => Promise<WireResponse>;

export interface Listening {
  /** "http://127.0.0.1:40001" */
  readonly endpoint: string;
  close(): Promise<void>;
}

export async function listen(region: string, dispatch: Dispatch): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(region, dispatch, { incoming, outgoing }).catch((error: unknown) => {
      outgoing.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

async function answer(
  region: string,
  dispatch: Dispatch,
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
): Promise<void> {
  const request = await read(incoming);
  try {
    const { status, headers, body } = await dispatch(region, request);
    outgoing.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  } catch (error) {
    if (!(error instanceof ConnectionFault)) throw error;
    if (error.kind === "reset") incoming.socket.resetAndDestroy();
  }
}

async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection that was on its way would else be waited for until its headers time out, a minute later.
    server.on("connection", (socket) => socket.destroy());
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
