// What is asked of the detector, and what it reaches: one row for each demand, at three and at five
// vantages, on the first set of scenarios.

import { OURS, sortOf } from "../detectors/rule-order.ts";
import type { Counted } from "../outages/years.ts";
import { few, percent, time } from "../page/report.ts";
import type { Detection } from "./detection.ts";
import type { Row } from "./score.ts";
import type { Swept } from "./sweep.ts";

export interface Reached {
  readonly demand: string;
  readonly cells: readonly ReachedCell[];
}

export interface ReachedCell {
  readonly wanted: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** What was measured of one of our rules, and of all the others. */
interface Found {
  readonly row: Row;
  readonly swept: Swept;
  readonly counted: Counted;
  readonly detection: Detection;
  readonly peers: readonly Row[];
}

interface Demand {
  readonly what: string;
  /** For three vantages, and for five; null asks nothing. */
  readonly most: readonly [number | null, number | null];
  readonly isLeast?: boolean;
  readonly value: (found: Found) => number;
  readonly shown: (value: number, found: Found) => string;
}

const exact = (share: number) => `${Number((share * 100).toPrecision(2))} %`;

const plain = (value: number) => String(Math.round(value * 100) / 100);

const demands: readonly Demand[] = [
  detected(1, [25, 20]),
  detected(0.5, [45, 40]),
  detected(0.3, [100, 90]),
  {
    what: "outages missed",
    most: [0, 0],
    value: ({ row }) => row.missed ?? 1,
    shown: exact,
  },
  {
    what: "time to the move over the larger limit, shares of 33 % and more",
    most: [1.2, 1.15],
    value: ({ swept }) => swept.overLimit,
    shown: (value) => value.toFixed(2),
  },
  {
    what: "moved where staying or a page is right",
    most: [0.04, 0.01],
    value: ({ row }) => row.wrong ?? 1,
    shown: exact,
  },
  {
    what: "due pages given",
    most: [0.92, 0.96],
    isLeast: true,
    value: ({ row }) => row.paged ?? 0,
    shown: exact,
  },
  {
    what: "pages in a healthy year",
    most: [16, 12],
    value: ({ counted }) => counted.pages ?? 0,
    shown: (value) => value.toFixed(1),
  },
  {
    what: "false moves a year, budget of one in ten years",
    most: [0.12, 0.1],
    value: ({ counted }) => counted.falseMoves,
    shown: countedIn,
  },
  {
    what: "of them for anything but a blip",
    most: [0, 0],
    value: ({ counted: { byCause } }) =>
      Object.entries(byCause).reduce(
        (sum, [cause, rate]) => (cause === "blip" ? sum : sum + rate),
        0,
      ),
    shown: countedIn,
  },
  {
    what: "most failovers in one incident",
    most: [1, 1],
    value: ({ row }) => row.mostMoves,
    shown: plain,
  },
  {
    what: "regret, full-outage minutes a scenario",
    most: [3, 2.8],
    value: ({ row }) => row.regret,
    shown: few,
  },
  {
    what: "regret over that of the best peer",
    most: [1, 1],
    value: ({ row, peers }) => row.regret / least(peers, ({ regret }) => regret),
    shown: (value) => value.toFixed(2),
  },
  {
    what: "wrong moves over those of the best peer that misses less than a tenth",
    most: [1, 1],
    value: ({ row, peers }) => {
      const seeing = peers.filter(({ missed }) => (missed ?? 1) < 0.1);
      return (row.wrong ?? 1) / least(seeing, ({ wrong }) => wrong ?? 1);
    },
    shown: (value) => value.toFixed(2),
  },
];

/** "0.11 (21 in 200 years)", "none in 200 years" */
function countedIn(value: number, { counted: { years } }: Found): string {
  const count = Math.round(value * years);
  if (count === 0) return `none in ${years} years`;
  return `${Number(value.toPrecision(3))} (${count} in ${years} years)`;
}

function detected(share: number, most: readonly [number, number]): Demand {
  return {
    what: `named diagnosis, median from the onset, ${percent(share)} failing`,
    most,
    value: ({ swept }) =>
      swept.cells.find((cell) => cell.share === share)?.detection ?? Number.POSITIVE_INFINITY,
    shown: time,
  };
}

export function reach(detection: Detection): readonly Reached[] {
  const found = OURS.map((name) => foundOf(detection, name));
  return demands.map((demand) => ({
    demand: demand.what,
    cells: found.map((one, index) => cellOf(demand, { one, most: demand.most[index] ?? null })),
  }));
}

function foundOf(detection: Detection, name: string): Found | null {
  const rows = detection.sets[0]?.rows ?? [];
  const peers = rows.filter((row) => sortOf(row.name) === "peer");
  const row = rows.find((one) => one.name === name);
  const swept = detection.swept.find((one) => one.name === name);
  const counted = detection.counted.find((one) => one.name === name);
  if (row === undefined || swept === undefined || counted === undefined) return null;
  return { row, swept, counted, detection, peers };
}

function cellOf(
  { value, shown, isLeast = false }: Demand,
  { one, most }: { readonly one: Found | null; readonly most: number | null },
): ReachedCell {
  if (one === null || most === null) return { wanted: "-", found: "-", isMet: true };
  const found = value(one);
  const limit = shown(most, one).replace(/ \(.*/, "");
  const wanted = most === 0 ? "none" : `${isLeast ? "at least" : "at most"} ${limit}`;
  return { wanted, found: shown(found, one), isMet: isLeast ? found >= most : found <= most };
}

function least(rows: readonly Row[], of: (row: Row) => number): number {
  return Math.min(...rows.map(of));
}
