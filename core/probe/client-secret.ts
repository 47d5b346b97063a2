// Is a client's secret wrong, or has a new one not arrived yet? An app client may have two while one replaces the other,
// and what the primary takes already the secondary may not know. In goes what one vantage met in both Regions; out
// comes the clause that says so, or null. Whether a refusal votes is not decided here.

import type { Region } from "../values/types.ts";
import type { ProbeOutcome, ProbeResult } from "./probe.ts";

/** What is said of a client whose secret is not taken. */
export const secretRefused = {
  atSignIn: "the app client's secret is missing or wrong",
  atTokenEndpoint: "the client's id or secret is wrong",
} as const;

/**
 * The outcome in other words where the primary alone takes the secret; null where there is no more to say. A primary
 * that refuses what its secondary takes is no matter of replication, which goes the other way.
 */
export function secretOnItsWay(
  { outcome, journey, target }: ProbeResult,
  { all, secondary }: { readonly all: readonly ProbeResult[]; readonly secondary: Region },
): ProbeOutcome | null {
  if (outcome.kind !== "failed" || target !== secondary) return null;
  const isRefused = Object.values(secretRefused).some((one) => one === outcome.detail);
  const other = all.find((one) => one.journey === journey && one.target !== target);
  if (!isRefused || other?.outcome.kind !== "ok") return null;
  const detail = `the app client's secret is good in ${other.target}, and has not arrived here yet`;
  return { ...outcome, detail };
}
