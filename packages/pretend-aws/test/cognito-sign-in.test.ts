import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  ChangePasswordCommand,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createSecretHash, createSrpSession, signSrpSession } from "cognito-srp-helper";
import { describe, expect, it } from "vitest";
import { totpCode } from "../cognito/sign-in/totp.ts";
import { aWorld, CLIENT, PASSWORD, POOL, passwordSignIn, refusal } from "./cognito-world.ts";
import { HelperInteger, withNativePowers } from "./foreign-powers.ts";

withNativePowers(HelperInteger);

const WRONG = "NotAuthorizedException: Incorrect username or password.";
const TOTP_SECRET = "JBSWY3DPEHPK3PXP";

function srpStart(username: string, password: string) {
  const session = createSrpSession(username, password, POOL, false);
  const command = new InitiateAuthCommand({
    AuthFlow: "USER_SRP_AUTH",
    ClientId: CLIENT,
    AuthParameters: { USERNAME: username, SRP_A: session.largeA },
  });
  return { session, command };
}

function srpAnswer(responses: Record<string, string>) {
  return new RespondToAuthChallengeCommand({
    ChallengeName: "PASSWORD_VERIFIER",
    ClientId: CLIENT,
    ChallengeResponses: responses,
  });
}

async function srpResponses(
  { primary }: ReturnType<typeof aWorld>,
  username = "ada",
  password = PASSWORD,
) {
  const { session, command } = srpStart(username, password);
  const { ChallengeParameters = {} } = await primary.send(command);
  const signed = signSrpSession(session, { ChallengeParameters });
  return {
    USERNAME: username,
    PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
    PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
    TIMESTAMP: signed.timestamp,
  };
}

describe("sign-in by password", () => {
  it("gives three tokens for the right password", async () => {
    const { primary } = aWorld();
    const { AuthenticationResult } = await primary.send(passwordSignIn());
    expect(AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: "Bearer" });
    expect(AuthenticationResult?.RefreshToken).toBeTypeOf("string");
  });

  it("answers a wrong password and an unknown user alike where the client hides users", async () => {
    const { primary } = aWorld();
    expect(await refusal(primary.send(passwordSignIn("ada", "Wrong-horse-9")))).toBe(WRONG);
    expect(await refusal(primary.send(passwordSignIn("eve", PASSWORD)))).toBe(WRONG);
  });

  it("says that a user does not exist where the client does not hide users", async () => {
    const { primary } = aWorld();
    const { UserPoolClient } = await primary.send(
      new CreateUserPoolClientCommand({
        UserPoolId: POOL,
        ClientName: "legacy",
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      }),
    );
    expect(
      await refusal(primary.send(passwordSignIn("eve", PASSWORD, UserPoolClient?.ClientId))),
    ).toBe("UserNotFoundException: User does not exist.");
  });

  it("is refused to a disabled user until the user is enabled again", async () => {
    const { primary } = aWorld();
    const user = { UserPoolId: POOL, Username: "ada" };
    await primary.send(new AdminDisableUserCommand(user));
    expect(await refusal(primary.send(passwordSignIn()))).toBe(
      "NotAuthorizedException: User is disabled.",
    );
    await primary.send(new AdminEnableUserCommand(user));
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("is refused to a client that does not allow the flow", async () => {
    const { primary } = aWorld();
    const { UserPoolClient } = await primary.send(
      new CreateUserPoolClientCommand({ UserPoolId: POOL, ClientName: "defaults" }),
    );
    const ClientId = UserPoolClient?.ClientId ?? "";
    expect(await refusal(primary.send(passwordSignIn("ada", PASSWORD, ClientId)))).toBe(
      "InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client",
    );
    const admin = new AdminInitiateAuthCommand({
      UserPoolId: POOL,
      ClientId,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD },
    });
    expect(await refusal(primary.send(admin))).toMatch(/^InvalidParameterException: Auth flow/);
  });

  it("locks a user out for 1, 2, 4 seconds from the fifth wrong password on", async () => {
    const { primary, clock } = aWorld();
    const wrong = () => refusal(primary.send(passwordSignIn("ada", "Wrong-horse-9")));
    const locked = "NotAuthorizedException: Password attempts exceeded";
    for (let attempt = 0; attempt < 5; attempt++) expect(await wrong()).toBe(WRONG);
    for (const seconds of [1, 2, 4]) {
      expect(await refusal(primary.send(passwordSignIn()))).toBe(locked);
      await clock.advance(seconds * 1000 - 1);
      expect(await wrong()).toBe(locked);
      await clock.advance(1);
      expect(await wrong()).toBe(WRONG);
    }
    await clock.advance(8000);
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
    expect(await wrong()).toBe(WRONG);
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("needs the secret hash where the client has a secret", async () => {
    const { primary } = aWorld({ seed: { clientSecret: "s3cret" } });
    const signIn = (hash?: string) =>
      refusal(
        primary.send(
          new InitiateAuthCommand({
            AuthFlow: "USER_PASSWORD_AUTH",
            ClientId: CLIENT,
            AuthParameters: {
              USERNAME: "ada",
              PASSWORD,
              ...(hash === undefined ? {} : { SECRET_HASH: hash }),
            },
          }),
        ),
      );
    expect(await signIn()).toBe(
      `NotAuthorizedException: Client ${CLIENT} is configured with secret but SECRET_HASH was not received`,
    );
    expect(await signIn(createSecretHash("eve", CLIENT, "s3cret"))).toBe(
      `NotAuthorizedException: SecretHash does not match for the client: ${CLIENT}`,
    );
    expect(await signIn(createSecretHash("ada", CLIENT, "s3cret"))).toBe("no refusal");
  });

  it("is refused for a client that does not exist", async () => {
    const { primary } = aWorld();
    expect(await refusal(primary.send(passwordSignIn("ada", PASSWORD, "nobody")))).toBe(
      "ResourceNotFoundException: User pool client nobody does not exist.",
    );
  });
});

describe("sign-in by SRP", () => {
  it("takes a claim once", async () => {
    const world = aWorld();
    const responses = await srpResponses(world);
    const { AuthenticationResult } = await world.primary.send(srpAnswer(responses));
    expect(AuthenticationResult?.AccessToken).toBeTypeOf("string");
    expect(await refusal(world.primary.send(srpAnswer(responses)))).toBe(
      "NotAuthorizedException: Invalid session for the user, session can only be used once.",
    );
  });

  it("refuses a claim after the session has expired", async () => {
    const world = aWorld();
    const responses = await srpResponses(world);
    await world.clock.advance(180_000);
    expect(await refusal(world.primary.send(srpAnswer(responses)))).toBe(
      "NotAuthorizedException: Invalid session for the user, session is expired.",
    );
  });

  it("is answered only by the Region that posed the challenge", async () => {
    const world = aWorld();
    const responses = await srpResponses(world);
    expect(await refusal(world.secondary.send(srpAnswer(responses)))).toBe(
      "NotAuthorizedException: Invalid session for the user.",
    );
  });

  it("takes a claim that signs the day as Cognito writes it, without a leading zero", async () => {
    const { primary } = aWorld();
    const answerSigned = async (timestamp: string, sent = timestamp) => {
      const { session, command } = srpStart("ada", PASSWORD);
      const { ChallengeParameters = {} } = await primary.send(command);
      const signed = signSrpSession({ ...session, timestamp }, { ChallengeParameters });
      const responses = {
        USERNAME: "ada",
        PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
        PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
        TIMESTAMP: sent,
      };
      return refusal(primary.send(srpAnswer(responses)));
    };
    expect(await answerSigned("Mon Nov 2 15:04:05 UTC 2026")).toBe("no refusal");
    expect(await answerSigned("Mon Nov 02 15:04:05 UTC 2026")).toBe(WRONG);
    expect(await answerSigned("Mon Nov 2 15:04:05 UTC 2026", "Tue Nov 3 15:04:05 UTC 2026")).toBe(
      WRONG,
    );
    expect(await answerSigned("2026-11-02")).toMatch(
      /^InvalidParameterException: TIMESTAMP format/,
    );
  });

  it("poses an unknown user a challenge that looks real and cannot be met", async () => {
    const world = aWorld();
    const first = await world.primary.send(srpStart("eve", PASSWORD).command);
    const again = await world.primary.send(srpStart("eve", PASSWORD).command);
    expect(first.ChallengeParameters?.["SALT"]).toMatch(/^[0-9a-f]{32}$/);
    expect(first.ChallengeParameters?.["SALT"]).toBe(again.ChallengeParameters?.["SALT"]);
    const responses = await srpResponses(world, "eve");
    expect(await refusal(world.primary.send(srpAnswer(responses)))).toBe(WRONG);
  });

  it("counts wrong claims towards the lockout", async () => {
    const world = aWorld();
    for (let attempt = 0; attempt < 5; attempt++) {
      const responses = await srpResponses(world, "ada", "Wrong-horse-9");
      expect(await refusal(world.primary.send(srpAnswer(responses)))).toBe(WRONG);
    }
    expect(await refusal(world.primary.send(passwordSignIn()))).toBe(
      "NotAuthorizedException: Password attempts exceeded",
    );
  });
});

describe("challenges after the password", () => {
  it("make an invited user choose a password", async () => {
    const { primary } = aWorld();
    await primary.send(
      new AdminCreateUserCommand({
        UserPoolId: POOL,
        Username: "bob",
        TemporaryPassword: "Temporary-1",
      }),
    );
    const { ChallengeName, Session } = await primary.send(passwordSignIn("bob", "Temporary-1"));
    expect(ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    const answer = (NEW_PASSWORD: string, session = Session) =>
      primary.send(
        new RespondToAuthChallengeCommand({
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          ClientId: CLIENT,
          Session: session,
          ChallengeResponses: { USERNAME: "bob", NEW_PASSWORD },
        }),
      );
    const { AuthenticationResult } = await answer("Permanent-2");
    expect(AuthenticationResult?.IdToken).toBeTypeOf("string");
    const user = await primary.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: "bob" }));
    expect(user.UserStatus).toBe("CONFIRMED");
    expect(await refusal(primary.send(passwordSignIn("bob", "Temporary-1")))).toBe(WRONG);
    expect(await refusal(primary.send(passwordSignIn("bob", "Permanent-2")))).toBe("no refusal");
  });

  it("refuse a temporary password after seven days", async () => {
    const { primary, clock } = aWorld();
    await primary.send(
      new AdminCreateUserCommand({
        UserPoolId: POOL,
        Username: "bob",
        TemporaryPassword: "Temporary-1",
      }),
    );
    await clock.advance(7 * 86_400_000);
    expect(await refusal(primary.send(passwordSignIn("bob", "Temporary-1")))).toMatch(
      /^NotAuthorizedException: Temporary password has expired/,
    );
  });

  it("ask for a TOTP code, and take it until a wrong one does not match", async () => {
    const users = [{ username: "tom", password: PASSWORD, totpSecret: TOTP_SECRET }];
    const { primary, clock } = aWorld({ seed: { users } });
    const { ChallengeName, Session } = await primary.send(passwordSignIn("tom"));
    expect(ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
      primary.send(
        new RespondToAuthChallengeCommand({
          ChallengeName: "SOFTWARE_TOKEN_MFA",
          ClientId: CLIENT,
          Session,
          ChallengeResponses: { USERNAME: "tom", SOFTWARE_TOKEN_MFA_CODE },
        }),
      );
    const old = totpCode(TOTP_SECRET, clock.now() - 600_000);
    expect(await refusal(answer(old))).toMatch(/^CodeMismatchException/);
    const { AuthenticationResult } = await answer(totpCode(TOTP_SECRET, clock.now()));
    expect(AuthenticationResult?.AccessToken).toBeTypeOf("string");
  });

  it("keep an unconfirmed user out until an administrator confirms", async () => {
    const { primary } = aWorld();
    await primary.send(
      new SignUpCommand({ ClientId: CLIENT, Username: "sue", Password: "Signed-up-1" }),
    );
    expect(await refusal(primary.send(passwordSignIn("sue", "Signed-up-1")))).toBe(
      "UserNotConfirmedException: User is not confirmed.",
    );
    await primary.send(new AdminConfirmSignUpCommand({ UserPoolId: POOL, Username: "sue" }));
    expect(await refusal(primary.send(passwordSignIn("sue", "Signed-up-1")))).toBe("no refusal");
  });
});

describe("ConfirmSignUp", () => {
  const confirmed = (world: ReturnType<typeof aWorld>, Username: string) =>
    refusal(
      world.primary.send(
        new ConfirmSignUpCommand({ ClientId: CLIENT, Username, ConfirmationCode: "123456" }),
      ),
    );

  it("takes no code, as none was sent", async () => {
    const world = aWorld();
    await world.primary.send(
      new SignUpCommand({ ClientId: CLIENT, Username: "sue", Password: "Signed-up-1" }),
    );
    const wrong = "CodeMismatchException: Invalid verification code provided, please try again.";
    expect(await confirmed(world, "sue")).toBe(wrong);
    expect(await confirmed(world, "nobody")).toBe(wrong);
  });

  it("refuses whoever is confirmed", async () => {
    expect(await confirmed(aWorld(), "ada")).toBe(
      "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
    );
  });
});

describe("ChangePassword", () => {
  it("changes the password for whoever knows the old one", async () => {
    const { primary } = aWorld();
    const { AuthenticationResult } = await primary.send(passwordSignIn());
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      refusal(
        primary.send(
          new ChangePasswordCommand({
            AccessToken: AuthenticationResult?.AccessToken,
            PreviousPassword,
            ProposedPassword,
          }),
        ),
      );
    expect(await change("Wrong-horse-9", "New-horse-10")).toBe(WRONG);
    expect(await change(PASSWORD, "short")).toMatch(/^InvalidPasswordException/);
    expect(await change(PASSWORD, "New-horse-10")).toBe("no refusal");
    expect(await refusal(primary.send(passwordSignIn()))).toBe(WRONG);
    expect(await refusal(primary.send(passwordSignIn("ada", "New-horse-10")))).toBe("no refusal");
  });
});
