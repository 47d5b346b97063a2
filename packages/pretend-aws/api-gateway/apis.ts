// APIs and their authorizers, as they are seeded and as they are shown.

import type { Authorizer as RestAuthorizer } from "@aws-sdk/client-api-gateway";
import type { Authorizer } from "@aws-sdk/client-apigatewayv2";

export interface ApiSeed {
  readonly region: string;
  readonly name: string;
}

export interface RestApiSeed extends ApiSeed {
  readonly authorizers: readonly (RestAuthorizer & { readonly name: string })[];
}

export interface HttpApiSeed extends ApiSeed {
  /** Absent: HTTP. */
  readonly protocol?: "HTTP" | "WEBSOCKET";
  readonly authorizers: readonly Authorizer[];
}

/** As they were seeded. */
export interface ApiIds {
  readonly apiId: string;
  readonly authorizerIds: readonly string[];
}

export type Kept<Seed> = Seed & ApiIds & { readonly createdAt: Date };

export function describedRest({ apiId, name, createdAt }: Kept<RestApiSeed>): object {
  return {
    ...{ id: apiId, name, createdDate: createdAt, apiKeySource: "HEADER" },
    endpointConfiguration: { types: ["REGIONAL"] },
    disableExecuteApiEndpoint: false,
  };
}

export function restAuthorizers({
  authorizers,
  authorizerIds,
}: Kept<RestApiSeed>): readonly object[] {
  return authorizers.map((authorizer, index) => ({
    ...(authorizer.type === "COGNITO_USER_POOLS" ? { authType: "cognito_user_pools" } : {}),
    identitySource: "method.request.header.Authorization",
    ...authorizer,
    id: authorizerIds[index],
  }));
}

export function describedHttp(api: Kept<HttpApiSeed>, region: string): object {
  const { apiId, name, protocol = "HTTP", createdAt } = api;
  const scheme = protocol === "HTTP" ? "https" : "wss";
  return {
    ...{ apiId, name, protocolType: protocol, createdDate: createdAt.toISOString() },
    apiEndpoint: `${scheme}://${apiId}.execute-api.${region}.amazonaws.com`,
    routeSelectionExpression: protocol === "HTTP" ? ROUTE_OF_HTTP : "$request.body.action",
    ...{ apiKeySelectionExpression: "$request.header.x-api-key", disableExecuteApiEndpoint: false },
  };
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own expression.
const ROUTE_OF_HTTP = "${request.method} ${request.path}";

export function httpAuthorizers({
  authorizers,
  authorizerIds,
}: Kept<HttpApiSeed>): readonly object[] {
  return authorizers.map((authorizer, index) => ({
    ...{ authorizerId: authorizerIds[index], name: authorizer.Name },
    authorizerType: authorizer.AuthorizerType ?? "JWT",
    identitySource: authorizer.IdentitySource ?? ["$request.header.Authorization"],
    authorizerUri: authorizer.AuthorizerUri,
    ...(authorizer.JwtConfiguration === undefined
      ? {}
      : {
          jwtConfiguration: {
            ...{ audience: authorizer.JwtConfiguration.Audience },
            issuer: authorizer.JwtConfiguration.Issuer,
          },
        }),
  }));
}
