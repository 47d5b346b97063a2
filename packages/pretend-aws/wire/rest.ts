// REST services: a table of routes; the service decodes and encodes its own bodies, since each REST
// dialect of AWS differs. `{Id}` takes one path segment, `{Key+}` the rest of the path.

import type { AwsError } from "../aws-error.ts";
import type { Context, Service, WireRequest, WireResponse } from "../service.ts";
import { notEmulated } from "./json.ts";

export interface Route {
  readonly operation: string;
  readonly method: string;
  /** "/2013-04-01/hostedzone/{Id}/rrset" */
  readonly path: string;
  /** Tells operations apart that share method and path: a query key that must be present. */
  readonly query?: string;
  readonly run: (request: RestRequest, context: Context) => WireResponse | Promise<WireResponse>;
}

export interface RestRequest extends WireRequest {
  /** Decoded path parameters by name. */
  readonly params: Readonly<Record<string, string>>;
}

export interface RestServiceOptions
  extends Pick<Service, "name" | "scope" | "failure" | "deedsOf" | "denied"> {
  readonly routes: readonly Route[];
  /** Whether an unsigned request is for this service; signed ones are told by their scope. */
  readonly takesUnsigned?: (request: WireRequest) => boolean;
  /** How an operation without a route is refused, where the service has a name of its own for it. */
  readonly notEmulated?: (operation: string) => AwsError;
}

export function restService(options: RestServiceOptions): Service {
  const routes = options.routes.map((route) => ({ ...route, match: matcher(route.path) }));
  const find = (request: WireRequest) =>
    routes.find(
      (route) =>
        route.method === request.method &&
        (route.query === undefined || request.query.has(route.query)) &&
        route.match(request.path) !== null,
    );
  return {
    name: options.name,
    scope: options.scope,
    failure: options.failure,
    operations: routes.map(({ operation }) => operation),
    ...(options.deedsOf !== undefined && { deedsOf: options.deedsOf }),
    ...(options.denied !== undefined && { denied: options.denied }),
    operationOf: (request) => {
      const signedFor = signingName(request);
      const mine =
        signedFor === null ? options.takesUnsigned?.(request) === true : signedFor === options.name;
      return mine ? (find(request)?.operation ?? `${request.method} ${request.path}`) : null;
    },
    handle: async (operation, request, context) => {
      const route = find(request);
      if (route === undefined) {
        throw options.notEmulated?.(operation) ?? notEmulated(options.name, operation);
      }
      return route.run({ ...request, params: route.match(request.path) ?? {} }, context);
    },
  };
}

/** The service in the credential scope of a signed request, null when unsigned. */
export function signingName({ headers, query }: WireRequest): string | null {
  const credential =
    /Credential=([^,\s]+)/.exec(headers["authorization"] ?? "")?.[1] ??
    query.get("X-Amz-Credential");
  return credential?.split("/")[3] ?? null;
}

function matcher(pattern: string): (path: string) => Record<string, string> | null {
  const names: string[] = [];
  const source = pattern.replace(/\{(\w+)(\+?)\}/g, (_, name: string, greedy: string) => {
    names.push(name);
    return greedy ? "(.+)" : "([^/]+)";
  });
  const expression = new RegExp(`^${source}/?$`);
  return (path) => {
    const found = expression.exec(path);
    if (found === null) return null;
    return Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]),
    );
  };
}
