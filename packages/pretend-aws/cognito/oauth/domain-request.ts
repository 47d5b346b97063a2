// One request to a pool's domain, in the Region that serves it.

import type { WireRequest, WireResponse } from "../../service.ts";
import type { Realm } from "../api/service-state.ts";
import type { Site } from "../pool/pool-in-region.ts";

export interface Visit {
  readonly realm: Realm;
  readonly site: Site;
  /** Under which the domain was asked: "auth.example.com". */
  readonly host: string;
  readonly request: WireRequest;
}

export type Endpoint = (visit: Visit) => WireResponse | Promise<WireResponse>;

/** The fields of a form, or null when the body is none. */
export function formOf({ body, headers }: WireRequest): URLSearchParams | null {
  const isForm = (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  return isForm ? new URLSearchParams(body.toString("utf8")) : null;
}
