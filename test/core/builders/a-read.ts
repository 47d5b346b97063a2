import type { Bearing, ProbeResult } from "../../../core/probe.ts";
import type { Read } from "../../../core/statistic.ts";

/** A round of one journey, as the statistic takes it. */
export function aRead({ at, outcome }: ProbeResult, bearing: Bearing): Read {
  return { at, bearing, failure: outcome.kind === "failed" ? outcome.class : null };
}
