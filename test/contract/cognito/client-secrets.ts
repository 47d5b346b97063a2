// Promises about the two secrets that an app client may have.

import { createHmac } from "node:crypto";
import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { api, holds, type Promised, refused, SDK, same } from "./promise.ts";
import type { Subject } from "./subject.ts";

async function confidential({ primary, poolId: UserPoolId, unique }: Subject) {
  const { UserPoolClient: made = {} } = await primary.client.send(
    new CreateUserPoolClientCommand({
      ...{ UserPoolId, ClientName: `contract-${unique()}`, GenerateSecret: true },
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  const { ClientId = "", ClientSecret = "" } = made;
  return { ids: { UserPoolId, ClientId }, first: ClientSecret };
}

const signIn = ({ user }: Subject, ClientId: string, secret: string) =>
  new InitiateAuthCommand({
    ...{ ClientId, AuthFlow: "USER_PASSWORD_AUTH" },
    AuthParameters: {
      ...{ USERNAME: user.username, PASSWORD: user.password },
      SECRET_HASH: createHmac("sha256", secret)
        .update(user.username + ClientId)
        .digest("base64"),
    },
  });

export const clientSecretPromises: readonly Promised[] = [
  {
    promise: "an app client may have two secrets, and each of them signs in until it is deleted",
    source: api("AddUserPoolClientSecret"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const { ids, first } = await confidential(subject);
      const { ClientSecretDescriptor: added } = await client.send(
        new AddUserPoolClientSecretCommand(ids),
      );
      const second = added?.ClientSecretValue ?? "";
      holds("the new one is told", second !== "" && second !== first);
      const { ClientSecrets = [] } = await client.send(new ListUserPoolClientSecretsCommand(ids));
      same("how many there are", ClientSecrets.length, 2);
      for (const secret of [first, second])
        await client.send(signIn(subject, ids.ClientId, secret));
      const old = ClientSecrets.find(
        ({ ClientSecretId }) => ClientSecretId !== added?.ClientSecretId,
      );
      const ClientSecretId = old?.ClientSecretId;
      await client.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
      await client.send(signIn(subject, ids.ClientId, second));
      await refused("NotAuthorizedException", client.send(signIn(subject, ids.ClientId, first)));
    },
  },
  {
    promise: "a third secret is LimitExceededException",
    source: api("AddUserPoolClientSecret"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const { ids } = await confidential(subject);
      await client.send(new AddUserPoolClientSecretCommand(ids));
      const sent = client.send(new AddUserPoolClientSecretCommand(ids));
      await refused("LimitExceededException", sent);
    },
  },
  {
    promise: "the last secret cannot be deleted",
    source: api("DeleteUserPoolClientSecret"),
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const { ids } = await confidential(subject);
      const { ClientSecrets = [] } = await client.send(new ListUserPoolClientSecretsCommand(ids));
      const ClientSecretId = ClientSecrets[0]?.ClientSecretId;
      const sent = client.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
      await refused("InvalidParameterException", sent);
    },
  },
  {
    promise: "secrets are listed by id and date alone, and one that was given is not told again",
    source: SDK,
    changes: true,
    run: async (subject) => {
      const { client } = subject.primary;
      const { ids } = await confidential(subject);
      const ClientSecret = "contract0contract0contract0contract0";
      const { ClientSecretDescriptor: added } = await client.send(
        new AddUserPoolClientSecretCommand({ ...ids, ClientSecret }),
      );
      same("what is told of it", added?.ClientSecretValue, undefined);
      const { ClientSecrets = [] } = await client.send(new ListUserPoolClientSecretsCommand(ids));
      for (const { ClientSecretId = "", ClientSecretValue } of ClientSecrets) {
        same("the value", ClientSecretValue, undefined);
        holds("the id", new RegExp(`^${ids.ClientId}--\\d+$`).test(ClientSecretId), ClientSecretId);
      }
      await client.send(signIn(subject, ids.ClientId, ClientSecret));
    },
  },
];
