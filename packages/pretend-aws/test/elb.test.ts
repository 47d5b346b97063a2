import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { ACCOUNT, anAccount, POOL, PRIMARY, poolArnIn, refusal, SECONDARY } from "./an-account.ts";

const ISSUER = `https://issuer-cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`;

const forward: Action = { Type: "forward", TargetGroupArn: "arn:aws:elasticloadbalancing:t" };
const cognito: Action = {
  Type: "authenticate-cognito",
  AuthenticateCognitoConfig: {
    ...{ UserPoolArn: poolArnIn(PRIMARY), UserPoolClientId: "client", UserPoolDomain: "customers" },
    AuthenticationRequestExtraParams: { prompt: "login", display: "page" },
  },
};
const oidc: Action = {
  Type: "authenticate-oidc",
  AuthenticateOidcConfig: {
    ...{ Issuer: ISSUER, ClientId: "client", ClientSecret: "hidden", Scope: "openid email" },
    AuthorizationEndpoint: "https://auth.customers.example/oauth2/authorize",
    TokenEndpoint: "https://auth.customers.example/oauth2/token",
    UserInfoEndpoint: "https://auth.customers.example/oauth2/userInfo",
  },
};
const jwt: Action = {
  Type: "jwt-validation",
  JwtValidationConfig: {
    ...{ Issuer: ISSUER, JwksEndpoint: `${ISSUER}/.well-known/jwks.json` },
    AdditionalClaims: [{ Format: "string-array", Name: "scope", Values: ["a", "b"] }],
  },
};
const path = (value: string) => [{ Field: "path-pattern", PathPatternConfig: { Values: [value] } }];

function withFront() {
  const { aws, at } = anAccount();
  const front = aws.elb.seedLoadBalancer({
    ...{ region: PRIMARY, name: "front" },
    listeners: [
      {
        ...{ port: 443, defaultActions: [forward] },
        rules: [
          { priority: 20, conditions: path("/api/*"), actions: [jwt, forward] },
          { priority: 5, conditions: path("/partners/*"), actions: [oidc, forward] },
        ],
      },
      { port: 8_443, defaultActions: [cognito, forward] },
    ],
  });
  const clientIn = (region: string, keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new ElasticLoadBalancingV2Client(at(region, keys));
  return { aws, clientIn, client: clientIn(PRIMARY), front };
}

const [all, ofFront] = [
  new DescribeLoadBalancersCommand({}),
  (LoadBalancerArn: string) => new DescribeListenersCommand({ LoadBalancerArn }),
];

describe("a load balancer", () => {
  it("is shown in its own Region", async () => {
    const { client, clientIn, front } = withFront();
    const { LoadBalancers } = await client.send(all);
    expect(LoadBalancers).toEqual([
      expect.objectContaining({
        ...{ LoadBalancerArn: front.arn, LoadBalancerName: "front", Type: "application" },
      }),
    ]);
    expect(front.arn).toMatch(
      new RegExp(
        `^arn:aws:elasticloadbalancing:${PRIMARY}:${ACCOUNT}:loadbalancer/app/front/[0-9a-f]{16}$`,
      ),
    );
    expect((await clientIn(SECONDARY).send(all)).LoadBalancers).toEqual([]);
    const named = new DescribeLoadBalancersCommand({ Names: ["front"] });
    expect((await client.send(named)).LoadBalancers).toHaveLength(1);
  });

  it("tells of its listeners how they sign in by default", async () => {
    const { client, front } = withFront();
    const { Listeners = [] } = await client.send(ofFront(front.arn));
    expect(Listeners.map(({ Port, Protocol }) => [Port, Protocol])).toEqual([
      [443, "HTTPS"],
      [8_443, "HTTPS"],
    ]);
    expect(Listeners[1]?.DefaultActions).toEqual([
      {
        ...{ Order: 1, Type: "authenticate-cognito" },
        AuthenticateCognitoConfig: {
          ...cognito.AuthenticateCognitoConfig,
          ...{ SessionCookieName: "AWSELBAuthSessionCookie", SessionTimeout: 604_800 },
          ...{ Scope: "openid", OnUnauthenticatedRequest: "authenticate" },
        },
      },
      { ...forward, Order: 2 },
    ]);
  });

  it("tells of its rules in their order, the default last, without a secret", async () => {
    const { client, front } = withFront();
    const [listener] = front.listeners;
    const { Rules = [] } = await client.send(
      new DescribeRulesCommand({ ListenerArn: listener?.arn }),
    );
    expect(Rules.map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
      ["5", false],
      ["20", false],
      ["default", true],
    ]);
    expect(Rules.map(({ RuleArn }) => RuleArn)).toEqual(listener?.rules);
    expect(Rules[0]?.Conditions).toEqual(path("/partners/*"));
    expect(Rules[0]?.Actions?.[0]?.AuthenticateOidcConfig).toMatchObject({
      ...{ Issuer: ISSUER, ClientId: "client", Scope: "openid email" },
    });
    expect(JSON.stringify(Rules)).not.toContain("hidden");
    expect(Rules[1]?.Actions?.[0]).toEqual({ ...jwt, Order: 1 });
  });

  it("is told of page by page", async () => {
    const { aws, client, front } = withFront();
    const second = { region: PRIMARY, name: "second", listeners: [] };
    const { arn } = aws.elb.seedLoadBalancer(second);
    const first = await client.send(new DescribeLoadBalancersCommand({ PageSize: 1 }));
    expect(first.LoadBalancers?.[0]?.LoadBalancerArn).toBe(front.arn);
    const { NextMarker } = first;
    const rest = await client.send(
      new DescribeLoadBalancersCommand({ PageSize: 1, Marker: NextMarker }),
    );
    expect(rest.LoadBalancers?.[0]?.LoadBalancerArn).toBe(arn);
    expect(rest.NextMarker).toBeUndefined();
    aws.elb.removeLoadBalancer(PRIMARY, "front");
    expect((await client.send(all)).LoadBalancers).toHaveLength(1);
  });
});

const NOWHERE = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/other/1";

it.each([
  [new DescribeLoadBalancersCommand({ LoadBalancerArns: [NOWHERE] }), /^LoadBalancerNotFound/],
  [new DescribeLoadBalancersCommand({ Names: ["other"] }), /^LoadBalancerNotFound/],
  [new DescribeLoadBalancersCommand({ PageSize: 401 }), /^ValidationError/],
  [new DescribeListenersCommand({ LoadBalancerArn: NOWHERE }), /^LoadBalancerNotFound/],
  [new DescribeListenersCommand({ ListenerArns: [NOWHERE] }), /^ListenerNotFound/],
  [new DescribeListenersCommand({}), /^ValidationError/],
  [new DescribeRulesCommand({ ListenerArn: NOWHERE }), /^ListenerNotFound/],
  [new DescribeRulesCommand({ RuleArns: [NOWHERE] }), /^RuleNotFound/],
  [new DescribeRulesCommand({}), /^ValidationError/],
])("refuses what is not there: %#", async (command, message) => {
  expect(await refusal(withFront().client.send(command as never))).toMatch(message);
});

it("is no seed where a listener without TLS would sign in", () => {
  const listeners = [{ port: 80, protocol: "HTTP" as const, defaultActions: [cognito, forward] }];
  const seed = { region: PRIMARY, name: "plain", listeners };
  expect(() => withFront().aws.elb.seedLoadBalancer(seed)).toThrow("not HTTPS");
});

it("asks IAM, which knows no single load balancer here", async () => {
  const { aws, clientIn, front } = withFront();
  const roleWith = (Resource: string) => {
    const Statement = { Effect: "Allow", Action: "elasticloadbalancing:Describe*", Resource };
    return clientIn(PRIMARY, aws.iam.seedRole({ name: "reader", policies: [{ Statement }] }));
  };
  expect(await refusal(roleWith("*").send(ofFront(front.arn)))).toBe("no refusal");
  expect(await refusal(roleWith(front.arn).send(ofFront(front.arn)))).toMatch(/^AccessDenied/);
});

it("operations outside the subset answer 501", async () => {
  const groups = withFront().client.send(new DescribeTargetGroupsCommand({}));
  await expect(groups).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});
