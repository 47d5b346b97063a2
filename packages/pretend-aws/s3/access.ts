// Who may do what with a bucket: whom their own policies and the bucket's let, and where nobody has signed,
// whom the bucket's lets alone, unless a block of public access stands before it.

import { AwsError } from "../aws-error.ts";
import type { KeyValues } from "../iam/condition-keys.ts";
import type { Context, WireRequest } from "../service.ts";
import type { Bucket, Buckets, PublicAccessBlock } from "./buckets.ts";
import { refusal } from "./errors.ts";
import { isPublic, readPolicy } from "./policy.ts";

export interface Deed {
  readonly bucket: Bucket;
  /** "s3:GetObject" */
  readonly action: string;
  /** Absent for what is done to the bucket itself. */
  readonly key?: string;
  /** S3's own condition keys. */
  readonly values?: KeyValues;
}

/** The owner can always take a policy back, however much it denies. */
const POLICY_ACTIONS = /^s3:(Get|Put|Delete)BucketPolicy$/;
const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];

export function mayDo(buckets: Buckets, context: Context, deed: Deed): boolean {
  try {
    assertMayDo(buckets, context, deed);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.name === "AccessDenied") return false;
    throw error;
  }
}

export function assertMayDo(
  buckets: Buckets,
  { principal, region, isPlain = false }: Context,
  { bucket, action, key, values = {} }: Deed,
): void {
  // In a bucket of another account whoever is from here may no more than everyone.
  const isForeign = bucket.owner !== buckets.accountId;
  const isAnonymous = isForeign || principal.kind === "anonymous";
  if (!isForeign && principal.kind === "administrator" && POLICY_ACTIONS.test(action)) return;
  if (isAnonymous && isBlocked(buckets, bucket, "RestrictPublicBuckets")) {
    throw refusal("AccessDenied");
  }
  const resource = `arn:aws:s3:::${bucket.name}${key === undefined ? "" : `/${key}`}`;
  buckets.iam.allow(
    isForeign ? { kind: "anonymous" } : principal,
    { action, resource, values },
    {
      ...{ region, isPlain, resource: bucket.policy },
      asName: (message) => (isAnonymous ? refusal("AccessDenied") : explained(message, resource)),
    },
  );
}

/** Before anything else of it is looked at. */
export function assertOwner({ owner }: Bucket, { headers }: WireRequest): void {
  const expected = headers["x-amz-expected-bucket-owner"];
  if (expected === undefined) return;
  if (!/^\d{12}$/.test(expected)) throw refusal("InvalidBucketOwnerAWSAccountID");
  if (expected !== owner) throw refusal("AccessDenied");
}

export function setPolicy(buckets: Buckets, bucket: Bucket, text: string): void {
  const policy = readPolicy(text, bucket.name);
  if (isBlocked(buckets, bucket, "BlockPublicPolicy") && isPublic(policy)) {
    const setting = "BlockPublicPolicy" as const;
    throw blocked(buckets, { action: "s3:PutBucketPolicy", resource: bucket.name, setting });
  }
  bucket.policy = policy;
}

/** Buckets are made with ACLs disabled, as AWS makes them: only the one that gives nothing is taken. */
export function assertAcl(buckets: Buckets, request: WireRequest, { bucket, action, key }: Deed) {
  const acl = request.headers["x-amz-acl"];
  const isGranting = Object.keys(request.headers).some((name) => name.startsWith("x-amz-grant-"));
  const isPublicAcl = acl !== undefined && PUBLIC_ACLS.includes(acl);
  if (isPublicAcl && isBlocked(buckets, bucket, "BlockPublicAcls")) {
    const resource = `${bucket.name}/${key}`;
    throw blocked(buckets, { action, resource, setting: "BlockPublicAcls" });
  }
  if (isGranting || (acl !== undefined && acl !== "bucket-owner-full-control")) {
    throw refusal("AccessControlListNotSupported");
  }
}

/** The stricter of account and bucket holds. */
function isBlocked(
  { accountBlock }: Buckets,
  { publicAccessBlock }: Bucket,
  what: keyof PublicAccessBlock,
): boolean {
  return accountBlock?.[what] === true || publicAccessBlock?.[what] === true;
}

/** Whoever has signed is told why, with the resource in quotes. */
function explained(message: string, resource: string): AwsError {
  const quoted = message.replace(`on resource: ${resource}`, `on resource: "${resource}"`);
  return new AwsError("AccessDenied", quoted, { status: 403 });
}

interface Block {
  readonly action: string;
  /** After "arn:aws:s3:::". */
  readonly resource: string;
  readonly setting: "BlockPublicPolicy" | "BlockPublicAcls";
}

function blocked({ accountId }: Buckets, { action, resource, setting }: Block): AwsError {
  const user = `User: arn:aws:iam::${accountId}:user/pretend is not authorized to perform`;
  const what = setting === "BlockPublicAcls" ? "public ACLs" : "public policies";
  const message = `${user}: ${action} on resource: "arn:aws:s3:::${resource}" because ${what} are prevented by the ${setting} setting in S3 Block Public Access.`;
  return new AwsError("AccessDenied", message, { status: 403 });
}
