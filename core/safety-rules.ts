// What forbids a move, whatever the table of transitions says? Each rule has a name, a sentence and a
// test. All are always asked, so that `why` can show every one; the first that is broken is the reason.
// A person may set aside the overridable ones, by name.

import { quorum } from "./budget.ts";
import { evidenceRules } from "./evidence-rules.ts";
import type { Facts, Tick } from "./facts.ts";
import { isProved, type RuleFinding, type SafetyRule } from "./safety-rule.ts";
import { between, later, type Region } from "./types.ts";
import { inWords, timeOfDay } from "./words.ts";

const standingRules: readonly SafetyRule[] = [
  {
    name: "paused",
    binds: "controller",
    overridable: false,
    forbids: ({ state: { paused } }) =>
      paused === null
        ? null
        : `${paused.by} paused automatic action at ${timeOfDay(paused.since)}: ${paused.reason}`,
  },
  {
    name: "mode",
    binds: "controller",
    overridable: false,
    forbids: ({ tick: { policy } }) =>
      policy.mode === "observe" ? 'the mode is "observe", in which nothing is moved' : null,
  },
  {
    name: "leaseHeld",
    binds: "everyone",
    overridable: false,
    forbids: ({ tick: { now, observation, order } }) => {
      const { lease } = observation;
      if (lease === null || lease.until <= now || lease.holder === order?.executionName)
        return null;
      return `another execution, ${lease.holder}, holds the lease until ${timeOfDay(lease.until)}`;
    },
  },
  {
    name: "cooldown",
    binds: "everyone",
    overridable: true,
    forbids: ({ state: { lastShiftAt }, tick: { now, policy } }) => {
      if (lastShiftAt === null) return null;
      const left = between(now, later(lastShiftAt, policy.cooldown));
      if (left === 0) return null;
      return `the last shift was ${inWords(between(lastShiftAt, now))} ago; the cooldown has ${inWords(left)} to go`;
    },
  },
  {
    name: "evidenceTooOld",
    binds: "everyone",
    overridable: true,
    forbids: ({ tick }) => {
      const { vantages } = tick.policy;
      const fresh = heardLately(tick);
      const needed = quorum(vantages.length);
      if (fresh.length >= needed) return null;
      return `only ${fresh.length} of ${vantages.length} vantages reported lately; ${needed} must`;
    },
  },
];

const targetRules: readonly SafetyRule[] = [
  {
    name: "replicaNotActive",
    binds: "everyone",
    overridable: false,
    about: "failOver",
    forbids: ({ to, tick: { observation } }) => {
      if (observation.replica.kind === "undetermined") {
        return `the replica's status in ${to.region} could not be read: ${observation.replica.because}`;
      }
      const { status } = observation.replica;
      return status === "ACTIVE"
        ? null
        : `the replica in ${to.region} must be ACTIVE and is ${status}`;
    },
  },
  {
    name: "targetNotHealthy",
    binds: "everyone",
    overridable: true,
    forbids: ({ to, tick, ...known }) => {
      if (isProved(known) && isHeard(to.region, tick)) return null;
      switch (to.verdict.kind) {
        case "healthy":
          return to.health.name === "up" ? null : `${to.region} ${notSteady(to.health.name)}`;
        case "unhealthy":
          return `${to.region} fails right now`;
        case "undetermined":
          return `whether ${to.region} is well could not be told: ${to.verdict.because}`;
      }
    },
  },
];

export const safetyRules: readonly SafetyRule[] = [
  ...standingRules,
  ...evidenceRules,
  ...targetRules,
];

export function askRules(facts: Facts): readonly RuleFinding[] {
  const { order } = facts.tick;
  const byPerson = order?.by.kind === "person";
  return safetyRules.map(({ name, binds, overridable, about, forbids }): RuleFinding => {
    const isAbout = about === undefined || about === facts.move;
    const sentence = isAbout ? forbids(facts) : null;
    if (sentence === null) return { name, kind: "met", sentence: "", overridable };
    if (binds === "controller" && byPerson)
      return { name, kind: "doesNotBind", sentence, overridable };
    if (overridable && byPerson && order?.override.includes(name) === true) {
      return { name, kind: "overridden", sentence, overridable };
    }
    return { name, kind: "broken", sentence, overridable };
  });
}

/** Whether a majority has looked at the Region lately, whatever it saw. */
function isHeard(target: Region, tick: Tick): boolean {
  return heardLately(tick, target).length >= quorum(tick.policy.vantages.length);
}

/** The vantages that have reported lately, about that target or about any. */
function heardLately({ observation, policy, now }: Tick, target?: Region): readonly Region[] {
  const fresh = observation.statistics.filter(
    (one) =>
      (target === undefined || one.target === target) &&
      between(one.at, now) <= policy.criteria.evidenceTooOldAfter,
  );
  return policy.vantages.filter((vantage) => fresh.some((one) => one.vantage === vantage));
}

function notSteady(health: string): string {
  return health === "recovering" ? "answers again, but not yet for long enough" : `is ${health}`;
}
