// SDK clients for a probe's calls to a user pool. None asks twice for an answer: a failure that a second try
// hides is what a probe is there to see.

import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Millis, Region } from "../../core/values/types.ts";
import { type Place, sdkClient } from "../sdk/clients.ts";
import { signatureOf } from "../sdk/failure-signature.ts";
import { refuseWafActions } from "../sdk/waf-action.ts";

/** A new connection proves that new users come in; a kept one is quicker, for what follows. */
export type Via = "fresh" | "kept";

export interface Reach {
  readonly region: Region;
  readonly via: Via;
  readonly stepDeadline: Millis;
}

export function probeClient(place: Place, { region, via, stepDeadline }: Reach) {
  const keepAlive = via === "kept";
  const retryPolicy = {
    ...{ attempts: 1, keepAlive },
    connectTimeout: stepDeadline,
    requestTimeout: stepDeadline,
  };
  const use = { region, service: "cognito-idp", retryPolicy } as const;
  const client = sdkClient(
    CognitoIdentityProviderClient,
    place,
    keepAlive ? { ...use, retryStrategy: reconnecting } : use,
  );
  refuseWafActions(client);
  return client;
}

/**
 * A kept connection that the other side has closed meanwhile fails at once, and says nothing of the Region:
 * that call is made once more, on a new one.
 */
const reconnecting = {
  acquireInitialRetryToken: async () => tried(0),
  refreshRetryTokenForRetry: async (before: Tried, { error }: { readonly error?: unknown }) => {
    if (before.getRetryCount() > 0 || !isClosed(error)) throw error;
    return tried(1);
  },
  recordSuccess: () => undefined,
};

interface Tried {
  getRetryCount(): number;
  getRetryDelay(): number;
}

function tried(count: number): Tried {
  return { getRetryCount: () => count, getRetryDelay: () => 0 };
}

function isClosed(error: unknown): boolean {
  const { code } = signatureOf(error);
  return code === "ECONNRESET" || code === "EPIPE";
}
