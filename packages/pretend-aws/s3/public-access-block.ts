// Block Public Access of the account, as S3 Control has it: the same settings as a bucket's, above all
// buckets. An organisation that sets them forbids the account to change them.

import { AwsError } from "../aws-error.ts";
import type { WireResponse } from "../service.ts";
import type { RestRequest, Route } from "../wire/rest.ts";
import { parseXml, xmlResponse } from "../wire/xml.ts";
import type { Buckets, PublicAccessBlock } from "./buckets.ts";
import { refusal } from "./errors.ts";

const SETTINGS = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
] as const;
const ROOT = "PublicAccessBlockConfiguration";
const NAMESPACE = { "@xmlns": "http://awss3control.amazonaws.com/doc/2018-08-20/" };

export function accountRoutes(buckets: Buckets): Route[] {
  const route = (
    operation: string,
    method: string,
    run: (body: Buffer) => WireResponse,
  ): Route => ({
    operation,
    method,
    path: "/v20180820/configuration/publicAccessBlock",
    run: (request) => {
      assertAccount(request, buckets);
      return run(request.body);
    },
  });
  return [
    route("GetPublicAccessBlock", "GET", () => {
      if (buckets.accountBlock !== null) return blockXml(buckets.accountBlock, NAMESPACE);
      throw wrapped(
        refusal("NoSuchPublicAccessBlockConfiguration", { AccountId: buckets.accountId }),
      );
    }),
    route("PutPublicAccessBlock", "PUT", (body) => {
      buckets.accountBlock = readBlock(body);
      return { status: 200, headers: {}, body: "" };
    }),
    route("DeletePublicAccessBlock", "DELETE", () => {
      buckets.accountBlock = null;
      return { status: 204, headers: {}, body: "" };
    }),
  ];
}

function assertAccount({ headers }: RestRequest, { accountId }: Buckets): void {
  if (headers["x-amz-account-id"] !== accountId) throw wrapped(refusal("AccessDenied"));
}

/** S3 Control's errors stand in an <ErrorResponse>, S3's do not. */
function wrapped({ name, message, status, members }: AwsError): AwsError {
  return new AwsError(name, message, { status, members: { ...members, isWrapped: true } });
}

/** What is not named is off. */
export function readBlock(body: Buffer): PublicAccessBlock {
  const asked = readRoot(body, ROOT);
  const entries = SETTINGS.map((name) => [name, asked[name]?.toLowerCase() === "true"]);
  return Object.fromEntries(entries) as unknown as PublicAccessBlock;
}

export function blockXml(block: PublicAccessBlock, namespace: object): WireResponse {
  return xmlResponse(200, { [ROOT]: { ...namespace, ...block } });
}

/** The texts in the root element; a request without a body says nothing. */
export function readRoot(body: Buffer, root: string): Readonly<Partial<Record<string, string>>> {
  if (body.length === 0) return {};
  let content: unknown;
  try {
    content = parseXml(body)[root];
  } catch {
    throw refusal("MalformedXML");
  }
  if (content === "") return {};
  if (typeof content !== "object" || content === null) throw refusal("MalformedXML");
  return content as Record<string, string>;
}
