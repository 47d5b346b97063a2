// The pretend STS: who is calling, by the key that has signed.

import { userIdOf } from "../iam/iam.ts";
import { arnOf } from "../iam/principal.ts";
import type { Service } from "../service.ts";
import { queryService } from "../wire/query.ts";
import type { Foundation } from "../world.ts";

export function stsService({ random, accountId }: Foundation): Service {
  return queryService({
    name: "sts",
    version: "2011-06-15",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    random,
    // Everyone may ask who they are, whatever a policy says.
    deedsOf: () => [],
    operations: {
      GetCallerIdentity: (_, { principal }) => ({
        Arn: arnOf(principal),
        UserId: userIdOf(principal),
        Account: accountId,
      }),
    },
  });
}
