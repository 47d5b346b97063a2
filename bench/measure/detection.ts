// What docs/detection.json holds: everything that docs/detection.md shows, and no more than was measured.

import type { Label } from "../outages/scenario.ts";
import type { Counted } from "../outages/years.ts";
import type { Detail } from "./details.ts";
import { json } from "./json.ts";
import type { Row } from "./score.ts";
import type { Swept } from "./sweep.ts";

export interface Detection {
  readonly machine: { readonly processor: string; readonly node: string };
  /** Of each constant share. */
  readonly sweepRuns: number;
  readonly swept: readonly Swept[];
  readonly counted: readonly Counted[];
  readonly sets: readonly SetResult[];
  readonly blips: readonly FromBlipsRow[];
  readonly frontier: readonly FrontierRow[];
  /** What the regret of the rules of ours is made of, on the first set. */
  readonly regrets: readonly Regret[];
  /** Beside them, what no rule goes below that follows the labels. */
  readonly leastRegrets: readonly LeastRegret[];
  readonly costs: readonly CostRow[];
}

export interface SetResult {
  /** Its file in bench/scenarios/. */
  readonly file: string;
  readonly set: string;
  readonly scenarios: number;
  /** Of each scenario; those of many hours run a quarter as often. */
  readonly runs: number;
  readonly rows: readonly Row[];
  readonly details: readonly Detail[];
}

/** Moves for blips alone, from long ones weighed by how rare they are. */
export interface FromBlipsRow {
  readonly name: string;
  readonly perYear: number;
  readonly error: number;
  readonly count: number;
}

/** One choice of settings, in a world that fits them. */
export interface FrontierRow {
  readonly vantages: 3 | 5;
  /** Years for one false failover: the setting. */
  readonly years: number;
  /** Seconds that blips last on average: the setting, and so it is in the world. */
  readonly blipMean: number;
  /** Seconds that follow from them. */
  readonly wait: number;
  /** Median seconds to the move when all sign-ins fail. */
  readonly delay: number;
  /** Median seconds over the outages of the first set. */
  readonly median: number;
  readonly falseMoves: number;
  readonly error: number;
  readonly missed: number;
  readonly wrong: number;
  /** Full-outage minutes a scenario. */
  readonly regret: number;
  /** The same of a clairvoyant who follows the labels, waits as this budget asks, and stays away. */
  readonly least: number;
}

export interface Regret {
  readonly name: string;
  readonly scenario: string;
  readonly want: Label;
  /** Full-outage minutes of this scenario, on average. */
  readonly regret: number;
  /** The same had it come home again, once, at the best time. */
  readonly withReturn: number;
}

/** Of clairvoyants, in full-outage minutes. */
export interface LeastRegret {
  readonly scenario: string;
  /** Moved as soon as it was right. */
  readonly atOnce: number;
  /** Moved when it was right and the trouble had lasted as long as the blip floor. */
  readonly afterWait: number;
}

export interface CostRow {
  readonly name: string;
  /** A month; null where it depends on a host of the user's own. */
  readonly dollars: number | null;
  readonly of: string;
}

/** One element of a list a line: a new run changes the lines of what it changes. */
export function detectionJson(detection: Detection): string {
  const plain = JSON.parse(json(detection)) as Record<string, unknown>;
  const members = Object.entries(plain).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${shown(value, "  ")}`,
  );
  return `{\n${members.join(",\n")}\n}\n`;
}

function shown(value: unknown, indent: string): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const lines = value.map((one) => {
    const isDeep =
      typeof one === "object" && one !== null && Array.isArray(Reflect.get(one, "details"));
    return isDeep ? deep(one, `${indent}  `) : JSON.stringify(one);
  });
  return `[\n${lines.map((line) => `${indent}  ${line}`).join(",\n")}\n${indent}]`;
}

function deep(value: object, indent: string): string {
  const members = Object.entries(value).map(
    ([key, one]) => `${indent}  ${JSON.stringify(key)}: ${shown(one, `${indent}  `)}`,
  );
  return `{\n${members.join(",\n")}\n${indent}}`;
}

/** JSON has no word for never; a time that is null there was infinite. */
export function readDetection(text: string): Detection {
  const read = JSON.parse(text) as Detection;
  const frontier = read.frontier.map((row) => {
    return { ...row, delay: never(row.delay), median: never(row.median) };
  });
  return { ...read, swept: read.swept.map(endless), frontier };
}

function never(seconds: number | null): number {
  return seconds ?? Number.POSITIVE_INFINITY;
}

function endless(swept: Swept): Swept {
  return {
    ...swept,
    overLimit: never(swept.overLimit),
    cells: swept.cells.map((cell) => ({
      ...cell,
      delay: never(cell.delay),
      p95: never(cell.p95),
      max: never(cell.max),
      detection: never(cell.detection),
      overLimit: never(cell.overLimit),
    })),
  };
}
