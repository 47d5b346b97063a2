// Buckets on the wire: making, listing, policy and public access.

import type { Context, WireResponse } from "../service.ts";
import type { RestRequest, Route } from "../wire/rest.ts";
import { xmlResponse } from "../wire/xml.ts";
import { assertMayDo, assertOwner, setPolicy } from "./access.ts";
import { assertLocation, type Bucket, type Buckets } from "./buckets.ts";
import { notEmulated, refusal } from "./errors.ts";
import { listObjects, listVersions } from "./listing.ts";
import { isPublic } from "./policy.ts";
import { blockXml, readBlock, readRoot } from "./public-access-block.ts";

const PATH = "/{Bucket}";
const NAMESPACE = { "@xmlns": "http://s3.amazonaws.com/doc/2006-03-01/" };
/** Where an operation's permission has another name. */
const ACTIONS: Readonly<Partial<Record<string, string>>> = {
  ListObjectsV2: "s3:ListBucket",
  ListObjectVersions: "s3:ListBucketVersions",
  HeadBucket: "s3:ListBucket",
  GetPublicAccessBlock: "s3:GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "s3:PutBucketPublicAccessBlock",
  DeletePublicAccessBlock: "s3:PutBucketPublicAccessBlock",
};

type Run = (bucket: Bucket, request: RestRequest) => WireResponse;

export function bucketRoutes(buckets: Buckets): Route[] {
  const route = (operation: string, method: string, more: { query?: string; run: Run }): Route => ({
    operation,
    method,
    path: PATH,
    ...(more.query !== undefined && { query: more.query }),
    run: (request, context) => {
      if (more.query === undefined) assertPlain(request);
      return more.run(allowed(buckets, operation, { request, context }), request);
    },
  });
  return [
    route("ListObjectsV2", "GET", { query: "list-type", run: listV2 }),
    ...versionRoutes(route),
    ...policyRoutes(buckets, route),
    ...publicAccessRoutes(route),
    {
      operation: "CreateBucket",
      method: "PUT",
      path: PATH,
      run: (request, context) => create(buckets, request, context),
    },
    route("HeadBucket", "HEAD", {
      run: ({ region }) => empty(200, { "x-amz-bucket-region": region }),
    }),
    route("DeleteBucket", "DELETE", {
      run: (bucket) => {
        buckets.remove(bucket);
        return empty(204);
      },
    }),
  ];
}

type Routing = (operation: string, method: string, more: { query?: string; run: Run }) => Route;

function versionRoutes(route: Routing): Route[] {
  return [
    route("ListObjectVersions", "GET", {
      query: "versions",
      run: (bucket, { query }) =>
        xmlResponse(200, { ListVersionsResult: { ...NAMESPACE, ...listVersions(bucket, query) } }),
    }),
    route("GetBucketVersioning", "GET", {
      query: "versioning",
      run: ({ objects: { versioning } }) =>
        xmlResponse(200, {
          VersioningConfiguration: { ...NAMESPACE, Status: versioning ?? undefined },
        }),
    }),
    route("PutBucketVersioning", "PUT", {
      query: "versioning",
      run: ({ objects }, { body }) => {
        const { Status } = readRoot(body, "VersioningConfiguration");
        if (Status !== "Enabled" && Status !== "Suspended") throw refusal("MalformedXML");
        objects.versioning = Status;
        return empty(200);
      },
    }),
  ];
}

function policyRoutes(buckets: Buckets, route: Routing): Route[] {
  const query = "policy";
  return [
    route("PutBucketPolicy", "PUT", {
      query,
      run: (bucket, { body }) => {
        setPolicy(buckets, bucket, body.toString("utf8"));
        return empty(204);
      },
    }),
    route("GetBucketPolicy", "GET", {
      query,
      run: ({ name, policy }) => {
        if (policy === null) throw refusal("NoSuchBucketPolicy", { BucketName: name });
        return { status: 200, headers: { "content-type": "application/json" }, body: policy.text };
      },
    }),
    route("GetBucketPolicyStatus", "GET", {
      query: "policyStatus",
      run: ({ name, policy }) => {
        if (policy === null) throw refusal("NoSuchBucketPolicy", { BucketName: name });
        return xmlResponse(200, { PolicyStatus: { ...NAMESPACE, IsPublic: isPublic(policy) } });
      },
    }),
    route("DeleteBucketPolicy", "DELETE", {
      query,
      run: (bucket) => {
        bucket.policy = null;
        return empty(204);
      },
    }),
  ];
}

function publicAccessRoutes(route: Routing): Route[] {
  const query = "publicAccessBlock";
  return [
    route("PutPublicAccessBlock", "PUT", {
      query,
      run: (bucket, { body }) => {
        bucket.publicAccessBlock = readBlock(body);
        return empty(200);
      },
    }),
    route("GetPublicAccessBlock", "GET", {
      query,
      run: ({ name, publicAccessBlock }) => {
        if (publicAccessBlock === null) {
          throw refusal("NoSuchPublicAccessBlockConfiguration", { BucketName: name });
        }
        return blockXml(publicAccessBlock, NAMESPACE);
      },
    }),
    route("DeletePublicAccessBlock", "DELETE", {
      query,
      run: (bucket) => {
        bucket.publicAccessBlock = null;
        return empty(204);
      },
    }),
  ];
}

/** A query without a route of its own selects an operation that is not emulated. */
function assertPlain({ method, query }: RestRequest): void {
  const other = [...query.keys()].find((name) => name !== "x-id" && !name.startsWith("X-Amz-"));
  if (other !== undefined) throw notEmulated(`${method} bucket with ?${other}`);
}

function allowed(
  buckets: Buckets,
  operation: string,
  { request, context }: { request: RestRequest; context: Context },
): Bucket {
  const bucket = buckets.at(request.params["Bucket"] ?? "", context.region);
  assertOwner(bucket, request);
  const action = ACTIONS[operation] ?? `s3:${operation}`;
  const prefix = request.query.get("prefix");
  const values = prefix === null ? {} : { "s3:prefix": prefix };
  assertMayDo(buckets, context, { bucket, action, values });
  return bucket;
}

function create(buckets: Buckets, request: RestRequest, { region }: Context): WireResponse {
  assertPlain(request);
  const name = request.params["Bucket"] ?? "";
  const configuration = readRoot(request.body, "CreateBucketConfiguration");
  assertLocation(configuration["LocationConstraint"], region);
  const isRepeated = region === "us-east-1" && buckets.find(name)?.region === region;
  if (!isRepeated) buckets.create(name, region);
  return empty(200, {
    location: region === "us-east-1" ? `/${name}` : `http://${name}.s3.amazonaws.com/`,
  });
}

function listV2(bucket: Bucket, { query }: RestRequest): WireResponse {
  return xmlResponse(200, { ListBucketResult: { ...NAMESPACE, ...listObjects(bucket, query) } });
}

function empty(status: number, headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: "" };
}
