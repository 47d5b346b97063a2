// Whether a lever stands where the ledger says that users are served.

import { type CheckFinding, skipped } from "./check.ts";
import { type About, type Serving, servingSide } from "./smoke-context.ts";

/** While a move is under way nobody can say where a lever should be. */
export async function standsAs(
  { context, policy }: About,
  look: (serving: NonNullable<Serving>) => CheckFinding,
): Promise<CheckFinding> {
  const serving = servingSide(await context.services.ledger.readState(policy.name));
  return serving === null ? skipped("a move is under way") : look(serving);
}
