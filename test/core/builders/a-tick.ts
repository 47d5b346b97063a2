import type { Tick } from "../../../core/decide/tick.ts";
import type { Lease, Observation } from "../../../core/detect/observation.ts";
import type { Order } from "../../../core/values/order.ts";
import { fencingToken, millis } from "../../../core/values/types.ts";
import { aPolicy, minutes, now } from "./a-policy.ts";
import { aRound } from "./a-statistic.ts";

type Change = Partial<Omit<Tick, "observation">> & Partial<Observation>;

/** A look at a calm pool. */
export function aTick({ policy, probeEvery, order, ...seen }: Change = {}): Tick {
  const { now: at = now, ...observed } = seen;
  return {
    now: at,
    observation: {
      statistics: aRound(),
      sightings: [],
      replica: { kind: "known", status: "ACTIVE" },
      lease: null,
      ...observed,
    },
    policy: policy ?? aPolicy(),
    probeEvery: probeEvery ?? millis(60_000),
    order: order ?? null,
  };
}

/** Held for another four minutes by the execution that moves levers in these tests. */
export function aLease(change: Partial<Lease> = {}): Lease {
  return { token: fencingToken(6), holder: "customers-6-1", until: minutes(4), ...change };
}

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    move: "failOver",
    by: { kind: "person", name: "anna" },
    reason: "us-west-2 is on fire",
    override: [],
    executionName: "by-anna",
    ...change,
  };
}
