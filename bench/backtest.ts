// Our decision core at one scenario, many times over: what it decided, how often and how fast.

import type { Policy } from "../core/settings/policy.ts";
import { OurDetector, type OurPace } from "./detectors/ours.ts";
import { Shares } from "./measure/harm.ts";
import { runAll } from "./measure/run.ts";
import {
  type Outcome,
  outcome,
  quantile,
  type Row,
  row,
  type Yardstick,
  yardstick,
} from "./measure/score.ts";
import { runsOf } from "./outages/corpus.ts";
import type { Corpus, Label, Scenario } from "./outages/scenario.ts";

export interface BacktestSettings {
  readonly policy: Policy;
  /** How often it looks in calm. Absent: each minute. */
  readonly pace?: OurPace;
  /** Of a scenario; one of many hours runs a quarter as often. */
  readonly runs: number;
}

export interface Backtested {
  readonly scenario: string;
  readonly wanted: Label;
  /** False where no probe can see why a page is wanted, so that none is due. */
  readonly isVisible: boolean;
  readonly runs: number;
  /** How many runs moved, called a person and did not move, did neither. */
  readonly decided: Readonly<Record<"failover" | "page" | "stay", number>>;
  /** Runs that moved too late or never where the label is failover. */
  readonly missed: number;
  /** Runs that moved where the label is stay or page. */
  readonly wrong: number;
  /** Runs in which a page was due, and neither given nor overtaken by a move. */
  readonly unpaged: number;
  /** Median seconds from the onset to a named diagnosis, of the runs that came to one. */
  readonly detection: number | null;
  /** Median seconds from the earliest right moment to the move, of the runs that moved. */
  readonly delay: number | null;
  /** Pages of a run, on average. */
  readonly pages: number;
  /** The most moves to the secondary in one run. */
  readonly moves: number;
  /** Full-outage minutes beyond the least possible, on average. */
  readonly regret: number;
  readonly outcomes: readonly Outcome[];
}

const NAME = "cognito-failover";

export function backtest(
  scenario: Scenario,
  { label_rule }: Corpus,
  settings: BacktestSettings,
): Backtested {
  const runs = runsOf(scenario, settings.runs);
  const against = yardstick(scenario, new Shares(scenario), label_rule);
  const ran = Array.from({ length: runs }, (_, seed) =>
    oneRun(against, { ...settings, seed, runs }),
  );
  const outcomes = ran.map((one) => one.outcome);
  const count = (holds: (one: Outcome) => boolean) => outcomes.filter(holds).length;
  const median = (values: readonly (number | null)[]) =>
    quantile(
      values.filter((value) => value !== null),
      0.5,
    );
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / runs;
  return {
    scenario: scenario.id,
    wanted: scenario.decision,
    isVisible: scenario.visible_to_probes,
    runs,
    decided: {
      failover: count(({ movedAt }) => movedAt !== null),
      page: count(({ movedAt, pagedAt }) => movedAt === null && pagedAt !== null),
      stay: count(({ movedAt, pagedAt }) => movedAt === null && pagedAt === null),
    },
    missed: count(({ isMissed }) => isMissed),
    wrong: count(({ isWrong }) => isWrong),
    unpaged: count(({ isPageDue, isWrong, pagedAt }) => isPageDue && !isWrong && pagedAt === null),
    detection: median(outcomes.map(({ detection }) => detection)),
    delay: median(outcomes.map(({ delay }) => delay)),
    pages: mean(ran.map(({ pages }) => pages)),
    moves: Math.max(0, ...ran.map(({ failovers }) => failovers)),
    regret: mean(outcomes.map(({ regret }) => regret)),
    outcomes,
  };
}

interface OneRun extends BacktestSettings {
  readonly seed: number;
}

function oneRun(against: Yardstick, { policy, pace, seed, runs }: OneRun) {
  const { scenario } = against;
  const entrants = { fleet: [], adaptive: [new OurDetector(NAME, policy, pace)] };
  const [ran] = runAll(scenario, entrants, { seed: `${scenario.id}-${seed}` });
  const events = ran?.events ?? [];
  const told = (what: string) => events.filter((one) => one.what === what).length;
  return {
    pages: told("page"),
    failovers: told("failover"),
    outcome: outcome({ events }, against, 1 / runs),
  };
}

/** One row over all scenarios, each weighing alike. */
export function summed(tested: readonly Backtested[]): Row {
  return row(
    { name: NAME, canPage: true },
    tested.flatMap(({ outcomes }) => outcomes),
  );
}
