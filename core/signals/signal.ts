// Evidence of another kind than probes: AWS Health, real traffic, throttling, room in the quotas, an alarm of the
// customer's own. Each says something of one Region for a stretch of time; what it may do is the settings' business.
// A source that is silent says nothing: there is no signal then, neither good nor bad.

import type { Instant, Region } from "../values/types.ts";

interface SignalFacts {
  /** In a sentence. */
  readonly label: string;
  /**
   * The share of transient failures that it says "sick" of, before the pool's own history tells: AWS Health rarely
   * speaks of half a minute, and minutes of metrics see every third of them. What confirms nothing has 1.
   */
  readonly confirmsBlips: number;
}

export const signalFacts = {
  health: { label: "AWS Health", confirmsBlips: 0.02 },
  traffic: { label: "real traffic", confirmsBlips: 1 / 3 },
  throttles: { label: "throttling of users", confirmsBlips: 1 },
  alarm: { label: "an alarm", confirmsBlips: 1 / 3 },
  capacity: { label: "room in the quota", confirmsBlips: 1 },
} as const satisfies Readonly<Record<string, SignalFacts>>;

export type SignalKind = keyof typeof signalFacts;

export const signalKinds = Object.keys(signalFacts) as readonly SignalKind[];

type SignalSays = "sick" | "well";

export interface Signal {
  readonly kind: SignalKind;
  /** One of each is kept: an event's ARN, an alarm's name, a Region's traffic. */
  readonly id: string;
  /** What it is about; not where it was heard. */
  readonly region: Region;
  readonly says: SignalSays;
  /** Beginning and end of the time that it speaks of. */
  readonly from: Instant;
  readonly to: Instant;
  /** Afterwards it says nothing any more. */
  readonly holdsUntil: Instant;
  /** With its figures, for people: "12 sign-ins in 5 minutes, where 240 are usual". */
  readonly because: string;
}

/** "AWS Health calls us-west-2 unhealthy: …", "there is room in the quota of us-west-2: …" */
export function toldBy({ kind, region, says, because }: Omit<Signal, "id">): string {
  if (kind !== "capacity")
    return `${signalFacts[kind].label} calls ${region} ${signalWords[says]}: ${because}`;
  return `there is ${says === "well" ? "" : "no "}${signalFacts[kind].label} of ${region}: ${because}`;
}

/** What it calls a Region in a sentence. */
export const signalWords: Readonly<Record<SignalSays, string>> = {
  sick: "unhealthy",
  well: "healthy",
};
