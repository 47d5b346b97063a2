import {
  DeleteUserPoolDomainCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { addressChecks } from "../../../cli/smoke/address-checks.ts";
import { aContext, looked, primary, secondary } from "./a-context.ts";

/** Without a path of its own, managed login has no callback URL to ask with. */
const unmoved = {
  paths: { managedLogin: null },
  journeys: { managedLogin: null, federation: null },
};

describe("the addresses of a pool that no lever moves", () => {
  it("show their login page to the client of the settings", async () => {
    const found = await looked(addressChecks, aContext());
    expect(
      Object.values(found).map(({ kind, name, found }) => `${kind} ${name}: ${found}`),
    ).toEqual([
      "ok prefix domain, us-west-2: shows its login page",
      "ok prefix domain, us-east-1: shows its login page",
    ]);
  });

  it("answer at least, where the settings name no callback URL", async () => {
    const found = await looked(addressChecks, aContext(unmoved));
    expect(
      Object.values(found).map(({ kind, name, found }) => `${kind} ${name}: ${found}`),
    ).toEqual([
      "ok prefix domain, us-west-2: its token endpoint answers",
      "ok prefix domain, us-east-1: its token endpoint answers",
      "ok domain: ACTIVE",
    ]);
  });

  it.each([
    ["with a callback URL", {}],
    ["without one", unmoved],
  ])("are missed in the Region where they are gone, %s", async (_, pool) => {
    const given = aContext(pool);
    await given.cognito(secondary).send(
      new DeleteUserPoolDomainCommand({
        UserPoolId: given.policy.userPoolId,
        Domain: "customers-pretend-east",
      }),
    );
    const found = await looked(addressChecks, given);
    expect(found["prefix domain, us-west-2"]?.kind).toBe("ok");
    expect(found["prefix domain, us-east-1"]).toMatchObject({
      kind: "failed",
      must: expect.stringContaining("customers-pretend-east.auth.us-east-1.amazoncognito.com must"),
      next: "aws cognito-idp describe-user-pool --region us-east-1 --user-pool-id us-west-2_Pretend01 --query UserPool.Domain",
    });
  });

  it("show no page to a client whose callback URL is another", async () => {
    const given = aContext();
    await given.cognito(primary).send(
      new UpdateUserPoolClientCommand({
        ...{ UserPoolId: given.policy.userPoolId, ClientId: given.policy.clientId },
        ...{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ["code"] },
        ...{ AllowedOAuthScopes: ["openid"], CallbackURLs: ["https://elsewhere.example/"] },
        SupportedIdentityProviders: ["COGNITO"],
      }),
    );
    const found = await looked(addressChecks, given);
    expect(found["prefix domain, us-west-2"]?.kind).toBe("failed");
  });

  it("tell a custom domain that is gone, or another pool's", async () => {
    const given = aContext(unmoved);
    const stranger = { ...given.policy, userPoolId: "us-west-2_Another01" as never };
    const other = await looked(addressChecks, { ...given, policy: stranger });
    expect(other["domain"]).toMatchObject({
      kind: "failed",
      found: "it is us-west-2_Pretend01's",
      must: "auth.customers.example must be a domain of us-west-2_Another01",
    });
    const nowhere = { ...given.policy, domain: "auth.nowhere.example" };
    const gone = await looked(addressChecks, { ...given, policy: nowhere });
    expect(gone["domain"]).toMatchObject({ kind: "failed", found: "Cognito knows no such domain" });
  });
});
