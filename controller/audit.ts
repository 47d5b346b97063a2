// The audit trail: what happened, for people and `why`. It never decides: an event that cannot be written is
// logged, and the move goes on.

import type { Ledger } from "../aws/ledger/ledger.ts";
import { signatureOf } from "../aws/sdk/failure-signature.ts";
import type { ControllerEvent } from "../core/report/event.ts";

export async function note(
  ledger: Pick<Ledger, "append">,
  events: readonly ControllerEvent[],
  log: (line: { readonly reason: string }) => void,
): Promise<void> {
  try {
    await ledger.append(events);
  } catch (error) {
    const { name } = signatureOf(error);
    for (const { sentence } of events) log({ reason: `not kept (${name}): ${sentence}` });
  }
}
