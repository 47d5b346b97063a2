import { ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { endpointOf, requestHandler } from "pretend-aws/wire/in-process.ts";
import { expect, test } from "vitest";
import settings from "../../sim/story.config.ts";
import { virtualWorld } from "../../sim/world.ts";

const zoneId = "Z0PRETEND00SHARED0001";

function aPool(name: string, record: string) {
  return {
    ...{ name, userPoolId: `us-west-2_${name}`, clientId: `${name}1234567890123456` },
    ...{ primary: "us-west-2", secondary: "us-east-1", witness: "eu-west-1" },
    probeUser: { secret: `cognito-failover/${name}/probe-users` },
    paths: {
      sdk: {
        ...{ lever: "weightedRecords", zoneId, record, ttl: 10 },
        ...{ primary: `${name}-1.test`, secondary: `${name}-2.test` },
      },
    },
  };
}

test("two pools in one hosted zone keep the records of both", async () => {
  const pools = [aPool("shop", "sign-in.shop.example"), aPool("staff", "login.eu.shop.example")];
  const world = virtualWorld({ settings: { pools }, seed: 1 });
  const client = new Route53Client({
    ...{ region: "us-east-1", endpoint: endpointOf("global") },
    requestHandler: requestHandler(world.aws.dispatch),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { ResourceRecordSets = [] } = await client.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zoneId }),
  );
  expect(ResourceRecordSets.map(({ Name, SetIdentifier }) => `${Name} ${SetIdentifier}`)).toEqual([
    "shop.example. undefined",
    "shop.example. undefined",
    "login.eu.shop.example. primary",
    "login.eu.shop.example. secondary",
    "sign-in.shop.example. primary",
    "sign-in.shop.example. secondary",
  ]);
  const { resolve } = world.desk.runtime;
  expect(await resolve?.("sign-in.shop.example", "CNAME")).toEqual(["shop-1.test"]);
  expect(await resolve?.("login.eu.shop.example", "CNAME")).toEqual(["staff-1.test"]);
  world.stop();
});

test("a name can be asked of the zone's own servers while nobody delegates to it", async () => {
  const world = virtualWorld({ settings, seed: 1 });
  const { resolve } = world.desk.runtime;
  const { sdk } = world.policy.paths;
  const record = sdk?.record ?? "";
  const servers = (await resolve?.("customers.example", "NS")) ?? [];
  expect(servers).toHaveLength(4);
  world.aws.route53.delegate(sdk?.zoneId ?? "", false);
  expect(await resolve?.(record, "CNAME")).toEqual([]);
  expect(await resolve?.(record, "CNAME", servers)).toEqual([sdk?.primary]);
  expect(await resolve?.(record, "CNAME", ["ns-1.elsewhere.test"])).toEqual([]);
  world.stop();
});

test("nobody but the levers' role may write a beacon, whatever IAM lets them do", async () => {
  const world = virtualWorld({ settings, seed: 1 });
  const { managedLogin } = world.policy.paths;
  const { bucket: Bucket = "", key: Key = "" } = managedLogin ?? {};
  const policies = [{ Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } }];
  const region = world.policy.secondary;
  const client = new S3Client({
    ...{ region, endpoint: endpointOf(region), forcePathStyle: true, maxAttempts: 1 },
    requestHandler: requestHandler(world.aws.dispatch),
    credentials: world.aws.iam.seedRole({ name: "anybody", policies }),
  });
  const put = (key: string) => client.send(new PutObjectCommand({ Bucket, Key: key, Body: "x" }));
  await expect(put(Key)).rejects.toMatchObject({ name: "AccessDenied" });
  expect(await put("another")).toHaveProperty("VersionId");
  world.stop();
});
