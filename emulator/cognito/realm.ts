// What the operations of the pretend Cognito share.

import type { Foundation } from "../world.ts";
import type { Domains } from "./domains.ts";
import type { Metrics } from "./metrics.ts";
import type { OperationKinds } from "./operation.ts";
import type { Pools } from "./pools.ts";
import type { Quotas } from "./quotas.ts";
import type { Tokens } from "./tokens.ts";
import type { Triggers } from "./triggers.ts";

export interface Realm {
  readonly foundation: Foundation;
  readonly pools: Pools;
  readonly domains: Domains;
  readonly tokens: Tokens;
  readonly kinds: OperationKinds;
  readonly triggers: Triggers;
  readonly quotas: Quotas;
  readonly metrics: Metrics;
  /** How long a replica is CREATING, and DELETING, in pretend milliseconds. */
  readonly replicaSetUpMs: number;
}
