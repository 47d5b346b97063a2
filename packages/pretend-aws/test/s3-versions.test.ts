// What a bucket that keeps versions answers, as S3's guide has it:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html

import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createS3 } from "../s3/s3.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { dispatch, foundation } from "../world.ts";

const region = "us-west-2";
const at = { Bucket: "beacons", Key: "customers" };

function aBucket() {
  const base = foundation({ clock: new VirtualClock(Date.UTC(2026, 10, 22)) });
  const s3 = createS3(base);
  const client = (accessKeyId: string) =>
    new S3Client({
      ...{ region, endpoint: endpointOf(region), forcePathStyle: true, maxAttempts: 1 },
      credentials: { accessKeyId, secretAccessKey: "test" },
      requestHandler: requestHandler((to, request) =>
        dispatch({ services: [s3.service], ...base }, to, request),
      ),
    });
  return { client, s3: client("test"), iam: base.iam };
}

let world: ReturnType<typeof aBucket>;
beforeEach(async () => {
  world = aBucket();
  const here = { CreateBucketConfiguration: { LocationConstraint: region } } as const;
  await world.s3.send(new CreateBucketCommand({ Bucket: at.Bucket, ...here }));
});

const put = (Body: string) => world.s3.send(new PutObjectCommand({ ...at, Body }));
const remove = (VersionId?: string) =>
  world.s3.send(new DeleteObjectCommand({ ...at, ...(VersionId !== undefined && { VersionId }) }));
const text = async (VersionId?: string) => {
  const get = new GetObjectCommand({ ...at, ...(VersionId !== undefined && { VersionId }) });
  return (await world.s3.send(get)).Body?.transformToString();
};
const versions = () =>
  world.s3.send(new ListObjectVersionsCommand({ Bucket: at.Bucket, Prefix: "cust" }));
const keep = (Status: "Enabled" | "Suspended") =>
  world.s3.send(
    new PutBucketVersioningCommand({
      ...{ Bucket: at.Bucket, VersioningConfiguration: { Status } },
    }),
  );

describe("a bucket that was never asked to keep versions", () => {
  test("says so, and names none", async () => {
    const asked = await world.s3.send(new GetBucketVersioningCommand({ Bucket: at.Bucket }));
    expect(asked.Status).toBeUndefined();
    expect((await put("one")).VersionId).toBeUndefined();
    expect(await remove()).not.toHaveProperty("VersionId");
  });

  test("has forgotten what was deleted", async () => {
    await put("one");
    await remove();
    const listed = await versions();
    expect([listed.Versions ?? [], listed.DeleteMarkers ?? []]).toEqual([[], []]);
  });
});

describe("a bucket that keeps versions", () => {
  beforeEach(() => keep("Enabled"));

  test("keeps what was there, the newest first", async () => {
    const first = await put("one");
    const second = await put("two");
    expect(first.VersionId).toMatch(/^.{32}$/);
    expect(await text()).toBe("two");
    expect(await text(first.VersionId)).toBe("one");
    expect((await versions()).Versions).toMatchObject([
      { Key: at.Key, VersionId: second.VersionId, IsLatest: true },
      { Key: at.Key, VersionId: first.VersionId, IsLatest: false },
    ]);
  });

  test("covers what was deleted with a marker, which uncovers it when it is deleted itself", async () => {
    await put("one");
    const marker = await remove();
    expect(marker).toMatchObject({ DeleteMarker: true });
    await expect(text()).rejects.toMatchObject({ name: "NoSuchKey" });
    expect((await versions()).DeleteMarkers).toMatchObject([
      { VersionId: marker.VersionId, IsLatest: true },
    ]);
    const listed = await world.s3.send(new ListObjectsV2Command({ Bucket: at.Bucket }));
    expect(listed.KeyCount).toBe(0);
    await remove(marker.VersionId);
    expect(await text()).toBe("one");
  });

  test("takes a conditional write over a marker as one over nothing", async () => {
    await put("one");
    await remove();
    const over = new PutObjectCommand({ ...at, Body: "two", IfNoneMatch: "*" });
    expect(await world.s3.send(over)).toHaveProperty("VersionId");
    await expect(
      world.s3.send(new PutObjectCommand({ ...at, Body: "three", IfNoneMatch: "*" })),
    ).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  test("reads no marker and no version that is not there", async () => {
    await put("one");
    const { VersionId } = await remove();
    await expect(text(VersionId)).rejects.toMatchObject({
      name: "MethodNotAllowed",
      $metadata: { httpStatusCode: 405 },
    });
    await expect(text("A".repeat(32))).rejects.toMatchObject({ name: "NoSuchVersion" });
  });

  test("is not deleted before every version and marker is", async () => {
    const { VersionId } = await put("one");
    const marker = await remove();
    await expect(
      world.s3.send(new DeleteBucketCommand({ Bucket: at.Bucket })),
    ).rejects.toMatchObject({
      name: "BucketNotEmpty",
      message: expect.stringContaining("You must delete all versions in the bucket."),
    });
    await remove(VersionId);
    await remove(marker.VersionId);
    await world.s3.send(new DeleteBucketCommand({ Bucket: at.Bucket }));
  });

  test("wants rights of their own for a version", async () => {
    const { VersionId } = await put("one");
    const { accessKeyId } = world.iam.seedRole({
      name: "reader",
      policies: [
        {
          Statement: [
            {
              Effect: "Allow",
              Action: ["s3:GetObject", "s3:DeleteObject"],
              Resource: "arn:aws:s3:::beacons/*",
            },
          ],
        },
      ],
    });
    const reader = world.client(accessKeyId);
    await reader.send(new GetObjectCommand(at));
    const refused = { name: "AccessDenied" };
    const one = { ...at, VersionId };
    await expect(reader.send(new GetObjectCommand(one))).rejects.toMatchObject(refused);
    await expect(reader.send(new DeleteObjectCommand(one))).rejects.toMatchObject(refused);
  });

  test("keeps no more once that is suspended, and what it had", async () => {
    const { VersionId } = await put("one");
    await keep("Suspended");
    await put("two");
    expect((await put("three")).VersionId).toBe("null");
    expect((await versions()).Versions).toMatchObject([
      { VersionId: "null", IsLatest: true },
      { VersionId, IsLatest: false },
    ]);
  });
});
