// What practice runs may do, and what they must leave.

import type { Path } from "../../../core/levers/plan.ts";
import { guardsRestoreWithinMs } from "../../../core/state/practice.ts";
import type { Chronicle } from "../experiment.ts";
import {
  happenedOf,
  type Invariant,
  type InvariantBreach,
  MINUTE,
  paths,
  practising,
} from "./invariant.ts";

/** What keeps everybody who could write from writing keeps users over there for twice its own time. */
const lengthsPerTrouble = 2;

export const practices: readonly Invariant[] = [
  {
    name: "guardsBeforeUsers",
    says: "a practice run sends nobody anywhere before a guard stands in two Regions",
    check: ({ writes, policy }) =>
      writes.flatMap(({ at, caller, path, to, guards }): InvariantBreach[] => {
        const isSent = caller === "practice-shift" && to !== policy.primary;
        return isSent && guards < 2
          ? [{ at, says: `${path} was sent to ${to}, and ${guards} guards stood` }]
          : [];
      }),
  },
  {
    name: "nobodyStaysOverThere",
    says: "by the hard limit of a practice run nothing that it wrote is in force any more, or later by twice the time of what kept everybody from writing",
    check: (chronicle) =>
      paths.flatMap((path): InvariantBreach[] => {
        const stays = spansOf(chronicle, path);
        return stays.flatMap(({ limit, until }): InvariantBreach[] => {
          const allowed =
            limit + lengthsPerTrouble * hindered(chronicle, limit - 3 * MINUTE, until);
          const late = Math.round((until - limit) / 1_000);
          return until > allowed
            ? [{ at: until, says: `${path} was at the practised share ${late} s after the limit` }]
            : [];
        });
      }),
  },
  {
    name: "practiceWritesOverItsOwn",
    says: "a practice run and its guards put back nothing but what the run wrote, and send nobody over from where somebody else put them",
    check: (chronicle) =>
      paths.flatMap((path) => {
        const all = chronicle.writes.filter((write) => write.path === path);
        return all.flatMap((write, index): InvariantBreach[] => {
          const before = all[index - 1];
          if (before === undefined || !practising.includes(write.caller)) return [];
          const isOwn = practising.includes(before.caller);
          const isAtHome = before.to === chronicle.policy.primary;
          return isOwn || isAtHome
            ? []
            : [
                {
                  at: write.at,
                  says: `${write.caller} sent ${path} to ${write.to}, over what ${before.caller} had sent to ${before.to}`,
                },
              ];
        });
      }),
  },
  {
    name: "practiceIsNoMove",
    says: "a practice run is remembered as no move: neither the cooldown nor the last move knows of it",
    check: ({ state, executions }) => {
      if (state === null || executions.some(({ machine }) => machine === "failover")) return [];
      const { lastMove: last, lastShiftAt } = state;
      return [
        ...(last === null
          ? []
          : [{ at: last.at, says: `a ${last.move} is remembered, and no execution made any` }]),
        ...(lastShiftAt === null
          ? []
          : [{ at: lastShiftAt, says: "a cooldown runs, and no execution moved anything" }]),
      ];
    },
  },
  {
    name: "everyRunEnds",
    says: "once its guards must have restored what it wrote, the state knows of no practice run that is under way",
    check: ({ samples }) => {
      const last = samples.at(-1);
      if (last === undefined || last.practice === null) return [];
      const { executionName, until } = last.practice;
      return last.at < until + guardsRestoreWithinMs + MINUTE
        ? []
        : [{ at: last.at, says: `${executionName} is under way` }];
    },
  },
];

interface Span {
  readonly limit: number;
  /** When it was written over, or the end of the record. */
  readonly until: number;
}

/** The times in which what a practice run wrote was in force. */
function spansOf({ writes, samples, policy }: Chronicle, path: Path): readonly Span[] {
  const all = writes.filter((write) => write.path === path);
  return all.flatMap(({ caller, to, state }, index): Span[] => {
    const limit = state?.practice?.until ?? null;
    if (caller !== "practice-shift" || to === policy.primary || limit === null) return [];
    return [{ limit, until: all[index + 1]?.at ?? samples.at(-1)?.at ?? 0 }];
  });
}

/** What keeps both guards and the run itself from writing. */
function hindered(chronicle: Chronicle, from: number, until: number): number {
  const { began } = chronicle;
  const faults = happenedOf(chronicle, "fault");
  let hinders = 0;
  for (let at = from; at < until; at += 1_000) {
    if (faults.some((one) => at >= began + one.at && at < began + one.at + one.lastsMs)) {
      hinders += 1_000;
    }
  }
  return hinders;
}
