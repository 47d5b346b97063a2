// The pretend EC2: endpoints of VPCs, as they are seeded. Nothing is routed by one.
// Its dialect is its own: lists are numbered without `member`, and are sets of `item`s in answers.

import { AwsError } from "../aws-error.ts";
import { hexOf } from "../random.ts";
import type { Context, Service, WireRequest } from "../service.ts";
import { notEmulated } from "../wire/json.ts";
import { signingName } from "../wire/rest.ts";
import { xmlResponse } from "../wire/xml.ts";
import type { Foundation } from "../world.ts";
import { answersTo, type Filter, filtersIn, numbered } from "./filters.ts";
import { type KeptVpcEndpoint, shown, type VpcEndpointSeed } from "./vpc-endpoint.ts";

export interface Ec2 {
  readonly service: Service;
  /** Answers its id. */
  seedVpcEndpoint(endpoint: VpcEndpointSeed): string;
  removeVpcEndpoint(id: string): void;
}

const VERSION = "2016-11-15";
const NAMESPACE = `http://ec2.amazonaws.com/doc/${VERSION}/`;
const MOST = 1_000;

export function createEc2({ accountId, random, clock }: Foundation): Ec2 {
  const endpoints = new Map<string, KeptVpcEndpoint>();
  const described = (form: URLSearchParams, { region }: Context) => {
    const asked = numbered(form, "VpcEndpointId");
    const here = [...endpoints.values()].filter((one) => one.region === region);
    const unknown = asked.find((id) => !here.some((one) => one.id === id));
    if (unknown !== undefined) throw notFound(unknown);
    const filters: readonly Filter[] = filtersIn(form);
    const all = here
      .filter(({ id }) => asked.length === 0 || asked.includes(id))
      .filter((one) => answersTo(one, filters));
    const { page, next } = pageOf(all, form);
    return {
      vpcEndpointSet: { item: page.map((one) => shown(one, accountId)) },
      ...next,
    };
  };
  return {
    service: {
      name: "ec2",
      scope: "regional",
      operations: ["DescribeVpcEndpoints"],
      operationOf: (request) =>
        signingName(request) === "ec2" ? formOf(request).get("Action") : null,
      // What describes knows no resource.
      deedsOf: (operation) => [{ action: `ec2:${operation}`, resource: "*" }],
      denied: (message) => {
        const words = `You are not authorized to perform this operation. ${message}`;
        return new AwsError("UnauthorizedOperation", words, { status: 403 });
      },
      handle: async (operation, request, context) => {
        if (operation !== "DescribeVpcEndpoints") throw notEmulated("ec2", operation);
        const form = formOf(request);
        if (form.get("Version") !== VERSION) throw invalidAction(operation);
        if (form.get("DryRun") === "true") throw wouldHaveSucceeded();
        const answer = described(form, context);
        return xmlResponse(200, {
          [`${operation}Response`]: { "@xmlns": NAMESPACE, requestId: random.uuid(), ...answer },
        });
      },
      failure: ({ name: Code, message: Message, status }, RequestID) =>
        xmlResponse(status, { Response: { Errors: { Error: { Code, Message } }, RequestID } }),
    },
    seedVpcEndpoint: (seed) => {
      const { type = "Interface", state = "available" } = seed;
      const id = `vpce-0${hexOf(`endpoint ${endpoints.size} ${JSON.stringify(seed)}`, 16)}`;
      const { hasPrivateDns = type === "Interface" } = seed;
      const createdAt = new Date(clock.now());
      endpoints.set(id, { ...seed, id, type, state, hasPrivateDns, createdAt });
      return id;
    },
    removeVpcEndpoint: (id) => {
      endpoints.delete(id);
    },
  };
}

function formOf(request: WireRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString("utf8"));
}

/** More than a thousand are never answered at once, however many are asked for. */
function pageOf<Item>(all: readonly Item[], form: URLSearchParams) {
  const count = Number(form.get("MaxResults") ?? MOST);
  if (!Number.isInteger(count) || count < 1) throw invalidParameter("maxResults");
  const from = Number(form.get("NextToken") ?? 0);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter("nextToken");
  const past = from + Math.min(count, MOST);
  const next = past < all.length ? { nextToken: String(past) } : {};
  return { page: all.slice(from, past), next };
}

function notFound(id: string): AwsError {
  const message = `The Vpc Endpoint Id '${id}' does not exist`;
  return new AwsError("InvalidVpcEndpointId.NotFound", message);
}

function invalidParameter(name: string): AwsError {
  return new AwsError("InvalidParameterValue", `The value of ${name} is not valid.`);
}

function invalidAction(operation: string): AwsError {
  return new AwsError(
    "InvalidAction",
    `The action ${operation} is not valid for this web service.`,
  );
}

function wouldHaveSucceeded(): AwsError {
  const message = "Request would have succeeded, but DryRun flag is set.";
  return new AwsError("DryRunOperation", message, { status: 412 });
}
