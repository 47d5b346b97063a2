// How long a lease lasts when nobody renews it: longer than any two states of the machine may take, a
// wait among them, so it ends only when the machine is gone.

import { ActionError } from "../core/errors.ts";
import type { MoveInHand } from "../core/failover/move.ts";
import type { Policy } from "../core/policy.ts";
import { type Instant, type Millis, millis } from "../core/types.ts";
import type { Services } from "./_services.ts";

const MINUTE = 60_000;

/** At least five minutes; where the settings wait longer between two looks, four more than the wait. */
export function leaseLength({ verify }: Pick<Policy, "verify">): Millis {
  const wait = Math.max(verify.settle, verify.every);
  return millis(Math.max(5 * MINUTE, wait + 4 * MINUTE));
}

/** The heartbeat of a move: renews its lease, and refuses if somebody else has taken it since. */
export async function renewLease(
  { ledger }: Pick<Services, "ledger">,
  { pool, executionName, token }: Pick<MoveInHand, "pool" | "executionName" | "token">,
  { now, policy }: { readonly now: Instant; readonly policy: Policy },
): Promise<void> {
  const length = leaseLength(policy);
  const taken = await ledger.takeLease(pool, executionName, { now, length });
  if (taken.kind === "mine" && taken.lease.token === token) return;
  throw new ActionError({
    code: "LeaseLost",
    cannot: `go on with the move "${executionName}"`,
    must: `it must still hold the lease of "${pool}" under token ${token}`,
    value: `${taken.lease.holder}, token ${taken.lease.token}`,
    next: `cognito-failover status ${pool}`,
  });
}
