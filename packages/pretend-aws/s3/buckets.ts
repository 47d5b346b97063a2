// The buckets of the account. Names are global; each bucket lives in one Region.

import { createHash } from "node:crypto";
import type { Iam } from "../iam/iam.ts";
import type { Foundation } from "../world.ts";
import { badRequest, refusal } from "./errors.ts";
import { type Policy, publicReadPolicy, readPolicy } from "./policy.ts";
import { type StoredObject, Versions } from "./versions.ts";

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** The account that it belongs to. */
  readonly owner: string;
  readonly objects: Versions;
  policy: Policy | null;
  publicAccessBlock: PublicAccessBlock | null;
}

export interface BucketSeed {
  readonly name: string;
  readonly region: string;
  /** Another account, which took the name; absent: the one that this world is. */
  readonly owner?: string;
  /** Keys that everyone may read, by a bucket policy; `*` stands for any characters. */
  readonly publicKeys?: readonly string[];
  /** Its policy instead, as JSON; the public is let as far as it says. */
  readonly policy?: object;
  /** Whether it keeps what was there before. */
  readonly keepsVersions?: boolean;
  /** What is in it, by key. */
  readonly objects?: Readonly<Record<string, string>>;
}

/** New buckets block all public access since April 2023. */
const BLOCK_ALL: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  /** The account's own settings, which the organisation may have made; null: none. */
  accountBlock: PublicAccessBlock | null = null;
  readonly accountId: string;
  readonly iam: Iam;

  constructor({ accountId, iam }: Pick<Foundation, "accountId" | "iam">) {
    this.accountId = accountId;
    this.iam = iam;
  }

  has(name: string): boolean {
    return this.#buckets.has(name);
  }

  /** The bucket, when it is in the Region that was called. */
  at(name: string, region: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw refusal("NoSuchBucket", { BucketName: name });
    if (bucket.region === region) return bucket;
    throw refusal("PermanentRedirect", {
      Bucket: name,
      Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`,
      region: bucket.region,
    });
  }

  create(name: string, region: string, owner = this.accountId): Bucket {
    const isValid = /^(?=.{3,63}$)[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/.test(name);
    if (!isValid || !/[a-z0-9]$/.test(name) || /^(\d+\.){3}\d+$/.test(name)) {
      throw refusal("InvalidBucketName", { BucketName: name });
    }
    if (this.has(name)) throw refusal("BucketAlreadyOwnedByYou", { BucketName: name });
    const bucket: Bucket = {
      ...{ name, region, owner },
      objects: new Versions(name),
      policy: null,
      publicAccessBlock: BLOCK_ALL,
    };
    this.#buckets.set(name, bucket);
    return bucket;
  }

  remove({ name, objects }: Bucket): void {
    if (!objects.isEmpty) {
      const how = objects.versioning === null ? "BucketNotEmpty" : "BucketVersionsNotEmpty";
      throw refusal(how, { BucketName: name });
    }
    this.#buckets.delete(name);
  }

  seed(
    { name, region, owner, publicKeys = [], policy, keepsVersions, objects = {} }: BucketSeed,
    now: number,
  ): Bucket {
    const bucket = this.create(name, region, owner);
    if (keepsVersions === true) bucket.objects.versioning = "Enabled";
    for (const [key, text] of Object.entries(objects)) {
      const content = Buffer.from(text);
      bucket.objects.write(key, storedObject(content, { now, headers: {}, checksum: null }));
    }
    const text = policy === undefined ? publicReadPolicy(name, publicKeys) : JSON.stringify(policy);
    if (policy === undefined && publicKeys.length === 0) return bucket;
    bucket.publicAccessBlock = null;
    bucket.policy = readPolicy(text, name);
    return bucket;
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }
}

export function storedObject(
  content: Buffer,
  { now, ...about }: Pick<StoredObject, "headers" | "checksum"> & { readonly now: number },
): StoredObject {
  return {
    content,
    etag: `"${createHash("md5").update(content).digest("hex")}"`,
    modifiedAt: Math.floor(now / 1_000) * 1_000,
    ...about,
  };
}

/** us-east-1 is the Region without a name; every other endpoint wants its own name. */
export function assertLocation(location: string | undefined, region: string): void {
  const name = "IllegalLocationConstraintException";
  if (location === undefined && region !== "us-east-1") {
    throw badRequest(
      name,
      "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
    );
  }
  if (location === "us-east-1") {
    throw badRequest("InvalidLocationConstraint", "The specified location-constraint is not valid");
  }
  if (location !== undefined && location !== region) {
    throw badRequest(
      name,
      `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
}
