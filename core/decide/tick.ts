// What is one round of deciding about? The time, what was read, the settings, an order.

import type { Observation } from "../detect/observation.ts";
import type { Policy } from "../settings/policy.ts";
import type { Order } from "../values/order.ts";
import type { Instant, Millis } from "../values/types.ts";

export interface Tick {
  readonly now: Instant;
  readonly observation: Observation;
  readonly policy: Policy;
  /** How often a vantage probes. */
  readonly probeEvery: Millis;
  /** A move that someone asked for; null when the controller only looks. */
  readonly order: Order | null;
}
