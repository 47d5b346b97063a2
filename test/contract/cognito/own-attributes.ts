// Promises about what a user may read and change with its own access token, and what the app client says to it.

import {
  GetUserCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { api, guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import {
  claimsOf,
  needed,
  newClient,
  newPerson,
  type Person,
  type Place,
  type Subject,
  tokensOf,
} from "./subject.ts";

const MULTI_REGION = guide("user-pool-multi-region.html");

const nickname = (AccessToken: string, Value: string) =>
  new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: "nickname", Value }] });

async function shown({ client }: Place, AccessToken: string): Promise<string | undefined> {
  const { UserAttributes = [] } = await client.send(new GetUserCommand({ AccessToken }));
  return UserAttributes.find(({ Name }) => Name === "nickname")?.Value;
}

/** Signed in by a client of the promise's own. */
async function signedIn(
  subject: Subject,
  permissions: { WriteAttributes?: string[]; ReadAttributes?: string[] },
  user: Person,
) {
  const clientId = await newClient(subject, permissions);
  return tokensOf({ ...subject, clientId }, { user });
}

export const ownAttributePromises: readonly Promised[] = [
  {
    promise: "a user changes an attribute with an access token, and reads it at once",
    source: api("UpdateUserAttributes"),
    changes: true,
    run: async (subject) => {
      const user = await newPerson(subject);
      const { AccessToken } = await tokensOf(subject, { user });
      await subject.primary.client.send(nickname(AccessToken, "contract"));
      same("the nickname", await shown(subject.primary, AccessToken), "contract");
    },
  },
  {
    promise: "what a user changes is read in the secondary with an access token from there",
    source: MULTI_REGION,
    needs: ["secondary"],
    changes: true,
    run: async (subject) => {
      const secondary = needed(subject, "secondary");
      const { AccessToken } = await tokensOf(subject);
      const { AccessToken: there } = await tokensOf(subject, { place: secondary });
      const value = `contract-${subject.unique()}`;
      await subject.primary.client.send(nickname(AccessToken, value));
      for (let tries = 0; tries < 60; tries++) {
        if ((await shown(secondary, there)) === value) return;
        await subject.wait(1_000);
      }
      throw new Error("The attribute did not reach the secondary within a minute.");
    },
  },
  {
    promise: "an attribute that the client's WriteAttributes lack cannot be written",
    source: SDK,
    changes: true,
    run: async (subject) => {
      const user = await newPerson(subject);
      const { AccessToken } = await signedIn(subject, { WriteAttributes: ["email"] }, user);
      await refused(
        "NotAuthorizedException",
        subject.primary.client.send(nickname(AccessToken, "contract")),
      );
    },
  },
  {
    promise: "an attribute that the client's ReadAttributes lack is in no answer and no id token",
    source: SDK,
    changes: true,
    run: async (subject) => {
      const user = await newPerson(subject);
      const { AccessToken } = await tokensOf(subject, { user });
      await subject.primary.client.send(nickname(AccessToken, "contract"));
      const tokens = await signedIn(subject, { ReadAttributes: ["email"] }, user);
      same("the nickname", await shown(subject.primary, tokens.AccessToken), undefined);
      holds("the id token lacks it", claimsOf(tokens.IdToken)["nickname"] === undefined);
    },
  },
];
