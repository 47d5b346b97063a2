// A user of the pool, as the application serves them: it finds the Region by the name that the customer
// owns and signs in there, and it opens the login page of the custom domain. What the story shows of
// sign-in is what happened to this user, not what the controller believes.

import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { acting, endpointOf, once, type Place, sdkClient } from "../aws/sdk/clients.ts";
import { regionPicker } from "../client/pick-region.ts";
import type { Policy } from "../core/settings/policy.ts";
import type { Region } from "../core/values/types.ts";

export type Attempt =
  | { readonly kind: "signedIn"; readonly region: string; readonly by: string }
  | {
      readonly kind: "failed";
      readonly region: string;
      readonly by: string;
      readonly error: string;
    };

export interface Application {
  /** What the name answers to a resolver now. */
  lookUp(): Promise<readonly string[]>;
  /** Signs in where the name leads. */
  signIn(): Promise<Attempt>;
  /** Signs in there, whatever the name says: what a connection does that stays. */
  signInAt(region: Region): Promise<Attempt>;
  /** The HTTP status of the login page, 0 when nothing answers. */
  openLogin(): Promise<number>;
}

export function application(
  place: Place,
  policy: Policy,
  user: { readonly username: string; readonly password: string },
): Application {
  const { sdk, managedLogin } = policy.paths;
  const visitor = { ...place, caller: "application" };
  // Users have a client of their own where the settings tell them from the probes.
  const clientId = policy.signals.traffic.clients[0] ?? policy.clientId;
  const lookUp = async () => {
    if (sdk === null) return [];
    return (await visitor.runtime.resolve?.(sdk.record, sdk.type).catch(() => [])) ?? [];
  };

  const pick =
    sdk === null
      ? async () => policy.primary
      : regionPicker({
          record: sdk.record,
          answers: {
            primary: { value: sdk.primary, region: policy.primary },
            secondary: { value: sdk.secondary, region: policy.secondary },
          },
          resolve: lookUp,
          keepFor: 0,
          now: visitor.runtime.now,
        });

  // It keeps no connection: whether new ones are made is what a user meets.
  const retryPolicy = { ...acting, attempts: 1, keepAlive: false };
  const clientIn = once((region: Region) =>
    sdkClient(CognitoIdentityProviderClient, visitor, {
      ...{ region, service: "cognito-idp", retryPolicy },
    }),
  );

  const by = sdk?.record ?? "its own settings";
  const signInAt = async (region: Region): Promise<Attempt> => {
    try {
      await clientIn(region).send(
        new InitiateAuthCommand({
          AuthFlow: "USER_PASSWORD_AUTH",
          ClientId: clientId,
          AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
        }),
      );
      return { kind: "signedIn", region, by };
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      return { kind: "failed", region, by, error: name };
    }
  };

  return {
    lookUp,
    signInAt,
    signIn: async () => signInAt((await pick()) as Region),
    async openLogin() {
      const query = new URLSearchParams({
        client_id: clientId,
        response_type: "code",
        redirect_uri: managedLogin?.redirectUri ?? "",
      });
      const base = endpointOf(visitor.endpoints, visitor.region, "domain");
      const headers = { "x-forwarded-host": policy.domain ?? "" };
      const response = await visitor.runtime
        .fetch(`${base}/login?${query}`, { headers, redirect: "manual" })
        .catch(() => null);
      await response?.arrayBuffer();
      return response?.status ?? 0;
    },
  };
}
