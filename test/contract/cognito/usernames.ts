// Promises about the names that a user is known by.

import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { inOwnPool, type OwnPool } from "./own-pool.ts";
import { guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import { newClient, passwordSignIn } from "./subject.ts";

const ATTRIBUTES = guide("user-pool-settings-attributes.html");
const PASSWORD = "Right-horse-9-contract";

async function create({ primary: { client }, poolId }: OwnPool, Username: string, email?: string) {
  const id = { UserPoolId: poolId, Username };
  const UserAttributes =
    email === undefined
      ? []
      : [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ];
  const { User } = await client.send(
    new AdminCreateUserCommand({ ...id, MessageAction: "SUPPRESS", UserAttributes }),
  );
  await client.send(
    new AdminSetUserPasswordCommand({ ...id, Password: PASSWORD, Permanent: true }),
  );
  return User?.Username ?? "";
}

/** The name that a challenge of SRP is to be answered under. */
async function userIdFor(pool: OwnPool, USERNAME: string): Promise<string | undefined> {
  const ClientId = await newClient(pool, { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] });
  const { ChallengeParameters } = await pool.primary.client.send(
    new InitiateAuthCommand({
      ...{ AuthFlow: "USER_SRP_AUTH", ClientId },
      AuthParameters: { USERNAME, SRP_A: "ab".repeat(192) },
    }),
  );
  return ChallengeParameters?.["USER_ID_FOR_SRP"];
}

export const usernamePromises: readonly Promised[] = [
  {
    promise: "a pool with CaseSensitive false knows a user by its name in any case",
    source: SDK,
    changes: true,
    run: (subject) =>
      inOwnPool(subject, { UsernameConfiguration: { CaseSensitive: false } }, async (pool) => {
        const { client } = pool.primary;
        await create(pool, "Contract-Ada");
        for (const username of ["contract-ada", "CONTRACT-ADA"]) {
          await client.send(passwordSignIn(pool, { username, password: PASSWORD }));
        }
        await refused("UsernameExistsException", create(pool, "CONTRACT-ada"));
      }),
  },
  {
    promise: "a user who is made by an e-mail address in place of a name has its sub for a name",
    source: ATTRIBUTES,
    changes: true,
    run: (subject) =>
      inOwnPool(subject, { UsernameAttributes: ["email"] }, async (pool) => {
        const address = "contract-ada@example.com";
        const name = await create(pool, address);
        holds("it is a UUID", /^[0-9a-f-]{36}$/.test(name), name);
        const person = { username: address, password: PASSWORD };
        await pool.primary.client.send(passwordSignIn(pool, person));
        same("USER_ID_FOR_SRP", await userIdFor(pool, address), name);
      }),
  },
  {
    promise: "a verified e-mail alias signs in, and SRP is answered under the user's own name",
    source: ATTRIBUTES,
    changes: true,
    run: (subject) =>
      inOwnPool(subject, { AliasAttributes: ["email"] }, async (pool) => {
        const address = "contract-ada@example.com";
        await create(pool, "contract-ada", address);
        const person = { username: address, password: PASSWORD };
        await pool.primary.client.send(passwordSignIn(pool, person));
        same("USER_ID_FOR_SRP", await userIdFor(pool, address), "contract-ada");
      }),
  },
  {
    promise: "where an e-mail address is an alias, no user is named by one",
    source: "https://github.com/aws-amplify/amplify-js/issues/8800",
    changes: true,
    run: (subject) =>
      inOwnPool(subject, { AliasAttributes: ["email"] }, async (pool) => {
        const sent = create(pool, "contract-ada@example.com");
        const { message } = await refused("InvalidParameterException", sent);
        holds("it says so", message.includes("email format"), message);
      }),
  },
];
