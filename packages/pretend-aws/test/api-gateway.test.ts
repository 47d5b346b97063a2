import {
  APIGatewayClient,
  GetRestApisCommand,
  GetAuthorizersCommand as GetRestAuthorizersCommand,
  GetStagesCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  GetApisCommand,
  GetAuthorizersCommand,
  GetStagesCommand as GetHttpStagesCommand,
} from "@aws-sdk/client-apigatewayv2";
import { describe, expect, it } from "vitest";
import {
  ACCOUNT,
  anAccount,
  POOL,
  PRIMARY,
  poolArnIn,
  refusal,
  SECONDARY,
  START,
} from "./an-account.ts";

type Keys = { accessKeyId: string; secretAccessKey: string };

const ISSUER = `https://cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`;

function withApis() {
  const { aws, at } = anAccount();
  const rest = aws.apiGateway.seedRestApi({
    ...{ region: PRIMARY, name: "orders" },
    authorizers: [
      { name: "pool", type: "COGNITO_USER_POOLS", providerARNs: [poolArnIn(PRIMARY)] },
      { name: "partners", type: "REQUEST", authorizerUri: "arn:aws:apigateway:lambda" },
    ],
  });
  const http = aws.apiGateway.seedHttpApi({
    ...{ region: PRIMARY, name: "basket" },
    authorizers: [{ Name: "jwt", JwtConfiguration: { Issuer: ISSUER, Audience: ["client"] } }],
  });
  const [restIn, httpIn] = [
    (region: string, keys?: Keys) => new APIGatewayClient(at(region, keys)),
    (region: string, keys?: Keys) => new ApiGatewayV2Client(at(region, keys)),
  ];
  return { aws, restIn, httpIn, rest, http };
}

describe("a REST API", () => {
  it("is listed in its Region, with who lets callers in", async () => {
    const { restIn, rest } = withApis();
    const { items = [] } = await restIn(PRIMARY).send(new GetRestApisCommand({}));
    expect(items).toEqual([
      expect.objectContaining({
        ...{ id: rest.apiId, name: "orders", createdDate: new Date(START) },
        endpointConfiguration: { types: ["REGIONAL"] },
      }),
    ]);
    expect(rest.apiId).toMatch(/^[a-z0-9]{10}$/);
    expect((await restIn(SECONDARY).send(new GetRestApisCommand({}))).items).toEqual([]);
    const of = new GetRestAuthorizersCommand({ restApiId: rest.apiId });
    expect((await restIn(PRIMARY).send(of)).items).toEqual([
      {
        ...{ id: rest.authorizerIds[0], name: "pool", type: "COGNITO_USER_POOLS" },
        ...{ providerARNs: [poolArnIn(PRIMARY)], authType: "cognito_user_pools" },
        identitySource: "method.request.header.Authorization",
      },
      expect.objectContaining({ id: rest.authorizerIds[1], name: "partners", type: "REQUEST" }),
    ]);
  });

  it("is told of page by page, 25 on each unless one asks otherwise", async () => {
    const { aws, restIn } = withApis();
    for (let n = 0; n < 25; n++) {
      aws.apiGateway.seedRestApi({ region: PRIMARY, name: `api ${n}`, authorizers: [] });
    }
    const first = await restIn(PRIMARY).send(new GetRestApisCommand({}));
    expect(first.items).toHaveLength(25);
    const { position } = first;
    const rest = await restIn(PRIMARY).send(new GetRestApisCommand({ position }));
    expect(rest.items).toHaveLength(1);
    expect(rest.position).toBeUndefined();
    const all = await restIn(PRIMARY).send(new GetRestApisCommand({ limit: 500 }));
    expect(all.items).toHaveLength(26);
    const many = new GetRestApisCommand({ limit: 501 });
    expect(await refusal(restIn(PRIMARY).send(many))).toMatch(/^BadRequestException/);
  });

  it("is not there in another Region, nor as an HTTP API", async () => {
    const { restIn, httpIn, rest } = withApis();
    const of = new GetRestAuthorizersCommand({ restApiId: rest.apiId });
    const message = `NotFoundException: Invalid API identifier specified ${ACCOUNT}:${rest.apiId}`;
    expect(await refusal(restIn(SECONDARY).send(of))).toBe(message);
    const asHttp = new GetAuthorizersCommand({ ApiId: rest.apiId });
    expect(await refusal(httpIn(PRIMARY).send(asHttp))).toBe(message);
  });
});

describe("an HTTP API", () => {
  it("is listed in its Region, with the issuer that it trusts", async () => {
    const { httpIn, http } = withApis();
    const { Items = [] } = await httpIn(PRIMARY).send(new GetApisCommand({}));
    expect(Items).toEqual([
      expect.objectContaining({
        ...{ ApiId: http.apiId, Name: "basket", ProtocolType: "HTTP" },
        CreatedDate: new Date(START),
      }),
    ]);
    const of = new GetAuthorizersCommand({ ApiId: http.apiId });
    expect((await httpIn(PRIMARY).send(of)).Items).toEqual([
      {
        ...{ AuthorizerId: http.authorizerIds[0], AuthorizerType: "JWT", Name: "jwt" },
        IdentitySource: ["$request.header.Authorization"],
        JwtConfiguration: { Audience: ["client"], Issuer: ISSUER },
      },
    ]);
    expect((await httpIn(SECONDARY).send(new GetApisCommand({}))).Items).toEqual([]);
  });

  it("is told of page by page", async () => {
    const { aws, httpIn, http } = withApis();
    const chat = { region: PRIMARY, name: "chat", protocol: "WEBSOCKET" as const };
    const { apiId } = aws.apiGateway.seedHttpApi({ ...chat, authorizers: [] });
    const first = await httpIn(PRIMARY).send(new GetApisCommand({ MaxResults: "1" }));
    const { NextToken } = first;
    expect(first.Items?.map((one) => one.ApiId)).toEqual([http.apiId]);
    const next = new GetApisCommand({ MaxResults: "1", NextToken });
    const rest = await httpIn(PRIMARY).send(next);
    expect(rest.Items?.map((one) => [one.ApiId, one.ProtocolType])).toEqual([[apiId, "WEBSOCKET"]]);
    expect(rest.NextToken).toBeUndefined();
    aws.apiGateway.removeApi(PRIMARY, http.apiId);
    expect((await httpIn(PRIMARY).send(new GetApisCommand({}))).Items).toHaveLength(1);
  });
});

it("asks IAM for the method on the path", async () => {
  const { aws, restIn, httpIn, rest, http } = withApis();
  const Resource = `arn:aws:apigateway:${PRIMARY}::/restapis/${rest.apiId}/authorizers`;
  const Statement = { Effect: "Allow", Action: "apigateway:GET", Resource };
  const keys = aws.iam.seedRole({ name: "reader", policies: [{ Statement }] });
  const ofRest = new GetRestAuthorizersCommand({ restApiId: rest.apiId });
  expect(await refusal(restIn(PRIMARY, keys).send(ofRest))).toBe("no refusal");
  const others = [
    restIn(PRIMARY, keys).send(new GetRestApisCommand({})),
    httpIn(PRIMARY, keys).send(new GetAuthorizersCommand({ ApiId: http.apiId })),
  ];
  const [list, ofHttp] = await Promise.all(others.map(refusal));
  expect(list).toContain(`apigateway:GET on resource: arn:aws:apigateway:${PRIMARY}::/restapis`);
  expect(ofHttp).toContain(`::/apis/${http.apiId}/authorizers`);
  expect([list, ofHttp].every((one) => one?.startsWith("AccessDeniedException"))).toBe(true);
});

it("operations outside the subset answer 501", async () => {
  const { restIn, httpIn, rest, http } = withApis();
  const asked = [
    restIn(PRIMARY).send(new GetStagesCommand({ restApiId: rest.apiId })),
    httpIn(PRIMARY).send(new GetHttpStagesCommand({ ApiId: http.apiId })),
  ];
  for (const one of asked) {
    await expect(one).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  }
});
