import type { Tick } from "../../../core/facts.ts";
import type { Lease, Observation, Order } from "../../../core/observation.ts";
import { fencingToken, millis } from "../../../core/types.ts";
import { aPolicy, minutes, now } from "./a-policy.ts";
import { aRound } from "./a-statistic.ts";

type Change = Partial<Omit<Tick, "observation">> & Partial<Observation>;

/** A look at a calm pool. */
export function aTick({ statistics, sightings, replica, lease, ...change }: Change = {}): Tick {
  return {
    now,
    observation: {
      statistics: statistics ?? aRound(),
      sightings: sightings ?? [],
      replica: replica ?? { kind: "known", status: "ACTIVE" },
      lease: lease ?? null,
    },
    policy: aPolicy(),
    probeEvery: millis(60_000),
    order: null,
    ...change,
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
