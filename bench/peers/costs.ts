// What a month of a peer's rule costs where that is known: list prices, the decision alone and the probes
// it needs, without whatever moves traffic. A rule that runs on a host of one's own costs that host.

import { type Priced, prices } from "../../core/cost/prices.ts";
import type { Detector } from "../detectors/detector.ts";
import type { CostRow } from "../measure/detection.ts";

const MINUTES = 43_800;
/** Seconds of each minute in which a Lambda probes every ten seconds, and its memory in GB. */
const PROBING = { seconds: 55, memory: 0.25 };

const HOST = { dollars: null, of: "a host of your own, in neither Region" };

/** By the beginning of the name; the first that fits. */
const KNOWN: readonly (readonly [begins: string, Pick<CostRow, "dollars" | "of">])[] = [
  ["Route 53 30 s", check(1, "HTTPS")],
  ["Route 53 10 s x3, deep", check(3, "HTTPS, fast, with string matching")],
  ["Route 53 10 s", check(2, "HTTPS, fast")],
  ["CloudWatch", probed(3, { dollars: alarms(1), of: "a metric and its alarm" })],
  // The price of a plan is from memory: https://aws.amazon.com/application-recovery-controller/pricing/
  ["ARC", probed(3, { dollars: 70 + alarms(2), of: "a plan, two metrics and their alarms" })],
  ["Gatus", HOST],
  ["Uptime Kuma", HOST],
  ["phi 8, one", HOST],
  ["gdnsd", HOST],
];

export function peerCosts(rules: readonly Detector[]): readonly CostRow[] {
  return rules.map(({ name, vantages }) => {
    const known = KNOWN.find(([begins]) => name.startsWith(begins))?.[1];
    return { name, ...(known ?? probed(Math.max(1, vantages))) };
  });
}

function check(options: number, of: string): Pick<CostRow, "dollars" | "of"> {
  const dollars = prices.healthChecks.dollars + options * prices.healthCheckOptions.dollars;
  return { dollars, of: `one health check, ${of}` };
}

function alarms(count: number): number {
  return count * (each("alarms") + each("metrics"));
}

function each(name: Priced): number {
  return prices[name].dollars / prices[name].units;
}

function probed(
  vantages: number,
  besides?: { readonly dollars: number; readonly of: string },
): Pick<CostRow, "dollars" | "of"> {
  const { seconds, memory } = PROBING;
  const aMinute = seconds * memory * each("lambdaTime") + each("lambdaRequests");
  const probes = `Lambdas that probe every 10 s from ${vantages} Regions`;
  return {
    dollars: (besides?.dollars ?? 0) + vantages * MINUTES * aMinute,
    of: besides === undefined ? probes : `${besides.of}; ${probes}`,
  };
}
