// What should be done now? State and one tick go in; the action, the state to store and one sentence
// why come out. The only function that decides: the watch asks it every minute, `prepare` asks it
// again inside the lease with the order in hand, and simulation, backtest and `why` ask the same one.
// It does not act, and deciding twice on the same tick gives the same answer.

import type { Diagnosis } from "./diagnosis.ts";
import { assert } from "./errors.ts";
import { type Facts, facts, type Standpoint, type Tick } from "./facts.ts";
import type { Move } from "./observation.ts";
import { askRules, type RuleFinding } from "./safety-rules.ts";
import type { State } from "./state.ts";
import { type Situation, type Transition, transitions } from "./transitions.ts";

export type Action =
  | { readonly kind: "none" }
  | { readonly kind: "refuse" }
  | {
      readonly kind: Move;
      /** Whether a person must agree before the first lever moves. */
      readonly needsApproval: boolean;
      /** The same for every decision of the same minute and token, so that starting twice is once. */
      readonly executionName: string;
    };

export interface Decision {
  readonly action: Action;
  readonly situation: Situation;
  /** The row's sentence and, where a rule forbids, that rule's. */
  readonly reason: string;
  /** What to store; its version is the ledger's to raise. */
  readonly state: State;
  readonly diagnosis: Diagnosis;
  readonly primary: Standpoint;
  readonly secondary: Standpoint;
  /** Every safety rule about the move in question. */
  readonly rules: readonly RuleFinding[];
}

export function decide(state: State, tick: Tick): Decision {
  const known = facts(state, tick);
  const rules = askRules(known);
  const situation = situationOf(known, rules);
  const row = rowOf(state, situation);
  const reason = withRule(row, rules);
  return {
    action: actionOf(row, known),
    situation,
    reason,
    state: observed(known, situation, reason),
    diagnosis: known.diagnosis,
    primary: known.primary,
    secondary: known.secondary,
    rules,
  };
}

function situationOf(known: Facts, rules: readonly RuleFinding[]): Situation {
  const { state, tick } = known;
  const allowed = rules.every(({ kind }) => kind !== "broken");
  if (tick.order !== null) return ordered(known, allowed);
  switch (state.standing.phase) {
    case "steady":
      return steady(known, allowed);
    case "failedOver":
      return known.primary.verdict.kind === "healthy" && known.primary.health.name === "up"
        ? "homeMayBeOrdered"
        : "homeMustWait";
    case "failingOver":
    case "failingBack":
      if (holdsLease(known)) return "underWay";
      return allowed ? "abandonedMayMove" : "abandonedMustNotMove";
  }
}

function steady({ primary }: Facts, allowed: boolean): Situation {
  switch (primary.health.name) {
    case "down":
      return allowed ? "primaryDownMayMove" : "primaryDownMustNotMove";
    case "suspect":
      return primary.verdict.kind === "undetermined" ? "primaryUnknown" : "primaryWaits";
    case "up":
    case "recovering":
      return primary.verdict.kind === "undetermined" ? "primaryUnknown" : "primaryWell";
  }
}

function ordered({ state, tick, move }: Facts, allowed: boolean): Situation {
  const { standing } = state;
  const verdict = allowed ? "orderedMayMove" : "orderedMustNotMove";
  switch (standing.phase) {
    case "steady":
      return move === "failOver" ? verdict : "orderedAlreadyThere";
    case "failedOver":
      return move === "failBack" ? verdict : "orderedAlreadyThere";
    case "failingOver":
    case "failingBack": {
      const sameWay = (standing.phase === "failingOver") === (move === "failOver");
      const isMine = standing.executionName === tick.order?.executionName;
      const isAbandoned = tick.observation.lease === null || !isHeldByMover({ state, tick });
      return sameWay && (isMine || isAbandoned) ? verdict : "orderedWhileMoving";
    }
  }
}

function holdsLease({ state, tick }: Facts): boolean {
  return isHeldByMover({ state, tick });
}

function isHeldByMover({ state, tick }: Pick<Facts, "state" | "tick">): boolean {
  const { lease } = tick.observation;
  const { standing } = state;
  if (standing.phase === "steady" || standing.phase === "failedOver" || lease === null)
    return false;
  return lease.holder === standing.executionName && lease.until > tick.now;
}

function rowOf({ standing }: State, situation: Situation): Transition {
  const row = transitions.find((t) => t.from === standing.phase && t.situation === situation);
  assert(row !== undefined, `no transition from "${standing.phase}" in situation "${situation}"`);
  return row;
}

function withRule({ situation, because }: Transition, rules: readonly RuleFinding[]): string {
  if (!situation.endsWith("MustNotMove")) return because;
  const broken = rules.filter(({ kind }) => kind === "broken");
  return `${because} ${broken.map(({ name, sentence }) => `${name}: ${sentence}`).join("; ")}.`;
}

function actionOf({ action }: Transition, { state, tick }: Facts): Action {
  if (action === "none" || action === "refuse") return { kind: action };
  return {
    kind: action,
    needsApproval: tick.policy.mode === "advise" && tick.order?.by.kind !== "person",
    executionName: tick.order?.executionName ?? executionName(state, tick),
  };
}

/** Rises with the token; the minute lets a refused move be tried again, and only a minute later. */
function executionName({ pool, token }: State, { now }: Tick): string {
  return `${pool}-${token + 1}-${Math.floor(now / 60_000)}`;
}

function observed(known: Facts, situation: Situation, reason: string): State {
  const { state, primary, secondary, diagnosis, tick } = known;
  const isSame = state.diagnosis.name === diagnosis.name;
  return {
    ...state,
    health: { primary: primary.health, secondary: secondary.health },
    diagnosis: { name: diagnosis.name, since: isSame ? state.diagnosis.since : tick.now },
    situation,
    reason,
  };
}
