// Where signals are read, each source by itself. A source that has nothing to say, or that
// the settings let do nothing, gives no signal.

import type { LeverReading } from "../../core/detect/observation.ts";
import { leverFacts } from "../../core/levers/lever.ts";
import { pathLabels, plan } from "../../core/levers/plan.ts";
import { alarmSignal } from "../../core/signals/alarm.ts";
import {
  capacitySignals,
  demandReadBackMs,
  type QuotaLimit,
  quotaCategories,
} from "../../core/signals/capacity.ts";
import type { Signal } from "../../core/signals/signal.ts";
import { throttleSignal } from "../../core/signals/throttling.ts";
import { listened } from "../../core/signals/weigh-signals.ts";
import { isAlarmOf } from "../../core/values/alarm-id.ts";
import { MINUTE } from "../../core/values/duration.ts";
import { instant, millis, type Region } from "../../core/values/types.ts";
import { levers, type ReadServices } from "../levers/table.ts";
import type { Services } from "../services.ts";
import { readTraffic, type TrafficTask } from "./traffic.ts";

export type SourceServices = ReadServices &
  Pick<Services, "alarms" | "ledger" | "provisionedLimits" | "userMetrics">;

export interface SourceReading {
  readonly signals: readonly Signal[];
  readonly levers: readonly LeverReading[];
  /** For the log. */
  readonly notes: readonly string[];
}

export interface Source {
  /** Of what, and where, for the log. */
  readonly name: string;
  /** Whether it would tell of this still, if it were still so. */
  speaksOf(signal: Signal): boolean;
  read(): Promise<SourceReading>;
}

export interface SourceTask extends TrafficTask {
  /** Whether nothing is wrong, and so nobody about to be moved. */
  readonly isCalm: boolean;
}

const nothing: SourceReading = { signals: [], levers: [], notes: [] };

/** Further back, what was throttled is over. */
const throttlesReadBackMs = millis(15 * MINUTE);

export function sourcesOf(services: SourceServices, task: SourceTask): readonly Source[] {
  const { policy, serving } = task;
  const { clients, alarms } = listened(policy);
  const alarmRegions = [...new Set(alarms.map(({ region }) => region))];
  return [
    ...(clients.length === 0
      ? []
      : [
          {
            name: `real traffic in ${serving ?? "transit"}`,
            speaksOf: ({ kind }: Signal) => kind === "traffic",
            read: async () => ({ ...nothing, ...(await readTraffic(services, task)) }),
          },
        ]),
    ...throttledRegions(task).map((region) => ({
      name: `throttling in ${region}`,
      speaksOf: (one: Signal) => one.kind === "throttles" && one.region === region,
      read: () => readThrottles(services, region, task),
    })),
    ...capacity(services, task),
    ...alarmRegions.map((region) => ({
      name: `alarms in ${region}`,
      speaksOf: ({ kind, id }: Signal) => kind === "alarm" && isAlarmOf(region, id),
      read: () => readAlarms(services, region, task),
    })),
    ...leversOf(services, task),
  ];
}

/** Each metric that is read is paid for: where nobody is served, throttling matters once they may be moved. */
function throttledRegions({ policy, serving, isCalm }: SourceTask): readonly Region[] {
  const { primary, secondary } = policy;
  if (!listened(policy).isThrottlingRead) return [];
  return isCalm && serving !== null ? [serving] : [primary, secondary];
}

async function readThrottles(
  { userMetrics }: SourceServices,
  region: Region,
  { now, holdsUntil }: TrafficTask,
): Promise<SourceReading> {
  const to = instant(Math.floor(now / MINUTE) * MINUTE);
  const from = instant(to - throttlesReadBackMs);
  const { refused, messages } = await userMetrics.throttles(region, { from, to });
  const minutes = refused.map(({ at, category, value }) => ({ at, category, throttled: value }));
  const signal = throttleSignal({ region, minutes, from, to }, holdsUntil);
  return { ...nothing, signals: signal === null ? [] : [signal], notes: messages };
}

/**
 * Whether either Region could take all is asked of both at once, and only while anything is wrong. What a Region
 * enforces is read in calm already, and kept: one that sheds load answers that no more. A class of failures needs both,
 * whatever throttled users may do.
 */
function capacity(services: SourceServices, task: SourceTask): readonly Source[] {
  const speaksOf = ({ kind }: Signal) => kind === "capacity" && !task.isCalm;
  return task.isCalm
    ? [{ name: "limits of the quotas", speaksOf, read: () => readLimits(services, task) }]
    : [{ name: "room in the quotas", speaksOf, read: () => readCapacity(services, task) }];
}

async function readCapacity(services: SourceServices, task: SourceTask): Promise<SourceReading> {
  const regions = regionsOf(task);
  const { now, holdsUntil } = task;
  const to = instant(Math.floor(now / MINUTE) * MINUTE);
  const asked = { from: instant(to - demandReadBackMs), to };
  const [demand, { limits, notes }] = await Promise.all([
    Promise.all(regions.map((region) => services.userMetrics.demand(region, asked))),
    readLimits(services, task),
  ]);
  const reading = { ...asked, regions, demand: demand.flat(), limits };
  return { ...nothing, signals: capacitySignals(reading, holdsUntil), notes };
}

async function readLimits(
  { ledger, provisionedLimits }: SourceServices,
  task: SourceTask,
): Promise<SourceReading & { readonly limits: readonly QuotaLimit[] }> {
  const pool = task.policy.name;
  const kept = await ledger.readLimits(pool);
  const found = await Promise.all(
    regionsOf(task).map((region) =>
      provisionedLimits.limits({ region, categories: quotaCategories, kept }),
    ),
  );
  const limits = found.flatMap((one) => one.limits);
  const newest = (all: readonly QuotaLimit[]) => Math.max(0, ...all.map(({ at }) => at));
  if (newest(limits) > newest(kept)) await ledger.keepLimits(pool, limits);
  return { ...nothing, limits, notes: found.flatMap(({ problem }) => problem ?? []) };
}

function regionsOf({ policy }: SourceTask): readonly [Region, Region] {
  return [policy.primary, policy.secondary];
}

async function readAlarms(
  { alarms }: SourceServices,
  region: Region,
  { policy, now, holdsUntil }: TrafficTask,
): Promise<SourceReading> {
  const here = listened(policy).alarms.filter((alarm) => alarm.region === region);
  const states = await alarms.states(region, [...new Set(here.map(({ name }) => name))]);
  const signals = here.flatMap((alarm) => {
    const state = states.get(alarm.name);
    return state === undefined
      ? []
      : (alarmSignal(alarm, state, { policy, now, holdsUntil }) ?? []);
  });
  const lost = here.filter(({ name }) => !states.has(name));
  return { ...nothing, signals, notes: lost.map(({ name }) => `there is no alarm "${name}"`) };
}

/** Route 53's control plane and S3: neither is needed for a failover, and this is not on its path. */
function leversOf(services: SourceServices, { policy, now }: TrafficTask): readonly Source[] {
  return plan("failOver", policy).map(({ path, lever }) => ({
    name: `${leverFacts[lever].label} of ${pathLabels[path]}`,
    speaksOf: () => false,
    read: async () => {
      const reading = await levers[lever].read(services, policy, now);
      return { ...nothing, levers: reading === null ? [] : [reading] };
    },
  }));
}
