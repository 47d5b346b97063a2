// The benchmark for people: tables in Markdown. JSON holds the same, with null for "never".

import type { DetailCell } from "../measure/details.ts";
import type { Detection, SetResult } from "../measure/detection.ts";
import type { Row } from "../measure/score.ts";
import { type Cell, limit } from "../measure/sweep.ts";
import type { Label } from "../outages/scenario.ts";
import type { Counted } from "../outages/years.ts";

export function scenariosPart({
  scenarios,
  runs,
  rows,
}: Pick<SetResult, "scenarios" | "runs" | "rows">): string {
  const columns = ["rule", "delay p50", "p95", "max", "detected p50", "missed", "early"];
  const more = ["wrong on stay/page", "moves a scenario", "most failovers", "due pages", "regret"];
  return section(
    `Decisions on ${scenarios} scenarios, ${runs} runs each`,
    table([...columns, ...more], rows.map(rowCells)),
    "Delays run from the earliest right moment, over outages that were not missed; detection runs from " +
      "the onset. Regret is harm beyond the least possible, in full-outage minutes a scenario.",
  );
}

function rowCells(row: Row): readonly string[] {
  return [
    row.name,
    time(row.delay?.p50),
    time(row.delay?.p95),
    time(row.delay?.max),
    time(row.detection),
    percent(row.missed),
    percent(row.early),
    percent(row.wrong),
    row.moves.toFixed(1),
    String(row.mostMoves),
    row.paged === null ? "cannot" : percent(row.paged),
    row.regret.toFixed(1),
  ];
}

export function sweepPart({ swept, sweepRuns }: Pick<Detection, "swept" | "sweepRuns">): string {
  const shares = swept[0]?.cells.map(({ share }) => share) ?? [];
  const limits = ["*limit*", ...shares.map((share) => time(limit(share))), "1"];
  const rows = swept.map(({ name, cells, overLimit }) => {
    return [name, ...cells.map(cellText), Number.isFinite(overLimit) ? overLimit.toFixed(2) : "-"];
  });
  const detecting = swept
    .filter(({ cells }) => cells.some(({ detection }) => Number.isFinite(detection)))
    .map(({ name, cells }) => [name, ...cells.map(({ detection }) => time(detection))]);
  const heads = shares.map(percent);
  return section(
    `Time to move when a constant share fails, ${sweepRuns} runs each`,
    table(["rule", ...heads, "over the limit"], [limits, ...rows]),
    "Medians; in brackets the share caught within half an hour. The limit is the larger of the exact " +
      "CUSUM's delay and the wait for transient failures; the last column is the worst ratio to it from 33 % on.",
    detecting.length === 0
      ? ""
      : `Time to a named diagnosis:\n\n${table(["rule", ...heads], detecting)}`,
  );
}

function cellText({ delay, caught }: Cell): string {
  if (caught === 0) return "never";
  return caught > 0.995 ? time(delay) : `${time(delay)} (${percent(caught)})`;
}

export function yearsPart({ counted }: Pick<Detection, "counted">): string {
  const rows = counted.map((one) => [
    one.name,
    String(one.years),
    few(one.falseMoves),
    causes(one),
    one.moves.toFixed(1),
    one.pages === null ? "cannot" : one.pages.toFixed(1),
    one.rounds === null ? "-" : Math.round(one.rounds / 1000).toLocaleString("en"),
  ]);
  const heads = [
    "rule",
    "years",
    "false moves a year",
    "by cause",
    "moves out a year",
    "pages a year",
  ];
  return section(
    "Healthy years",
    table([...heads, "thousand rounds a year"], rows),
    "A false move is one disturbance that led to at least one move.",
  );
}

function causes({ byCause }: Counted): string {
  const most = Object.entries(byCause).slice(0, 4);
  return most.length === 0 ? "-" : most.map(([cause, rate]) => `${cause} ${few(rate)}`).join(", ");
}

export function detailPart({ details, rows }: Pick<SetResult, "details" | "rows">): string {
  const lines = details.map(({ scenario, want, cells }) => [
    scenario,
    want,
    ...cells.map((cell) => detailText(want, cell)),
  ]);
  return section(
    "Scenario by scenario",
    table(["scenario", "want", ...rows.map(({ name }) => name)], lines),
    "Median delay where a failover is wanted, M where at least half of the runs missed it; else the share " +
      "of runs that moved, - for none.",
  );
}

function detailText(want: Label, { moved, missed, delay }: DetailCell): string {
  if (want === "failover") return missed >= 0.5 ? "M" : time(delay);
  return moved === 0 ? "-" : percent(moved);
}

export function section(title: string, ...parts: readonly string[]): string {
  return [`### ${title}`, ...parts.filter((part) => part !== "")].join("\n\n").concat("\n");
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/** "95 s", "12 min", "over 2 h"; "-" for what is not there. */
export function time(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "-";
  if (!Number.isFinite(seconds)) return "over 2 h";
  return seconds < 600 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
}

/** "3 %", "0.8 %", "35 %"; "-" for what is not there. */
export function percent(share: number | null): string {
  if (share === null) return "-";
  const hundredths = share * 100;
  const isFine = hundredths < 10 && Math.abs(hundredths - Math.round(hundredths)) > 0.05;
  return `${hundredths.toFixed(isFine ? 1 : 0)} %`;
}

export function few(rate: number): string {
  // A rounding error below zero is zero.
  return rate < 10 ? Math.max(0, rate).toFixed(2) : rate.toFixed(0);
}
