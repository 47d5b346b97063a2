// What did one vantage find out about one target in one round, and what is it worth? Its results go in; out
// come its bearing on the Region, and how many sign-ins it says fail. It remembers nothing.

import type { FailureClass } from "../probe/failure-class.ts";
import {
  type Admitted,
  type Bearing,
  nobody,
  type ProbeResult,
  type Reading,
  reading,
} from "../probe/probe.ts";
import { type JourneyGroup, journeyGroups } from "../settings/journey.ts";
import type { Instant, Millis, Region } from "../values/types.ts";
import type { Tallied } from "./tally.ts";
import { excusable, excusedShare, failing, type Groups, shareThatPays } from "./user-impact.ts";

export interface RoundSummary {
  readonly vantage: Region;
  readonly target: Region;
  /** When the round began. */
  readonly at: Instant;
  readonly groups: Groups;
  /** Groups that say nothing since they failed by nobody's known fault. */
  readonly excused: readonly JourneyGroup[];
  /** The class of the failure that speaks loudest; null when nothing failed. */
  readonly failure: FailureClass | null;
  /** How long the slowest journey took; null when none was walked. */
  readonly took: Millis | null;
}

export interface SummaryLook extends Pick<RoundSummary, "vantage" | "target" | "at"> {
  /** Absent: none of those that vote on a condition. */
  readonly admitted?: Admitted;
}

/** What a round of all its journeys says about `target`; null where no journey of any group was walked. */
export function summaryOf(
  round: readonly ProbeResult[],
  { vantage, target, at, admitted = nobody }: SummaryLook,
): RoundSummary | null {
  const read = (group: JourneyGroup) => reading(round, { target, group, admitted });
  const groups = {
    signIn: read("signIn"),
    machine: read("machine"),
    federation: read("federation"),
  };
  const told = journeyGroups.flatMap((group) => groups[group] ?? []);
  if (told.length === 0) return null;
  return {
    vantage,
    target,
    at,
    groups: {
      signIn: groups.signIn?.bearing ?? "nothing",
      machine: groups.machine?.bearing ?? "nothing",
      federation: groups.federation?.bearing ?? "nothing",
    },
    excused: journeyGroups.filter((group) => isExcused(groups[group])),
    failure: loudest(told),
    took: groups.signIn?.took ?? null,
  };
}

/** What may vote speaks before what may not. */
function loudest(told: readonly Reading[]): FailureClass | null {
  const failed = told.filter(({ failure }) => failure !== null);
  return (failed.find(({ bearing }) => bearing === "bad") ?? failed[0])?.failure ?? null;
}

function isExcused(told: Reading | null): boolean {
  if (told === null || told.bearing !== "nothing" || told.failure === null) return false;
  return excusable.has(told.failure);
}

/** Bad from a third of the sign-ins on: less is trouble, and no reason to move. */
export function bearingOf({ groups, excused, failure }: RoundSummary): Bearing {
  if (failing(groups, excused) >= shareThatPays) return "bad";
  // Machines that get in prove nothing for users who could not be judged.
  if (groups.signIn === "nothing" && failure !== null) return "nothing";
  return Object.values(groups).some((said) => said !== "nothing") ? "good" : "nothing";
}

/** Null for a round that says nothing about how many users come in. */
export function roundOf(summary: RoundSummary, other: RoundSummary | null): Tallied | null {
  const { groups, excused, failure } = summary;
  if (bearingOf(summary) === "nothing" && excused.length === 0) return null;
  const here = failing(groups, excused);
  return {
    here,
    // Of what was not looked at, nothing better is known.
    there: other === null ? here : failing(other.groups, other.excused),
    excused: excusedShare(groups, excused),
    unreachable: failure === "unreachable" ? here : 0,
  };
}
