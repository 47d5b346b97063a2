// The hosts of managed login that lead to one Region, and one request to such a host. What it answers
// with instead of what was asked for becomes an error under its OAuth name, where it has one.

import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import type { Instant, Region } from "../../core/values/types.ts";
import { endpointOf, type Place } from "../sdk/clients.ts";
import { plainRequest } from "../sdk/http-request.ts";
import { dateOf } from "../sdk/region-clock.ts";
import { WAF_HEADER, wafRefusal } from "../sdk/waf-action.ts";

/** A host's name: "customers.auth.us-west-2.amazoncognito.com", "auth.example.com". */
export type HostName = string;

/**
 * The Region's own prefix domain, then the custom domain while it leads there. Only the first says
 * something of the Region alone: before a custom domain stand a DNS name, a certificate and CloudFront.
 */
export function loginHosts(
  { primary, domain, prefixDomains }: Pick<Policy, "primary" | "domain" | "prefixDomains">,
  { target, serving }: { readonly target: Region; readonly serving: Region | null },
): readonly HostName[] {
  const prefix = target === primary ? prefixDomains.primary : prefixDomains.secondary;
  return [
    ...(prefix === null ? [] : [`${prefix}.auth.${target}.amazoncognito.com`]),
    ...(domain === null || serving !== target ? [] : [domain]),
  ];
}

export interface HostAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Where a redirect leads, made absolute; null for every other answer. */
  readonly location: URL | null;
  readonly body: string;
  /** The Date header; null without one. */
  readonly date: Instant | null;
}

export async function askHost(
  place: Place,
  { host, path }: { readonly host: HostName; readonly path: string },
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<HostAnswer> {
  const base = endpointOf(place.endpoints, place.region, "domain");
  const response = await plainRequest(place, `${base ?? `https://${host}`}${path}`, {
    ...init,
    // An endpoint that stands in for the domain cannot be told its name any other way.
    headers: { ...init.headers, ...(base === null ? {} : { "x-forwarded-host": host }) },
  });
  const { status, headers } = response;
  const location = headers.get("location");
  return {
    status,
    headers,
    location: location === null ? null : URL.parse(location, `https://${host}`),
    body: await response.text(),
    date: dateOf(headers.get("date")),
  };
}

/** RFC 6749 sections 4.1.2.1 and 5.2, and Cognito's own; other texts are not repeated. */
const oauthNames: ReadonlySet<string> = new Set([
  ...["invalid_request", "invalid_client", "invalid_grant", "invalid_scope", "access_denied"],
  ...["unauthorized_client", "unsupported_grant_type", "unsupported_response_type"],
  ...["server_error", "temporarily_unavailable", "redirect_mismatch", "login_required"],
]);

/** Answers of what stands before Cognito, or of its machinery, whatever their body says. */
function isBeforeOauth(status: number): boolean {
  return status === 403 || status === 429 || status >= 500;
}

/**
 * What is wrong with the answer: an error status, a way to the error page, or an error for the client to
 * read at its callback. Null when the answer is none of these.
 */
export function refusalIn(answer: HostAnswer): ActionError | null {
  const { status, location, headers } = answer;
  const byWaf = wafRefusal({ [WAF_HEADER]: headers.get(WAF_HEADER) ?? undefined }, status);
  if (byWaf !== null) return byWaf;
  const sent = location?.searchParams;
  const isError = status >= 400 || location?.pathname === "/error" || sent?.has("error") === true;
  if (!isError) return null;
  if (isBeforeOauth(status)) return refused("HostFailed", { status });
  const told = jsonIn(answer.body);
  const description = sent?.get("error_description") ?? told["error_description"];
  // Cognito tells the client `invalid_request`, and the more telling name as its description.
  const names = [description, sent?.get("error"), told["error"]];
  const name = names.find((one): one is string => oauthNames.has(String(one))) ?? "ErrorPage";
  return refused(name, { status, ...(description === undefined ? {} : { value: description }) });
}

/** The members of a JSON object; of anything else, none. */
export function jsonIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/**
 * An error that is classified by `name`, or, where that is unknown, by `status`. A description that came with
 * it may tell a trigger's failure from a client's: it is only matched, never shown.
 */
export function refused(
  name: string,
  {
    status,
    must = "it must be granted",
    value = status,
  }: { readonly status: number; readonly must?: string; readonly value?: unknown },
): ActionError {
  const cannot = "do what was asked of managed login";
  const error = new ActionError({ code: "UnexpectedAnswer", cannot, must, value });
  return Object.assign(error, { name, code: name, status });
}
