// What is allowed but not advised? Settings and the time go in, a full sentence each comes out.

import type { Config, Policy } from "../settings/policy.ts";
import type { SignalUse } from "../settings/signal-schema.ts";
import { shown } from "../values/errors.ts";
import type { Instant } from "../values/types.ts";
import { scheduleAdvice } from "./schedule-advice.ts";

export function adviceOn({ pools }: Config, now: Instant): readonly string[] {
  return pools.flatMap((pool) => [...onAutomaticMode(pool), ...scheduleAdvice(pool, now)]);
}

function onAutomaticMode(policy: Policy): readonly string[] {
  if (policy.mode !== "automatic") return [];
  return [...tooFewVantages(policy), ...unpractised(policy), ...decidingAlone(policy)];
}

function tooFewVantages({ name, vantages, threeVantagesSuffice }: Policy): readonly string[] {
  if (vantages.length >= 5 || threeVantagesSuffice) return [];
  return [
    `Pool ${name} is in mode "automatic" with ${vantages.length} vantages; five are advised, since ` +
      "three cannot survive two of their own failing together: add two Regions to furtherVantages, or write threeVantagesSuffice: true",
  ];
}

function unpractised(policy: Policy): readonly string[] {
  const { rungs } = policy.practice.arming;
  if (rungs.some((rung) => rung !== "shadow")) return [];
  return [
    `Pool ${policy.name} is in mode "automatic" and its practice.arming.rungs is ${shown(rungs)}: users are moved by ` +
      "a failover that nobody need ever have practised; leave the setting out, or write " +
      '["isolation", "canary"], and practise before: cognito-failover practice list',
  ];
}

function decidingAlone({ name, signals: { traffic, health, alarms } }: Policy): readonly string[] {
  const all: readonly (readonly [string, readonly SignalUse[]])[] = [
    ["traffic", traffic.may],
    ["health", health.may],
    ...alarms.map(({ may }, index) => [`alarms[${index}]`, may] as const),
  ];
  return all
    .filter(([, may]) => may.includes("decide"))
    .map(
      ([field]) =>
        `Pool ${name} is in mode "automatic" and its signals.${field} may "decide": what it says by ` +
        'mistake moves sign-in though no probe fails; "corroborate" is advised',
    );
}
