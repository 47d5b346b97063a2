// Which lines does the bill have? A table: each row says what is paid for, how much of it a month's use
// needs, and why. It knows no numbers of its own but those that the stacks fix.

import { type Priced, prices } from "./prices.ts";
import { assumed, GB, HOURS, KB, measured, type Usage } from "./usage.ts";

const DAYS_KEPT = 30;
const LOG_MONTHS = 3;
/** Four in home, and the heartbeat in the witness too. */
const METRICS_A_POOL = 5;
/** Where a decision writes them: home and the witness. */
const METRIC_REGIONS = 2;
/** Of machines that end without a word. */
const MACHINE_ALARMS = 3;

export interface Row {
  readonly name: string;
  readonly price: Priced;
  readonly quantity: (use: Usage) => number;
  readonly because: (use: Usage) => string;
  readonly toPayLess?: string;
}

const rarer = 'cadence.probe: "2 minutes" halves it, and detection takes twice as long';
const writeUnits = (bytes: number) => Math.ceil(bytes / KB);

export const rows: readonly Row[] = [
  {
    name: "dashboard",
    price: "dashboards",
    quantity: () => 1,
    because: () => "one a deployment",
    toPayLess: "nothing to set: it is free while the account has no more than three dashboards",
  },
  {
    name: "health check",
    price: "healthChecks",
    quantity: ({ managed }) => managed,
    because: () =>
      "one a pool with managed login; its bucket counts as an AWS endpoint (check: else $3.25 more)",
  },
  {
    name: "health check, options",
    price: "healthCheckOptions",
    quantity: ({ managed }) => 3 * managed,
    because: () => "HTTPS, a string to match, and an interval of 10 s",
    toPayLess: "a check of your own with an interval of 30 s: $1 less, a cutover up to 60 s later",
  },
  {
    name: "reads of the beacon",
    price: "beaconReads",
    quantity: ({ beaconReads }) => beaconReads * assumed.litShare,
    because: ({ beaconReads }) =>
      `while it is lit, an hour a month (assumed); S3 bills no refusals, else ${dollarsOf(beaconReads, "beaconReads")}`,
  },
  {
    name: "keys of the notices",
    price: "keys",
    quantity: ({ witnesses }) => 1 + witnesses,
    because: () => "an encrypted topic that alarms may ring needs one: home's, and each witness's",
  },
  {
    name: "probe users' secrets",
    price: "secrets",
    quantity: ({ secrets }) => secrets,
    because: () => "one a pool, and its replica in every other vantage",
    toPayLess: "fewer furtherVantages, or one probeUser.secret for several pools",
  },
  {
    name: "reads of the secrets",
    price: "secretReads",
    quantity: ({ secretReads }) => secretReads,
    because: () => "twice whenever five minutes have passed, once a target",
  },
  {
    name: "custom metrics",
    price: "metrics",
    quantity: ({ pools }) => METRICS_A_POOL * pools.length,
    because: () =>
      "five a pool: votes, health of each Region, and the heartbeat in home and in the witness",
    toPayLess: "only fewer pools: the heartbeat is what the watchdog hears",
  },
  {
    name: "writes of the metrics",
    price: "metricRequests",
    quantity: ({ looks }) => METRIC_REGIONS * looks,
    because: () => "a decision tells home and the witness, in a request each",
    toPayLess: 'cadence.watch: "2 minutes" halves it, and a decision may come a minute later',
  },
  {
    name: "alarms",
    price: "alarms",
    quantity: ({ pools, witnesses }) => MACHINE_ALARMS + 2 * pools.length + witnesses,
    because: () => "three on the machines, two heartbeats a pool, one on each witness's probe",
  },
  {
    name: "probes, time",
    price: "lambdaTime",
    quantity: ({ invocations }) => invocations * assumed.probeSeconds * assumed.memoryGb,
    because: ({ vantages }) => `${vantages} vantages, 512 MB, 1.2 s each (assumed)`,
    toPayLess: rarer,
  },
  {
    name: "decisions, time",
    price: "lambdaTime",
    quantity: ({ looks }) => looks * assumed.assessSeconds * assumed.memoryGb,
    because: () => "512 MB, 0.2 s each (assumed)",
  },
  {
    name: "Lambda, requests",
    price: "lambdaRequests",
    quantity: ({ invocations, looks }) => invocations + looks,
    because: () => "probes and decisions; no retries",
  },
  {
    name: "schedules",
    price: "scheduler",
    quantity: ({ invocations, looks }) => invocations + looks,
    because: () => "one a vantage, and one a pool for the watch",
  },
  {
    name: "watch, executions",
    price: "expressRequests",
    quantity: ({ looks }) => looks,
    because: () => "an Express execution a decision",
  },
  {
    name: "watch, time",
    price: "expressTime",
    quantity: ({ looks }) => looks * assumed.watchSeconds * assumed.watchGb,
    because: () => "64 MB, 0.3 s each (assumed)",
  },
  {
    name: "moves",
    price: "transitions",
    quantity: ({ pools }) => assumed.transitions * pools.length,
    because: () => "one practice run a pool, there and back (assumed)",
  },
  {
    name: "ledger, writes",
    price: "ledgerWrites",
    quantity: ({ results }) =>
      results * (writeUnits(measured.statistic) + writeUnits(measured.result)),
    because: () => "a statistic and a raw result for each target, under 1 KB each",
    toPayLess: rarer,
  },
  {
    name: "ledger, reads",
    price: "ledgerReads",
    quantity: ({ readUnits }) => readUnits,
    because: () => "consistent reads of statistics, state and lease",
  },
  {
    name: "ledger, storage",
    price: "ledgerStorage",
    quantity: ({ results }) => (results * (measured.result + 100) * DAYS_KEPT * 24) / HOURS / GB,
    because: () => "raw results of 30 days, and point-in-time recovery",
  },
  {
    name: "logs",
    price: "logs",
    quantity: ({ logBytes }) => logBytes / GB,
    because: () => "a line a target, one an invocation, and Lambda's own two",
    toPayLess: rarer,
  },
  {
    name: "logs, storage",
    price: "logStorage",
    quantity: ({ logBytes }) => (LOG_MONTHS * logBytes) / GB,
    because: () => "three months, compression not counted",
  },
  {
    name: "between Regions",
    price: "transfer",
    quantity: ({ rounds }) => (rounds * assumed.roundTransferBytes) / GB,
    because: () => "16 KB a round (assumed)",
  },
  {
    name: "notices",
    price: "notices",
    quantity: ({ recipients, pools }) => assumed.notices * recipients * pools.length,
    because: () => "20 a pool and recipient (assumed)",
  },
  {
    name: "probe users",
    price: "probeUsers",
    quantity: ({ pools }) => pools.length,
    because: () => "one monthly active user a pool, Essentials, with its replica",
  },
];

function dollarsOf(quantity: number, price: Priced): string {
  const { dollars, units } = prices[price];
  return `$${((quantity * dollars) / units).toFixed(2)}`;
}
