// What the benchmark that the public scenarios come from found of the same rules, in code of its own: if
// these worlds are its worlds, the figures are the same.

import type { Detection } from "../measure/detection.ts";
import type { Counted } from "../outages/years.ts";
import { few, table, time } from "./report.ts";

type Figures = readonly [
  name: string,
  median: string,
  most: string,
  missed: string,
  wrong: string,
  regret: string,
  falseMoves: number,
];

/** A hundred runs of each public scenario; false moves from twenty healthy years. */
const PUBLISHED: readonly Figures[] = [
  ["Route 53 30 s x3", "25 min", "647 min", "72 %", "0 %", "44.2", 0.05],
  ["Route 53 10 s x3", "421 s", "199 min", "61 %", "9 %", "52.9", 0.75],
  ["Route 53 10 s x1", "251 s", "113 min", "53 %", "11 %", "111.6", 2.3],
  ["Route 53 10 s x3, deep page", "35 s", "295 s", "0 %", "52 %", "34.2", 30],
  ["CloudWatch 3 of 3 min, missing", "164 s", "200 s", "0 %", "54 %", "11.7", 59],
  ["CloudWatch 3 of 5 min, breaching", "161 s", "199 s", "0 %", "66 %", "10.0", 64],
  ["CloudWatch 2 of 3 min, notBreaching", "106 s", "448 s", "0 %", "63 %", "14.7", 78],
  ["CloudWatch 3 of 3 min, below 60 %", "206 s", "27 min", "6 %", "32 %", "11.9", 0.65],
  ["ARC Region switch (red+green)", "167 s", "228 s", "0 %", "36 %", "4.3", 40],
  ["Gatus 60 s x3", "187 s", "27 min", "5 %", "33 %", "28.2", 10],
  ["Uptime Kuma 60 s, 0 retries", "34 s", "214 s", "0 %", "67 %", "94.2", 401],
  ["Uptime Kuma 60 s, 3 retries", "352 s", "34 min", "10 %", "27 %", "48.1", 6.95],
  ["Sentinel 30 s, 2 of 3", "42 s", "22 min", "3 %", "39 %", "5.0", 4.85],
  ["Sentinel 60 s, 3 of 5", "140 s", "75 min", "28 %", "19 %", "7.6", 1.9],
  ["phi 8, one observer", "66 s", "15 min", "15 %", "47 %", "50.1", 29],
  ["phi 8, 2 of 3", "62 s", "11 min", "26 %", "32 %", "45.5", 4.25],
  ["Burn rate 14.4x/6x", "65 s", "184 s", "0 %", "59 %", "6.8", 57],
  ["Flagger 5 failed of 10", "270 s", "499 s", "0 %", "56 %", "6.9", 45],
  ["Textbook CUSUM, 10 y", "11 s", "55 s", "0 %", "62 %", "6.1", 81],
  ["15 in a row, 2 of 3", "164 s", "1052 min", "43 %", "19 %", "29.1", 0.45],
  ["Reference k=3, hold 180 s", "195 s", "240 s", "0 %", "8 %", "3.2", 0.15],
  ["Reference k=5, hold 180 s", "194 s", "230 s", "0 %", "3 %", "3.0", 0.15],
];

const YEARS = 20;

export interface Agreement {
  readonly name: string;
  /** Ours first where it is another; the last of them is false moves a year. */
  readonly pairs: readonly Pair[];
}

export interface Pair {
  readonly ours: string;
  readonly theirs: string;
  /** The same as printed; of false moves, which are drawn with other dice: nearer than three errors. */
  readonly isSame: boolean;
}

export function agreement({ sets, counted }: Detection): readonly Agreement[] {
  const rows = sets[0]?.rows ?? [];
  return PUBLISHED.flatMap(([name, median, most, missed, wrong, regret, falseMoves]) => {
    const row = rows.find((one) => one.name === name);
    const years = counted.find((one) => one.name === name);
    if (row === undefined || years === undefined) return [];
    return [
      {
        name,
        pairs: [
          same(time(row.delay?.p50), median),
          same(time(row.delay?.p95), most),
          same(whole(row.missed), missed),
          same(whole(row.wrong), wrong),
          same(row.regret.toFixed(1), regret),
          near(years, falseMoves),
        ],
      },
    ];
  });
}

function same(ours: string, theirs: string): Pair {
  return { ours, theirs, isSame: ours === theirs };
}

function near({ falseMoves, years }: Counted, theirs: number): Pair {
  // Counts of rare moves spread as their square root.
  const error = Math.sqrt(falseMoves / years + theirs / YEARS + 1 / years ** 2);
  const isSame = Math.abs(falseMoves - theirs) < 3 * error;
  return { ours: few(falseMoves), theirs: few(theirs), isSame };
}

function whole(share: number | null): string {
  return `${((share ?? 0) * 100).toFixed(0)} %`;
}

export function agreementPart(detection: Detection): string {
  const found = agreement(detection);
  const pairs = found.flatMap(({ pairs }) => pairs.slice(0, -1));
  const equal = pairs.filter(({ isSame }) => isSame).length;
  const heads = ["rule", "delay p50", "p95", "missed", "wrong on stay/page", "regret"];
  const rows = found.map(({ name, pairs }) => [
    name,
    ...pairs.map(({ ours, theirs }) => (ours === theirs ? ours : `${ours} (${theirs})`)),
  ]);
  return [
    `${equal} of ${pairs.length} figures of the scenarios are the same as printed there.`,
    table([...heads, "false moves a year"], rows),
    "In brackets what is printed there, where it is another.",
  ].join("\n\n");
}
