// Evidence of another kind than probes: AWS Health, real traffic, throttling, an alarm of the customer's
// own. Each says something of one Region for a stretch of time; what it may do is the settings' business.
// A source that is silent says nothing: there is no signal then, neither good nor bad.

import type { Instant, Region } from "../values/types.ts";

export const signalKinds = ["health", "traffic", "throttles", "alarm"] as const;
export type SignalKind = (typeof signalKinds)[number];

export interface Signal {
  readonly kind: SignalKind;
  /** One of each is kept: an event's ARN, an alarm's name, a Region's traffic. */
  readonly id: string;
  /** What it is about; not where it was heard. */
  readonly region: Region;
  readonly says: "sick" | "well";
  /** Beginning and end of the time that it speaks of. */
  readonly from: Instant;
  readonly to: Instant;
  /** Afterwards it says nothing any more. */
  readonly holdsUntil: Instant;
  /** With its figures, for people: "12 sign-ins in 5 minutes, where 240 are usual". */
  readonly because: string;
}

/** What each is called in a sentence. */
export const signalLabels: Readonly<Record<SignalKind, string>> = {
  health: "AWS Health",
  traffic: "real traffic",
  throttles: "throttling of users",
  alarm: "an alarm",
};
