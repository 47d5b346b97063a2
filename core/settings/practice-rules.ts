// What must hold within the settings of practice runs, and between them and the rest of the pool? A table like
// pool-rules.ts, whose rows it joins.

import { scheduleProblem } from "../calendar/schedule-problem.ts";
import { windowProblems } from "../calendar/window-problems.ts";
import { alarmId } from "../values/alarm-id.ts";
import { durationText, MINUTE } from "../values/duration.ts";
import { shown } from "../values/errors.ts";
import { type Millis, millis } from "../values/types.ts";
import type { PracticeSettings } from "./practice-schema.ts";
import type { Mistake, PoolRule, Subject } from "./problem.ts";

/** Route 53 tells its name servers within a minute, and the beacon's checkers have turned by then. */
const shiftTakesMs = MINUTE;

/** The guards restore two minutes before the end, to the minute, and the run itself before they do. */
const endMarginMs = millis(5 * MINUTE);

/** From the first shift to the restoring write, with all that a run waits for; the record's `ttl` in seconds. */
export function canaryTakes({ shares, bake }: PracticeSettings["canary"], ttl: number): Millis {
  return millis(shares.length * (bake + shiftTakesMs + ttl * 1_000) + endMarginMs);
}

export function fullTakes({ lasts }: PracticeSettings["full"], ttl: number): Millis {
  return millis(lasts + shiftTakesMs + ttl * 1_000 + endMarginMs);
}

export const practiceRules: readonly PoolRule[] = [
  {
    needs: [],
    needsAllOf: ["practice.windows", "practice.blocked"],
    breach: ({ pool: { practice } }) =>
      windowProblems(practice).map(({ at, ...problem }) => ({
        field: `practice.${at}`,
        ...problem,
      })),
  },
  {
    needs: [],
    needsAllOf: ["practice.canary.shares"],
    breach: ({ pool: { practice } }) => {
      const { shares } = practice.canary;
      const rising = [...shares].sort((a, b) => a - b);
      if (shares.every((share, index) => share === rising[index])) return null;
      return {
        field: "practice.canary.shares",
        must: "must rise from one share to the next",
        value: shares,
        next: `Write ${shown(rising)}`,
      };
    },
  },
  {
    needs: ["practice.canary.largestShare"],
    needsAllOf: ["practice.canary.shares"],
    breach: ({ pool: { practice }, called }) => {
      const { shares, largestShare } = practice.canary;
      return among(shares, (share) =>
        share <= largestShare
          ? null
          : {
              field: "practice.canary.shares",
              must: `must be at most ${called("practice.canary.largestShare")}, ${largestShare}`,
              value: share,
              next: `Write ${largestShare} or less, or allow a larger share`,
            },
      );
    },
  },
  {
    needs: ["practice.longest", "paths.sdk.ttl"],
    needsAllOf: ["practice.canary"],
    breach: ({ pool: { practice, paths } }) =>
      paths.sdk === null
        ? null
        : fits(practice.longest, canaryTakes(practice.canary, paths.sdk.ttl), "canary"),
  },
  {
    needs: ["practice.longest", "paths.sdk.ttl"],
    needsAllOf: ["practice.full"],
    breach: ({ pool: { practice, paths } }) =>
      fits(practice.longest, fullTakes(practice.full, paths.sdk?.ttl ?? 0), "full"),
  },
  {
    needs: ["practice.full.lasts", "practice.full.rto"],
    breach: ({ pool: { practice }, called }) => {
      const { lasts, rto } = practice.full;
      if (rto < lasts) return null;
      const whole = `${called("practice.full.lasts")}, ${shown(durationText(lasts))}`;
      return {
        field: "practice.full.rto",
        must: `must be less than ${whole}, so that sign-in is seen to stay`,
        value: durationText(rto),
        next: "Write a shorter objective, or let the run last longer",
      };
    },
  },
  {
    needs: [],
    needsAllOf: ["practice.schedules", "practice.windows", "practice.blocked"],
    breach: ({ pool: { practice } }) =>
      among(practice.schedules, ({ cron }) => {
        const problem = scheduleProblem(cron, practice);
        if (problem === null || windowProblems(practice).length > 0) return null;
        return { field: "practice.schedules", inside: "cron", value: cron, ...problem };
      }),
  },
  {
    needs: ["paths.sdk"],
    needsAllOf: ["practice.schedules"],
    breach: ({ pool: { practice, paths }, called }) =>
      among(practice.schedules, ({ rung }) =>
        rung !== "canary" || paths.sdk !== null
          ? null
          : {
              field: "practice.schedules",
              inside: "rung",
              must: `must be "isolation" or "full", since without ${called("paths.sdk")} no lever carries a share`,
              value: rung,
              next: 'Write "full", or describe the path',
            },
      ),
  },
  onceEach("schedules", ({ schedules }) => schedules.map(({ rung, cron }) => `${rung} ${cron}`)),
  onceEach("blockingAlarms", ({ blockingAlarms }) => blockingAlarms.map(alarmId)),
  onceEach("outcomeAlarms", ({ outcomeAlarms }) => outcomeAlarms.map(alarmId)),
];

/** A mistake at one item of the list that `field` names, at the item's own field `inside` where there is one. */
interface ItemMistake extends Mistake {
  readonly inside?: string;
}

function among<Item>(
  items: readonly Item[],
  breach: (item: Item, index: number) => ItemMistake | null,
): readonly Mistake[] {
  return items.flatMap((item, index): readonly Mistake[] => {
    const found = breach(item, index);
    if (found === null) return [];
    const { inside, field, ...mistake } = found;
    const place = inside === undefined ? "" : `.${inside}`;
    return [{ ...mistake, field: `${field}.${index}${place}` }];
  });
}

function fits(longest: Millis, takes: Millis, run: "canary" | "full"): Mistake | null {
  if (longest >= takes) return null;
  const needed = shown(durationText(millis(Math.ceil(takes / MINUTE) * MINUTE)));
  return {
    field: "practice.longest",
    must: `must be at least ${needed} for what practice.${run} says, with a minute and the record's TTL for each shift and five minutes for the way back`,
    value: durationText(longest),
    next: `Write ${needed} or more, or shorten practice.${run}`,
  };
}

function onceEach(
  list: "schedules" | "blockingAlarms" | "outcomeAlarms",
  identities: (practice: Subject["pool"]["practice"]) => readonly string[],
): PoolRule {
  const field = `practice.${list}`;
  return {
    needs: [],
    needsAllOf: [field],
    breach: ({ pool, called }) => {
      const all = identities(pool.practice);
      return among(all, (identity, index) => {
        const first = all.indexOf(identity);
        if (first === index) return null;
        const must = `must differ from ${called(`${field}.${first}`)}`;
        return { field, must, value: identity, note: " for both", next: "Write each of them once" };
      });
    },
  };
}
