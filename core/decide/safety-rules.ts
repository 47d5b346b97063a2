// What forbids a move, whatever the table of transitions says? Each rule is a row: its name, whom it binds, its test
// and what would satisfy it. All are always asked, so that `why` can show every one; the first that is broken is the
// reason. A person may set aside the overridable ones, by name.

import { quorum } from "../detect/error-budget.ts";
import { pauseInForce } from "../state/pause.ts";
import type { State } from "../state/state.ts";
import { durationText } from "../values/duration.ts";
import { assert } from "../values/errors.ts";
import { dateAndTime } from "../values/timestamp.ts";
import { between, later } from "../values/types.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import type { Assessment } from "./assessment.ts";
import { evidenceRules } from "./evidence-rules.ts";
import { heardLately } from "./heard-lately.ts";
import { isProved, type SafetyRule } from "./safety-rule.ts";
import { targetRules } from "./target-rules.ts";

const standingRules = [
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
    mend: () => ["paused=no"],
  },
  {
    name: "mode",
    binds: "controller",
    holdsAttempts: true,
    overridable: false,
    forbids: ({ tick: { policy } }) =>
      policy.mode === "observe" ? 'the mode is "observe", in which nothing is moved' : null,
    mend: () => ["mode=advise", "mode=automatic"],
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
    mend: () => ["lease=free"],
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
    mend: ({ tick }) => [`lastShift=${durationText(tick.policy.cooldown)}`],
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
    mend: () => [],
  },
] as const satisfies readonly SafetyRule[];

const rows = [...standingRules, ...evidenceRules, ...targetRules];

export type RuleName = (typeof rows)[number]["name"];

/** Whoever needs a list of rules reads this one. */
export const safetyRules: readonly SafetyRule<RuleName>[] = rows;

export interface RuleFinding {
  readonly name: RuleName;
  readonly kind: "met" | "broken" | "overridden" | "doesNotBind";
  /** Why it is broken or was; for a rule that is met, empty. */
  readonly sentence: string;
  readonly overridable: boolean;
}

/** Those that a person may set aside by name. */
export const overridableRules: readonly RuleName[] = safetyRules
  .filter(({ overridable }) => overridable)
  .map(({ name }) => name);

export function ruleNamed(name: RuleName): SafetyRule<RuleName> {
  const rule = safetyRules.find((one) => one.name === name);
  assert(rule !== undefined, `no safety rule is called "${name}"`);
  return rule;
}

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

export function isBroken(findings: readonly RuleFinding[], name: RuleName): boolean {
  return findings.some((rule) => rule.name === name && rule.kind === "broken");
}

/** All users, or those on a path that was not turned back. */
function cameHome({ lastMove }: State): boolean {
  return lastMove?.move === "failBack";
}
