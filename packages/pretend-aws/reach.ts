// How the pretend AWS fetches a URL of its own: AWS's host names lead to the pretend Regions, custom
// domains to the global endpoint, and an address of this machine to a real socket.

import type { WireRequest, WireResponse } from "./service.ts";

export interface Reached {
  readonly status: number;
  readonly body: string;
}

export type Reach = (
  url: URL,
  init: { readonly headers: Record<string, string>; readonly signal?: AbortSignal },
) => Promise<Reached>;

const REGIONAL_HOST = /^(?:.+\.)?(?:s3|dynamodb|cognito-idp)\.([a-z0-9-]+)\.amazonaws\.com$/;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

export function reachBy(
  dispatch: (region: string, request: WireRequest) => Promise<WireResponse>,
): Reach {
  return async (url, { headers, signal }) => {
    if (LOOPBACK.test(url.hostname)) {
      const response = await fetch(url, { headers, ...(signal === undefined ? {} : { signal }) });
      return { status: response.status, body: await response.text() };
    }
    const region = REGIONAL_HOST.exec(url.hostname)?.[1] ?? "global";
    const { status, body } = await dispatch(region, {
      method: "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: { ...headers, host: url.hostname, "x-forwarded-proto": url.protocol.slice(0, -1) },
      body: Buffer.alloc(0),
    });
    return { status, body: body.toString() };
  };
}
