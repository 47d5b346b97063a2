// How many users does staying harm, and how many does moving? Shares of all sign-ins, 0 to 1. In goes
// what was tallied over one stretch for both Regions, out come both sums and how sure it is that moving
// pays. It knows no traffic in numbers, and it moves nothing.

import { conditionalClasses, type FailureClass } from "../probe/failure-class.ts";
import type { Bearing } from "../probe/probe.ts";
import { type JourneyGroup, journeyGroups } from "../settings/journey.ts";
import type { Tally } from "./tally.ts";

/**
 * The share of all sign-ins that comes through each group: people at the pool's own login, people of
 * other identity providers, machines.
 */
export const traffic: Readonly<Record<JourneyGroup, number>> = {
  signIn: 0.6,
  federation: 0.25,
  machine: 0.15,
};

/** The names by which bench/detectors/ours.ts knows both. */
export type Group = JourneyGroup;
export type GroupBearing = Bearing;

/** What one round said about each group; "nothing" where none of it was walked or none may vote. */
export type Groups = Readonly<Record<JourneyGroup, Bearing>>;

/**
 * The share of sign-ins that failed in this round by the Region's fault, of those that the round tells of; what failed
 * by nobody's known fault, `excused`, is told of.
 */
export function failing(said: Groups, excused: readonly JourneyGroup[] = []): number {
  const told = toldOf(said, excused);
  const all = weightOf(told);
  return all === 0 ? 0 : weightOf(told.filter((group) => said[group] === "bad")) / all;
}

/** The share of sign-ins that failed by nobody's known fault, of those that the round tells of. */
export function excusedShare(said: Groups, excused: readonly JourneyGroup[]): number {
  return excused.length === 0 ? 0 : weightOf(excused) / weightOf(toldOf(said, excused));
}

function toldOf(said: Groups, excused: readonly JourneyGroup[]): readonly JourneyGroup[] {
  return journeyGroups.filter((group) => said[group] !== "nothing" || excused.includes(group));
}

function weightOf(groups: readonly JourneyGroup[]): number {
  return groups.reduce((weight, group) => weight + traffic[group], 0);
}

/** Failures that by themselves say nothing about the Region, and yet keep users out while they last. */
export const excusable: ReadonlySet<FailureClass> = new Set([...conditionalClasses, "credentials"]);

/** Sign-ins that need what a secondary cannot do: sign-up, password reset, TOTP. */
export const shareLostByMoving = 0.1;

/**
 * A move pays if it saves more than it costs: two minutes of a total outage while it takes effect. That
 * depends on how long the outage goes on. With 8.6 minutes to go it takes a third of the sign-ins
 * (0.1 + 2 / 8.6), with 13.3 a quarter is enough: a third pays for almost every outage that outlives a transient failure,
 * below a quarter people should weigh it.
 */
export const shareThatPays = 1 / 3;
export const shareThatDoesNotPay = 1 / 4;

export interface Harm {
  /** The share of sign-ins that fails if we stay. */
  readonly staying: number;
  /** The share that would fail over there, with what a secondary cannot do. */
  readonly moving: number;
  /** How many rounds of both Regions this rests on. */
  readonly rounds: number;
}

/** What failed here. Excused failures count once the Region's own are the greater part. */
export function failedOf({ here, excused }: Tally): number {
  return here + (excused <= here ? excused : 0);
}

/** The share of sign-ins that fails by what votes. */
export function ownShare({ here, rounds }: Tally): number {
  return rounds === 0 ? 0 : here / rounds;
}

/** Both sums of one stretch. */
export function harmOf(tally: Tally): Harm {
  const { rounds, there } = tally;
  const of = (sum: number) => (rounds === 0 ? 0 : Math.min(1, sum / rounds));
  return {
    staying: of(failedOf(tally)),
    moving: Math.min(1, of(there) + shareLostByMoving),
    rounds,
  };
}

/** What moving saves, before what a secondary cannot do. */
export function advantage({ staying, moving }: Harm): number {
  return Math.max(0, staying - (moving - shareLostByMoving));
}

/**
 * Nats by which the tallied share speaks for "a third fails" over "a quarter fails". By Wald's bound a
 * share of a quarter is taken for one that pays at most once in e^nats.
 */
export function speaksForMoving(share: number, rounds: number): number {
  const perRound =
    share * Math.log(shareThatPays / shareThatDoesNotPay) +
    (1 - share) * Math.log((1 - shareThatPays) / (1 - shareThatDoesNotPay));
  return rounds * perRound;
}

/** Nats by which `share` of `rounds` differs from `other`: n KL(share || other). */
export function nats(share: number, other: number, rounds: number): number {
  const part = (a: number, b: number) => (a <= 0 ? 0 : a * Math.log(a / b));
  return rounds * (part(share, other) + part(1 - share, 1 - other));
}
