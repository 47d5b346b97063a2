// Which journeys does a round walk, and who is signed in by them? In go the settings and the number of the round;
// nobody has to remember the last one.

import { type Journey, journeyNames, journeys } from "../settings/journey.ts";
import type { Journeys } from "../settings/journey-schema.ts";
import type { Policy } from "../settings/policy.ts";
import type { Instant, Millis, Region } from "../values/types.ts";

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
