// A page's script from another origin may call the user-pool API from everywhere, with whatever headers
// it asks for; credentials are no cookies, so AWS answers "*".

import type { WireRequest, WireResponse } from "../../service.ts";

const ORIGIN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
};

/** Asked before a call by a browser, which names the target among the headers it wants to send. */
export function isPreflight({ method, path, headers }: WireRequest): boolean {
  const wanted = headers["access-control-request-headers"] ?? "";
  return method === "OPTIONS" && path === "/" && /\bx-amz-target\b/i.test(wanted);
}

export function preflight({ headers }: WireRequest): WireResponse {
  return {
    status: 200,
    headers: {
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "",
      "access-control-allow-methods": headers["access-control-request-method"] ?? "POST",
      "access-control-max-age": "172800",
    },
    body: "",
  };
}

export function corsHeaders({ headers }: WireRequest): Readonly<Record<string, string>> {
  return headers["origin"] === undefined ? {} : ORIGIN;
}
