// A report as text, 80 columns wide.

import { styleText } from "node:util";
import { outcomeWords, type PracticeReport } from "../../core/practice/practice-report.ts";
import { rungFacts } from "../../core/practice/rung.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import type { Instant } from "../../core/values/types.ts";
import { inWords, timeOfDay } from "../../core/values/words.ts";
import { aligned } from "../terminal/aligned.ts";
import { labelled } from "../terminal/wrapped.ts";
import { accountOf, type RunAccount } from "./account.ts";
import { outcomeColors } from "./outcome.ts";
import {
  callHead,
  callRows,
  exposureWords,
  seenWords,
  sentWords,
  settingRows,
  switchWords,
} from "./report-words.ts";

export function reportText(report: PracticeReport): string {
  const { run, outcome, rule, because } = report;
  const account = accountOf(report);
  const headline = `${run.pool}: practice run (${run.rung}) ${outcomeWords[outcome]}`;
  return [
    styleText(["bold", outcomeColors[outcome]], headline),
    labelled("result", `${rule}: ${because}.`),
    labelled("run", `${run.executionName}, ${dateAndTime(run.plannedAt)} UTC.`),
    labelled("by", `${run.by}: ${run.why}.`),
    labelled("users", sentWords(report)),
    ...run.blocked.map(({ name, because }) => labelled("in its way", `${name}: ${because}.`)),
    ...(account.firstWrittenAt === null ? [] : seenLines(report, account)),
    labelled("proves", rungFacts[run.rung].proves),
    labelled("cannot", rungFacts[run.rung].cannot),
    ...table("timeline", timeline(account)),
    ...(account.firstWrittenAt === null ? [] : table("shares", shares(account))),
    ...(account.looks.length === 0 ? [] : table("looks", looks(account))),
    ...(run.calls.length === 0 ? [] : table("calls", [callHead, ...callRows(report)])),
    "\n  settings of that day",
    ...settingRows(report.settings).map(([name, value]) => labelled(name.padEnd(20), value)),
    `next: cognito-failover practice report ${run.pool} ${run.executionName} --html report.html`,
  ].join("\n");
}

function seenLines(report: PracticeReport, account: RunAccount): readonly string[] {
  const { pairs, traffic } = account;
  const { primary, secondary } = report.run;
  return [
    labelled(
      "probes",
      `${pairs.bad} of ${pairs.good + pairs.bad} sign-ins failed in ${secondary} alone; ${pairs.leftOut} told nothing.`,
    ),
    labelled(
      "real users",
      traffic === null
        ? "not known: no traffic was read."
        : `${traffic.practised.failures} of ${traffic.practised.signIns} sign-ins failed in ${secondary}, ${traffic.stable.failures} of ${traffic.stable.signIns} in ${primary}.`,
    ),
    labelled("exposure", `${exposureWords(report, account)}.`),
    ...switchWords(account).map((words) => labelled("switch", `${words}.`)),
  ];
}

function table(title: string, rows: readonly (readonly string[])[]): readonly string[] {
  return [`\n  ${title}`, ...aligned(rows).map((line) => `  ${line}`)];
}

function time(at: Instant | null): string {
  return at === null ? "" : timeOfDay(at);
}

function timeline({ occurrences }: RunAccount) {
  return [
    ["planned", "real", ""],
    ...occurrences.map(({ what, planned, real }) => [time(planned), time(real), what]),
  ];
}

function shares({ shares: all }: RunAccount) {
  return [
    ["asked", "seen, with 95 % confidence", "answers", "seen after"],
    ...all.map(({ share, seen, switchedIn, writtenAt }) => [
      `${share} %`,
      writtenAt === null ? "not sent" : seenWords(seen),
      `${seen?.answers ?? 0}`,
      switchedIn === null ? "" : inWords(switchedIn),
    ]),
  ];
}

function looks({ looks: all }: RunAccount) {
  const side = (users: { succeeded: number; failed: number } | undefined) =>
    users === undefined ? "" : `${users.failed}/${users.succeeded + users.failed}`;
  return [
    ["at", "share", "good", "bad", "left out", "users there", "users here", "failed as"],
    ...all.map(({ at, share, good, bad, leftOut, users, failure }) => [
      ...[timeOfDay(at), `${share} %`, `${good}`, `${bad}`, `${leftOut}`],
      ...[side(users?.practised), side(users?.stable), failure],
    ]),
  ];
}
