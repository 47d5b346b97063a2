// How long a lease lasts when nobody renews it: longer than any two states of the machine may take, a
// wait among them, so it ends only when the machine is gone.

import type { MoveInHand } from "../core/failover/move.ts";
import type { Policy } from "../core/settings/policy.ts";
import { MINUTE } from "../core/values/duration.ts";
import { ActionError } from "../core/values/errors.ts";
import { type Instant, type Millis, millis } from "../core/values/types.ts";
import type { Services } from "./services.ts";

/** At least five minutes; where the settings wait longer between two looks, four more than the wait. */
export function leaseLength({ verify }: Pick<Policy, "verify">): Millis {
  const wait = Math.max(verify.settle, verify.every);
  return millis(Math.max(5 * MINUTE, wait + 4 * MINUTE));
}

type Holder = Pick<MoveInHand, "pool" | "executionName" | "token">;
type LeaseTick = { readonly now: Instant; readonly policy: Policy };

/**
 * The heartbeat of a move: renews its lease, and refuses if it was let go of, since the move is over then, or if
 * somebody else has taken it since.
 */
export async function renewLease(
  services: Pick<Services, "ledger">,
  move: Holder,
  tick: LeaseTick,
): Promise<void> {
  if (!(await isRenewed(services, move, tick))) throw lost(move, "nobody, since it was let go of");
}

/** The same for who may come twice; false where the move is over, and its lease was let go of. */
export async function isRenewed(
  { ledger }: Pick<Services, "ledger">,
  move: Holder,
  { now, policy }: LeaseTick,
): Promise<boolean> {
  const { pool, executionName, token } = move;
  const own = { holder: executionName, token };
  const renewed = await ledger.renewLease(pool, own, { now, length: leaseLength(policy) });
  switch (renewed.kind) {
    case "mine":
      return true;
    case "letGo":
      return false;
    case "another": {
      const { lease } = renewed;
      throw lost(move, lease === null ? "nobody" : `${lease.holder}, token ${lease.token}`);
    }
  }
}

function lost({ pool, executionName, token }: Holder, value: string): ActionError {
  return new ActionError({
    code: "LeaseLost",
    cannot: `go on with the move "${executionName}"`,
    must: `it must still hold the lease of "${pool}" under token ${token}`,
    value,
    next: `cognito-failover status ${pool}`,
  });
}
