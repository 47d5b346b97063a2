// What the operations of the pretend Cognito share.

import type { Foundation } from "../../world.ts";
import type { Domains } from "../pool/domains.ts";
import type { Pools } from "../pool/pools.ts";
import type { Triggers } from "../pool/triggers.ts";
import type { KeyUseOf } from "../quotas/key-state.ts";
import type { Metrics } from "../quotas/metrics.ts";
import type { Quotas } from "../quotas/quotas.ts";
import type { WebAclBefore } from "../quotas/web-acl.ts";
import type { MaySend } from "../regional/sender.ts";
import type { Tokens } from "../sign-in/tokens.ts";
import type { OperationKinds } from "./operation.ts";

export interface Realm {
  readonly foundation: Foundation;
  readonly pools: Pools;
  readonly domains: Domains;
  readonly tokens: Tokens;
  readonly kinds: OperationKinds;
  readonly triggers: Triggers;
  readonly quotas: Quotas;
  readonly metrics: Metrics;
  readonly webAclBefore: WebAclBefore;
  readonly keyUse: KeyUseOf;
  readonly maySend: MaySend;
  /** How long a replica is CREATING, and DELETING, in pretend milliseconds. */
  readonly replicaSetUpMs: number;
}
