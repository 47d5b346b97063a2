// The pretend S3: buckets in Regions, path-style and virtual-host style, and public reading by policy.

import { AwsError } from "../aws-error.ts";
import type { Service, WireRequest, WireResponse } from "../service.ts";
import { restService } from "../wire/rest.ts";
import { xmlResponse } from "../wire/xml.ts";
import type { Foundation } from "../world.ts";
import { setPolicy } from "./access.ts";
import { bucketRoutes } from "./bucket-routes.ts";
import { type BucketSeed, Buckets, type PublicAccessBlock } from "./buckets.ts";
import { notEmulated, refusal } from "./errors.ts";
import { objectRoutes } from "./object-routes.ts";
import { accountRoutes } from "./public-access-block.ts";

export interface S3 {
  readonly service: Service;
  seedBucket(seed: BucketSeed): void;
  /** In place of the one that the bucket has; as JSON. */
  seedBucketPolicy(bucket: string, policy: string): void;
  /** Blocks public access above all buckets, as the account or its organisation does; null: lifts it. */
  seedAccountPublicAccessBlock(block: Partial<PublicAccessBlock> | null): void;
  /** The object's content; undefined when bucket or key does not exist. */
  read(bucket: string, key: string): Buffer | undefined;
}

const BLOCK_NOTHING: PublicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

/** "bucket.s3.us-west-2.amazonaws.com" */
const VIRTUAL_HOST = /^(.+)\.s3[.-][a-z0-9-]+\.amazonaws\.com(?::\d+)?$/;

export function createS3(foundation: Foundation): S3 {
  const buckets = new Buckets(foundation);
  const service = restService({
    name: "s3",
    scope: "regional",
    routes: [
      ...accountRoutes(buckets),
      ...bucketRoutes(buckets),
      ...objectRoutes(buckets, foundation),
    ],
    failure,
    notEmulated,
    takesUnsigned: (request) => {
      const [, first = ""] = request.path.split("/");
      return isVirtual(request) || buckets.has(first);
    },
  });
  return {
    service: {
      ...service,
      // Buckets ask with their own policy; what is asked here is about none.
      deedsOf: (operation, request) => {
        if (operation === "CreateBucket") {
          const [, name = ""] = pathStyle(request).path.split("/");
          return [{ action: "s3:CreateBucket", resource: `arn:aws:s3:::${name}` }];
        }
        if (!request.path.startsWith("/v20180820/")) return [];
        const verb = operation.startsWith("Get") ? "Get" : "Put";
        return [{ action: `s3:${verb}AccountPublicAccessBlock`, resource: "*" }];
      },
      denied: (message) => new AwsError("AccessDenied", message, { status: 403 }),
      operationOf: (request) => service.operationOf(pathStyle(request)),
      handle: async (operation, request, context) => {
        try {
          return await service.handle(operation, pathStyle(request), context);
        } catch (error) {
          throw request.method === "HEAD" ? bodiless(error) : error;
        }
      },
    },
    seedBucket: (seed) => void buckets.seed(seed, foundation.clock.now()),
    seedBucketPolicy: (name, policy) => {
      const bucket = buckets.find(name);
      if (bucket === undefined) throw refusal("NoSuchBucket", { BucketName: name });
      setPolicy(buckets, bucket, policy);
    },
    seedAccountPublicAccessBlock: (block) => {
      buckets.accountBlock = block === null ? null : { ...BLOCK_NOTHING, ...block };
    },
    read: (bucket, key) => buckets.find(bucket)?.objects.current(key)?.content,
  };
}

/** Puts the bucket of a virtual host in front of the path. */
function pathStyle(request: WireRequest): WireRequest {
  const bucket = VIRTUAL_HOST.exec(request.headers["host"] ?? "")?.[1];
  return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` };
}

function isVirtual({ headers }: WireRequest): boolean {
  return VIRTUAL_HOST.test(headers["host"] ?? "");
}

/** The answer to a HEAD has no body to name the error in. */
function bodiless(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const { name, message, status, members } = error;
  return new AwsError(name, message, { status, members: { ...members, isBodiless: true } });
}

function failure(
  error: { name: string; message: string; status: number; members: object },
  requestId: string,
): WireResponse {
  const { isBodiless, isWrapped, region, marker, ...members } = error.members as Record<
    string,
    unknown
  >;
  const headers: Record<string, string> = {
    "x-amz-request-id": requestId,
    ...(typeof region === "string" && { "x-amz-bucket-region": region }),
    ...(typeof marker === "string" && {
      "x-amz-delete-marker": "true",
      "x-amz-version-id": marker,
    }),
  };
  if (isBodiless === true) return { status: error.status, headers, body: "" };
  const content = { Code: error.name, Message: error.message, ...members, RequestId: requestId };
  const document = isWrapped === true ? { ErrorResponse: { Error: content } } : { Error: content };
  const response = xmlResponse(error.status, document, headers);
  return { ...response, headers: { ...response.headers, "content-type": "application/xml" } };
}
