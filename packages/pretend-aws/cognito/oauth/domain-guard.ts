// What stands before a request to a domain: the web ACL, and for what an API operation does as well,
// that operation's quota and the pool's key.

import type { Caller, WireResponse } from "../../service.ts";
import type { Realm } from "../api/service-state.ts";
import type { ClientSite, Site } from "../pool/pool-in-region.ts";
import { counted, endBy } from "../quotas/guard.ts";
import { checkKey } from "../quotas/key-state.ts";
import type { Activity } from "../quotas/metrics.ts";
import { categoryOf } from "../quotas/quota-categories.ts";
import { pageOf, ruleFor } from "../quotas/web-acl.ts";

/** The page of a web ACL that blocks the request, or null. It sees the visitor, not CloudFront. */
export function blocked(
  realm: Pick<Realm, "webAclBefore">,
  { replica }: Pick<Site, "replica">,
  request: { readonly operation: string; readonly caller: Caller },
): WireResponse | null {
  return pageOf(ruleFor(realm, replica), request);
}

/** Throws TooManyRequestsException, and InvalidParameterException while the key cannot be used. */
export function admit(
  realm: Pick<Realm, "quotas" | "metrics" | "keyUse">,
  site: Site,
  { like, user }: { readonly like: string; readonly user?: string | undefined },
): void {
  const category = categoryOf(like);
  if (category === null) return;
  const { region } = site.replica;
  counted(realm, { region, category, operation: like, poolId: site.pool.id, user });
  checkKey(realm, like, site);
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
    metrics.attempt(activity, place, endBy(error));
    throw error;
  }
}
