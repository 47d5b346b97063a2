import {
  DeleteIdentityProviderCommand,
  DeleteUserPoolClientCommand,
  SetRiskConfigurationCommand,
  SetUserPoolMfaConfigCommand,
  UpdateResourceServerCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { userPoolChecks } from "../../../cli/smoke/user-pool-checks.ts";
import {
  giveSecret,
  rememberDevices,
  takeSecret,
  withSettings,
} from "../../functions/builders/a-pool-that.ts";
import { aContext, looked, primary, secondary } from "./a-context.ts";

type Given = ReturnType<typeof aContext>;

const more = {
  signals: { traffic: { clients: ["2web3client"], identityProviders: ["Staff"] } },
};

const client: Omit<UpdateUserPoolClientCommandInput, "UserPoolId" | "ClientId"> = {
  ExplicitAuthFlows: [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
  ],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid"],
  CallbackURLs: ["https://www.customers.example/signed-in"],
  SupportedIdentityProviders: [
    ...["COGNITO", "Google", "Facebook", "SignInWithApple", "LoginWithAmazon", "Staff", "Partners"],
  ],
};

const update =
  (change: Partial<UpdateUserPoolClientCommandInput>, clientId?: string) =>
  ({ cognito, policy }: Given) =>
    cognito(primary).send(
      new UpdateUserPoolClientCommand({
        UserPoolId: policy.userPoolId,
        ClientId: clientId ?? policy.clientId,
        ...client,
        ...change,
      }),
    );

const removeClient = (which: (given: Given) => string) => (given: Given) =>
  given.cognito(primary).send(
    new DeleteUserPoolClientCommand({
      UserPoolId: given.policy.userPoolId,
      ClientId: which(given),
    }),
  );

const removeProvider = (ProviderName: string) => async (given: Given) => {
  const SupportedIdentityProviders = ["COGNITO", "Google"];
  await update({ SupportedIdentityProviders })(given);
  await update({ SupportedIdentityProviders }, "2web3client")(given);
  await given
    .cognito(primary)
    .send(new DeleteIdentityProviderCommand({ UserPoolId: given.policy.userPoolId, ProviderName }));
};

const find = async (given: Given) => looked(userPoolChecks, given);

describe("what the settings name inside the user pool", () => {
  it("is all there in a pool that was set up", async () => {
    const found = await find(aContext(more));
    expect(
      Object.values(found).map(({ name, kind, found }) => `${kind} ${name}: ${found}`),
    ).toEqual([
      "ok issuer: UPDATED",
      "ok MFA: MfaConfiguration OFF",
      "ok threat protection: AdvancedSecurityMode OFF",
      "ok remembered devices: the pool remembers none",
      "ok app client: allows USER_PASSWORD_AUTH and USER_SRP_AUTH",
      "ok client's secrets: it has none",
      "ok callback URL: the client has https://www.customers.example/signed-in",
      "ok machine's scopes: the client may have orders/read",
      "ok traffic's clients: 1 are there",
      "ok identity providers: 6 are there, 6 offered",
      "ok lag's attribute: can be changed, written and read",
    ]);
  });

  it("is read in one description of the pool, of the primary's alone", async () => {
    const given = aContext(more);
    await find(given);
    const described = given.aws.gate.calls.filter(
      ({ operation }) => operation === "DescribeUserPool",
    );
    expect(described.map(({ region }) => region)).toEqual([primary]);
  });

  it("is not looked for where the settings do not name it", async () => {
    const journeys = {
      ...{ srp: null, managedLogin: null, federation: null },
      ...{ clientCredentials: null, replicationLag: null },
    };
    const given = aContext({ journeys, paths: { managedLogin: null } });
    expect(Object.keys(await find(given))).toEqual([
      ...[
        "issuer",
        "MFA",
        "threat protection",
        "remembered devices",
        "app client",
        "client's secrets",
      ],
    ]);
  });

  it("tells a secret of the client that the secondary does not have yet", async () => {
    const given = aContext();
    const name = "client's secrets";
    giveSecret(given, "one");
    expect((await find(given))[name]).toMatchObject({ found: "one, in both Regions" });
    giveSecret(given, "one", "two");
    expect((await find(given))[name]).toMatchObject({
      ...{ kind: "ok", found: "two, a rotation is under way" },
    });
    takeSecret(given, secondary, "one");
    expect((await find(given))[name]).toMatchObject({
      ...{ kind: "failed", found: "two has not arrived" },
      next: expect.stringMatching(/list-user-pool-client-secrets --region us-east-1 /),
    });
  });

  it("tells what threat protection does about risky sign-ins of the probes' client", async () => {
    const given = aContext();
    withSettings(given, {
      UserPoolTier: "PLUS",
      UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
    });
    const told = async () => (await find(given))["threat protection"];
    expect(await told()).toMatchObject({ kind: "ok" });
    const set = (EventAction: "BLOCK" | "NO_ACTION", of: object = {}) =>
      given.cognito(primary).send(
        new SetRiskConfigurationCommand({
          ...{ UserPoolId: given.policy.userPoolId, ...of },
          AccountTakeoverRiskConfiguration: {
            Actions: { HighAction: { Notify: false, EventAction } },
          },
        }),
      );
    await set("BLOCK");
    expect(await told()).toMatchObject({
      ...{ kind: "failed", found: "ENFORCED, with BLOCK at HIGH risk" },
      next: "docs/deploy.md#a-pool-with-threat-protection",
    });
    await set("NO_ACTION", { ClientId: given.policy.clientId });
    expect(await told()).toMatchObject({ kind: "ok" });
  });

  it("tells a pool in which no session can be gone on with, and does not blame it", async () => {
    const given = aContext();
    rememberDevices(given);
    expect((await find(given))["remembered devices"]).toMatchObject({
      ...{ kind: "skipped", found: "the pool remembers devices: no probe refreshes a session" },
    });
  });

  it("has no need of MFA or of the client's flows where probes sign nobody in", async () => {
    const journeys = { federation: null, clientCredentials: null, replicationLag: null };
    const given = aContext({ journeys });
    const loginPageAlone = { ...given.policy.journeys, password: null, srp: null };
    Object.assign(given.policy, { journeys: loginPageAlone });
    expect(Object.keys(await find(given))).toEqual(["issuer", "callback URL"]);
  });

  it.each([
    {
      when: "the client lacks a flow of a journey",
      name: "app client",
      change: update({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
      says: "does not allow USER_SRP_AUTH",
      next: /describe-user-pool-client .*--query UserPoolClient\.ExplicitAuthFlows$/,
    },
    {
      when: "the pool demands MFA of everybody",
      name: "MFA",
      change: ({ cognito, policy }: Given) =>
        cognito(primary).send(
          new SetUserPoolMfaConfigCommand({
            ...{ UserPoolId: policy.userPoolId, MfaConfiguration: "ON" },
            SoftwareTokenMfaConfiguration: { Enabled: true },
          }),
        ),
      says: "MfaConfiguration ON",
      next: /^docs\/deploy\.md#a-pool-that-demands-mfa$/,
    },
    {
      when: "there is no such client",
      name: "app client",
      change: removeClient(({ policy }) => policy.clientId),
      says: "the pool has no such client",
      next: /^aws cognito-idp describe-user-pool-client --region us-west-2 --user-pool-id us-west-2_Pretend01 --client-id 1pretend2client3example4567 /,
    },
    {
      when: "the callback URL of the client was changed",
      name: "callback URL",
      change: update({ CallbackURLs: ["https://www.customers.example/elsewhere"] }),
      says: "the client has https://www.customers.example/elsewhere",
      next: /--query "UserPoolClient\.\[CallbackURLs,/,
    },
    {
      when: "the client may not use OAuth",
      name: "callback URL",
      change: update({ AllowedOAuthFlowsUserPoolClient: false }),
      says: 'the client has no flow "code"',
      next: /AllowedOAuthFlowsUserPoolClient\]"$/,
    },
    {
      when: "an identity provider is gone",
      name: "identity providers",
      change: removeProvider("Staff"),
      says: "the pool has no Staff",
      next: /list-identity-providers/,
    },
    {
      when: "the client offers an identity provider no more",
      name: "identity providers",
      change: update({ SupportedIdentityProviders: ["COGNITO", "Google"] }),
      says: "the client offers no Facebook, SignInWithApple, LoginWithAmazon, Staff and Partners",
      next: /list-identity-providers/,
    },
    {
      when: "the client may not write the attribute of the lag",
      name: "lag's attribute",
      change: update({ WriteAttributes: ["email"], ReadAttributes: ["email", "nickname"] }),
      says: "the client lacks it in WriteAttributes",
      next: /^docs\/deploy\.md#the-attribute-of-the-lag$/,
    },
    {
      when: "the client may neither write nor read it",
      name: "lag's attribute",
      change: update({ WriteAttributes: ["email"], ReadAttributes: ["email"] }),
      says: "the client lacks it in WriteAttributes and ReadAttributes",
      next: /^docs\/deploy\.md#the-attribute-of-the-lag$/,
    },
    {
      when: "a client of real users is gone",
      name: "traffic's clients",
      change: removeClient(() => "2web3client"),
      says: "the pool has no 2web3client",
      next: /list-user-pool-clients/,
    },
  ])("is told when $when", async ({ name, change, says, next }) => {
    const given = aContext(more);
    await change(given);
    const found = await find(given);
    expect(found[name]).toMatchObject({ kind: "failed", found: says });
    expect(found[name]?.next).toMatch(next);
  });

  it("tells a scope that the resource server has no more", async () => {
    const given = aContext();
    await given.cognito(primary).send(
      new UpdateResourceServerCommand({
        ...{ UserPoolId: given.policy.userPoolId, Identifier: "orders", Name: "orders" },
        Scopes: [{ ScopeName: "write", ScopeDescription: "to write" }],
      }),
    );
    expect((await find(given))["machine's scopes"]).toMatchObject({
      kind: "failed",
      found: "the pool has no scope orders/read",
      must: expect.stringContaining("us-west-2_Pretend01 must have orders/read"),
    });
  });

  it("tells an attribute that the pool does not have, and an issuer that is another", async () => {
    const given = aContext({ journeys: { replicationLag: { attribute: "custom:marker" } } });
    const policy = { ...given.policy, issuer: "ORIGINAL" as const };
    const found = await looked(userPoolChecks, { ...given, policy });
    expect(found["lag's attribute"]).toMatchObject({
      kind: "failed",
      must: "custom:marker must be an attribute of us-west-2_Pretend01 that can be changed, and 1pretend2client3example4567 must have it in its WriteAttributes and ReadAttributes",
      next: expect.stringMatching(/--query UserPool.SchemaAttributes$/),
    });
    expect(found["issuer"]).toMatchObject({ kind: "failed", found: "UPDATED" });
  });

  it("shows nobody the secret of a client", async () => {
    const given = aContext();
    const machine = await given.context
      .secretsIn(given.context.home)
      .machineClient(given.policy.probeUser.secret);
    expect(machine.clientSecret.length).toBeGreaterThan(20);
    expect(JSON.stringify(await find(given))).not.toContain(machine.clientSecret);
  });
});
