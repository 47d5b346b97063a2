// What forbids a move, whatever the table of transitions says? Each rule has a name, a sentence and a
// test. All are always asked, so that `why` can show every one; the first that is broken is the reason.
// A person may set aside the overridable ones, by name.

import { quorum } from "./budget.ts";
import type { Facts } from "./facts.ts";
import { failureClasses } from "./failure-class.ts";
import { between, later } from "./types.ts";
import { inWords, listed, timeOfDay } from "./words.ts";

export type RuleName =
  | "paused"
  | "mode"
  | "leaseHeld"
  | "cooldown"
  | "evidenceTooOld"
  | "faultIsOurs"
  | "bothSick"
  | "quorumMissing"
  | "failsNoMore"
  | "replicaNotActive"
  | "targetNotHealthy";

export interface SafetyRule {
  readonly name: RuleName;
  /** Whether it binds a person too, or only the controller acting by itself. */
  readonly binds: "controller" | "everyone";
  /** Whether a person may set it aside by name. */
  readonly overridable: boolean;
  /** Why the move is forbidden, or null when it is not. */
  readonly forbids: (facts: Facts) => string | null;
}

export interface RuleFinding {
  readonly name: RuleName;
  readonly kind: "met" | "broken" | "overridden" | "doesNotBind";
  /** Why it is broken or was; for a rule that is met, empty. */
  readonly sentence: string;
  readonly overridable: boolean;
}

export const safetyRules: readonly SafetyRule[] = [
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
    forbids: ({ tick: { now, observation, policy } }) => {
      const fresh = policy.vantages.filter((vantage) =>
        observation.statistics.some(
          (s) => s.vantage === vantage && between(s.at, now) <= policy.criteria.evidenceTooOldAfter,
        ),
      );
      const needed = quorum(policy.vantages.length);
      if (fresh.length >= needed) return null;
      return `only ${fresh.length} of ${policy.vantages.length} vantages reported lately; ${needed} must`;
    },
  },
  {
    name: "faultIsOurs",
    binds: "controller",
    overridable: false,
    forbids: ({ shared }) => {
      // A replica that is off has a rule of its own, which says what to do.
      const ours = [...shared.keys()].filter((name) => name !== "replicaOff");
      if (ours.length === 0) return null;
      return `most vantages put the failures down to us: ${listed(ours.map((name) => failureClasses[name].because))}`;
    },
  },
  {
    name: "bothSick",
    binds: "everyone",
    overridable: true,
    forbids: ({ from, to }) =>
      from.verdict.kind === "unhealthy" && to.verdict.kind === "unhealthy"
        ? `${to.region} fails as well, so moving would not help`
        : null,
  },
  {
    name: "quorumMissing",
    binds: "controller",
    overridable: false,
    forbids: ({ move, from }) => {
      // The controller goes home only to end what a person began; the secondary need not be sick.
      if (move === "failBack") return null;
      switch (from.verdict.kind) {
        case "unhealthy":
          return null;
        case "healthy":
          return `${from.region} signs users in again`;
        case "undetermined":
          return `whether ${from.region} is sick could not be told: ${from.verdict.because}`;
      }
    },
  },
  {
    name: "failsNoMore",
    binds: "controller",
    overridable: false,
    forbids: ({ move, from }) => {
      if (move === "failBack" || from.verdict.kind !== "unhealthy") return null;
      const failsNow = from.verdict.votes.some((v) => v.kind === "unhealthy" && v.failsNow);
      return failsNow
        ? null
        : `every vantage that calls ${from.region} sick got a good answer there last`;
    },
  },
  {
    name: "replicaNotActive",
    binds: "everyone",
    overridable: false,
    forbids: ({ move, to, tick: { observation } }) => {
      if (move === "failBack") return null;
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
    forbids: ({ to }) => {
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

export function askRules(facts: Facts): readonly RuleFinding[] {
  const { order } = facts.tick;
  const byPerson = order?.by.kind === "person";
  return safetyRules.map(({ name, binds, overridable, forbids }): RuleFinding => {
    const sentence = forbids(facts);
    if (sentence === null) return { name, kind: "met", sentence: "", overridable };
    if (binds === "controller" && byPerson)
      return { name, kind: "doesNotBind", sentence, overridable };
    if (overridable && byPerson && order?.override.includes(name) === true) {
      return { name, kind: "overridden", sentence, overridable };
    }
    return { name, kind: "broken", sentence, overridable };
  });
}

function notSteady(health: string): string {
  return health === "recovering" ? "answers again, but not yet for long enough" : `is ${health}`;
}
