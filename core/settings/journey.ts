// Which ways in does a probe walk, and what is each worth? A table: a row a journey, with how often it is walked, the
// group whose statistic it feeds and what it asks. When one is due is core/probe/schedule.ts.

import type { Duration } from "../values/duration.ts";

/** Outcomes of one group are evidence about one way to use a Region. */
export type JourneyGroup = "signIn" | "machine" | "federation";

export const journeyGroups = [
  "signIn",
  "machine",
  "federation",
] as const satisfies readonly JourneyGroup[];

/** What a journey is walked against: each Region, the secondary alone, or the pair at once. */
export type Against = "eachTarget" | "secondary" | "pair";

export interface JourneyFacts {
  /** How often it is walked unless the settings say so; where that is no whole number of rounds, at the next after. */
  readonly every: Duration;
  /**
   * Until a walk is done at the farther target, for its cost; not measured, no real account has run it yet. A round
   * trip of 85 ms, as between the coasts of North America and Europe, three for a new connection, and what Cognito takes.
   * All walks of a round run side by side, so a round lasts as long as its longest.
   */
  readonly takesSeconds: number;
  /** The group that its outcomes are evidence in; null where they are a finding or a figure, never a vote. */
  readonly group: JourneyGroup | null;
  readonly against: Against;
  /** Completes "whether …", for help and status. */
  readonly asks: string;
}

/**
 * Signing in is probed with a password (`password`, `srp`). Custom challenges and codes by e-mail or SMS
 * are left out: a probe can answer neither without a mailbox or a telephone of its own.
 */
const table = {
  password: {
    every: "1 minute",
    takesSeconds: 0.9,
    group: "signIn",
    against: "eachTarget",
    asks: "a user signs in with a password, gets a good token and can refresh it",
  },
  srp: {
    every: "5 minutes",
    takesSeconds: 1.1,
    group: "signIn",
    against: "eachTarget",
    asks: "a user signs in by SRP, without sending the password",
  },
  keySet: {
    every: "5 minutes",
    takesSeconds: 0.7,
    group: null,
    against: "eachTarget",
    asks: "the issuer's documents are served and hold the key that signed a fresh token",
  },
  refreshAcross: {
    every: "5 minutes",
    takesSeconds: 0.6,
    group: "signIn",
    against: "eachTarget",
    asks: "a session that the other Region began goes on here",
  },
  equivalence: {
    every: "15 minutes",
    takesSeconds: 0.7,
    group: null,
    against: "pair",
    asks: "both Regions say the same of the same user",
  },
  clientCredentials: {
    every: "5 minutes",
    takesSeconds: 0.6,
    group: "machine",
    against: "eachTarget",
    asks: "a machine gets a token from the domain's token endpoint",
  },
  managedLogin: {
    every: "5 minutes",
    takesSeconds: 1,
    group: "signIn",
    against: "eachTarget",
    asks: "the login page is shown, and authorize leads to it",
  },
  federation: {
    every: "5 minutes",
    takesSeconds: 0.4,
    group: "federation",
    against: "eachTarget",
    asks: "authorize leads to each identity provider, with the right parameters",
  },
  writesRefused: {
    every: "1 hour",
    takesSeconds: 0.6,
    group: null,
    against: "secondary",
    asks: "the secondary refuses what only the primary may do",
  },
  revoke: {
    every: "1 hour",
    takesSeconds: 0.8,
    group: null,
    against: "eachTarget",
    asks: "a session that was signed out is over",
  },
  replicationLag: {
    every: "5 minutes",
    takesSeconds: 2,
    group: null,
    against: "secondary",
    asks: "a change in the primary has reached the secondary, and after how long",
  },
} as const satisfies Readonly<Record<string, JourneyFacts>>;

export type Journey = keyof typeof table;

export const journeys: Readonly<Record<Journey, JourneyFacts>> = table;

/** The ways to sign in that need nothing but a user and an app client. */
export const signInJourneys = ["password", "srp"] as const satisfies readonly Journey[];

/** Whether probes sign users in at all: where the pool demands MFA they cannot. */
export function signsUsersIn(walked: Readonly<Partial<Record<Journey, unknown>>>): boolean {
  return signInJourneys.some((name) => (walked[name] ?? null) !== null);
}

export const journeyNames = Object.keys(table) as readonly Journey[];
