// What forbids a move, whatever the table of transitions says? Each rule has a name, a sentence and a
// test. All are always asked, so that `why` can show every one; the first that is broken is the reason.
// A person may set aside the overridable ones, by name.

import { quorum } from "../detect/error-budget.ts";
import { pauseInForce } from "../state/pause.ts";
import type { State } from "../state/state.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { between, later, type Region } from "../values/types.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import type { Assessment, Tick } from "./assessment.ts";
import { evidenceRules } from "./evidence-rules.ts";
import { isProved, type RuleFinding, type SafetyRule } from "./safety-rule.ts";

const standingRules: readonly SafetyRule[] = [
  {
    name: "paused",
    binds: "controller",
    holdsAttempts: true,
    overridable: false,
    forbids: ({ state, tick: { now } }) => {
      const paused = pauseInForce(state.paused, now);
      if (paused === null) return null;
      const { by, since, until, reason } = paused;
      const end = until === null ? "" : `, until ${dateAndTime(until)} UTC`;
      return `${by} paused automatic action at ${dateAndTime(since)} UTC${end}: ${reason}`;
    },
  },
  {
    name: "mode",
    binds: "controller",
    holdsAttempts: true,
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
    forbids: ({ state, tick: { now, policy }, ...known }) => {
      const { lastShiftAt } = state;
      // What was begun is ended, and who came home on good news is not held there by bad.
      if (lastShiftAt === null || known.intent.isCarriedOn) return null;
      if (cameHome(state) && isProved(known)) return null;
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
      const { replica } = observation;
      if (replica.kind === "undetermined" || replica.status === "ACTIVE") return null;
      return `the replica in ${to.region} must be ACTIVE and is ${replica.status}`;
    },
  },
  {
    name: "replicaUnknown",
    binds: "everyone",
    overridable: true,
    endangers: true,
    about: "failOver",
    forbids: ({ to, state, tick }) => {
      const { replica } = tick.observation;
      if (replica.kind === "known") return null;
      const last = state.replica;
      const unread = `the replica's status in ${to.region} could not be read (${replica.because})`;
      if (last !== null && last.status !== "ACTIVE") {
        const ago = inWords(between(last.at, tick.now));
        return `${unread}; ${ago} ago it was ${last.status}, and only an ACTIVE one signs users in`;
      }
      if (to.verdict.kind === "healthy" && isHeard(to.region, tick)) return null;
      const known =
        last === null
          ? "it never was read"
          : `${inWords(between(last.at, tick.now))} ago it was ACTIVE`;
      return `${unread}; ${known}, and no majority signs in there now`;
    },
  },
  {
    name: "targetNotHealthy",
    binds: "everyone",
    overridable: true,
    endangers: true,
    forbids: ({ to, tick, ...known }) => {
      if (isProved({ ...known, to }) && isHeard(to.region, tick)) return null;
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

export function askRules(assessment: Assessment): readonly RuleFinding[] {
  const { order } = assessment.tick;
  const { intent } = assessment;
  const byPerson = order?.by.kind === "person" || intent.isPersons;
  const override = [...(order?.override ?? []), ...intent.override];
  return safetyRules.map(({ name, binds, overridable, about, ...rule }): RuleFinding => {
    const { forbids, holdsAttempts = false } = rule;
    const isAbout = about === undefined || about === assessment.move;
    const sentence = isAbout ? forbids(assessment) : null;
    if (sentence === null) return { name, kind: "met", sentence: "", overridable };
    const isHeld = holdsAttempts && intent.isCarriedOn;
    if (binds === "controller" && byPerson && !isHeld)
      return { name, kind: "doesNotBind", sentence, overridable };
    if (overridable && byPerson && override.includes(name)) {
      return { name, kind: "overridden", sentence, overridable };
    }
    return { name, kind: "broken", sentence, overridable };
  });
}

/** All users, or those on a path that was not turned back. */
function cameHome({ lastMove }: State): boolean {
  return lastMove?.move === "failBack";
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
