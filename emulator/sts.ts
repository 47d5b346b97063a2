// The pretend STS: who is calling. Everyone is the one user of the one account.

import type { Service } from "./service.ts";
import { queryService } from "./wire/query.ts";
import type { Foundation } from "./world.ts";

export function stsService({ random, accountId }: Foundation): Service {
  return queryService({
    name: "sts",
    version: "2011-06-15",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    random,
    operations: {
      GetCallerIdentity: () => ({
        Arn: `arn:aws:iam::${accountId}:user/pretend`,
        UserId: "AIDAPRETENDUSER000001",
        Account: accountId,
      }),
    },
  });
}
