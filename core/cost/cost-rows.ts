// Which lines does the bill have? A table: each row says what is paid for, how much of it a month's use
// needs, and why. It knows no numbers of its own but those that the stacks fix.

import type { CostRow } from "./cost-row.ts";
import { practiceRows } from "./practice-cost-rows.ts";
import { type Priced, prices } from "./prices.ts";
import { hoursPerMonth } from "./usage.ts";
import { assumed, GB } from "./usage-figures.ts";

const DAYS_KEPT = 30;
const LOG_MONTHS = 3;
/** Three in home, and the heartbeat in the witness. */
const METRICS_A_POOL = 4;
/** In home each decision writes them, in the witness every other one while all is well. */
const METRIC_REQUESTS_A_LOOK = 1.5;
/** Of machines that end without a word. */
const MACHINE_ALARMS = 3;

const rarerSignals =
  'signals.every: "20 minutes" halves it; what probes do not see is told that much later';
const rarer = 'cadence.probe: "2 minutes" halves it, and detection takes twice as long';

export const rows: readonly CostRow[] = [
  {
    name: "dashboard",
    price: "dashboards",
    quantity: () => 1,
    because: () => "one a deployment; free while the account has no more than three",
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
    quantity: ({ beaconReads, signals }) => beaconReads * assumed.litShare + signals.beaconReads,
    because: ({ beaconReads }) =>
      `while it is lit, an hour a month (assumed), and our own; S3 bills no refusals, else ${dollarsOf(beaconReads, "beaconReads")}`,
  },
  {
    name: "keys of the notices",
    price: "keys",
    quantity: ({ witnesses }) => 1 + witnesses,
    because: () => "an encrypted topic that alarms may ring needs one: home's, and each witness's",
  },
  {
    name: "probes' secrets",
    price: "secrets",
    quantity: ({ secrets }) => secrets,
    because: () =>
      "one a pool, of probe users and machine client, with its replica in every other vantage",
    toPayLess: "fewer furtherVantages",
  },
  {
    name: "reads of the secrets",
    price: "secretReads",
    quantity: ({ secretReads }) => secretReads,
    because: () => "four an hour, vantage and pool",
  },
  {
    name: "custom metrics",
    price: "metrics",
    quantity: ({ pools }) => METRICS_A_POOL * pools.length,
    because: () =>
      "four a pool: votes and health of each Region in home, the heartbeat in the witness",
    toPayLess: "only fewer pools: health and heartbeat are what the watchdog hears",
  },
  {
    name: "writes of the metrics",
    price: "metricRequests",
    quantity: ({ looks }) => METRIC_REQUESTS_A_LOOK * looks,
    because: () => "each decision tells home, and every other one the witness",
    toPayLess: 'cadence.watch: "2 minutes" halves it, and a decision may come a minute later',
  },
  {
    name: "alarms",
    price: "alarms",
    quantity: ({ pools, witnesses }) => MACHINE_ALARMS + 2 * pools.length + witnesses,
    because: () =>
      "three on the machines, two on the silence of each pool, one on each witness's probe",
  },
  {
    name: "probes, time",
    price: "lambdaTime",
    quantity: ({ probeSeconds }) => probeSeconds * assumed.memoryGb,
    because: ({ vantages, invocations, probeSeconds }) =>
      `${vantages} vantages, 512 MB, ${(probeSeconds / invocations).toFixed(1)} s on average (assumed)`,
    toPayLess: rarer,
  },
  {
    name: "bursts, time",
    price: "lambdaTime",
    quantity: ({ burstSeconds }) => burstSeconds * assumed.memoryGb,
    because: ({ bursts }) =>
      `${Math.round(bursts)} a month, ten looks in each vantage: a probe in a thousand is lost (assumed)`,
    toPayLess: rarer,
  },
  {
    name: "bursts, writes",
    price: "ledgerWrites",
    quantity: ({ burstWriteUnits }) => burstWriteUnits,
    because: () => "each look is kept like a round; wakes and decisions of bursts: not a cent",
  },
  {
    name: "decisions, time",
    price: "lambdaTime",
    quantity: ({ looks }) => looks * assumed.assessSeconds * assumed.memoryGb,
    because: () => "512 MB, 0.2 s each (assumed)",
  },
  {
    name: "signals, metrics",
    price: "metricReads",
    quantity: ({ signals }) => signals.metrics,
    because: () => "throttling in the Region that serves, two series, and real traffic if set",
    toPayLess: rarerSignals,
  },
  {
    name: "signals, alarms",
    price: "metricRequests",
    quantity: ({ signals }) => signals.alarmRequests,
    because: () => "a request for each Region with alarms of yours",
    toPayLess: rarerSignals,
  },
  {
    name: "signals, writes",
    price: "ledgerWrites",
    quantity: ({ looks, signals }) => looks + signals.writeUnits,
    because: () =>
      "that somebody decided and whose turn it is, each minute; where the levers stand",
  },
  {
    name: "signals, time",
    price: "lambdaTime",
    quantity: ({ signals: { runs, reads } }) =>
      (runs * assumed.signalsSeconds.idle + reads * assumed.signalsSeconds.read) * assumed.memoryGb,
    because: () => "512 MB, 0.05 s each minute, and 1 s when it is due (assumed)",
  },
  {
    name: "Lambda, requests",
    price: "lambdaRequests",
    quantity: ({ invocations, looks, signals }) => invocations + looks + signals.runs,
    because: () => "probes, decisions and signals; no retries",
  },
  {
    name: "schedules",
    price: "scheduler",
    quantity: ({ invocations, looks, signals }) => invocations + looks + signals.runs,
    because: () => "one a vantage, one a pool for the watch, and one for signals",
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
    because: () => "one failover of each pool, and the way back (assumed)",
  },
  ...practiceRows,
  {
    name: "ledger, writes",
    price: "ledgerWrites",
    quantity: ({ writeUnits }) => writeUnits,
    because: () => "each round: a statistic a target, its raw results, and what is new to be seen",
    toPayLess: rarer,
  },
  {
    name: "ledger, reads",
    price: "ledgerReads",
    quantity: ({ readUnits }) => readUnits,
    because: () => "consistent reads of statistics, sightings, state, lease and signals",
  },
  {
    name: "ledger, storage",
    price: "ledgerStorage",
    quantity: ({ storedBytes }) => (storedBytes * DAYS_KEPT * 24) / hoursPerMonth / GB,
    because: () => "raw results of 30 days, and point-in-time recovery",
  },
  {
    name: "logs",
    price: "logs",
    quantity: ({ logBytes }) => logBytes / GB,
    because: () => "a line an invocation, and Lambda's own two",
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
    quantity: ({ results }) => (results * assumed.resultTransferBytes) / GB,
    because: () => "8 KB a result (assumed)",
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
    quantity: ({ probeUsers }) => probeUsers,
    because: () => "probeUser.count of each pool, active every month; Essentials, with its replica",
    toPayLess: "a smaller probeUser.count: an outage of a part is then seen always or never",
  },
  {
    name: "machine tokens",
    price: "tokens",
    quantity: ({ tokens }) => tokens,
    because: () =>
      "one a vantage and Region, every tokenEvery; $6 more if the client is billed and used for nothing else",
    toPayLess:
      'clientCredentials with tokenEvery: "7 days", or null for none; the token endpoint is asked all the same, at no charge',
  },
];

function dollarsOf(quantity: number, price: Priced): string {
  const { dollars, units } = prices[price];
  return `$${((quantity * dollars) / units).toFixed(2)}`;
}
