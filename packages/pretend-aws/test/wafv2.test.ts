import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  AssociateWebACLCommand,
  CreateIPSetCommand,
  DisassociateWebACLCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  type Rule,
  WAFV2Client,
} from "@aws-sdk/client-wafv2";
import { describe, expect, it } from "vitest";
import type { BlockRule } from "../cognito/quotas/web-acl.ts";
import { endpointOf, inProcessFetch } from "../wire/in-process.ts";
import { ACCOUNT, anAccount, POOL, PRIMARY, poolArnIn, refusal, SECONDARY } from "./an-account.ts";

const metric = {
  ...{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: "often" },
};
const rules: Rule[] = [
  {
    ...{ Name: "often", Priority: 0, Action: { Block: {} }, VisibilityConfig: metric },
    Statement: { RateBasedStatement: { Limit: 1_000, AggregateKeyType: "IP" } },
  },
];
const ofPool = (region: string) =>
  new GetWebACLForResourceCommand({ ResourceArn: poolArnIn(region) });

function protectable() {
  const { aws, at } = anAccount();
  const pool = {
    ...{ id: POOL, name: "customers", region: PRIMARY, secondary: SECONDARY },
    ...{ clientId: "client", clientName: "web", issuer: "UPDATED" as const },
    prefixes: { [SECONDARY]: "customers" },
    users: [{ username: "ada", password: "Right-horse-9" }],
  };
  aws.cognito.seedPool(pool);
  const seeded = (region: string, blocks?: BlockRule) =>
    aws.wafv2.seedWebAcl({ region, name: "sign-in", rules, ...(blocks && { blocks }) });
  const clientIn = (region: string, keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new WAFV2Client(at(region, keys));
  const signIn = (region: string) =>
    refusal(
      new CognitoIdentityProviderClient(at(region)).send(
        new InitiateAuthCommand({
          ...{ ClientId: "client", AuthFlow: "USER_PASSWORD_AUTH" },
          AuthParameters: { USERNAME: "ada", PASSWORD: "Right-horse-9" },
        }),
      ),
    );
  const [primary, secondary] = [clientIn(PRIMARY), clientIn(SECONDARY)];
  return { aws, clientIn, primary, secondary, seeded, signIn };
}

describe("a web ACL", () => {
  it("is shown by its ARN, or by its name and id in its Region", async () => {
    const { primary, secondary, seeded } = protectable();
    const ARN = seeded(PRIMARY);
    const { WebACL, LockToken } = await primary.send(new GetWebACLCommand({ ARN }));
    expect(WebACL).toEqual({
      ...{ Name: "sign-in", Id: expect.any(String), ARN, Description: "", Rules: rules },
      ...{ DefaultAction: { Allow: {} }, VisibilityConfig: { ...metric, MetricName: "sign-in" } },
      ...{ Capacity: 1, ManagedByFirewallManager: false, RetrofittedByFirewallManager: false },
      LabelNamespace: `awswaf:${ACCOUNT}:webacl:sign-in:`,
    });
    expect(LockToken).toMatch(/^[\da-f]{32}$/);
    const byName = { Name: "sign-in", Id: WebACL?.Id, Scope: "REGIONAL" as const };
    expect((await primary.send(new GetWebACLCommand(byName))).WebACL).toEqual(WebACL);
    expect(await refusal(secondary.send(new GetWebACLCommand(byName)))).toBe(
      "WAFNonexistentItemException: AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
    );
  });
});

describe("the web ACL of a pool", () => {
  it("is each Region's own, put before it and taken away", async () => {
    const { primary, secondary, seeded } = protectable();
    const [here, there] = [seeded(PRIMARY), seeded(SECONDARY)];
    await primary.send(
      new AssociateWebACLCommand({ WebACLArn: here, ResourceArn: poolArnIn(PRIMARY) }),
    );
    expect((await primary.send(ofPool(PRIMARY))).WebACL?.ARN).toBe(here);
    expect((await secondary.send(ofPool(SECONDARY))).WebACL).toBeUndefined();
    const ResourceArn = poolArnIn(SECONDARY);
    await secondary.send(new AssociateWebACLCommand({ WebACLArn: there, ResourceArn }));
    expect((await secondary.send(ofPool(SECONDARY))).WebACL?.ARN).toBe(there);
    await secondary.send(new DisassociateWebACLCommand({ ResourceArn }));
    expect((await secondary.send(ofPool(SECONDARY))).WebACL).toBeUndefined();
    expect((await primary.send(ofPool(PRIMARY))).WebACL?.ARN).toBe(here);
  });

  it("stops what it is seeded to stop, at the API and at a domain", async () => {
    const { aws, seeded, signIn } = protectable();
    const visit = () =>
      inProcessFetch(aws.dispatch)(
        `${endpointOf(SECONDARY)}/login?client_id=client&response_type=code&redirect_uri=https://example.com/callback`,
        { headers: { "x-forwarded-host": `customers.auth.${SECONDARY}.amazoncognito.com` } },
      );
    expect((await visit()).status).toBe(200);
    aws.wafv2.associate(poolArnIn(SECONDARY), seeded(SECONDARY, {}));
    expect(await signIn(SECONDARY)).toMatch(/^ForbiddenException/);
    expect((await visit()).status).toBe(403);
    expect(await signIn(PRIMARY)).toBe("no refusal");
    seeded(SECONDARY);
    expect(await signIn(SECONDARY)).toBe("no refusal");
  });

  it.each([
    [poolArnIn(PRIMARY), "WAFInvalidParameterException: Error reason: The ARN isn't valid."],
    ["arn:aws:s3:::bucket", "WAFInvalidParameterException: Error reason: The ARN isn't valid."],
    [`${poolArnIn(SECONDARY)}x`, "WAFNonexistentItemException"],
  ])("is refused for %s", async (ResourceArn, message) => {
    const { secondary, seeded } = protectable();
    const WebACLArn = seeded(SECONDARY);
    const associate = new AssociateWebACLCommand({ WebACLArn, ResourceArn });
    expect(await refusal(secondary.send(associate))).toContain(message);
  });

  it("is one of its Region", async () => {
    const { secondary, seeded } = protectable();
    const WebACLArn = seeded(PRIMARY);
    const associate = new AssociateWebACLCommand({ WebACLArn, ResourceArn: poolArnIn(SECONDARY) });
    expect(await refusal(secondary.send(associate))).toMatch(/^WAFNonexistentItemException/);
  });

  it("needs WAF's permission and the pool's", async () => {
    const { aws, clientIn } = protectable();
    const statement = (...actions: string[]) => ({
      policies: [{ Statement: { Effect: "Allow", Action: actions, Resource: "*" } }],
    });
    const actions = ["wafv2:GetWebACLForResource", "cognito-idp:GetWebACLForResource"];
    const half = aws.iam.seedRole({ name: "half", ...statement(actions[0] ?? "") });
    const both = aws.iam.seedRole({ name: "both", ...statement(...actions) });
    expect(await refusal(clientIn(PRIMARY, half).send(ofPool(PRIMARY)))).toMatch(
      /^AccessDeniedException.*cognito-idp:GetWebACLForResource/,
    );
    expect(await refusal(clientIn(PRIMARY, both).send(ofPool(PRIMARY)))).toBe("no refusal");
  });
});

it("operations outside the subset answer 501", async () => {
  const create = new CreateIPSetCommand({
    ...{ Name: "a", Scope: "REGIONAL", IPAddressVersion: "IPV4", Addresses: [] },
  });
  await expect(protectable().primary.send(create)).rejects.toMatchObject({
    $metadata: { httpStatusCode: 501 },
  });
});
