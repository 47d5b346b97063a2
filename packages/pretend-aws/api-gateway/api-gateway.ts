// The pretend API Gateway: REST APIs, HTTP and WebSocket ones, with their authorizers, as they are seeded. No request goes
// through one. Both of AWS's APIs for it are signed for the same name and share the names of operations.

import { AwsError } from "../aws-error.ts";
import { hexOf } from "../random.ts";
import type { Context, Service, WireResponse } from "../service.ts";
import { jsonFailure, toJson } from "../wire/json.ts";
import { type RestRequest, restService } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";
import {
  type ApiIds,
  type ApiSeed,
  describedHttp,
  describedRest,
  type HttpApiSeed,
  httpAuthorizers,
  type Kept,
  type RestApiSeed,
  restAuthorizers,
} from "./apis.ts";
import { OF_HTTP, OF_REST, pageOf } from "./page.ts";

export interface ApiGateway {
  readonly service: Service;
  /** One of its name in its Region is replaced, as below. */
  seedRestApi(api: RestApiSeed): ApiIds;
  seedHttpApi(api: HttpApiSeed): ApiIds;
  removeApi(region: string, apiId: string): void;
}

export function createApiGateway({ accountId, clock }: Foundation): ApiGateway {
  const rest = new Map<string, Kept<RestApiSeed>>();
  const http = new Map<string, Kept<HttpApiSeed>>();
  const now = () => new Date(clock.now());
  const idsOf = ({ region, name }: ApiSeed, authorizers: readonly string[]): ApiIds => {
    const apiId = idOf(`API ${region} ${name}`);
    const authorizerIds = authorizers.map((one) => idOf(`authorizer ${apiId} ${one}`).slice(0, 6));
    return { apiId, authorizerIds };
  };
  const found = <Seed>(
    kept: Map<string, Kept<Seed>>,
    { params }: RestRequest,
    { region }: Context,
  ) => {
    const apiId = params["Id"] ?? "";
    const api = kept.get(`${region} ${apiId}`);
    if (api === undefined) throw notFound(`${accountId}:${apiId}`);
    return api;
  };
  const inRegion = <Api extends ApiSeed>(kept: Map<string, Api>, { region }: Context) =>
    [...kept.values()].filter((api) => api.region === region);
  return {
    service: restService({
      name: "apigateway",
      scope: "regional",
      failure: (error, requestId) => jsonFailure(error, requestId),
      denied: (message) => new AwsError("AccessDeniedException", message, { status: 403 }),
      // The action is the method, and the resource the path, without the version.
      deedsOf: (_, { method, path }, { region }) => {
        const resource = `arn:aws:apigateway:${region}::${decodeURIComponent(path).replace(/^\/v2/, "")}`;
        return [{ action: `apigateway:${method}`, resource }];
      },
      routes: [
        {
          ...{ operation: "GetRestApis", method: "GET", path: "/restapis" },
          run: (request, context) => {
            const { page, next } = pageOf(inRegion(rest, context), request, OF_REST);
            return answer({ item: page.map(describedRest), position: next });
          },
        },
        {
          ...{ operation: "GetAuthorizers", method: "GET", path: "/restapis/{Id}/authorizers" },
          run: (request, context) => {
            const all = restAuthorizers(found(rest, request, context));
            const { page, next } = pageOf(all, request, OF_REST);
            return answer({ item: page, position: next });
          },
        },
        {
          ...{ operation: "GetApis", method: "GET", path: "/v2/apis" },
          run: (request, context) => {
            const all = inRegion(http, context);
            const { page, next } = pageOf(all, request, OF_HTTP);
            const items = page.map((api) => describedHttp(api, context.region));
            return answer({ items, nextToken: next });
          },
        },
        {
          ...{ operation: "GetAuthorizers", method: "GET", path: "/v2/apis/{Id}/authorizers" },
          run: (request, context) => {
            const all = httpAuthorizers(found(http, request, context));
            const { page, next } = pageOf(all, request, OF_HTTP);
            return answer({ items: page, nextToken: next });
          },
        },
      ],
    }),
    seedRestApi: (seed) => {
      const ids = idsOf(
        seed,
        seed.authorizers.map(({ name }) => name),
      );
      rest.set(`${seed.region} ${ids.apiId}`, { ...seed, ...ids, createdAt: now() });
      return ids;
    },
    seedHttpApi: (seed) => {
      const ids = idsOf(
        seed,
        seed.authorizers.map(({ Name = "" }) => Name),
      );
      http.set(`${seed.region} ${ids.apiId}`, { ...seed, ...ids, createdAt: now() });
      return ids;
    },
    removeApi: (region, apiId) => {
      rest.delete(`${region} ${apiId}`);
      http.delete(`${region} ${apiId}`);
    },
  };
}

function answer(body: object): WireResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: toJson(body) };
}

/** As API Gateway's are, in small letters and figures. */
function idOf(name: string): string {
  return Number.parseInt(hexOf(name, 13), 16).toString(36).padStart(10, "0").slice(0, 10);
}

function notFound(id: string): AwsError {
  const message = `Invalid API identifier specified ${id}`;
  return new AwsError("NotFoundException", message, { status: 404 });
}
