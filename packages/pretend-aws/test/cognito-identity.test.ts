import {
  CognitoIdentityClient,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  ListIdentityPoolsCommand,
} from "@aws-sdk/client-cognito-identity";
import { describe, expect, it } from "vitest";
import { ACCOUNT, anAccount, POOL, PRIMARY, refusal, SECONDARY } from "./an-account.ts";

const PROVIDER = `cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`;

function withPool() {
  const { aws, at } = anAccount();
  const userPools = [{ ProviderName: PROVIDER, ClientId: "client" }];
  const id = aws.cognitoIdentity.seedIdentityPool({ region: PRIMARY, name: "app", userPools });
  const clientIn = (region: string, keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new CognitoIdentityClient(at(region, keys));
  return { aws, clientIn, client: clientIn(PRIMARY), id };
}

const list = (MaxResults: number, NextToken?: string) =>
  new ListIdentityPoolsCommand({ MaxResults, ...(NextToken === undefined ? {} : { NextToken }) });
const describePool = (IdentityPoolId: string) =>
  new DescribeIdentityPoolCommand({ IdentityPoolId });

describe("an identity pool", () => {
  it("tells which user pools it trusts, by the Region of their names", async () => {
    const { client, id } = withPool();
    expect(id).toMatch(new RegExp(`^${PRIMARY}:[0-9a-f-]{36}$`));
    expect(await client.send(describePool(id))).toMatchObject({
      ...{ IdentityPoolId: id, IdentityPoolName: "app", AllowUnauthenticatedIdentities: false },
      CognitoIdentityProviders: [
        { ProviderName: PROVIDER, ClientId: "client", ServerSideTokenCheck: false },
      ],
    });
  });

  it("tells of other issuers as IAM has them", async () => {
    const { aws, client } = withPool();
    const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/issuer-${PROVIDER}`;
    const seed = { region: PRIMARY, name: "updated", openIdConnect: [arn] };
    const described = await client.send(describePool(aws.cognitoIdentity.seedIdentityPool(seed)));
    expect(described.OpenIdConnectProviderARNs).toEqual([arn]);
    expect(described.CognitoIdentityProviders).toBeUndefined();
  });

  it("is listed in its own Region, page by page", async () => {
    const { aws, client, clientIn, id } = withPool();
    const second = aws.cognitoIdentity.seedIdentityPool({ region: PRIMARY, name: "second" });
    const first = await client.send(list(1));
    expect(first.IdentityPools).toEqual([{ IdentityPoolId: id, IdentityPoolName: "app" }]);
    const rest = await client.send(list(1, first.NextToken));
    expect(rest.IdentityPools?.map((one) => one.IdentityPoolId)).toEqual([second]);
    expect(rest.NextToken).toBeUndefined();
    expect((await clientIn(SECONDARY).send(list(60))).IdentityPools).toEqual([]);
    aws.cognitoIdentity.removeIdentityPool(id);
    expect((await client.send(list(60))).IdentityPools).toHaveLength(1);
  });

  it("is not there in another Region", async () => {
    const { clientIn, id } = withPool();
    expect(await refusal(clientIn(SECONDARY).send(describePool(id)))).toBe(
      `ResourceNotFoundException: IdentityPool '${id}' not found.`,
    );
  });
});

it.each([
  [list(0), "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value gr"],
  [list(61), "Member must have value less than or equal to 60"],
  [new ListIdentityPoolsCommand({ MaxResults: undefined }), "'maxResults'"],
  [list(1, "elsewhere"), "InvalidParameterException"],
  [describePool("no id"), "at 'identityPoolId' failed to satisfy constraint"],
])("is refused: %#", async (command, message) => {
  expect(await refusal(withPool().client.send(command as never))).toContain(message);
});

it("asks IAM about the pool", async () => {
  const { aws, clientIn, id } = withPool();
  const Resource = `arn:aws:cognito-identity:${PRIMARY}:${ACCOUNT}:identitypool/${id}`;
  const Statement = { Effect: "Allow", Action: "cognito-identity:*", Resource };
  const reader = clientIn(PRIMARY, aws.iam.seedRole({ name: "reader", policies: [{ Statement }] }));
  expect(await refusal(reader.send(describePool(id)))).toBe("no refusal");
  expect(await refusal(reader.send(list(60)))).toMatch(/^AccessDeniedException/);
});

it("operations outside the subset answer 501", async () => {
  const { client, id } = withPool();
  const roles = client.send(new GetIdentityPoolRolesCommand({ IdentityPoolId: id }));
  await expect(roles).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});
