// The names of everything that operators touch, and that the command line finds without being told. No two
// stages and pools share one, and each is as short as AWS wants it.

import { createHash } from "node:crypto";
import { GUARD_SIGN_LETTERS } from "../core/practice/guard-sign.ts";
import { ActionError } from "../core/values/errors.ts";

export interface Names {
  readonly ledger: string;
  readonly notices: string;
  readonly watch: string;
  readonly failover: string;
  readonly practice: string;
  readonly dashboard: string;
  /** Of a Lambda, by its one word: "probe", "shift". */
  readonly lambda: (word: string) => string;
  /** Of a schedule, by what it wakes. */
  readonly schedule: (word: string) => string;
  /** With which the names of the one-shot schedules begin that guard a pool's practice runs. */
  readonly guard: (pool: string) => string;
  /** Of a role, by who takes it. */
  readonly role: (word: string) => string;
  /** Of an alarm, by what has happened when it rings. */
  readonly alarm: (word: string) => string;
}

/** What Lambda, IAM, EventBridge and its Scheduler take; everything else may be longer. */
const LONGEST_NAME = 64;

/** Leaves room for the longest word that names no pool: the role "signals-scheduler". */
const LONGEST_STAGE = 29;

/** Throws InvalidInput for a stage whose names AWS would refuse, or another stage may have. */
export function names(stage: string): Names {
  checkStage(stage);
  const named = (what: string) => `cognito-failover-${stage}-${what}`;
  return {
    ledger: named("ledger"),
    notices: named("notices"),
    watch: named("watch"),
    failover: named("failover"),
    practice: named("practice"),
    dashboard: named("dashboard"),
    lambda: named,
    schedule: (word) => fitting(named(word)),
    guard: (pool) => named(`guard-${pool}`).slice(0, LONGEST_NAME - GUARD_SIGN_LETTERS - 1),
    role: named,
    alarm: named,
  };
}

export function checkStage(stage: string): void {
  const refused = (must: string) =>
    new ActionError({
      code: "InvalidInput",
      cannot: "use the stage",
      must: `its name must ${must}`,
      value: stage,
      next: "choose another name: --stage production",
    });
  if (!/^[0-9A-Za-z-]+$/.test(stage)) throw refused("be of letters, digits and hyphens");
  if (stage.length > LONGEST_STAGE) throw refused(`have ${LONGEST_STAGE} characters at the most`);
  // The schedule "watch-probe" of "x" is "probe" of "x-watch"; alarms begin with "no-heartbeat-", guards with "guard-".
  const word = /-(watch|no-heartbeat|guard)(?=-|$)/.exec(stage)?.[1];
  if (word !== undefined) {
    throw refused(`not hold "-${word}", as another stage's pools may be called like its own parts`);
  }
}

/** Names of pools have no underscore, so what is cut is called like nothing that is whole. */
function fitting(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const ending = `_${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;
  return `${name.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}
