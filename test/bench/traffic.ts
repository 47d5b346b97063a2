// How often real traffic is called sick for nothing, and how soon when it is: `node test/bench/traffic.ts`.
// Prints the tables of docs/how-it-works.md, from pretend years of an office's sign-ins; some minutes of it.

import { readBackMs, trafficSignal, usualOf } from "../../core/signals/traffic.ts";
import type { Usual } from "../../core/signals/traffic-series.ts";
import { instant, region } from "../../core/values/types.ts";
import { type Habits, monday, Traffic } from "../core/builders/a-traffic.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A word lasts for longer. */
const LOOK = 5 * MINUTE;

const BUSIEST = [5, 50, 500];

/** Days of a year on which a seventh of the users comes, and its summer. */
const HOLIDAYS = [60, 95, 96, 130, 190, 200, 250, 300, 340, 341, 355];
const SUMMER = [84, 294] as const;

tell("a year: false words, minutes of them, share of the looks that say well");
for (const busiest of BUSIEST) {
  const habits = { busiest, seed: 1, growth: 0.01 };
  const odd = { ...habits, share: withHolidays, clocks: withSummer };
  tell(`${busiest} a minute, ordinary`, year(habits));
  tell(`${busiest} a minute, with holidays and summer`, year(odd));
}
tell(
  "minutes until a loss is seen: median, 95 of 100, share that is seen within the hour, false well",
);
for (const busiest of BUSIEST) {
  for (const left of [0, 0.5, 0.7])
    tell(`${busiest} a minute, ${left} left`, losses(busiest, left));
}

function tell(...told: readonly unknown[]): void {
  process.stdout.write(
    `${told.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(" ")}\n`,
  );
}

function said(traffic: Traffic, at: number, usual: Usual) {
  const read = { from: instant(at - readBackMs), to: instant(at) };
  const minutes = traffic.minutes(read.from, read.to);
  const reading = { region: region("us-west-2"), minutes, ...read };
  return trafficSignal(reading, { usual, holdsUntil: instant(at + MINUTE) });
}

function usualAt(traffic: Traffic, at: number): Usual {
  return usualOf(traffic.hours(at - 4 * WEEK, at), instant(at));
}

/** 47 weeks after the first five. */
function year(habits: Habits): object {
  const traffic = new Traffic(habits);
  const from = monday + 5 * WEEK;
  let usual = usualAt(traffic, from);
  const seen = { words: 0, minutes: 0, well: 0 };
  let last = 0;
  for (let at = from; at < from + 47 * WEEK; at += LOOK) {
    if (at - usual.asOf >= HOUR) usual = usualAt(traffic, at);
    const says = said(traffic, at, usual)?.says;
    if (says === "well") seen.well += 1;
    if (says !== "sick") continue;
    seen.minutes += LOOK / MINUTE;
    if (at - last > HOUR) seen.words += 1;
    last = at;
  }
  return { ...seen, well: (seen.well / ((47 * WEEK) / LOOK)).toFixed(2) };
}

/** At some time of a working day, so much is left; looked at for an hour. */
function losses(busiest: number, left: number): object {
  const delays: number[] = [];
  let well = 0;
  for (let day = 0; day < 60; day++) {
    if (day % 7 >= 5) continue;
    const onset = monday + (35 + day) * DAY + 9.5 * HOUR + ((day * 37) % 420) * MINUTE;
    const share = (at: number) => (at >= onset ? left : 1);
    const traffic = new Traffic({ busiest, seed: 100 + day, share });
    const usual = usualAt(traffic, Math.floor(onset / HOUR) * HOUR);
    let delay = Number.POSITIVE_INFINITY;
    for (let minute = 60; minute >= 1; minute--) {
      const signal = said(traffic, onset + minute * MINUTE, usual);
      if (signal?.says === "sick") delay = minute;
      if (signal?.says === "well" && signal.from >= onset) well += 1;
    }
    delays.push(delay);
  }
  delays.sort((a, b) => a - b);
  const at = (share: number) => delays[Math.floor(delays.length * share)];
  const known = delays.filter(Number.isFinite).length / delays.length;
  return { median: at(0.5), most: at(0.95), seen: known.toFixed(2), well };
}

function withHolidays(at: number): number {
  const away = HOLIDAYS.map((day) => {
    const hours = (at - monday) / HOUR - day * 24;
    return 1 / (1 + Math.exp(-1.2 * (hours - 1))) / (1 + Math.exp(1.2 * (hours - 25)));
  });
  return 1 - 0.85 * Math.max(...away);
}

function withSummer(at: number): number {
  const day = (at - monday) / DAY;
  return day > SUMMER[0] && day < SUMMER[1] ? 1 : 0;
}
