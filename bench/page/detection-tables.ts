// The tables of docs/detection.md that the report of a single run lacks.

import { BOTH } from "../bench-settings.ts";
import { DRAWN, OURS, ordered } from "../detectors/rule-order.ts";
import type { Detection, SetResult } from "../measure/detection.ts";
import { type Reached, reach } from "../measure/reach.ts";
import { cusumLimit, LIMITS, limit } from "../measure/sweep.ts";
import { blipFloor } from "../measure/theory.ts";
import { detailPart, few, percent, scenariosPart, section, table, time } from "./report.ts";

export function summaryOf({ machine, sets, counted, sweepRuns }: Detection): string {
  const years = OURS.map((name) => counted.find((one) => one.name === name)?.years ?? 0);
  const runs = sets.map(
    ({ file, scenarios, runs }) => `${scenarios} scenarios of \`${file}\` ${runs} times each`,
  );
  return [
    `Measured with ${runs.join(", ")}; ${sweepRuns} runs of each constant share;`,
    `${years.join(" and ")} healthy years of our two rules. Node ${machine.node}, ${machine.processor}.`,
  ].join(" ");
}

export function reachPart(detection: Detection): string {
  const met = (isMet: boolean) => (isMet ? "met" : "**not met**");
  const reached = reach(detection);
  const rows = reached.map(({ demand, cells }) => [
    demand,
    ...cells.flatMap(({ wanted, found, isMet }) => [
      wanted,
      found,
      wanted === "-" ? "-" : met(isMet),
    ]),
  ]);
  return [
    table(["", "wanted, k=3", "reached", "", "wanted, k=5", "reached", ""], rows),
    unmet(reached),
  ].join("\n\n");
}

function unmet(rows: readonly Reached[]): string {
  const found = rows.flatMap(({ demand, cells }) =>
    cells.flatMap(({ wanted, found, isMet }, index) =>
      isMet ? [] : [`${demand}, k=${BOTH[index]}: ${found}, wanted ${wanted}`],
    ),
  );
  return found.length === 0 ? "All are met." : `Not met: ${found.join("; ")}.`;
}

export function frontierPart({ frontier }: Detection): string {
  const rows = frontier.map((row) => [
    String(row.vantages),
    `${row.years} y`,
    `${row.blipMean} s`,
    time(row.wait),
    time(row.delay),
    time(row.median),
    `${row.falseMoves.toPrecision(2)} ± ${row.error.toPrecision(1)}`,
    percent(row.missed),
    percent(row.wrong),
    few(row.regret),
    few(row.least),
  ]);
  const heads = [
    "k",
    "budget: one false move in",
    "transient failures last",
    "wait",
    "to the move at 100 %",
  ];
  const more = ["median over outages", "false moves a year", "missed", "wrong", "regret"];
  return section(
    "Wait against false moves",
    table([...heads, ...more, "least regret"], rows),
    "*Least regret* is that of a clairvoyant who follows the labels, waits for transient failures as that budget asks, and stays away.",
  );
}

/** So many rows of it, the heaviest first. */
const HEAVIEST = 10;

export function regretPart({ regrets, leastRegrets }: Detection): string {
  const rows = leastRegrets.map(({ scenario, atOnce, afterWait }): Line => {
    const own = OURS.flatMap((name) => {
      const one = regrets.find((one) => one.scenario === scenario && one.name === name);
      return [one?.regret ?? 0, one?.withReturn ?? 0];
    });
    const want = regrets.find((one) => one.scenario === scenario)?.want ?? "-";
    return { scenario, want, figures: [atOnce, afterWait, ...own] };
  });
  const heavy = rows.toSorted((a, b) => (b.figures.at(-2) ?? 0) - (a.figures.at(-2) ?? 0));
  const means = (rows[0]?.figures ?? []).map(
    (_, at) => rows.reduce((sum, { figures }) => sum + (figures[at] ?? 0), 0) / rows.length,
  );
  const lines = [
    ...heavy.slice(0, HEAVIEST),
    { scenario: `mean of all ${rows.length}`, want: "", figures: means },
  ];
  return section(
    "What the regret is made of",
    table(
      [
        ...["scenario", "want", "clairvoyant, at once", "clairvoyant, after the wait"],
        ...OURS.flatMap((name) => [name, "if it failed back"]),
      ],
      lines.map(({ scenario, want, figures }) => [scenario, want, ...figures.map(minutes)]),
    ),
    madeOf(rows, means),
    "Full-outage minutes. The clairvoyants know all in advance, follow the labels and stay away: one moves in the " +
      "moment in which it is right, the other once the trouble has also lasted as long as the wait for transient failures. *If it failed " +
      "back*: the same moves, and one way home at the best time, which is known only afterwards.",
  );
}

export function setPart({ file, set, ...rest }: SetResult): string {
  return scenariosPart({ ...rest, rows: ordered(rest.rows) }).replace(
    /^### .*/,
    (title) => `${title}: \`${file}\``,
  );
}

export function delaysPart({ swept }: Detection): string {
  const shares = [1, 0.5, 0.33, 0.3, 0.1];
  const rows = ordered(swept).map(({ name, cells }) => [
    name,
    ...shares.map((share) => {
      const cell = cells.find((one) => one.share === share);
      if (cell === undefined || cell.caught === 0) return "-";
      return [cell.delay, cell.p95, cell.max].map(time).join(", ");
    }),
  ]);
  return section(
    "Time to the move: median, 95 %, the longest",
    table(["rule", ...shares.map((share) => `${percent(share)} failing`)], rows),
    "- where no run moved within half an hour.",
  );
}

export function blipsPart({ blips }: Detection): string {
  const rows = blips.map(({ name, perYear, error, count }) => [
    name,
    `${perYear.toPrecision(2)} ± ${error.toPrecision(1)}`,
    String(count),
  ]);
  return section(
    "Moves for transient failures alone",
    table(["rule", "false moves a year", "long ones drawn"], rows),
    "Years hold few such moves. Here long transient failures alone are drawn and weighed by how rare they are: the same " +
      "number, with a smaller error.",
  );
}

function minutes(regret: number): string {
  return regret < 10 ? few(regret) : regret.toFixed(1);
}

interface Line {
  readonly scenario: string;
  readonly want: string;
  /** Of the clairvoyants, at once and after the wait; of each rule of ours, as it is and with a way home. */
  readonly figures: readonly number[];
}

/** Of the mean regret of the last rule: its parts, each of which something else would buy. */
function madeOf(lines: readonly Line[], means: readonly number[]): string {
  const [atOnce = 0, afterWait = 0] = means;
  const [own = 0, withReturn = 0] = means.slice(-2);
  const unknowable = lines
    .filter(({ want }) => want === "either")
    .reduce((sum, { figures }) => sum + (figures.at(-2) ?? 0) - (figures[1] ?? 0), 0);
  return [
    `Of ${few(own)} with five vantages, ${few(atOnce)} remain even if the move is made in the right moment: that is`,
    `staying away, the move itself, and the labels. The wait for transient failures adds ${few(afterWait - atOnce)}. Outages that end`,
    "so soon after it that either choice is right, which nobody can know,",
    `add ${few(unknowable / lines.length)}; seeing the others and being sure of them adds`,
    `${few(own - afterWait - unknowable / lines.length)}. Failing back would take away up to ${few(own - withReturn)}.`,
  ].join(" ");
}

/** What is possible at best with one false move in ten years. */
function possible(): string {
  const floor = blipFloor(LIMITS.blips, LIMITS.years);
  const rows = [1, 0.5, 0.33, 0.3, 0.1, 0.05].map((share) => [
    percent(share),
    time(cusumLimit(share, LIMITS.years)),
    time(floor),
    time(limit(share)),
  ]);
  return table(["failing", "information", "transient failures", "the larger"], rows);
}

export function limitsPart({ swept, counted }: Detection): string {
  const shares = [1, 0.5, 0.33];
  const rows = ordered(swept).flatMap(({ name, cells }) => {
    const own = counted.find((one) => one.name === name);
    if (own === undefined) return [];
    // Fewer than half a move in the years that were counted cannot be told from none.
    const rate = Math.max(own.falseMoves, 1 / (2 * own.years));
    const text = own.falseMoves === 0 ? `none in ${own.years} y` : few(own.falseMoves);
    return [
      [
        name,
        text,
        ...shares.flatMap((share) => {
          const delay = cells.find((one) => one.share === share)?.delay;
          const floor = limit(share, { ...LIMITS, years: 1 / rate });
          return [time(delay), time(floor)];
        }),
      ],
    ];
  });
  const heads = shares.flatMap((share) => [percent(share), "limit"]);
  return [
    `With one false move in ${LIMITS.years} years:`,
    possible(),
    "Each rule at the rate that was counted of it:",
    table(["rule", "false moves a year", ...heads], rows),
  ].join("\n\n");
}

export function costsPart({ costs }: Detection): string {
  const rows = ordered(costs).map(({ name, dollars, of }) => [
    name,
    dollars === null ? "your host" : `$${dollars.toFixed(2)}`,
    of,
  ]);
  return table(["rule", "a month", "for"], rows);
}

export function detailsOf({ file, details, rows }: SetResult): string {
  const part = detailPart({
    rows: ordered(rows.filter(({ name }) => DRAWN.includes(name))),
    details: details.map((one) => ({
      ...one,
      cells: ordered(one.cells.filter(({ name }) => DRAWN.includes(name))),
    })),
  });
  return part.replace(/^### .*/, (title) => `${title}: \`${file}\``);
}
