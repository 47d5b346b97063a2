// A pool of a promise's own, for what would change everybody's: it is made, tried and deleted.

import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { newClient, newPerson, type Person, type Subject } from "./subject.ts";

export interface OwnPool extends Subject {
  readonly user: Person;
}

export async function inOwnPool(
  subject: Subject,
  settings: Partial<CreateUserPoolCommand["input"]>,
  run: (pool: OwnPool) => Promise<void>,
): Promise<void> {
  const { client } = subject.primary;
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({ PoolName: `contract-${subject.unique()}`, ...settings }),
  );
  const poolId = UserPool?.Id ?? "";
  try {
    const clientId = await newClient({ ...subject, poolId });
    // Where addresses are aliases, the person of other pools cannot be made.
    const isAlias = settings.AliasAttributes !== undefined;
    const user = isAlias ? subject.user : await newPerson({ ...subject, poolId });
    await run({ ...subject, poolId, clientId, user });
  } finally {
    await client.send(new DeleteUserPoolCommand({ UserPoolId: poolId }));
  }
}
