import {
  DescribeVpcEndpointsCommand,
  type DescribeVpcEndpointsCommandInput,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { ACCOUNT, anAccount, PRIMARY, refusal, SECONDARY, START } from "./an-account.ts";

const COGNITO = `com.amazonaws.${PRIMARY}.cognito-idp`;

function withEndpoint() {
  const { aws, at } = anAccount();
  const id = aws.ec2.seedVpcEndpoint({ region: PRIMARY, vpcId: "vpc-1", serviceName: COGNITO });
  const table = { serviceName: `com.amazonaws.${PRIMARY}.dynamodb`, type: "Gateway" as const };
  const gateway = aws.ec2.seedVpcEndpoint({ region: PRIMARY, vpcId: "vpc-1", ...table });
  const clientIn = (region: string, keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new EC2Client(at(region, keys));
  const found = async (input: DescribeVpcEndpointsCommandInput, region = PRIMARY) => {
    const { VpcEndpoints = [] } = await clientIn(region).send(
      new DescribeVpcEndpointsCommand(input),
    );
    return VpcEndpoints.map(({ VpcEndpointId }) => VpcEndpointId);
  };
  return { aws, clientIn, client: clientIn(PRIMARY), found, id, gateway };
}

const where = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });

describe("DescribeVpcEndpoints", () => {
  it("tells what leads to which service, and whether by its usual name", async () => {
    const { client, id } = withEndpoint();
    const asked = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] });
    expect((await client.send(asked)).VpcEndpoints).toEqual([
      {
        ...{ VpcEndpointId: id, VpcEndpointType: "Interface", VpcId: "vpc-1", State: "available" },
        ...{ ServiceName: COGNITO, ServiceRegion: PRIMARY, OwnerId: ACCOUNT },
        ...{ PrivateDnsEnabled: true, RequesterManaged: false, IpAddressType: "ipv4" },
        CreationTimestamp: new Date(START),
        DnsEntries: [{ DnsName: `${id}.cognito-idp.${PRIMARY}.vpce.amazonaws.com` }],
      },
    ]);
  });

  it.each([
    [where("service-name", COGNITO), 1],
    [where("service-name", "com.amazonaws.*.cognito-idp"), 1],
    [where("vpc-endpoint-type", "Gateway", "Interface"), 2],
    [where("vpc-endpoint-state", "pending"), 0],
    [{ Filters: [...where("vpc-id", "vpc-1").Filters, ...where("service-name", "x").Filters] }, 0],
  ])("narrows: %j", async (input, count) => {
    expect(await withEndpoint().found(input)).toHaveLength(count);
  });

  it("knows none in another Region", async () => {
    const { aws, found, id, gateway } = withEndpoint();
    expect(await found({}, SECONDARY)).toEqual([]);
    expect(await found({})).toEqual([id, gateway]);
    aws.ec2.removeVpcEndpoint(id);
    expect(await found({})).toEqual([gateway]);
  });

  it("is given page by page", async () => {
    const { client, id, gateway } = withEndpoint();
    const page = async (NextToken?: string) => {
      const more = NextToken === undefined ? {} : { NextToken };
      return client.send(new DescribeVpcEndpointsCommand({ MaxResults: 1, ...more }));
    };
    const first = await page();
    expect(first.VpcEndpoints?.[0]?.VpcEndpointId).toBe(id);
    const second = await page(first.NextToken);
    expect(second.VpcEndpoints?.[0]?.VpcEndpointId).toBe(gateway);
    expect(second.NextToken).toBeUndefined();
  });
});

it.each<[DescribeVpcEndpointsCommandInput, string]>([
  [
    { VpcEndpointIds: ["vpce-1"] },
    "InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id 'vpce-1' does not exist",
  ],
  [where("colour", "red"), "InvalidParameterValue: The filter 'colour' is invalid"],
  [{ NextToken: "elsewhere" }, "InvalidParameterValue"],
  [{ DryRun: true }, "DryRunOperation: Request would have succeeded"],
])("is refused: %j", async (input, message) => {
  expect(await refusal(withEndpoint().found(input))).toContain(message);
});

it("asks IAM, which knows no single endpoint here", async () => {
  const { aws, clientIn } = withEndpoint();
  const reader = (Action: string) => {
    const Statement = { Effect: "Allow", Action, Resource: "*" };
    return clientIn(PRIMARY, aws.iam.seedRole({ name: "reader", policies: [{ Statement }] }));
  };
  const asked = new DescribeVpcEndpointsCommand({});
  expect(await refusal(reader("ec2:Describe*").send(asked))).toBe("no refusal");
  expect(await refusal(reader("ec2:CreateVpc").send(asked))).toMatch(
    /^UnauthorizedOperation: You are not authorized to perform this operation\. User: .*ec2:DescribeVpcEndpoints/,
  );
});

it("operations outside the subset answer 501", async () => {
  const { client } = withEndpoint();
  await expect(client.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
  const tagged = client.send(new DescribeVpcEndpointsCommand(where("tag:owner", "me")));
  await expect(tagged).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});
