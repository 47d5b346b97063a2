// Promises about signing in: passwords, SRP, challenges, tokens.

import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createSrpSession, signSrpSession } from "cognito-srp-helper";
import { api, guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import {
  allTokens,
  claimsOf,
  needed,
  newClient,
  newPerson,
  type Person,
  passwordSignIn,
  type Subject,
  tokensOf,
} from "./subject.ts";

const WRONG = "Incorrect username or password.";

async function srp(subject: Subject, { username, password }: Person) {
  const { client } = subject.primary;
  const session = createSrpSession(username, password, subject.poolId, false);
  const { ChallengeName, ChallengeParameters = {} } = await client.send(
    new InitiateAuthCommand({
      AuthFlow: "USER_SRP_AUTH",
      ClientId: subject.clientId,
      AuthParameters: { USERNAME: username, SRP_A: session.largeA },
    }),
  );
  same("the challenge", ChallengeName, "PASSWORD_VERIFIER");
  const signed = signSrpSession(session, { ChallengeParameters });
  const answer = () =>
    client.send(
      new RespondToAuthChallengeCommand({
        ChallengeName: "PASSWORD_VERIFIER",
        ClientId: subject.clientId,
        ChallengeResponses: {
          USERNAME: ChallengeParameters["USERNAME"] ?? username,
          PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
          PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
          TIMESTAMP: signed.timestamp,
        },
      }),
    );
  return { ChallengeParameters, answer };
}

export const signInPromises: readonly Promised[] = [
  {
    promise: "the right password gives an id, an access and a refresh token at once",
    source: api("InitiateAuth"),
    run: async (subject) => {
      const { primary, user } = subject;
      const answer = await primary.client.send(passwordSignIn(subject, user));
      allTokens(answer.AuthenticationResult);
      same("the challenge", answer.ChallengeName, undefined);
      same("TokenType", answer.AuthenticationResult?.TokenType, "Bearer");
    },
  },
  {
    promise: "a wrong password is NotAuthorizedException",
    source: guide("cognito-user-pool-managing-errors.html"),
    run: async (subject) => {
      const wrong = { ...subject.user, password: `Wrong-${subject.unique()}` };
      const sent = subject.primary.client.send(passwordSignIn(subject, wrong));
      same("the message", (await refused("NotAuthorizedException", sent)).message, WRONG);
    },
  },
  {
    promise:
      "an unknown user is told apart from a wrong password by nothing where users are hidden",
    source: guide("cognito-user-pool-managing-errors.html"),
    run: async (subject) => {
      const nobody = {
        username: `nobody-${subject.unique()}@example.com`,
        password: "Right-horse-9",
      };
      const sent = subject.primary.client.send(passwordSignIn(subject, nobody));
      same("the message", (await refused("NotAuthorizedException", sent)).message, WRONG);
    },
  },
  {
    promise: "an unknown user is UserNotFoundException where users are not hidden",
    source: guide("cognito-user-pool-managing-errors.html"),
    changes: true,
    run: async (subject) => {
      const clientId = await newClient(subject, { PreventUserExistenceErrors: "LEGACY" });
      const nobody = {
        username: `nobody-${subject.unique()}@example.com`,
        password: "Right-horse-9",
      };
      const sent = subject.primary.client.send(passwordSignIn({ clientId }, nobody));
      await refused("UserNotFoundException", sent);
    },
  },
  {
    promise: "a sign-in without its parameters is InvalidParameterException",
    source: SDK,
    run: async ({ primary, clientId, user }) => {
      const AuthParameters = { USERNAME: user.username };
      const AuthFlow = "USER_PASSWORD_AUTH";
      const command = new InitiateAuthCommand({ AuthFlow, ClientId: clientId, AuthParameters });
      await refused("InvalidParameterException", primary.client.send(command));
    },
  },
  {
    promise: "a client that does not exist is ResourceNotFoundException",
    source: SDK,
    run: async ({ primary, user }) => {
      const command = passwordSignIn({ clientId: "1example23456789" }, user);
      await refused("ResourceNotFoundException", primary.client.send(command));
    },
  },
  {
    promise: "a flow for administrators is not InitiateAuth's",
    source: api("InitiateAuth"),
    run: async ({ primary, clientId, user }) => {
      const command = new InitiateAuthCommand({
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        ClientId: clientId,
        AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
      });
      await refused("InvalidParameterException", primary.client.send(command));
    },
  },
  {
    promise: "a flow that the client does not allow is InvalidParameterException",
    source: api("CreateUserPoolClient"),
    changes: true,
    run: async (subject) => {
      const clientId = await newClient(subject, {
        ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"],
      });
      const sent = subject.primary.client.send(passwordSignIn({ clientId }, subject.user));
      await refused("InvalidParameterException", sent);
    },
  },
  {
    promise: "a client with a secret is refused without SECRET_HASH",
    source: guide("signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash"),
    changes: true,
    run: async (subject) => {
      const clientId = await newClient(subject, { GenerateSecret: true });
      const sent = subject.primary.client.send(passwordSignIn({ clientId }, subject.user));
      await refused("NotAuthorizedException", sent);
    },
  },
  {
    promise: "AdminInitiateAuth takes a password from an administrator",
    source: api("AdminInitiateAuth"),
    run: async ({ primary, poolId, clientId, user }) => {
      const command = new AdminInitiateAuthCommand({
        ...{ UserPoolId: poolId, ClientId: clientId, AuthFlow: "ADMIN_USER_PASSWORD_AUTH" },
        AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
      });
      allTokens((await primary.client.send(command)).AuthenticationResult);
    },
  },
  {
    promise: "SRP proves the password without sending it",
    source: guide("amazon-cognito-user-pools-authentication-flow-methods.html"),
    run: async (subject) => {
      const { ChallengeParameters, answer } = await srp(subject, subject.user);
      for (const name of ["SALT", "SECRET_BLOCK", "SRP_B", "USER_ID_FOR_SRP"]) {
        holds(`${name} is in the challenge`, ChallengeParameters[name] !== undefined);
      }
      allTokens((await answer()).AuthenticationResult);
    },
  },
  {
    promise: "SRP with a wrong password is refused at the answer, not at the start",
    source: guide("amazon-cognito-user-pools-authentication-flow-methods.html"),
    run: async (subject) => {
      const wrong = { ...subject.user, password: `Wrong-${subject.unique()}` };
      const { answer } = await srp(subject, wrong);
      await refused("NotAuthorizedException", answer());
    },
  },
  {
    promise: "SRP poses a challenge to a user who does not exist",
    source: guide("cognito-user-pool-managing-errors.html"),
    run: async (subject) => {
      const nobody = {
        username: `nobody-${subject.unique()}@example.com`,
        password: "Right-horse-9",
      };
      const { answer } = await srp(subject, nobody);
      await refused("NotAuthorizedException", answer());
    },
  },
  {
    promise: "the access token names client, user and scope, the id token audience and user name",
    source: guide("amazon-cognito-user-pools-using-the-access-token.html"),
    run: async (subject) => {
      const { AccessToken, IdToken } = await tokensOf(subject);
      const [access, id] = [claimsOf(AccessToken), claimsOf(IdToken)];
      same("token_use", [access["token_use"], id["token_use"]], ["access", "id"]);
      same("client_id", access["client_id"], subject.clientId);
      same("aud", id["aud"], subject.clientId);
      same("scope", access["scope"], "aws.cognito.signin.user.admin");
      same("username", access["username"], id["cognito:username"]);
      same("sub", access["sub"], id["sub"]);
      for (const name of ["jti", "origin_jti", "auth_time", "event_id", "exp", "iat"]) {
        holds(`the access token has ${name}`, access[name] !== undefined);
      }
    },
  },
  {
    promise: "GetUser shows the bearer of an access token",
    source: api("GetUser"),
    run: async (subject) => {
      const { AccessToken } = await tokensOf(subject);
      const shown = await subject.primary.client.send(new GetUserCommand({ AccessToken }));
      const sub = shown.UserAttributes?.find(({ Name }) => Name === "sub")?.Value;
      same("sub", sub, claimsOf(AccessToken)["sub"]);
    },
  },
  {
    promise: "an access token that was tampered with is NotAuthorizedException",
    source: SDK,
    run: async (subject) => {
      const { AccessToken: token } = await tokensOf(subject);
      const letter = token.at(-9) === "A" ? "B" : "A";
      const AccessToken = `${token.slice(0, -9)}${letter}${token.slice(-8)}`;
      const sent = subject.primary.client.send(new GetUserCommand({ AccessToken }));
      await refused("NotAuthorizedException", sent);
    },
  },
  {
    promise: "a disabled user cannot sign in",
    source: api("AdminDisableUser"),
    changes: true,
    run: async (subject) => {
      const person = await newPerson(subject);
      const { client } = subject.primary;
      const user = { UserPoolId: subject.poolId, Username: person.username };
      await client.send(new AdminDisableUserCommand(user));
      const sent = client.send(passwordSignIn(subject, person));
      same(
        "the message",
        (await refused("NotAuthorizedException", sent)).message,
        "User is disabled.",
      );
    },
  },
  {
    promise: "an invited user must choose a password, and then has tokens",
    source: api("AdminCreateUser"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const username = `contract-${subject.unique()}@example.com`;
      const password = "Temporary-horse-9";
      await client.send(
        new AdminCreateUserCommand({
          ...{ UserPoolId: subject.poolId, Username: username, TemporaryPassword: password },
          MessageAction: "SUPPRESS",
        }),
      );
      const { ChallengeName, Session } = await client.send(
        passwordSignIn(subject, { username, password }),
      );
      same("the challenge", ChallengeName, "NEW_PASSWORD_REQUIRED");
      const { AuthenticationResult } = await client.send(
        new RespondToAuthChallengeCommand({
          ...{ ChallengeName: "NEW_PASSWORD_REQUIRED", ClientId: subject.clientId, Session },
          ChallengeResponses: { USERNAME: username, NEW_PASSWORD: "Chosen-horse-9" },
        }),
      );
      allTokens(AuthenticationResult);
    },
  },
  {
    promise: "a user who signed up cannot sign in before being confirmed",
    source: api("SignUp"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const person = {
        username: `contract-${subject.unique()}@example.com`,
        password: "Right-horse-9",
      };
      const signUp = new SignUpCommand({
        ClientId: subject.clientId,
        Username: person.username,
        Password: person.password,
      });
      same("UserConfirmed", (await client.send(signUp)).UserConfirmed, false);
      await refused("UsernameExistsException", client.send(signUp));
      await refused("UserNotConfirmedException", client.send(passwordSignIn(subject, person)));
    },
  },
  {
    promise: "a password that breaks the policy is InvalidPasswordException",
    source: api("SignUp"),
    changes: true,
    run: async ({ primary, clientId, unique }) => {
      const Username = `contract-${unique()}@example.com`;
      const command = new SignUpCommand({ ClientId: clientId, Username, Password: "short" });
      await refused("InvalidPasswordException", primary.client.send(command));
    },
  },
  {
    promise: "a user with TOTP is asked for a code in the primary",
    source: guide("user-pool-settings-mfa-totp.html"),
    needs: ["totpUser"],
    run: async (subject) => {
      const user = needed(subject, "totpUser");
      const answer = await subject.primary.client.send(passwordSignIn(subject, user));
      same("the challenge", answer.ChallengeName, "SOFTWARE_TOKEN_MFA");
      same("the tokens", answer.AuthenticationResult, undefined);
    },
  },
];
