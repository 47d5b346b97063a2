// By which names a user is known: its own, whatever the case, and its aliases.

import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createSrpSession, signSrpSession } from "cognito-srp-helper";
import { describe, expect, it } from "vitest";
import type { GlobalSettings } from "../cognito/users/directory.ts";
import { aWorld, CLIENT, PASSWORD, POOL, passwordSignIn, refusal } from "./cognito-world.ts";
import { HelperInteger, withNativePowers } from "./foreign-powers.ts";

withNativePowers(HelperInteger);

function aPoolWith(settings: Partial<GlobalSettings>) {
  const world = aWorld({ seed: { users: [] } });
  world.pool.write(world.pool.primary, (directory) => {
    directory.settings = { ...directory.settings, ...settings };
  });
  return world;
}

type World = ReturnType<typeof aPoolWith>;

async function create(
  { primary }: World,
  Username: string,
  more: Partial<AdminCreateUserCommandInput> = {},
) {
  const id = { UserPoolId: POOL, Username };
  await primary.send(new AdminCreateUserCommand({ ...id, MessageAction: "SUPPRESS", ...more }));
  await primary.send(
    new AdminSetUserPasswordCommand({ ...id, Password: PASSWORD, Permanent: true }),
  );
}

const email = (Value: string, isVerified = true) => ({
  UserAttributes: [
    { Name: "email", Value },
    { Name: "email_verified", Value: String(isVerified) },
  ],
});

const signedIn = ({ primary }: World, name: string) => refusal(primary.send(passwordSignIn(name)));

/** As a client does that answers under `answering`, or under what the challenge says. */
async function bySrp({ primary }: World, name: string, answering?: string): Promise<string> {
  const session = createSrpSession(name, PASSWORD, POOL, false);
  const { ChallengeParameters = {} } = await primary.send(
    new InitiateAuthCommand({
      ...{ AuthFlow: "USER_SRP_AUTH", ClientId: CLIENT },
      AuthParameters: { USERNAME: name, SRP_A: session.largeA },
    }),
  );
  const signed = signSrpSession(session, { ChallengeParameters });
  return refusal(
    primary.send(
      new RespondToAuthChallengeCommand({
        ...{ ChallengeName: "PASSWORD_VERIFIER", ClientId: CLIENT },
        ChallengeResponses: {
          USERNAME: answering ?? ChallengeParameters["USER_ID_FOR_SRP"] ?? "",
          PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
          PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
          TIMESTAMP: signed.timestamp,
        },
      }),
    ),
  );
}

describe("a pool that does not tell cases apart", () => {
  const settings = { UsernameConfiguration: { CaseSensitive: false } };

  it("knows a user by its name in any case, by password and by SRP", async () => {
    const world = aPoolWith(settings);
    await create(world, "Ada");
    for (const name of ["ada", "ADA", "Ada"]) {
      expect(await signedIn(world, name)).toBe("no refusal");
      expect(await bySrp(world, name)).toBe("no refusal");
    }
    const got = await world.primary.send(
      new AdminGetUserCommand({ UserPoolId: POOL, Username: "aDA" }),
    );
    expect(got.Username).toBe("ada");
  });

  it("knows its address in any case as well", async () => {
    const world = aPoolWith({ ...settings, AliasAttributes: ["email"] });
    await create(world, "ada", email("Ada@Example.com"));
    expect(await signedIn(world, "ADA@example.COM")).toBe("no refusal");
  });
});

it("a pool that does, as it is by default, knows a user by the one spelling", async () => {
  const world = aPoolWith({});
  await create(world, "Ada");
  expect(await signedIn(world, "Ada")).toBe("no refusal");
  expect(await signedIn(world, "ada")).toMatch(/^NotAuthorizedException/);
});

describe("an alias", () => {
  const settings = { AliasAttributes: ["email" as const] };

  it("signs in once it is verified", async () => {
    const world = aPoolWith(settings);
    await create(world, "ada", email("ada@example.com", false));
    expect(await signedIn(world, "ada@example.com")).toMatch(/^NotAuthorizedException/);
    await world.primary.send(
      new AdminUpdateUserAttributesCommand({
        ...{ UserPoolId: POOL, Username: "ada" },
        UserAttributes: [{ Name: "email_verified", Value: "true" }],
      }),
    );
    expect(await signedIn(world, "ada@example.com")).toBe("no refusal");
  });

  it("is answered for under the user's own name, and no other", async () => {
    const world = aPoolWith(settings);
    await create(world, "ada", email("ada@example.com"));
    expect(await bySrp(world, "ada@example.com")).toBe("no refusal");
    expect(await bySrp(world, "ada@example.com", "ada@example.com")).toMatch(
      /^NotAuthorizedException/,
    );
  });

  it("is one user's: another gets it by force alone", async () => {
    const world = aPoolWith(settings);
    await create(world, "ada", email("ada@example.com"));
    expect(await refusal(create(world, "eve", email("ada@example.com")))).toBe(
      "AliasExistsException: An account with the given email already exists.",
    );
    await create(world, "eve", { ...email("ada@example.com"), ForceAliasCreation: true });
    const { UserAttributes } = await world.primary.send(
      new AdminGetUserCommand({ UserPoolId: POOL, Username: "ada@example.com" }),
    );
    const got = await world.primary.send(
      new AdminGetUserCommand({ UserPoolId: POOL, Username: "ada" }),
    );
    expect(UserAttributes).not.toEqual(got.UserAttributes);
    expect(got.UserAttributes).toContainEqual({ Name: "email_verified", Value: "false" });
  });

  it("is nobody's name", async () => {
    expect(await refusal(create(aPoolWith(settings), "ada@example.com"))).toBe(
      "InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias.",
    );
  });
});

describe("an address in place of a name", () => {
  it("need not be verified, and is answered for under the name that Cognito made", async () => {
    const world = aPoolWith({ UsernameAttributes: ["email"] });
    await create(world, "ada@example.com");
    expect(await signedIn(world, "ada@example.com")).toBe("no refusal");
    expect(await bySrp(world, "ada@example.com")).toBe("no refusal");
    expect(await bySrp(world, "ada@example.com", "ada@example.com")).toMatch(
      /^NotAuthorizedException/,
    );
  });
});
