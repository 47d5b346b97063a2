import {
  CreateUserPoolClientCommand,
  GetUserCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { aWorld, CLIENT, KEY, PASSWORD, POOL, passwordSignIn, refusal } from "./cognito-world.ts";

type World = ReturnType<typeof aWorld>;
type Permissions = { WriteAttributes?: string[]; ReadAttributes?: string[] };

const UNAUTHORIZED = "NotAuthorizedException: A client attempted to write unauthorized attribute";

const allow = ({ primary }: World, permissions: Permissions) =>
  primary.send(
    new UpdateUserPoolClientCommand({
      ...{ UserPoolId: POOL, ClientId: CLIENT },
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      ...permissions,
    }),
  );

async function signedIn({ primary }: World) {
  const { AuthenticationResult } = await primary.send(passwordSignIn());
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  const idClaims = JSON.parse(
    Buffer.from(AuthenticationResult?.IdToken?.split(".")[1] ?? "", "base64url").toString(),
  );
  const change = (Name: string, Value: string) =>
    primary.send(
      new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }),
    );
  const shown = async () => {
    const { UserAttributes = [] } = await primary.send(new GetUserCommand({ AccessToken }));
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  };
  return { AccessToken, idClaims, change, shown };
}

describe("a user's own attributes", () => {
  it("are changed, and taken away, with the user's access token", async () => {
    const { change, shown } = await signedIn(aWorld());
    expect(await change("nickname", "Countess")).toMatchObject({ CodeDeliveryDetailsList: [] });
    expect(await shown()).toMatchObject({ nickname: "Countess", email: "ada@example.com" });
    await change("nickname", "");
    expect(await shown()).not.toHaveProperty("nickname");
  });

  it("are standard ones for a client that lists none, and never Cognito's own flags", async () => {
    const { change } = await signedIn(aWorld());
    expect(await refusal(change("custom:team", "blue"))).toBe(UNAUTHORIZED);
    expect(await refusal(change("email_verified", "true"))).toBe(UNAUTHORIZED);
    expect(await refusal(change("sub", "1"))).toBe(UNAUTHORIZED);
  });

  it("are those that the client lists, for writing", async () => {
    const world = aWorld();
    await allow(world, { WriteAttributes: ["nickname"] });
    const { change } = await signedIn(world);
    expect(await refusal(change("nickname", "Countess"))).toBe("no refusal");
    expect(await refusal(change("locale", "en"))).toBe(UNAUTHORIZED);
    const sent = world.primary.send(
      new SignUpCommand({
        ...{ ClientId: CLIENT, Username: "bob", Password: PASSWORD },
        UserAttributes: [{ Name: "locale", Value: "en" }],
      }),
    );
    expect(await refusal(sent)).toBe(UNAUTHORIZED);
  });

  it("are those that the client lists, for reading: of GetUser and of id tokens", async () => {
    const world = aWorld();
    await (await signedIn(world)).change("nickname", "Countess");
    expect((await signedIn(world)).idClaims).toMatchObject({ nickname: "Countess" });
    await allow(world, { ReadAttributes: ["email"] });
    const { idClaims, shown } = await signedIn(world);
    expect(Object.keys(await shown())).toEqual(["sub", "email"]);
    expect(idClaims).toMatchObject({ email: "ada@example.com" });
    expect(idClaims).not.toHaveProperty("nickname");
  });

  it("cannot be written once the session is over, or with a token of another kind", async () => {
    const world = aWorld();
    const { AccessToken, change } = await signedIn(world);
    const UserAttributes = [{ Name: "nickname", Value: "x" }];
    const other = new UpdateUserAttributesCommand({
      AccessToken: `${AccessToken.slice(0, -4)}AAAA`,
      UserAttributes,
    });
    expect(await refusal(world.primary.send(other))).toBe(
      "NotAuthorizedException: Invalid Access Token",
    );
    await world.clock.advance(3_600_000);
    expect(await refusal(change("nickname", "x"))).toBe(
      "NotAuthorizedException: Access Token has expired",
    );
  });

  it("are not written where a message would have to be sent first, which is said", async () => {
    const world = aWorld();
    await world.primary.send(
      new UpdateUserPoolCommand({
        ...{ UserPoolId: POOL, AutoVerifiedAttributes: ["email"] },
        KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: KEY },
        IssuerConfiguration: { Type: "UPDATED" },
      }),
    );
    const { change } = await signedIn(world);
    expect(await refusal(change("email", "ada@example.org"))).toMatch(
      /not part of the pretend AWS/,
    );
  });
});

describe("an app client's lists of attributes", () => {
  const INVALID = "InvalidParameterException: Invalid";

  it("hold what the pool's schema has, and nothing that only Cognito writes", async () => {
    const world = aWorld();
    expect(await refusal(allow(world, { WriteAttributes: ["custom:none"] }))).toBe(
      `${INVALID} write attributes specified while updating a client`,
    );
    expect(await refusal(allow(world, { WriteAttributes: ["email_verified"] }))).toBe(
      `${INVALID} write attributes specified while updating a client`,
    );
    const create = new CreateUserPoolClientCommand({
      ...{ UserPoolId: POOL, ClientName: "new", ReadAttributes: ["custom:none"] },
    });
    expect(await refusal(world.primary.send(create))).toBe(
      `${INVALID} read attributes specified while creating a client`,
    );
    expect(await refusal(allow(world, { ReadAttributes: ["email_verified"] }))).toBe("no refusal");
  });
});
