// Route 53 takes five requests a second for the whole account
// (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html).

import { AwsError } from "../aws-error.ts";
import type { Clock } from "../clock.ts";

export function createThrottle(clock: Clock, perSecond: number): () => void {
  let tokens = perSecond;
  let at = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(perSecond, tokens + ((now - at) / 1_000) * perSecond);
    at = now;
    if (tokens < 1) throw new AwsError("Throttling", "Rate exceeded");
    tokens -= 1;
  };
}
