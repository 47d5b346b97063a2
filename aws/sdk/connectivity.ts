// Control endpoints: Regions that have nothing to do with either target. A vantage that none of them
// answers cannot see the world, and their clocks tell whose clock is wrong.

import { type Instant, type Region, region } from "../../core/values/types.ts";
import { endpointOf, type Place } from "./clients.ts";
import { plainRequest } from "./http-request.ts";
import { dateOf } from "./region-clock.ts";

/** Far apart, so that no one line or Region takes all of them along. */
const farApart = [
  "us-east-2",
  "us-west-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "ap-northeast-1",
];

export interface Control {
  readonly answered: boolean;
  /** The clock of the endpoint that answered, to the second; null when it did not say. */
  readonly theirs: Instant | null;
}

export function createControl(place: Place) {
  /** DynamoDB answers a plain GET of /ping in every Region, without credentials. */
  async function ping(at: Region, signal: AbortSignal): Promise<Control> {
    const base =
      endpointOf(place.endpoints, at, "dynamodb") ?? `https://dynamodb.${at}.amazonaws.com`;
    const response = await plainRequest(place, `${base}/ping`, { signal });
    await response.arrayBuffer();
    if (!response.ok) return Promise.reject(response.status);
    return { answered: true, theirs: dateOf(response.headers.get("date")) };
  }

  return {
    /** Asks all that are neither of `targets` at once; the first that answers is enough. */
    async reachable(targets: readonly Region[], signal: AbortSignal): Promise<Control> {
      const enough = new AbortController();
      const either = AbortSignal.any([signal, enough.signal]);
      try {
        return await Promise.any(regionsFor(place, targets).map((at) => ping(at, either)));
      } catch {
        return { answered: false, theirs: null };
      } finally {
        enough.abort();
      }
    },
  };
}

/**
 * The vantage's own Region is near even when the world is far, so it is asked only where there is no
 * other. Never AWS itself where endpoints stand in for it.
 */
function regionsFor({ endpoints, region: own }: Place, targets: readonly Region[]) {
  const known =
    endpoints === null
      ? farApart.map(region)
      : (Object.keys(endpoints.regions) as Region[]).filter(
          (at) => endpointOf(endpoints, at, "dynamodb") !== null,
        );
  const neither = known.filter((at) => !targets.includes(at));
  const others = neither.filter((at) => at !== own);
  return others.length > 0 ? others : neither;
}
