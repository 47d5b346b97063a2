// What does a majority of vantages say of a Region right now? Read from home alone; what cannot be read is
// undetermined, on which nothing is ever put back.

import type { Ledger } from "../aws/ledger/ledger.ts";
import { benchOf } from "../core/detect/bench.ts";
import { type Verdict, verdict } from "../core/detect/verdict.ts";
import type { Policy } from "../core/settings/policy.ts";
import type { Instant, Millis, Region } from "../core/values/types.ts";

export async function whatIsSaidOf(
  { ledger }: { readonly ledger: Pick<Ledger, "readVantageReports"> },
  region: Region,
  tick: { readonly policy: Policy; readonly now: Instant; readonly probeEvery: Millis },
): Promise<Verdict["kind"]> {
  try {
    const { statistics } = await ledger.readVantageReports(tick.policy, tick.now);
    return verdict(region, { statistics, now: tick.now }, benchOf(tick)).kind;
  } catch {
    return "undetermined";
  }
}
