// What stands before a request to a domain: the web ACL, and for what an API operation does as well,
// that operation's quota and the pool's key.

import { AwsError } from "../aws-error.ts";
import type { Caller, WireResponse } from "../service.ts";
import { checkKey } from "./key-state.ts";
import type { Activity } from "./metrics.ts";
import { html } from "./pages.ts";
import { categoryOf } from "./quota-categories.ts";
import type { Realm } from "./realm.ts";
import type { ClientSite, Site } from "./site.ts";
import { isBlocked } from "./web-acl.ts";

/** The page of a web ACL that blocks the request, or null. It sees the visitor, not CloudFront. */
export function blocked(
  { replica }: Pick<Site, "replica">,
  request: { readonly operation: string; readonly caller: Caller },
): WireResponse | null {
  return isBlocked(replica.webAcl, request) ? html(403, "Forbidden") : null;
}

/** Throws TooManyRequestsException, and InvalidParameterException while the key cannot be used. */
export function admit(
  { quotas, metrics }: Pick<Realm, "quotas" | "metrics">,
  site: Site,
  { like, user }: { readonly like: string; readonly user?: string | undefined },
): void {
  const category = categoryOf(like);
  if (category === null) return;
  const { region } = site.replica;
  try {
    quotas.admit({ region, category, operation: like, poolId: site.pool.id, user });
  } catch (error) {
    metrics.call(region, category, true);
    throw error;
  }
  metrics.call(region, category, false);
  checkKey(like, site);
}

/** Runs an attempt and reports its end to CloudWatch. */
export async function reported<T>(
  { metrics }: Pick<Realm, "metrics">,
  { site, activity }: { readonly site: ClientSite; readonly activity: Activity },
  attempt: () => Promise<T>,
): Promise<T> {
  const { pool, replica, client } = site;
  const place = { region: replica.region, poolId: pool.id, client: client.ClientId };
  try {
    const result = await attempt();
    metrics.attempt(activity, place, "success");
    return result;
  } catch (error) {
    const wasThrottled = error instanceof AwsError && error.name === "TooManyRequestsException";
    metrics.attempt(activity, place, wasThrottled ? "throttled" : "failure");
    throw error;
  }
}
