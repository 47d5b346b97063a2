// How a pool stands with its practice runs, for people: what is under way first, then the ladder, what comes by itself,
// and the newest runs.

import { styleText } from "node:util";
import { localAt, localText } from "../../core/calendar/zone-time.ts";
import { outcomeWords } from "../../core/practice/practice-report.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import { between } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";
import { labelled } from "../terminal/wrapped.ts";
import { endOf, leftWords, lookWords } from "./progress.ts";
import type { PracticeStanding, RungNow, ScheduledRun } from "./standing.ts";

export function standingText(standing: PracticeStanding): string {
  const { policy, rungs, inTheWay, schedules, reports } = standing;
  return [
    styleText("bold", `${policy.name}: ${headline(standing)}`),
    ...underWayLines(standing),
    labelled("shadow", shadowWords(standing)),
    ...rungs.map((one) => labelled(one.rung, rungWords(one, standing))),
    ...inTheWay.map(({ name, because }) => labelled("in the way", `${name}: ${because}.`)),
    ...(schedules.length === 0
      ? [labelled("schedule", "none: what a person starts is run.")]
      : schedules.map((one) => labelled("schedule", scheduleWords(one, standing)))),
    ...(reports.length === 0 ? [labelled("runs", "none yet.")] : []),
    ...reports.map(({ run, outcome, because }) =>
      labelled(
        run.rung,
        `${dateAndTime(run.plannedAt)}  ${outcome}: ${because} (${run.executionName})`,
      ),
    ),
    `next: ${nextOf(standing)}`,
  ].join("\n");
}

function headline({ underWay }: PracticeStanding): string {
  if (underWay === null) return "no practice run is under way";
  return underWay.stoppedBy === null
    ? `a practice run (${underWay.rung}) is under way`
    : `a practice run (${underWay.rung}) is being ended`;
}

function underWayLines({ underWay, inHand, now }: PracticeStanding): readonly string[] {
  if (underWay === null) return [];
  const { executionName, since, until, by, reason, stoppedBy } = underWay;
  const left = inHand === null ? "" : `${leftWords(inHand, now)}; `;
  const latest = `in ${inWords(between(now, until))}, at ${dateAndTime(until)} UTC, at the latest`;
  return [
    labelled("run", `${executionName}, for ${inWords(between(since, now))}, by ${by}: ${reason}.`),
    labelled("ends", `${left}${latest}.`),
    ...(inHand === null || inHand.ticks.length === 0
      ? []
      : [labelled("last look", `${lookWords({ run: inHand, look: inHand.ticks.length - 1 })}.`)]),
    ...(stoppedBy === null ? [] : [labelled("stopped", `by ${stoppedBy}.`)]),
  ];
}

function shadowWords({ shadowAt, policy, now }: PracticeStanding): string {
  return shadowAt === null
    ? `no probe of ${policy.secondary} was heard of lately.`
    : `always on: the newest probe of ${policy.secondary} is ${inWords(between(shadowAt, now))} old.`;
}

function rungWords({ record, standing, obstacles }: RungNow, { now, inTheWay }: PracticeStanding) {
  const stands =
    standing.kind === "passed"
      ? `passed ${ago(record?.passedAt ?? now)}, counts for ${inWords(between(now, standing.lapsesAt))} more`
      : standing.because;
  const isTold = record === null || record.outcome === "passed" || record.outcome === "failed";
  const last = isTold
    ? ""
    : `; the last run, ${ago(record.at)}, ${outcomeWords[record.outcome]}: ${record.because}`;
  const may =
    obstacles.length > 0
      ? `not now: ${obstacles.map(({ because }) => because).join("; ")}`
      : inTheWay.length > 0
        ? "else it might be run"
        : "may be run now";
  return `${stands}${last}. ${capital(may)}.`;

  function ago(at: typeof now): string {
    return `${inWords(between(at, now))} ago`;
  }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function scheduleWords({ rung, cron, nextAt }: ScheduledRun, { policy, now }: PracticeStanding) {
  const { timeZone } = policy.practice;
  const when = `${rung}, cron(${cron}) in ${timeZone}`;
  if (nextAt === null) return `${when}: never again.`;
  const shown = `${localText(localAt(nextAt, timeZone))} there`;
  return `${when}: next in ${inWords(between(now, nextAt))}, at ${shown}.`;
}

function nextOf({ policy, underWay, rungs, inTheWay, reports }: PracticeStanding): string {
  const pool = policy.name;
  if (underWay !== null) return `cognito-failover practice stop ${pool} --reason "..."`;
  const due = rungs.find(
    ({ standing, obstacles }) => standing.kind === "notPassed" && obstacles.length === 0,
  );
  if (due !== undefined && inTheWay.length === 0) {
    return `cognito-failover practice ${pool} --rung ${due.rung} --dry-run`;
  }
  if (reports.length > 0) return `cognito-failover practice report ${pool}`;
  return `cognito-failover status ${pool}`;
}

export function standingJson(standing: PracticeStanding): object {
  const { policy, now, underWay, inHand, rungs, inTheWay, schedules, reports } = standing;
  return {
    ...{ pool: policy.name, at: now, shadowAt: standing.shadowAt },
    underWay:
      underWay === null
        ? null
        : {
            ...underWay,
            endsAt: inHand === null ? null : endOf(inHand),
            looks: inHand?.ticks ?? [],
          },
    rungs: rungs.map(({ rung, record, standing: stands, obstacles }) => ({
      ...{ rung, record, standing: stands, inTheWay: obstacles },
      mayRun: obstacles.length === 0 && inTheWay.length === 0,
    })),
    ...{ inTheWay, schedules, timeZone: policy.practice.timeZone },
    runs: reports.map(({ run, outcome, rule, because, endedAt }) => ({
      ...{ executionName: run.executionName, rung: run.rung, plannedAt: run.plannedAt, endedAt },
      ...{ outcome, rule, because },
    })),
    next: nextOf(standing),
  };
}
