// What must hold in every stage, since Pulumi's mocks accept anything: AWS's own rules, and ours. Each
// row finds its breaches, and names what was found.

import { failoverPath } from "./failover-path.ts";
import type { Graph } from "./graph.ts";
import { alarms, watchdogs } from "./invariants/alarms.ts";
import {
  distinct,
  home,
  lambdas,
  lengths,
  logs,
  outputs,
  protection,
  providers,
} from "./invariants/app.ts";
import {
  beaconBuckets,
  beacons,
  beaconWriters,
  ledger,
  route53,
  searchStrings,
  secrets,
} from "./invariants/data.ts";
import { guards } from "./invariants/guards.ts";
import { healthEvents } from "./invariants/health-events.ts";
import { ownWords, partitioned } from "./invariants/ledger-rights.ts";
import { cutOff, isolatedMoves, machines, timeLimits } from "./invariants/machines.ts";
import { deputies, links, trust, wildcards } from "./invariants/roles.ts";
import { apart, healthHeard, readings } from "./invariants/signals.ts";
import { schedules, vantages } from "./invariants/vantages.ts";
import { bursts, leftEvents, wakes } from "./invariants/wakes.ts";

export interface Invariant {
  /** A sentence, the title of its test. */
  readonly holds: string;
  readonly breaches: (graph: Graph) => readonly string[];
}

export const invariants: readonly Invariant[] = [
  { holds: "every vantage has one probe and one schedule that wakes it", breaches: vantages },
  {
    holds: "every schedule wakes something of its own Region that its role may wake",
    breaches: schedules,
  },
  {
    holds: "a probe may wake the other vantages of its pools and the watch, and nothing else",
    breaches: wakes,
  },
  {
    holds:
      "an event that is left for a Lambda is tried once, within a minute, and AWS Health's or a guard's thrice, within an hour",
    breaches: leftEvents,
  },
  {
    holds: "a guard is in home and in every witness, speaks there, and may only put levers back",
    breaches: guards,
  },
  {
    holds: "a burst is over before its Lambda is, and that before the next turn",
    breaches: bursts,
  },
  { holds: "AWS Health's word about every primary is sent home", breaches: healthEvents },
  {
    holds: "what AWS Health says of a pool's Regions is taken at home, for that one rule",
    breaches: healthHeard,
  },
  {
    holds: "other evidence is read as far as the settings use it, and no farther",
    breaches: readings,
  },
  { holds: "nobody can wait for what reads other evidence", breaches: apart },
  {
    holds: "every alarm rings an encrypted topic of its own Region that lets it",
    breaches: alarms,
  },
  {
    holds: "silence is noticed: in home for every pool, and in every witness",
    breaches: watchdogs,
  },
  { holds: "every ARN in a machine is in its Region and allowed by its role", breaches: machines },
  {
    holds: "the practice machine invokes the Lambdas of a move by their alias alone",
    breaches: isolatedMoves,
  },
  { holds: "every Task has a time limit, and every machine a longer one", breaches: timeLimits },
  { holds: "a Lambda of a machine ends before its Task is tried again", breaches: cutOff },
  {
    holds: "no role can be taken by an account, and none has a policy from elsewhere",
    breaches: trust,
  },
  {
    holds: "a service takes a role for this account alone, and for what is deployed here",
    breaches: deputies,
  },
  {
    holds: "no statement allows a whole service, nor any resource save where AWS knows none",
    breaches: wildcards,
  },
  { holds: "no Lambda is linked, since links grant whole services", breaches: links },
  {
    holds: "the ledger has the keys, the expiry and the backup that the code counts on",
    breaches: ledger,
  },
  {
    holds: "nobody may touch the ledger but in partitions that are named",
    breaches: partitioned,
  },
  {
    holds: "a vantage writes its own words alone, and a question's token is read by no Lambda",
    breaches: ownWords,
  },
  { holds: "the world can read the beacons and nothing else", breaches: beacons },
  {
    holds: "nobody but the role that shifts levers, and one for emergencies, may write a beacon",
    breaches: beaconWriters,
  },
  {
    holds: "a bucket of beacons keeps every version, and goes with all of them",
    breaches: beaconBuckets,
  },
  {
    holds: "what a health check looks for is made up, and told to whoever writes or reads a beacon",
    breaches: searchStrings,
  },
  { holds: "no record is owned, and every health check made is inverted", breaches: route53 },
  { holds: "the probe user's secret is in every vantage of its pool", breaches: secrets },
  { holds: "every Region but home has a provider with the app's tags", breaches: providers },
  { holds: "home is nobody's primary", breaches: home },
  { holds: "only production is protected and kept", breaches: protection },
  { holds: "every log is kept for a while and not for ever", breaches: logs },
  {
    holds: "every Lambda is arm64 on Node 24 with JSON lines in a log group of its own",
    breaches: lambdas,
  },
  { holds: "names fit AWS's limits", breaches: lengths },
  { holds: "no two resources of a kind are called alike", breaches: distinct },
  { holds: "every text is a text, and no output that was never awaited", breaches: outputs },
  {
    holds: "nothing on the failover path names a primary Region, nor a control plane in us-east-1",
    breaches: failoverPath,
  },
];
