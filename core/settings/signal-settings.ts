// What a user may set about evidence of other kinds than probes, and what each setting means.

import type { Millis, Region } from "../values/types.ts";

/** What such evidence may do; `Signals` says what each of them means. */
export type SignalUse = "corroborate" | "veto" | "notify" | "decide";

/** Evidence of other kinds than probes. What each `may` do: "corroborate" shortens the wait of a failover that probes ask for, and settles a dispute of vantages; "veto" forbids one; "notify" calls a person where the probes see nothing; "decide" makes the primary count as sick without them. */
export interface Signals {
  /** How often it is read while all is well; once a minute otherwise. */
  readonly every: Millis;
  /** Sign-ins of real users, by Cognito's own metrics. */
  readonly traffic: TrafficSignal;
  /** Requests of real users that Cognito throttled. */
  readonly throttles: ThrottleSignal;
  /** AWS Health's events about the two Regions. */
  readonly health: HealthSignal;
  /** CloudWatch alarms of your own. */
  readonly alarms: readonly AlarmSignal[];
}

/** Sign-ins of real users that succeeded, by Cognito's own metrics, against the same hour of other weeks. */
export interface TrafficSignal {
  /** App clients of real users, whose successes are counted; none: traffic is not read. */
  readonly clients: readonly string[];
  /** Identity providers of theirs, whose federated sign-ins are counted as well. */
  readonly identityProviders: readonly string[];
  /** What it may do when half of the sign-ins or more is gone; "veto" is for while they come as usual. */
  readonly may: readonly SignalUse[];
}

/** Requests of real users that Cognito throttled, by AWS's usage metrics of the account: in the Region that serves, and in both once anything is wrong. */
export interface ThrottleSignal {
  /** What it may do; "veto" as the other Region would throttle them, too. */
  readonly may: readonly SignalUse[];
}

/** AWS Health's events: open issues of these services in one of the two Regions. */
export interface HealthSignal {
  /** Whose events count, by AWS Health's names of services. */
  readonly services: readonly string[];
  /** What an open issue may do; "veto" is for one in the secondary. */
  readonly may: readonly SignalUse[];
}

/** A CloudWatch alarm of your own: a metric alarm or a composite one. Without data it says nothing. */
export interface AlarmSignal {
  /** Its name. */
  readonly name: string;
  /** The Region it is in. */
  readonly region: Region;
  /** The Region that is sick while it rings. */
  readonly about: "primary" | "secondary";
  /** What it may do while it rings; "veto" is for while it is OK, or rings about the secondary. */
  readonly may: readonly SignalUse[];
}
