// Which partitions of the ledger each Lambda may touch, and how: what its file in functions/ calls, and no more.
// A vantage writes its own words alone; what they come to is written by the move and the watch.

import {
  approvalPartition,
  healthPartition,
  poolPartition,
  practisingPartition,
  signalsPartition,
  vantagePartition,
} from "../../core/values/partitions.ts";
import { ledgerArn } from "./arns.ts";
import type { Given, RoleStatement } from "./given.ts";

type Verb = "GetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem";
type PartitionOf = (pool: string) => string;

/** Of every pool: state, lease, events and notices. */
export function poolItems(given: Given, ...verbs: Verb[]): RoleStatement {
  return on(given, given.config.pools, { verbs, of: [poolPartition] });
}

/** What all vantages say. */
export function wordsRead(given: Given): RoleStatement {
  return on(given, given.config.pools, { verbs: ["Query"], of: [wordsOf] });
}

/** What was read of signals, and what AWS Health said. */
export function otherEvidenceRead(given: Given): RoleStatement {
  return on(given, given.config.pools, {
    verbs: ["Query"],
    of: [signalsPartition, healthPartition],
  });
}

/** Its writer's, which reads again what it learnt of real traffic and of limits. */
export function otherEvidenceKept(given: Given): RoleStatement {
  return on(given, given.config.pools, { verbs: ["GetItem", "PutItem"], of: [signalsPartition] });
}

/** How many sign-ins are usual, which the pool's signals have learnt. */
export function usualRead(given: Given): RoleStatement {
  return on(given, given.config.pools, { verbs: ["GetItem"], of: [signalsPartition] });
}

export function healthKept(given: Given): RoleStatement {
  return on(given, given.config.pools, { verbs: ["PutItem"], of: [healthPartition] });
}

/** For who follows a practice run: whoever judges it writes no more than that. */
export function looksKept(given: Given): RoleStatement {
  return on(given, given.config.pools, { verbs: ["PutItem"], of: [practisingPartition] });
}

/** Whoever asks keeps the question and drops it; nobody of ours reads it. */
export function approvalKept(given: Given): RoleStatement {
  return on(given, given.config.pools, {
    verbs: ["PutItem", "DeleteItem"],
    of: [approvalPartition],
  });
}

/** The probe in `region` reads what all vantages of its pools say, and writes as this one alone. */
export function ownWords(given: Given, region: string): RoleStatement[] {
  const pools = given.config.pools.filter(({ vantages }) => vantages.some((one) => one === region));
  if (pools.length === 0) return [];
  return [
    on(given, pools, { verbs: ["GetItem"], of: [poolPartition] }),
    on(given, pools, { verbs: ["Query"], of: [wordsOf] }),
    on(given, pools, { verbs: ["PutItem"], of: [(pool) => vantagePartition(pool, region)] }),
  ];
}

/** No name of a pool holds a "#", so that this is no other pool's. */
function wordsOf(pool: string): string {
  return vantagePartition(pool, "*");
}

/**
 * `ForAllValues` holds also where a request names no key at all, so that it names one is asked for besides.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function on(
  given: Given,
  pools: readonly { readonly name: string }[],
  { verbs, of }: { readonly verbs: readonly Verb[]; readonly of: readonly PartitionOf[] },
): RoleStatement {
  const variable = "dynamodb:LeadingKeys";
  const values = of.flatMap((partition) => pools.map(({ name }) => partition(name)));
  return {
    actions: verbs.map((verb) => `dynamodb:${verb}`),
    resources: [ledgerArn(given)],
    conditions: [
      { test: "ForAllValues:StringLike", variable, values },
      { test: "Null", variable, values: ["false"] },
    ],
  };
}
