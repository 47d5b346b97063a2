// What the settings of a pool amount to: thresholds, the wait, how long a failure takes to be seen and
// decided, and what another wait would cost, with what the pool has shown of transient failures; and what each class
// of failure may do, in whichever pool.

import { styleText } from "node:util";
import type { BlipRecord } from "../core/detect/transient-failures.ts";
import { type Explanation, explain } from "../core/explain/policy-summary.ts";
import { type ModeAccount, modeAccount, modeInWords } from "../core/practice/mode-account.ts";
import { whatArms, whatArmsInWords } from "../core/practice/what-arms.ts";
import type { Config, Policy } from "../core/settings/policy.ts";
import { signalFacts } from "../core/signals/signal.ts";
import { between, type Instant, instant } from "../core/values/types.ts";
import { inWords, listed, shareInWords } from "../core/values/words.ts";
import { type ConnectionOptions, connect, poolsOf } from "./connection/connection.ts";
import { timeOf } from "./connection/world-time.ts";
import { failureClassRows, failureClassText } from "./policy/failure-classes.ts";
import { checked, readSettings, SETTINGS_FILE } from "./settings.ts";

export interface ExplainOptions extends ConnectionOptions {
  readonly offline?: boolean;
}

interface Explained {
  readonly policy: Policy;
  readonly explanation: Explanation;
  /** The pool's own; null offline, and for a pool that was never watched. */
  readonly record: BlipRecord | null;
  /** Null offline. */
  readonly mode: ModeAccount | null;
  readonly now: Instant;
  readonly isOffline: boolean;
}

export async function explainPolicy(
  pool: string | undefined,
  options: ExplainOptions,
): Promise<void> {
  const explained = await (options.offline === true ? offline : online)(pool, options);
  if (options.json === true) console.log(JSON.stringify(explained.map(asJson)));
  else console.log([...explained.map(asText), failureClassText()].join("\n\n"));
}

async function offline(
  pool: string | undefined,
  { settings = SETTINGS_FILE }: ExplainOptions,
): Promise<readonly Explained[]> {
  const config = checked(await readSettings(settings), settings);
  const nothing = { record: null, mode: null, now: instant(0), isOffline: true };
  return poolsOf(config, pool).map((policy) => explained(config, policy, nothing));
}

async function online(
  pool: string | undefined,
  options: ExplainOptions,
): Promise<readonly Explained[]> {
  const connection = await connect(options);
  const { config, services } = connection;
  return Promise.all(
    poolsOf(config, pool).map(async (policy) => {
      const state = await services.ledger.readState(policy.name);
      const now = await timeOf(connection, policy.name);
      const { rehearsed, readiness } = state ?? { rehearsed: [], readiness: null };
      const mode = modeAccount(policy, { rehearsed, readiness, now });
      const record = state?.blips ?? null;
      return explained(config, policy, { record, mode, now, isOffline: false });
    }),
  );
}

function explained(
  { cadence }: Config,
  policy: Policy,
  known: Omit<Explained, "policy" | "explanation">,
): Explained {
  const { record, now, mode } = known;
  const inForce = { ...policy, mode: mode?.inForce ?? policy.mode };
  return { policy, explanation: explain(inForce, { cadence, record, now }), ...known };
}

function asJson({ policy, explanation, record, mode, isOffline }: Explained): object {
  const { budget, criteria, name } = policy;
  const own = { pool: name, isOffline, budget, criteria, record };
  const { maxAge } = policy.practice.arming;
  const arming = { rungs: whatArms(policy), maxAge };
  const modes = { mode: policy.mode, modeInForce: mode?.inForce ?? null, arming };
  return { ...own, ...modes, ...explanation, failureClasses: failureClassRows };
}

function asText(one: Explained): string {
  const { policy, explanation } = one;
  const { quorum, vantages, threshold, failuresInARow, wait, standingWait } = explanation;
  const { yearsPerFalseFailover } = policy.budget;
  return [
    `${styleText("bold", policy.name)}: one false failover in ${yearsPerFalseFailover} years; ${quorum} of ${vantages} vantages must agree`,
    `  threshold  ${threshold.toFixed(1)} nats of evidence a vantage: ${failuresInARow} failures in a row`,
    `  transient  ${transientWords(one)}`,
    `             ${shareInWords(explanation.seen)} last until a majority sees them: ${alarms(explanation)} suspicions a year, and no move`,
    `  the wait   ${inWords(wait)} from the onset; ${inWords(standingWait)} where trouble has stood for longer already`,
    ...agreed(explanation),
    `  a move     pays from ${shareInWords(explanation.pays)} of sign-ins on; below ${shareInWords(explanation.doesNotPay)} it does not`,
    `  expected   ${years(explanation.yearsPerFalseFailover)} between two failovers without an outage`,
    `  automatic  ${whatArmsInWords(policy)}`,
    ...(one.mode?.arming ? [`             now: ${modeInWords(one.mode, one.now)}`] : []),
    "",
    ...delays(explanation),
    "",
    ...trades(explanation),
  ].join("\n");
}

function transientWords({ policy, explanation, record, now, isOffline }: Explained): string {
  const { perYear, mean } = explanation.blips;
  const reckoned = `${perYear.toFixed(1)} failures a year of ${inWords(mean)} on average`;
  if (isOffline) return `${reckoned}, by the settings alone`;
  if (record === null) return `${reckoned}, by the settings: the pool was never watched`;
  const { blipsPerYear, blipMean } = policy.criteria;
  const settings = `the settings say ${blipsPerYear} of ${inWords(blipMean)}`;
  const seen = `${record.seen} were seen in ${inWords(between(record.since, now))}`;
  return `${reckoned}; ${settings}, and ${seen}`;
}

function agreed({ agreed, asked }: Explanation): readonly string[] {
  const shorter = agreed.map(
    ({ kind, wait }) => `${inWords(wait)} once ${signalFacts[kind].label} agrees`,
  );
  return [
    ...(shorter.length === 0 ? [] : [`             ${listed(shorter)}`]),
    ...(asked === null
      ? []
      : [`             a person is asked after half of it, ${inWords(asked)}`]),
  ];
}

function alarms({ blips, seen }: Explanation): string {
  return (blips.perYear * seen).toFixed(1);
}

function delays({ expected }: Explanation): readonly string[] {
  return [
    styleText("bold", "  fails       seen after    decided after"),
    ...expected.map(({ share, detected, decided }) =>
      [
        `  ${shareInWords(share).padEnd(10)}`,
        inWords(detected).padEnd(12),
        decided === null ? "never: too few for a move to pay" : inWords(decided),
      ].join("  "),
    ),
  ];
}

/** A step of the plot is a factor of two; the whole width is one false move a day and more. */
const plotWidth = 30;
const AT_THE_LEFT = 1 / 1_024;

/** Text, so that a log or a mail can carry it: the longer the bar, the more false moves. */
function trades({ trades: all, wait, yearsPerFalseFailover }: Explanation): readonly string[] {
  const own = { wait, years: yearsPerFalseFailover, isOwn: true };
  const others = all.map((one) => ({ ...one, isOwn: false }));
  const rows = [...others, own].sort((a, b) => a.wait - b.wait);
  return [
    styleText("bold", "  wait          false moves a year"),
    ...rows.map((row) => {
      const aYear = 1 / row.years;
      const length = Math.round(2 * Math.log2(aYear / AT_THE_LEFT));
      const plot = "#".repeat(Math.min(plotWidth, Math.max(1, length)));
      const mark = row.isOwn ? "  <- this pool" : "";
      const cells = [inWords(row.wait).padEnd(12), amount(aYear).padStart(7)];
      return `  ${cells.join("  ")}  ${plot}${mark}`;
    }),
  ];
}

function amount(aYear: number): string {
  return aYear >= 1 ? aYear.toFixed(1) : aYear.toPrecision(2);
}

function years(count: number): string {
  return count >= 10 ? `${Math.round(count)} years` : `${count.toPrecision(2)} years`;
}
