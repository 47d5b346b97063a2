// How long a lease lasts when nobody renews it: longer than any single state of the machine may take,
// so it ends only when the machine is gone.

import { ActionError } from "../core/errors.ts";
import type { MoveInHand } from "../core/move.ts";
import { type Instant, millis } from "../core/types.ts";
import type { Services } from "./_services.ts";

export const LEASE_LENGTH = millis(5 * 60_000);

/** The heartbeat of a move: renews its lease, and refuses if somebody else has taken it since. */
export async function renewLease(
  { ledger }: Pick<Services, "ledger">,
  { pool, executionName, token }: Pick<MoveInHand, "pool" | "executionName" | "token">,
  now: Instant,
): Promise<void> {
  const taken = await ledger.takeLease(pool, executionName, { now, length: LEASE_LENGTH });
  if (taken.kind === "mine" && taken.lease.token === token) return;
  throw new ActionError({
    code: "LeaseLost",
    cannot: `go on with the move "${executionName}"`,
    must: `it must still hold the lease of "${pool}" under token ${token}`,
    value: `${taken.lease.holder}, token ${taken.lease.token}`,
    next: `cognito-failover status ${pool}`,
  });
}
