// What does replication add to a pool's own bill in a month? Its users and machine tokens go in.

import { type FeaturePlan, replicationOffer } from "../values/regions.ts";

export interface ReplicatedUse {
  readonly plan: FeaturePlan;
  /** Who are active in a month. */
  readonly users: number;
  /** Machine tokens in a month. */
  readonly tokens: number;
}

export interface ReplicationCost {
  readonly users: number;
  /** By the first tier, which is the dearest. */
  readonly tokens: number;
  readonly dollars: number;
}

/** Of a thousand machine tokens, first tier, without replication. https://aws.amazon.com/cognito/pricing/ */
export const dollarsPerThousandTokens = 2.25;

export function replicationCost(use: ReplicatedUse): ReplicationCost {
  const { plans, tokenShare } = replicationOffer;
  const users = use.users * plans[use.plan].dollarsPerUser;
  const tokens = (use.tokens / 1_000) * dollarsPerThousandTokens * tokenShare;
  return { users, tokens, dollars: users + tokens };
}
