// Which ways in does a probe walk, and what is each worth? A table: a row a journey, with the group
// whose statistic it feeds and what it asks. It says when one is due, and it walks none itself.

import type { Instant, Millis, Region } from "../values/types.ts";
import type { Journeys } from "./journey-schema.ts";
import type { Policy } from "./policy.ts";

/**
 * Signing in is probed with a password (`password`, `srp`). Custom challenges and codes by e-mail or SMS
 * are left out: a probe can answer neither without a mailbox or a telephone of its own.
 */
export const journeyNames = [
  "password",
  "srp",
  "keySet",
  "refreshAcross",
  "equivalence",
  "clientCredentials",
  "managedLogin",
  "federation",
  "writesRefused",
  "revoke",
  "replicationLag",
] as const;

export type Journey = (typeof journeyNames)[number];

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
  /** The group that its outcomes are evidence in; null where they are a finding or a figure, never a vote. */
  readonly group: JourneyGroup | null;
  readonly against: Against;
  /** Completes "whether …", for help and status. */
  readonly asks: string;
}

export const journeys: Readonly<Record<Journey, JourneyFacts>> = {
  password: {
    group: "signIn",
    against: "eachTarget",
    asks: "a user signs in with a password, gets a good token and can refresh it",
  },
  srp: {
    group: "signIn",
    against: "eachTarget",
    asks: "a user signs in by SRP, without sending the password",
  },
  keySet: {
    group: null,
    against: "eachTarget",
    asks: "the issuer's documents are served and hold the key that signed a fresh token",
  },
  refreshAcross: {
    group: "signIn",
    against: "eachTarget",
    asks: "a session that the other Region began goes on here",
  },
  equivalence: {
    group: null,
    against: "pair",
    asks: "both Regions say the same of the same user",
  },
  clientCredentials: {
    group: "machine",
    against: "eachTarget",
    asks: "a machine gets a token from the domain's token endpoint",
  },
  managedLogin: {
    group: "signIn",
    against: "eachTarget",
    asks: "the login page is shown, and authorize leads to it",
  },
  federation: {
    group: "federation",
    against: "eachTarget",
    asks: "authorize leads to each identity provider, with the right parameters",
  },
  writesRefused: {
    group: null,
    against: "secondary",
    asks: "the secondary refuses what only the primary may do",
  },
  revoke: {
    group: null,
    against: "eachTarget",
    asks: "a session that was signed out is over",
  },
  replicationLag: {
    group: null,
    against: "secondary",
    asks: "a change in the primary has reached the secondary, and after how long",
  },
};

/** The journeys that a pool's settings switch on, in the order of the table. */
export function switchedOn({ journeys: settings }: Pick<Policy, "journeys">): readonly Journey[] {
  return journeyNames.filter((name) => settings[name] !== null);
}

/** Those that are walked from this vantage; only the witness measures how far the secondary is behind. */
export function walkedFrom(policy: Policy, vantage: Region): readonly Journey[] {
  return switchedOn(policy).filter(
    (name) => name !== "replicationLag" || vantage === policy.witness,
  );
}

/** What each round of a burst walks: the ways in of users that every round walks, and `besides`. */
export function burstJourneys(
  policy: Pick<Policy, "journeys">,
  { besides, probeEvery }: { readonly besides: readonly Journey[]; readonly probeEvery: Millis },
): readonly Journey[] {
  return switchedOn(policy)
    .filter((name) => journeys[name].group === "signIn")
    .filter((name) => isEveryRound(policy, name, probeEvery) || besides.includes(name));
}

export interface Turn {
  readonly vantage: Region;
  readonly now: Instant;
  /** Time between two rounds of a vantage. */
  readonly probeEvery: Millis;
}

/**
 * The journeys of this round. A rarer journey takes its turn by the number of the round alone, so that
 * nobody has to remember the last one. A schedule that
 * fires a little early or late may walk one twice or leave one out, which harms nothing.
 */
export function due(policy: Policy, { vantage, now, probeEvery }: Turn): readonly Journey[] {
  const round = Math.floor(now / probeEvery);
  const seat = seatNumber(policy, vantage);
  return walkedFrom(policy, vantage).filter((name) => {
    const rounds = roundsBetween(policy.journeys, name, probeEvery);
    return isTurn({ round, rounds, seat, seats: policy.vantages.length });
  });
}

/** Whether a step that is billed each time is due in this round, within its journey's own turn. */
export function isPaidDue(policy: Policy, { vantage, now, probeEvery }: Turn): boolean {
  const tokenEvery = policy.journeys.clientCredentials?.tokenEvery ?? null;
  if (tokenEvery === null) return false;
  const walks = roundsBetween(policy.journeys, "clientCredentials", probeEvery);
  const rounds = Math.max(1, Math.round(tokenEvery / (walks * probeEvery)));
  const round = Math.floor(now / probeEvery / walks);
  const seat = seatNumber(policy, vantage);
  return isTurn({ round, rounds, seat, seats: policy.vantages.length });
}

/** A Region that is no vantage of the pool takes the first one's turns. */
function seatNumber({ vantages }: Policy, vantage: Region): number {
  return Math.max(0, vantages.indexOf(vantage));
}

interface Rota {
  readonly round: number;
  /** Rounds from one turn to the next. */
  readonly rounds: number;
  readonly seat: number;
  readonly seats: number;
}

/** Rarer journeys of one vantage share their rounds, so that most rounds are short; vantages do not. */
function isTurn({ round, rounds, seat, seats }: Rota): boolean {
  return (round + Math.floor((seat * rounds) / seats)) % rounds === 0;
}

/** How many rounds pass from one walk of a journey to the next: one or more. */
export function roundsBetween(settings: Journeys, name: Journey, probeEvery: Millis): number {
  const every = settings[name]?.every ?? probeEvery;
  return Math.max(1, Math.round(every / probeEvery));
}

/** Whether a journey is walked in every round, not only in some. */
export function isEveryRound(
  { journeys: settings }: Pick<Policy, "journeys">,
  name: Journey,
  probeEvery: Millis,
): boolean {
  return roundsBetween(settings, name, probeEvery) === 1;
}

/** Which of `users` probe users a round signs in: each in turn, vantages at different ones. */
export function userInTurn({ vantage, now, probeEvery }: Turn, users: number, policy: Policy) {
  const seat = seatNumber(policy, vantage);
  const stride = Math.max(1, Math.floor(users / policy.vantages.length));
  return (Math.floor(now / probeEvery) + seat * stride) % users;
}
