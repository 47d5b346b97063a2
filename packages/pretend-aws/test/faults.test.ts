import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CognitoIdentityClient, ListIdentityPoolsCommand } from "@aws-sdk/client-cognito-identity";
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DescribeVpcEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListHostedZonesCommand, Route53Client } from "@aws-sdk/client-route-53";
import { HeadBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListServiceQuotasCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { GetAccountCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetWebACLCommand, WAFV2Client } from "@aws-sdk/client-wafv2";
import { beforeEach, describe, expect, test } from "vitest";
import { administer } from "../admin.ts";
import { VirtualClock } from "../clock.ts";
import { createPretendAws, type PretendAws } from "../pretend-aws.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";

const START = Date.UTC(2026, 10, 22);
const SECOND = 1_000;
let clock: VirtualClock;
let aws: PretendAws;
beforeEach(() => {
  clock = new VirtualClock(START);
  aws = createPretendAws({ clock });
});

function options(at = "us-west-2") {
  return {
    ...{ region: "us-west-2", endpoint: endpointOf(at), maxAttempts: 1 },
    requestHandler: requestHandler(aws.dispatch),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
  };
}

const tables = () => new DynamoDBClient(options()).send(new ListTablesCommand({}));

async function outcome(call: () => Promise<unknown>): Promise<string> {
  return call().then(
    () => "ok",
    (error: Error) => error.name,
  );
}

describe("a fault in time", () => {
  test("strikes from its first instant to before its last", async () => {
    const [from, until] = [START + 10 * SECOND, START + 24 * SECOND];
    aws.faults.add({ service: "dynamodb", from, until, effect: { kind: "throttle" } });
    const line: string[] = [];
    for (const at of [0, 9_999, 10_000, 23_999, 24_000]) {
      await clock.advance(START + at - clock.now());
      line.push(`${at} ${await outcome(tables)}`);
    }
    expect(line).toEqual([
      "0 ok",
      "9999 ok",
      "10000 ThrottlingException",
      "23999 ThrottlingException",
      "24000 ok",
    ]);
  });

  test("without an end it lasts until it is removed", async () => {
    const { id } = aws.faults.add({ from: START + SECOND, effect: { kind: "reset" } });
    expect(await outcome(tables)).toBe("ok");
    await clock.advance(3_600 * SECOND);
    expect(await outcome(tables)).not.toBe("ok");
    aws.faults.remove(id);
    expect(await outcome(tables)).toBe("ok");
  });

  test("comes in by the door too, unless an instant is none", () => {
    const ask = (fault: object) =>
      administer(aws, {
        ...{ method: "POST", path: "/_pretend/faults", query: new URLSearchParams() },
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify(fault)),
      });
    const fault = { from: START, until: START + SECOND, effect: { kind: "throttle" } };
    expect(ask(fault).status).toBe(201);
    expect(aws.faults.list()).toMatchObject([fault]);
    expect(ask({ ...fault, until: "soon" })).toMatchObject({
      status: 400,
      body: expect.stringContaining("must be milliseconds since the epoch"),
    });
  });
});

describe("a throttle is each service's own", () => {
  const CertificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/c";
  const PolicySourceArn = "arn:aws:iam::123456789012:role/probe";
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    dynamodb: tables,
    route53: () => new Route53Client(options("global")).send(new ListHostedZonesCommand({})),
    monitoring: () => new CloudWatchClient(options()).send(new DescribeAlarmsCommand({})),
    s3: () => new S3Client(options()).send(new ListObjectsV2Command({ Bucket: "levers" })),
    lambda: () =>
      new LambdaClient(options()).send(new GetFunctionConfigurationCommand({ FunctionName: "f" })),
    "cognito-idp": () =>
      new CognitoIdentityProviderClient(options()).send(
        new ListUserPoolsCommand({ MaxResults: 1 }),
      ),
    sns: () => new SNSClient(options()).send(new ListTopicsCommand({})),
    states: () => new SFNClient(options()).send(new ListStateMachinesCommand({})),
    scheduler: () => new SchedulerClient(options()).send(new ListSchedulesCommand({})),
    secretsmanager: () =>
      new SecretsManagerClient(options()).send(new DescribeSecretCommand({ SecretId: "s" })),
    acm: () => new ACMClient(options()).send(new DescribeCertificateCommand({ CertificateArn })),
    apigateway: () => new APIGatewayClient(options()).send(new GetRestApisCommand({})),
    "cognito-identity": () =>
      new CognitoIdentityClient(options()).send(new ListIdentityPoolsCommand({ MaxResults: 1 })),
    ec2: () => new EC2Client(options()).send(new DescribeVpcEndpointsCommand({})),
    elasticloadbalancing: () =>
      new ElasticLoadBalancingV2Client(options()).send(new DescribeLoadBalancersCommand({})),
    iam: () =>
      new IAMClient(options("global")).send(
        new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ["s3:GetObject"] }),
      ),
    kms: () => new KMSClient(options()).send(new DescribeKeyCommand({ KeyId: "k" })),
    servicequotas: () =>
      new ServiceQuotasClient(options()).send(
        new ListServiceQuotasCommand({ ServiceCode: "cognito-idp" }),
      ),
    ses: () => new SESv2Client(options()).send(new GetAccountCommand({})),
    wafv2: () =>
      new WAFV2Client(options()).send(new GetWebACLCommand({ ARN: "arn:aws:wafv2:x:1:y" })),
  };

  test.each([
    ["dynamodb", "ThrottlingException", 400],
    ["route53", "Throttling", 400],
    ["monitoring", "Throttling", 400],
    ["s3", "SlowDown", 503],
    ["lambda", "TooManyRequestsException", 429],
    ["cognito-idp", "TooManyRequestsException", 400],
    ["sns", "Throttling", 400],
    ["states", "ThrottlingException", 400],
    ["scheduler", "ThrottlingException", 429],
    ["secretsmanager", "ThrottlingException", 400],
    ["acm", "ThrottlingException", 400],
    ["apigateway", "TooManyRequestsException", 429],
    ["cognito-identity", "TooManyRequestsException", 400],
    ["ec2", "RequestLimitExceeded", 503],
    ["elasticloadbalancing", "Throttling", 400],
    ["iam", "Throttling", 400],
    ["kms", "ThrottlingException", 400],
    ["servicequotas", "TooManyRequestsException", 400],
    ["ses", "TooManyRequestsException", 429],
    ["wafv2", "ThrottlingException", 400],
  ] as const)("%s says %s with HTTP %i", async (service, name, status) => {
    aws.faults.add({ service, effect: { kind: "throttle" } });
    await expect(calls[service]?.()).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    });
    const other = service === "dynamodb" ? "sns" : "dynamodb";
    expect(await outcome(calls[other] ?? tables)).toBe("ok");
  });

  test("and is tried again by the SDK", async () => {
    aws.faults.add({ service: "s3", operation: "HeadBucket", effect: { kind: "throttle" } });
    const s3 = new S3Client({ ...options(), maxAttempts: 2, retryStrategy: atOnce });
    await expect(s3.send(new HeadBucketCommand({ Bucket: "levers" }))).rejects.toThrow();
    const tries = aws.gate.calls.filter(({ operation }) => operation === "HeadBucket");
    expect(tries).toHaveLength(2);
  });
});

/** Tries what the SDK calls a throttle or passing once more, without a wait. */
const atOnce = {
  acquireInitialRetryToken: async () => tried(0),
  refreshRetryTokenForRetry: async (
    before: ReturnType<typeof tried>,
    { error, errorType }: { readonly error?: unknown; readonly errorType: string },
  ) => {
    if (before.getRetryCount() > 0 || !["THROTTLING", "TRANSIENT"].includes(errorType)) throw error;
    return tried(1);
  },
  recordSuccess: () => undefined,
};

function tried(count: number) {
  return { getRetryCount: () => count, getRetryDelay: () => 0, getRetryCost: () => undefined };
}
