import { createHmac } from "node:crypto";
import {
  AddUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { endpointOf } from "../wire/in-process.ts";
import { aWorld, CLIENT, DOMAIN, PASSWORD, POOL, refusal } from "./cognito-world.ts";

const ids = { UserPoolId: POOL, ClientId: CLIENT };
const [OLD, NEW] = ["old-secret", "new0secret0new0secret0new0"];

async function rotating() {
  const world = aWorld({ seed: { clientSecret: OLD } });
  await world.primary.send(new AddUserPoolClientSecretCommand({ ...ids, ClientSecret: NEW }));
  return world;
}

const signIn = (secret: string) =>
  new InitiateAuthCommand({
    ...{ ClientId: CLIENT, AuthFlow: "USER_PASSWORD_AUTH" },
    AuthParameters: {
      ...{ USERNAME: "ada", PASSWORD },
      SECRET_HASH: createHmac("sha256", secret).update(`ada${CLIENT}`).digest("base64"),
    },
  });

describe("a client with two secrets", () => {
  it("takes either wherever it proves itself", async () => {
    const { primary, fetch } = await rotating();
    for (const ClientSecret of [OLD, NEW]) {
      const { AuthenticationResult } = await primary.send(signIn(ClientSecret));
      const RefreshToken = AuthenticationResult?.RefreshToken;
      const ClientId = CLIENT;
      const refresh = { ClientId, ClientSecret, RefreshToken };
      await primary.send(new GetTokensFromRefreshTokenCommand(refresh));
      const form = new URLSearchParams({
        ...{ grant_type: "refresh_token", refresh_token: RefreshToken ?? "" },
      });
      const answer = await fetch(`${endpointOf("global")}/oauth2/token`, {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${CLIENT}:${ClientSecret}`).toString("base64")}`,
          "content-type": "application/x-www-form-urlencoded",
          "x-forwarded-host": DOMAIN,
        },
        body: form.toString(),
      });
      expect(answer.status).toBe(200);
      await primary.send(new RevokeTokenCommand({ ClientId, ClientSecret, Token: RefreshToken }));
    }
    expect(await refusal(primary.send(signIn("another-secret")))).toBe(
      `NotAuthorizedException: SecretHash does not match for the client: ${CLIENT}`,
    );
  });

  it("is described with the older one", async () => {
    const { primary } = await rotating();
    const { UserPoolClient } = await primary.send(new DescribeUserPoolClientCommand(ids));
    expect(UserPoolClient?.ClientSecret).toBe(OLD);
  });

  it("has the new one in the secondary when it has arrived", async () => {
    const { secondary, clock } = await rotating();
    await secondary.send(signIn(OLD));
    expect(await refusal(secondary.send(signIn(NEW)))).toMatch(/SecretHash does not match/);
    await clock.advance(1_000);
    await secondary.send(signIn(NEW));
  });
});

it("a client without a secret gets none", async () => {
  const { primary } = aWorld();
  expect(await refusal(primary.send(new AddUserPoolClientSecretCommand(ids)))).toMatch(
    /^InvalidParameterException/,
  );
});

it("a secret has 24 characters or more", async () => {
  const { primary } = aWorld({ seed: { clientSecret: OLD } });
  const short = { ...ids, ClientSecret: "short" };
  expect(await refusal(primary.send(new AddUserPoolClientSecretCommand(short)))).toMatch(
    /^InvalidParameterException/,
  );
});
