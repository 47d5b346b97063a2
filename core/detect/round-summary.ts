// What did one vantage find out about one target in one round, and what is it worth? Its results go in; out
// come its bearing on the Region, and how many sign-ins it says fail. It remembers nothing.

import type { FailureClass } from "../probe/failure-class.ts";
import { type Bearing, type ProbeResult, reading } from "../probe/probe.ts";
import { type JourneyGroup, journeyGroups } from "../settings/journey.ts";
import type { Instant, Millis, Region } from "../values/types.ts";
import type { Tallied } from "./tally.ts";
import { excusable, failing, type Groups, shareThatPays, traffic } from "./user-impact.ts";

export interface RoundSummary {
  readonly vantage: Region;
  readonly target: Region;
  /** When the round began. */
  readonly at: Instant;
  readonly groups: Groups;
  /** The class of the failure that speaks loudest; null when nothing failed. */
  readonly failure: FailureClass | null;
  /** How long the slowest journey took; null when none was walked. */
  readonly took: Millis | null;
}

/** What a round of all its journeys says about `target`; null where no journey of any group was walked. */
export function summaryOf(
  round: readonly ProbeResult[],
  { vantage, target, at }: Pick<RoundSummary, "vantage" | "target" | "at">,
): RoundSummary | null {
  const read = journeyGroups.map((group) => [group, reading(round, target, group)] as const);
  const told = read.flatMap(([group, one]) => (one === null ? [] : [[group, one] as const]));
  if (told.length === 0) return null;
  const said = (group: JourneyGroup) => told.find(([name]) => name === group)?.[1] ?? null;
  return {
    vantage,
    target,
    at,
    groups: {
      signIn: said("signIn")?.bearing ?? "nothing",
      machine: said("machine")?.bearing ?? "nothing",
      federation: said("federation")?.bearing ?? "nothing",
    },
    failure: told.map(([, one]) => one.failure).find((failure) => failure !== null) ?? null,
    took: said("signIn")?.took ?? null,
  };
}

/** Bad from a third of the sign-ins on: less is trouble, and no reason to move. */
export function bearingOf({ groups, failure }: RoundSummary): Bearing {
  if (failing(groups) >= shareThatPays) return "bad";
  // Machines that get in prove nothing for users who could not be judged.
  if (groups.signIn === "nothing" && failure !== null) return "nothing";
  return Object.values(groups).some((said) => said !== "nothing") ? "good" : "nothing";
}

/** Null for a round that says nothing about how many users come in. */
export function roundOf(summary: RoundSummary, other: RoundSummary | null): Tallied | null {
  const isExcused = summary.failure !== null && excusable.has(summary.failure);
  if (bearingOf(summary) === "nothing" && !isExcused) return null;
  const here = isExcused ? 0 : failing(summary.groups);
  return {
    here,
    // Of what was not looked at, nothing better is known.
    there: other === null ? here : failing(other.groups),
    excused: isExcused ? excusedShare(summary.groups) : 0,
    unreachable: summary.failure === "unreachable" ? here : 0,
  };
}

/** What an excused failure keeps out: the groups that could not be judged. */
function excusedShare(groups: Groups): number {
  return journeyGroups
    .filter((group) => groups[group] !== "good")
    .reduce((share, group) => share + traffic[group], 0);
}
