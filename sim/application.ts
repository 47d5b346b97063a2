// A user of the pool, as the application serves them: it finds the Region by the name that the customer
// owns and signs in there, and it opens the login page of the custom domain. What the story shows of
// sign-in is what happened to this user, not what the controller believes.

import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Policy } from "../core/policy.ts";

export interface Reachable {
  /** Base URL of a Region's services. */
  readonly endpointOf: (region: string) => string;
  /** Base URL of what is global: the custom domain is asked there, by name. */
  readonly global: string;
  readonly resolve: (name: string, type: "CNAME" | "A" | "AAAA") => Promise<readonly string[]>;
  readonly fetch: typeof fetch;
  readonly requestHandler?: object;
}

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
  /** The HTTP status of the login page, 0 when nothing answers. */
  openLogin(): Promise<number>;
}

export function application(
  reach: Reachable,
  policy: Policy,
  user: { readonly username: string; readonly password: string },
): Application {
  const { sdk } = policy.paths;
  const lookUp = async () =>
    sdk === null ? [] : reach.resolve(sdk.record, sdk.type).catch((): readonly string[] => []);

  return {
    lookUp,
    async signIn() {
      const answer = (await lookUp())[0]?.replace(/\.$/, "");
      const region = sdk !== null && answer === sdk.secondary ? policy.secondary : policy.primary;
      const by = sdk?.record ?? "its own settings";
      const client = new CognitoIdentityProviderClient({
        region,
        endpoint: reach.endpointOf(region),
        maxAttempts: 1,
        requestHandler: reach.requestHandler ?? {
          requestTimeout: 4_000,
          throwOnRequestTimeout: true,
        },
      });
      try {
        await client.send(
          new InitiateAuthCommand({
            AuthFlow: "USER_PASSWORD_AUTH",
            ClientId: policy.clientId,
            AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
          }),
        );
        return { kind: "signedIn", region, by };
      } catch (error) {
        return {
          kind: "failed",
          region,
          by,
          error: error instanceof Error ? error.name : "unknown",
        };
      } finally {
        client.destroy();
      }
    },
    async openLogin() {
      const query = new URLSearchParams({
        client_id: policy.clientId,
        response_type: "code",
        redirect_uri: policy.paths.managedLogin?.redirectUri ?? "",
      });
      const headers = { "x-forwarded-host": policy.domain ?? "" };
      const url = `${reach.global}/login?${query}`;
      const response = await reach.fetch(url, { headers, redirect: "manual" }).catch(() => null);
      await response?.arrayBuffer();
      return response?.status ?? 0;
    },
  };
}
