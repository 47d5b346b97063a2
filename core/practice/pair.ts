// What does a pair of sign-ins say, one at each Region from one vantage at the same time? What fails at both, or says
// nothing about a Region, is no word about the secondary: the pair is left out.

import { bearingOf, summaryOf } from "../detect/round-summary.ts";
import type { Bearing, ProbeResult } from "../probe/probe.ts";
import type { Policy } from "../settings/policy.ts";
import type { Region } from "../values/types.ts";

export const pairWords = ["good", "bad", "leftOut"] as const;

export interface SignInPair {
  /** bad: failed in the secondary alone, by a class that may vote. good: succeeded there. leftOut: no word. */
  readonly word: (typeof pairWords)[number];
  /** How it failed in the secondary; empty where it did not. */
  readonly failure: string;
}

export function pairOf(
  results: readonly ProbeResult[],
  vantage: Region,
  { primary, secondary }: Pick<Policy, "primary" | "secondary">,
): SignInPair {
  const practised = wordOf(results, vantage, secondary);
  const stable = wordOf(results, vantage, primary);
  if (practised.bearing === "good") return { word: "good", failure: "" };
  const isBad = practised.bearing === "bad" && stable.bearing === "good";
  return { word: isBad ? "bad" : "leftOut", failure: practised.failure };
}

function wordOf(
  results: readonly ProbeResult[],
  vantage: Region,
  target: Region,
): { readonly bearing: Bearing; readonly failure: string } {
  const at = results.find((result) => result.target === target)?.at;
  const summary = at === undefined ? null : summaryOf(results, { vantage, target, at });
  if (summary === null) return { bearing: "nothing", failure: "" };
  return { bearing: bearingOf(summary), failure: summary.failure ?? "" };
}
