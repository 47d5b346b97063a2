// Worlds for tests of the OAuth endpoints: by the Region that serves the domain, with other clients.

import { UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { aWorld, CALLBACK, CLIENT, POOL, PRIMARY } from "./cognito-world.ts";
import { ASKED, Browser } from "./oauth-browser.ts";

export type World = ReturnType<typeof aWorld>;

export const ISSUER = `https://issuer-cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`;
export const LOGOUT = "https://example.com/bye";

/** Both Regions, by what the health check must say for the domain to be there. */
export const PLACES = [
  ["primary", "healthy"],
  ["secondary", "unhealthy"],
] as const;

export function servedBy(health: "healthy" | "unhealthy", seed = {}): World {
  const world = aWorld({ seed: { logoutUrls: [LOGOUT], ...seed } });
  world.checks.set("check-1", health);
  return world;
}

export async function codeOf(world: World, query: Record<string, string> = ASKED): Promise<string> {
  return (await new Browser(world).signIn(query)).searchParams.get("code") ?? "no code";
}

/** A client with other settings; UpdateUserPoolClient sets back what is left out. */
export function changeClient(world: World, change: object) {
  return world.primary.send(
    new UpdateUserPoolClientCommand({
      ...{ UserPoolId: POOL, ClientId: CLIENT, CallbackURLs: [CALLBACK] },
      ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code"] },
      AllowedOAuthScopes: ["openid", "email"],
      SupportedIdentityProviders: ["COGNITO"],
      ...change,
    }),
  );
}
