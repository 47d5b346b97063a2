// Managed login as a browser meets it: the login page behind the custom domain.

import type { Millis } from "../core/types.ts";
import { endpointOf, type Place } from "./clients.ts";
import { userAgent } from "./key-set.ts";

export interface LoginClient {
  readonly clientId: string;
  /** One of the client's callback URLs, without which the page is not shown. */
  readonly redirectUri: string;
}

export type ManagedLogin = ReturnType<typeof createManagedLogin>;

export function createManagedLogin(place: Place) {
  return {
    /** The HTTP status of the login page; rejects when nothing answers in time. */
    async loginPage(domain: string, client: LoginClient, deadline: Millis): Promise<number> {
      const base = endpointOf(place.endpoints, place.region, "domain");
      const query = new URLSearchParams({
        client_id: client.clientId,
        response_type: "code",
        redirect_uri: client.redirectUri,
      });
      const url = `${base ?? `https://${domain}`}/login?${query}`;
      const response = await place.runtime.fetch(url, {
        redirect: "manual",
        signal: AbortSignal.timeout(deadline),
        headers: {
          ...userAgent(place),
          // An endpoint that stands in for the domain cannot be told its name any other way.
          ...(base === null ? {} : { "x-forwarded-host": domain }),
        },
      });
      await response.arrayBuffer();
      return response.status;
    },
  };
}
