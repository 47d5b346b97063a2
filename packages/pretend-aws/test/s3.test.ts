import { Readable } from "node:stream";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createS3 } from "../s3/s3.ts";
import { endpointOf, inProcessFetch, requestHandler } from "../wire/in-process.ts";
import { type Dispatch, type Listening, listen } from "../wire/server.ts";
import { dispatch, foundation } from "../world.ts";

const START = Date.UTC(2026, 10, 22, 12, 0, 0);
const CREDENTIALS = { credentials: { accessKeyId: "test", secretAccessKey: "test" } };

function aWorld() {
  const base = foundation({ clock: new VirtualClock(START) });
  const s3 = createS3(base);
  const send: Dispatch = (region, request) =>
    dispatch({ services: [s3.service], ...base }, region, request);
  const client = (region: string, more: Partial<S3ClientConfig> = {}) =>
    new S3Client({
      region,
      endpoint: endpointOf(region),
      requestHandler: requestHandler(send),
      forcePathStyle: true,
      maxAttempts: 1,
      ...CREDENTIALS,
      ...more,
    });
  const fetch = inProcessFetch(send);
  return {
    s3,
    accountId: base.accountId,
    iam: base.iam,
    send,
    client,
    oregon: client("us-west-2"),
    fetch,
  };
}

let world: ReturnType<typeof aWorld>;
beforeEach(() => {
  world = aWorld();
});

const Bucket = "levers-us-west-2";
const Key = "customers/a b+c.json";

function put(Body: string, more: object = {}) {
  return world.oregon.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

async function text(): Promise<string | undefined> {
  const { Body } = await world.oregon.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
}

describe("the owner of a bucket", () => {
  test("that a call expects must be the one it has, before anything else is looked at", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2" });
    const wrong = { ExpectedBucketOwner: "210987654321" };
    await expect(put("x", wrong)).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(put("x", { ExpectedBucketOwner: "us" })).rejects.toMatchObject({
      name: "InvalidBucketOwnerAWSAccountID",
    });
    await expect(
      world.oregon.send(new HeadBucketCommand({ Bucket, ...wrong })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect(world.s3.read(Bucket, Key)).toBeUndefined();
    await put("x", { ExpectedBucketOwner: world.accountId });
    expect(await text()).toBe("x");
  });

  test("may be another account, where we may no more than everyone", async () => {
    world.s3.seedBucket({
      name: Bucket,
      region: "us-west-2",
      owner: "210987654321",
      publicKeys: [Key],
    });
    await expect(put("x")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(text()).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("objects", () => {
  beforeEach(() => world.s3.seedBucket({ name: Bucket, region: "us-west-2" }));

  test("an object comes back with its content, type, metadata and MD5 as its tag", async () => {
    const more = {
      ContentType: "application/json",
      CacheControl: "no-cache",
      Metadata: { epoch: "7" },
    };
    const { ETag } = await put("hello", more);
    expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(await text()).toBe("hello");
    const head = await world.oregon.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({ ...more, ETag, ContentLength: 5, LastModified: new Date(START) });
    expect(world.s3.read(Bucket, Key)?.toString()).toBe("hello");
  });

  test("If-None-Match: * takes the first writer and refuses the second", async () => {
    await put("first", { IfNoneMatch: "*" });
    await expect(put("second", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    expect(await text()).toBe("first");
  });

  test("If-Match takes a writer who knows the present tag, and nobody else", async () => {
    await expect(put("x", { IfMatch: '"none"' })).rejects.toMatchObject({ name: "NoSuchKey" });
    const { ETag } = await put("first");
    await put("second", { IfMatch: ETag });
    await expect(put("third", { IfMatch: ETag })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    expect(await text()).toBe("second");
  });

  test("a reader who has the present version is told so with 304", async () => {
    const { ETag } = await put("same");
    const get = new GetObjectCommand({ Bucket, Key, IfNoneMatch: ETag });
    await expect(world.oregon.send(get)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await put("changed");
    expect((await world.oregon.send(get)).$metadata.httpStatusCode).toBe(200);
  });

  test("deleting is 204 whether or not the key exists, and the key is gone", async () => {
    await put("x");
    for (let time = 0; time < 2; time++) {
      const { $metadata } = await world.oregon.send(new DeleteObjectCommand({ Bucket, Key }));
      expect($metadata.httpStatusCode).toBe(204);
    }
    await expect(text()).rejects.toMatchObject({
      name: "NoSuchKey",
      $metadata: { httpStatusCode: 404 },
    });
    await expect(world.oregon.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  test("a checksum that does not match the content is BadDigest", async () => {
    await expect(put("hello", { ChecksumCRC32: "AAAAAA==" })).rejects.toMatchObject({
      name: "BadDigest",
    });
    await expect(put("hello", { ContentMD5: "AAAA" })).rejects.toMatchObject({ name: "BadDigest" });
  });

  test("ListObjectsV2 folds at the delimiter and pages in byte order", async () => {
    for (const Key of ["b/2", "a", "b/1", "Z", "c"]) {
      await world.oregon.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    }
    const list = (more: object) => world.oregon.send(new ListObjectsV2Command({ Bucket, ...more }));
    const folded = await list({ Delimiter: "/" });
    expect(folded.Contents?.map(({ Key }) => Key)).toEqual(["Z", "a", "c"]);
    expect(folded.CommonPrefixes).toEqual([{ Prefix: "b/" }]);
    const first = await list({ MaxKeys: 3 });
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(["Z", "a", "b/1"]);
    const second = await list({ MaxKeys: 3, ContinuationToken: first.NextContinuationToken });
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(["b/2", "c"]);
    expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    expect((await list({ Prefix: "b/" })).KeyCount).toBe(2);
  });

  test("an operation that is not emulated is 501 and not taken for another", async () => {
    await put("x");
    const tagging = world.oregon.send(new GetObjectTaggingCommand({ Bucket, Key }));
    await expect(tagging).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });
    const acl = world.oregon.send(new GetBucketAclCommand({ Bucket }));
    await expect(acl).rejects.toMatchObject({
      name: "NotImplemented",
      message: expect.stringContaining("is not part of the pretend AWS"),
      $metadata: { httpStatusCode: 501 },
    });
    await expect(put("y", { IfNoneMatch: '"tag"' })).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });
  });

  test("a bucket takes no ACL but the one that gives nothing", async () => {
    await put("x", { ACL: "bucket-owner-full-control" });
    await expect(put("x", { ACL: "private" })).rejects.toMatchObject({
      name: "AccessControlListNotSupported",
      message: "The bucket does not allow ACLs",
      $metadata: { httpStatusCode: 400 },
    });
    await expect(put("x", { ACL: "public-read" })).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("because public ACLs are prevented by the BlockPublicAcls"),
    });
    await world.oregon.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(put("x", { ACL: "public-read" })).rejects.toMatchObject({
      name: "AccessControlListNotSupported",
    });
    const granted = put("x", {
      GrantRead: 'uri="http://acs.amazonaws.com/groups/global/AllUsers"',
    });
    await expect(granted).rejects.toMatchObject({ name: "AccessControlListNotSupported" });
  });
});

describe("buckets", () => {
  const inOregon = { CreateBucketConfiguration: { LocationConstraint: "us-west-2" as const } };

  test("a bucket's name is taken in all Regions, and only its own Region serves it", async () => {
    await world.oregon.send(new CreateBucketCommand({ Bucket, ...inOregon }));
    await expect(
      world.oregon.send(new CreateBucketCommand({ Bucket, ...inOregon })),
    ).rejects.toMatchObject({
      name: "BucketAlreadyOwnedByYou",
      $metadata: { httpStatusCode: 409 },
    });
    const dublin = world.client("eu-west-1");
    await expect(
      dublin.send(
        new CreateBucketCommand({
          Bucket,
          CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
        }),
      ),
    ).rejects.toMatchObject({ name: "BucketAlreadyOwnedByYou" });
    await expect(dublin.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: "PermanentRedirect",
      $metadata: { httpStatusCode: 301 },
    });
    const head = await world.oregon.send(new HeadBucketCommand({ Bucket }));
    expect(head.BucketRegion).toBe("us-west-2");
  });

  test("the location must be the endpoint's own, and none in us-east-1", async () => {
    const elsewhere = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" as const } };
    await expect(
      world.oregon.send(new CreateBucketCommand({ Bucket, ...elsewhere })),
    ).rejects.toMatchObject({ name: "IllegalLocationConstraintException" });
    const virginia = world.client("us-east-1");
    await expect(
      virginia.send(new CreateBucketCommand({ Bucket, ...inOregon })),
    ).rejects.toMatchObject({ name: "IllegalLocationConstraintException" });
    await virginia.send(new CreateBucketCommand({ Bucket }));
    await expect(
      virginia.send(new CreateBucketCommand({ Bucket: "Not_A_Bucket" })),
    ).rejects.toMatchObject({ name: "InvalidBucketName" });
  });

  test("a bucket with objects stays", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2" });
    await put("x");
    const remove = new DeleteBucketCommand({ Bucket });
    await expect(world.oregon.send(remove)).rejects.toMatchObject({ name: "BucketNotEmpty" });
    await world.oregon.send(new DeleteObjectCommand({ Bucket, Key }));
    await world.oregon.send(remove);
    await expect(world.oregon.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });
});

describe("callers without a signature", () => {
  const status = async (path: string, init?: RequestInit) =>
    (await world.fetch(`${endpointOf("us-west-2")}${path}`, init)).status;

  test("read a public key, and learn nothing about any other", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2", publicKeys: ["beacon/*"] });
    await put("x", { Key: "beacon/on" });
    await put("x", { Key: "private" });
    expect(await status(`/${Bucket}/beacon/on`)).toBe(200);
    expect(await status(`/${Bucket}/beacon/off`)).toBe(403);
    expect(await status(`/${Bucket}/private`)).toBe(403);
    expect(await status(`/${Bucket}/beacon/on`, { method: "PUT", body: "y" })).toBe(403);
    expect(await status(`/${Bucket}/beacon/on`, { method: "DELETE" })).toBe(403);
    expect(await status(`/${Bucket}?list-type=2`)).toBe(403);
    expect(world.s3.read(Bucket, "beacon/on")?.toString()).toBe("x");
  });

  test("are answered under the bucket's own host name", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2", publicKeys: ["beacon"] });
    await put("on", { Key: "beacon" });
    const ask = (host: string, path: string) =>
      world.send("us-west-2", {
        method: "GET",
        path,
        query: new URLSearchParams(),
        headers: { host },
        body: Buffer.alloc(0),
      });
    expect(await ask(`${Bucket}.s3.us-west-2.amazonaws.com`, "/beacon")).toMatchObject({
      status: 200,
      body: Buffer.from("on"),
    });
    expect(await ask("nobody.s3.us-west-2.amazonaws.com", "/beacon")).toMatchObject({
      status: 404,
    });
  });

  test("see a 404 for a missing key where everyone may list", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2" });
    await world.oregon.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const arn = `arn:aws:s3:::${Bucket}`;
    const Statement = [
      { Effect: "Allow", Principal: { AWS: "*" }, Action: ["s3:GetObject"], Resource: `${arn}/*` },
      { Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: arn },
      { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${arn}/secret` },
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await put("x", { Key: "secret" });
    await world.oregon.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await status(`/${Bucket}/missing`)).toBe(404);
    expect(await status(`/${Bucket}/secret`)).toBe(403);
    const got = await world.oregon.send(new GetBucketPolicyCommand({ Bucket }));
    expect(got.Policy).toBe(Policy);
  });

  test("are kept out of a new bucket, whose public policy is refused, until the block is lifted", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2" });
    const Statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const policy = new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement }) });
    await put("x", { Key: "k" });
    await expect(world.oregon.send(policy)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:iam::123456789012:user/pretend is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${Bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      $metadata: { httpStatusCode: 403 },
    });
    await world.oregon.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      }),
    );
    await world.oregon.send(policy);
    expect(await status(`/${Bucket}/k`)).toBe(403);
    await world.oregon.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await status(`/${Bucket}/k`)).toBe(200);
  });

  test("a policy about another bucket is MalformedPolicy", async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2" });
    const Statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "arn:aws:s3:::other/*",
    };
    await expect(
      world.oregon.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement }) }),
      ),
    ).rejects.toMatchObject({ name: "MalformedPolicy" });
  });
});

describe("a public object stops being one", () => {
  const path = `/${Bucket}/beacon/on`;
  const status = async (init?: RequestInit) =>
    (await world.fetch(`${endpointOf("us-west-2")}${path}`, init)).status;
  const arn = `arn:aws:s3:::${Bucket}`;
  const everyone = { Effect: "Allow", Principal: "*", Action: "s3:GetObject" };
  const policy = (...Statement: object[]) =>
    world.oregon.send(
      new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement }) }),
    );

  beforeEach(async () => {
    world.s3.seedBucket({ name: Bucket, region: "us-west-2", publicKeys: ["beacon/*"] });
    await put("x", { Key: "beacon/on" });
    expect(await status()).toBe(200);
  });

  test("when the account blocks public buckets, whatever the bucket says", async () => {
    world.s3.seedAccountPublicAccessBlock({ RestrictPublicBuckets: true });
    expect([await status(), await status({ method: "HEAD" })]).toEqual([403, 403]);
    await world.oregon.send(new GetObjectCommand({ Bucket, Key: "beacon/on" }));
    await policy({ ...everyone, Resource: `${arn}/*` });
    world.s3.seedAccountPublicAccessBlock({ BlockPublicPolicy: true });
    await expect(policy({ ...everyone, Resource: `${arn}/*` })).rejects.toMatchObject({
      name: "AccessDenied",
    });
    expect(await status()).toBe(200);
    world.s3.seedAccountPublicAccessBlock(null);
    await policy({ ...everyone, Resource: `${arn}/*` });
  });

  test("when the bucket does, and a block is read as it was put", async () => {
    const read = () => world.oregon.send(new GetPublicAccessBlockCommand({ Bucket }));
    await expect(read()).rejects.toMatchObject({ name: "NoSuchPublicAccessBlockConfiguration" });
    const put = { IgnorePublicAcls: true, RestrictPublicBuckets: true };
    await world.oregon.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: put }),
    );
    expect((await read()).PublicAccessBlockConfiguration).toEqual({
      ...put,
      BlockPublicAcls: false,
      BlockPublicPolicy: false,
    });
    expect(await status()).toBe(403);
  });

  test("when its policy is removed", async () => {
    const isPublic = async () => {
      const got = await world.oregon.send(new GetBucketPolicyStatusCommand({ Bucket }));
      return got.PolicyStatus?.IsPublic;
    };
    expect(await isPublic()).toBe(true);
    await policy({ ...everyone, Principal: { AWS: "123456789012" }, Resource: `${arn}/*` });
    expect([await isPublic(), await status()]).toEqual([false, 403]);
    await world.oregon.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect(await status()).toBe(403);
    await expect(isPublic()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  });

  test("when a statement with a condition is all that allows it, or one denies it", async () => {
    const Condition = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    await policy({ ...everyone, Resource: `${arn}/*`, Condition });
    expect(await status()).toBe(403);
    const open = { ...everyone, Resource: `${arn}/*` };
    const deny = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${arn}/*` };
    const plain = { Bool: { "aws:SecureTransport": "false" } };
    await policy(open, { ...deny, Condition: plain });
    expect(await status()).toBe(200);
    await policy(open, { ...deny, Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } });
    expect(await status()).toBe(403);
  });

  test("and a denial to all holds for the owner's calls too, but not for the policy's own", async () => {
    await policy({ Effect: "Deny", Principal: "*", Action: "*", Resource: [arn, `${arn}/*`] });
    await expect(put("y", { Key: "beacon/on" })).rejects.toMatchObject({ name: "AccessDenied" });
    await world.oregon.send(new DeleteBucketPolicyCommand({ Bucket }));
    await put("y", { Key: "beacon/on" });
  });

  test("and with NotPrincipal or a key that nobody here knows a policy is 501, not misread", async () => {
    const { Principal: _, ...statement } = { ...everyone, Resource: `${arn}/*` };
    await expect(policy({ ...statement, NotPrincipal: { AWS: "*" } })).rejects.toMatchObject({
      name: "NotImplemented",
    });
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "identity" } };
    await expect(policy({ ...statement, Principal: "*", Condition })).rejects.toMatchObject({
      name: "NotImplemented",
    });
  });
});

describe("who has signed with a role's key", () => {
  const arn = `arn:aws:s3:::${Bucket}`;
  const object = `${arn}/beacon`;
  const allow = (Action: string | string[], Resource: string) => ({
    Effect: "Allow",
    ...{ Action, Resource },
  });
  const asRole = (name: string, ...Statement: object[]) =>
    world.client("us-west-2", {
      credentials: world.iam.seedRole({ name, policies: [{ Statement }] }),
    });
  const remove = new DeleteObjectCommand({ Bucket, Key: "beacon" });
  const get = new GetObjectCommand({ Bucket, Key: "beacon" });

  beforeEach(() => world.s3.seedBucket({ name: Bucket, region: "us-west-2" }));

  test("may do what its policies say, and is told what they lack", async () => {
    const writer = asRole("writer", allow("s3:PutObject", object));
    await writer.send(new PutObjectCommand({ Bucket, Key: "beacon", Body: "lit" }));
    await expect(writer.send(remove)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::123456789012:assumed-role/writer/writer is not authorized to perform: s3:DeleteObject on resource: "${object}" because no identity-based policy allows the s3:DeleteObject action`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("sees that a key is missing only where it may list", async () => {
    const reader = asRole("reader", allow("s3:GetObject", object));
    await expect(reader.send(get)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    const lister = asRole("lister", allow("s3:GetObject", object), allow("s3:ListBucket", arn));
    await expect(lister.send(get)).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("needs to read what it deletes on the condition of its tag", async () => {
    const { ETag } = await put("lit", { Key: "beacon" });
    const IfMatch = ETag ?? "";
    const conditional = new DeleteObjectCommand({ Bucket, Key: "beacon", IfMatch });
    const deleter = asRole("deleter", allow("s3:DeleteObject", object));
    await expect(deleter.send(conditional)).rejects.toMatchObject({ name: "AccessDenied" });
    const both = asRole("both", allow(["s3:DeleteObject", "s3:GetObject"], object));
    await both.send(conditional);
  });

  test("is kept out by a denial that names another role, as is the administrator", async () => {
    const shift = "arn:aws:iam::123456789012:role/shift";
    const Policy = JSON.stringify({
      Statement: {
        ...{ Effect: "Deny", Principal: "*", Resource: object },
        Action: ["s3:PutObject", "s3:DeleteObject"],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": shift } },
      },
    });
    await world.oregon.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const may = allow("s3:PutObject", object);
    const light = new PutObjectCommand({ Bucket, Key: "beacon", Body: "lit" });
    await asRole("shift", may).send(light);
    const denied = {
      message: expect.stringMatching(/with an explicit deny in a resource-based policy$/),
    };
    await expect(asRole("other", may).send(light)).rejects.toMatchObject(denied);
    await expect(world.oregon.send(light)).rejects.toMatchObject(denied);
  });

  test("is denied over plain HTTP where the bucket denies that", async () => {
    await put("lit", { Key: "beacon" });
    const plain = { Bool: { "aws:SecureTransport": "false" } };
    const Statement = [
      { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: object },
      { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: object, Condition: plain },
    ];
    await world.oregon.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const Policy = JSON.stringify({ Statement });
    await world.oregon.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const status = async (proto: string) =>
      (
        await world.fetch(`${endpointOf("us-west-2")}/${Bucket}/beacon`, {
          headers: { "x-forwarded-proto": proto },
        })
      ).status;
    expect([await status("https"), await status("http")]).toEqual([200, 403]);
  });
});

describe("the account's own block, as S3 Control has it", () => {
  const ask = (method: string, body?: string, account = "123456789012") =>
    world.fetch(`${endpointOf("us-west-2")}/v20180820/configuration/publicAccessBlock`, {
      method,
      headers: {
        "x-amz-account-id": account,
        authorization: "AWS4-HMAC-SHA256 Credential=test/20261122/us-west-2/s3/aws4_request",
      },
      ...(body === undefined ? {} : { body }),
    });

  test("is put, read and deleted, and is another account's secret", async () => {
    const none = await ask("GET");
    expect([none.status, await none.text()]).toEqual([
      404,
      expect.stringMatching(
        /<ErrorResponse><Error><Code>NoSuchPublicAccessBlockConfiguration<\/Code>/,
      ),
    ]);
    const setting = "<BlockPublicPolicy>TRUE</BlockPublicPolicy>";
    const root = "PublicAccessBlockConfiguration";
    expect((await ask("PUT", `<${root}>${setting}</${root}>`)).status).toBe(200);
    expect(await (await ask("GET")).text()).toContain(
      "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false",
    );
    expect((await ask("GET", undefined, "210987654321")).status).toBe(403);
    expect((await ask("DELETE")).status).toBe(204);
    expect((await ask("GET")).status).toBe(404);
  });
});

describe("over a socket", () => {
  let server: Listening;
  let fresh: ReturnType<typeof aWorld>;
  beforeAll(async () => {
    fresh = aWorld();
    fresh.s3.seedBucket({ name: Bucket, region: "us-west-2", publicKeys: ["*"] });
    server = await listen("us-west-2", fresh.send);
  });
  afterAll(() => server.close());

  test("what SDK v3 sends by default is accepted: checksums, and chunks with trailers for a stream", async () => {
    const s3 = new S3Client({
      region: "us-west-2",
      endpoint: server.endpoint,
      forcePathStyle: true,
      ...CREDENTIALS,
    });
    await s3.send(new PutObjectCommand({ Bucket, Key: "text", Body: "hello" }));
    const Body = Readable.from(["hel", "lo ", "stream"]);
    await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: 12 }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
    expect(await got.Body?.transformToString()).toBe("hello stream");
    expect(got.ContentEncoding).toBeUndefined();
    expect(got.ChecksumCRC32).toEqual(expect.any(String));
    await s3.send(new HeadObjectCommand({ Bucket, Key: "text" }));
    s3.destroy();
    expect(await (await fetch(`${server.endpoint}/${Bucket}/text`)).text()).toBe("hello");
  });
});
