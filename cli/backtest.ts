// What would it have decided? Any file of scenarios through the decision core, against its labels.

import { readFile } from "node:fs/promises";
import { scheduler } from "node:timers/promises";
import {
  type Backtested,
  type BacktestSettings,
  backtest as run,
  summed,
} from "../bench/backtest.ts";
import { benchPolicy } from "../bench/bench-settings.ts";
import { rounded } from "../bench/measure/json.ts";
import { readCorpus } from "../bench/outages/read-corpus.ts";
import { type Corpus, VANTAGES } from "../bench/outages/scenario.ts";
import { percent, time } from "../bench/page/report.ts";
import { policyOf } from "../controller/policy-of.ts";
import type { Policy } from "../core/settings/policy.ts";
import { ActionError } from "../core/values/errors.ts";
import { counted } from "../core/values/words.ts";
import { checked, readSettings } from "./settings.ts";
import { aligned } from "./terminal/aligned.ts";
import { exitCodes } from "./terminal/fail.ts";
import { withSpinner } from "./terminal/spinner.ts";

export interface BacktestOptions {
  readonly scenarios: string;
  readonly policy?: string;
  readonly pool?: string;
  readonly vantages?: string;
  readonly runs: number;
  readonly json?: boolean;
}

export async function backtest(options: BacktestOptions): Promise<void> {
  const corpus = await corpusOf(options.scenarios);
  const settings = await settingsFor(options);
  const { policy } = settings;
  const tested: Backtested[] = [];
  const all = async () => {
    for (const scenario of corpus.scenarios) {
      tested.push(run(scenario, corpus, { ...settings, runs: options.runs }));
      // A turn for the line that says how far it is.
      await scheduler.yield();
    }
  };
  const count = corpus.scenarios.length;
  await withSpinner(all(), () => `${tested.length} of ${count} scenarios`);
  console.log(
    options.json === true
      ? JSON.stringify(asJson(tested, policy), rounded)
      : asText(tested, policy),
  );
  process.exitCode = isRight(tested) ? exitCodes.done : exitCodes.notDone;
}

async function corpusOf(file: string): Promise<Corpus> {
  const read = readCorpus(await jsonOf(file));
  if (read.kind === "valid" && read.corpus.scenarios.length > 0) return read.corpus;
  const problems =
    read.kind === "valid"
      ? ["  scenarios must hold one at least\n    next: docs/detection.md describes the format"]
      : read.problems.map(({ message, next }) => `  ${message}\n    next: ${next}`);
  throw new ActionError({
    code: "InvalidInput",
    cannot: `use ${file}`,
    must: `these must be fixed first:\n${problems.join("\n")}`,
    next: "docs/detection.md",
  });
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new ActionError({
      code: "InvalidInput",
      cannot: `read the scenarios from ${file}`,
      must: `the file must exist and hold JSON (${error instanceof Error ? error.message : error})`,
      next: "cognito-failover backtest --scenarios bench/scenarios/public.json",
      cause: error,
    });
  }
}

async function settingsFor({
  policy: file,
  pool,
  vantages,
}: BacktestOptions): Promise<Omit<BacktestSettings, "runs">> {
  if (file === undefined && pool === undefined) {
    return { policy: benchPolicy({ vantages: vantages === "5" ? 5 : 3 }) };
  }
  if (file === undefined) {
    throw new ActionError({
      code: "InvalidInput",
      cannot: `test the pool "${pool}"`,
      must: "--policy must name the settings that it is in",
      next: `cognito-failover backtest --policy failover.config.ts --pool ${pool} --scenarios …`,
    });
  }
  const config = checked(await readSettings(file), file, { isForFree: true });
  const [only, ...more] = config.pools;
  const meant =
    pool === undefined && only !== undefined && more.length === 0
      ? only
      : policyOf(config, pool ?? "");
  if (meant.vantages.length <= VANTAGES.length) {
    return { policy: actingAlone(meant), pace: config.cadence };
  }
  throw new ActionError({
    code: "InvalidInput",
    cannot: `test ${file}`,
    must: `a scenario is seen by ${VANTAGES.length} vantages at most`,
    value: meant.vantages.length,
    next: "name fewer furtherVantages in a copy of it",
  });
}

/** As if it were armed: no scenario tells of practice runs, or of checks of readiness. */
function actingAlone(policy: Policy): Policy {
  const { practice } = policy;
  return {
    ...policy,
    mode: "automatic",
    practice: { ...practice, arming: { ...practice.arming, rungs: [] } },
    readiness: { maxAge: null },
  };
}

function asJson(tested: readonly Backtested[], { vantages, budget }: Policy): object {
  const { name: _, ...summary } = summed(tested);
  return {
    vantages: vantages.length,
    yearsPerFalseFailover: budget.yearsPerFalseFailover,
    isRight: isRight(tested),
    scenarios: tested.map(({ outcomes: _, ...one }) => one),
    summary,
  };
}

function isRight(tested: readonly Backtested[]): boolean {
  return tested.every(({ missed, wrong }) => missed + wrong === 0);
}

function asText(tested: readonly Backtested[], policy: Policy): string {
  const heads = ["scenario", "wanted", "decided", "named", "delay", "pages", "moves", "regret", ""];
  const lines = tested.map((one) => [
    one.scenario,
    one.wanted,
    decidedText(one),
    time(one.detection),
    one.wanted === "failover" || one.wanted === "either" ? time(one.delay) : "-",
    one.pages.toFixed(1),
    String(one.moves),
    one.regret.toFixed(1),
    faultOf(one),
  ]);
  return [...aligned([heads, ...lines]), "", ...summaryText(tested, policy)].join("\n");
}

/** "failover 9, page 1"; one word where all runs agree. */
function decidedText({ decided, runs }: Backtested): string {
  const found = Object.entries(decided).filter(([, count]) => count > 0);
  return found.map(([what, count]) => (count === runs ? what : `${what} ${count}`)).join(", ");
}

function faultOf({ missed, wrong, unpaged, runs, wanted, isVisible }: Backtested): string {
  if (missed > 0) return `missed in ${missed} of ${runs}`;
  if (wrong > 0) return `moved for nothing in ${wrong} of ${runs}`;
  if (unpaged > 0) return `nobody was called in ${unpaged} of ${runs}`;
  return wanted === "page" && !isVisible ? "no probe can see it" : "";
}

function summaryText(
  tested: readonly Backtested[],
  { vantages, budget: { yearsPerFalseFailover: years } }: Policy,
): readonly string[] {
  const { delay, missed, wrong, paged, mostMoves, regret } = summed(tested);
  const delays = delay === null ? "-" : [delay.p50, delay.p95, delay.max].map(time).join(", ");
  return [
    `${counted(tested.length, "scenario")}, ${counted(Math.max(...tested.map(({ runs }) => runs)), "run")} of each`,
    `  settings               ${vantages.length} vantages, one false failover in ${counted(years, "year")}`,
    `  delay of right moves   ${delays} (median, 95 %, longest)`,
    `  outages missed         ${percent(missed)}`,
    `  moved for nothing      ${percent(wrong)} where staying or a page is right`,
    `  due pages given        ${percent(paged)}`,
    `  most moves in one run  ${mostMoves}`,
    `  regret                 ${regret.toFixed(2)} full-outage minutes a scenario`,
  ];
}
