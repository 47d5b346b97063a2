// Who is answered over the served sockets. They are bound to this machine, but its browser runs anybody's
// pages: such a page can send what it cannot read (a form), and can read as well once its own name leads here
// (DNS rebinding). So the name that is asked must be one of ours, and a page is answered only where AWS itself
// is there for pages: the public user-pool API, the issuer's documents, and a domain's own pages.

import { ADMIN_PATH } from "./admin.ts";
import { isPreflight } from "./cognito/oauth/cors.ts";
import { PUBLIC_OPERATIONS } from "./cognito/quotas/web-acl.ts";
import type { WireRequest, WireResponse } from "./service.ts";
import { jsonMessage } from "./wire/json-message.ts";

export interface Household {
  /** Whether a host name is that of a domain of a user pool here. */
  readonly isDomain: (host: string) => boolean;
}

/** Names that lead to this machine whoever answers for DNS, and containers' name for it. */
const LOOPBACK =
  /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|(?:[\w-]+\.)*localhost|host\.docker\.internal)$/;

/** AWS alone answers for these, so nobody can have one of them lead here and serve a page under it. */
const AWS = /^[\w.-]+\.amazonaws\.com$/;

/** What is answered instead, or null for whoever may come in. */
export function turnedAway(request: WireRequest, { isDomain }: Household): WireResponse | null {
  const host = nameOf(request.headers["host"]);
  if (!LOOPBACK.test(host) && !AWS.test(host) && !isDomain(host)) {
    return jsonMessage(
      421,
      `The pretend AWS is not called ${JSON.stringify(host)}: ask 127.0.0.1, localhost, or a name that it serves.`,
    );
  }
  if (!isFromPage(request) || isOpenToPages(request, { isDomain })) return null;
  return jsonMessage(
    403,
    "The pretend AWS takes this from no web page: only the public user-pool API, the issuer's documents and a domain's own pages are open to browsers.",
  );
}

/** Browsers say where a request comes from; whoever types an address into one comes from nowhere ("none"). */
function isFromPage({ headers }: WireRequest): boolean {
  return headers["origin"] !== undefined || (headers["sec-fetch-site"] ?? "none") !== "none";
}

function isOpenToPages(request: WireRequest, household: Household): boolean {
  if (request.path.startsWith(ADMIN_PATH)) return false;
  if (isPreflight(request) || isPublicOperation(request)) return true;
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && request.path.includes("/.well-known/")) return true;
  return isVisit(request, isRead, household);
}

/** Named by a header that no page may send before it has asked; what is signed is an administrator's. */
function isPublicOperation({ method, headers }: WireRequest): boolean {
  const [service, operation = ""] = (headers["x-amz-target"] ?? "").split(".");
  return (
    method === "POST" &&
    service === "AWSCognitoIdentityProviderService" &&
    PUBLIC_OPERATIONS.has(operation) &&
    headers["authorization"] === undefined
  );
}

/** Anyone may lead a user to a page of a domain; what is sent from there comes from that domain. */
function isVisit({ headers }: WireRequest, isRead: boolean, { isDomain }: Household): boolean {
  const host = headers["x-forwarded-host"] ?? headers["host"] ?? "";
  if (!isDomain(nameOf(host))) return false;
  return isRead || headers["origin"]?.replace(/^https?:\/\//, "") === host;
}

function nameOf(host: string | undefined): string {
  return (host ?? "").toLowerCase().replace(/:\d+$/, "");
}
