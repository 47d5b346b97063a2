// What should be done now? State and one tick go in; the action, the state to store and one sentence
// why come out. The only function that decides: the watch asks it every minute, `prepare` asks it
// again inside the lease with the order in hand, and simulation, backtest and `why` ask the same one.
// It does not act, and deciding twice on the same tick gives the same answer.

import { noBlips, watched } from "./blips.ts";
import { callsOf } from "./calls.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { DiagnosisName, Standpoint } from "./diagnosis-row.ts";
import { assert } from "./errors.ts";
import type { Case } from "./evidence.ts";
import { type Facts, facts, type Tick } from "./facts.ts";
import { type Finding, tell } from "./finding.ts";
import type { Move } from "./observation.ts";
import { mayBeAsked, type RuleFinding } from "./safety-rule.ts";
import { askRules } from "./safety-rules.ts";
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
  /** What the probes came upon that is no outage. */
  readonly found: readonly Finding[];
  /** Those that nobody was told of yet. */
  readonly news: readonly Finding[];
  /** What people must be told now; null when nothing is news to them. */
  readonly call: Diagnosis | null;
  /** Whether people must be told how things stand, as they were not before. */
  readonly isSituationNews: boolean;
  /** The case for leaving the primary: how many users either way, and what it still lacks. */
  readonly case: Case;
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
  const { told, news } = tell(state.findings, known.found, tick.now);
  const { calls, call, isSituationNews } = callsOf(known, { situation, rules });
  return {
    action: actionOf(row, known),
    situation,
    reason,
    state: { ...observed(known, situation, reason), calls, findings: told },
    diagnosis: known.diagnosis,
    found: known.found,
    news,
    call,
    isSituationNews,
    case: known.case,
    primary: known.primary,
    secondary: known.secondary,
    rules,
  };
}

function situationOf(known: Facts, rules: readonly RuleFinding[]): Situation {
  const { state } = known;
  const isAllowed = rules.every(({ kind }) => kind !== "broken");
  if (known.tick.order !== null) return ordered(known, isAllowed);
  switch (state.standing.phase) {
    case "steady":
      return steady(known, isAllowed);
    case "failedOver":
      return known.primary.verdict.kind === "healthy" && known.primary.health.name === "up"
        ? "homeMayBeOrdered"
        : "homeMustWait";
    case "failingOver":
    case "failingBack":
      if (isHeldByMover(known)) return "underWay";
      return isAllowed ? "abandonedMayMove" : "abandonedMustNotMove";
  }
}

function steady(known: Facts, isAllowed: boolean): Situation {
  const { primary, state, tick } = known;
  const isAsked = (state.asked?.until ?? 0) > tick.now;
  switch (primary.health.name) {
    case "down":
      if (!isAllowed) return "primaryDownMustNotMove";
      if (tick.policy.mode === "automatic") return "primaryDownMayMove";
      return isAsked ? "primaryDownAwaitsAnswer" : "primaryDownAsks";
    case "suspect":
      return isAllowed && !isAsked && mayBeAsked(known)
        ? "primaryFailsAsks"
        : unless("primaryWaits", known);
    case "up":
    case "recovering":
      return unless("primaryWell", known);
  }
}

/** `said`, unless nobody could tell about the primary. */
function unless(said: Situation, { primary }: Facts): Situation {
  return primary.verdict.kind === "undetermined" ? "primaryUnknown" : said;
}

function ordered(known: Facts, isAllowed: boolean): Situation {
  const { move } = known;
  const { standing } = known.state;
  const answer = isAllowed ? "orderedMayMove" : "orderedMustNotMove";
  switch (standing.phase) {
    case "steady":
      return move === "failOver" ? answer : "orderedAlreadyThere";
    case "failedOver":
      return move === "failBack" ? answer : "orderedAlreadyThere";
    case "failingOver":
    case "failingBack":
      return orderedMidway(known, isAllowed);
  }
}

function orderedMidway(known: Facts, isAllowed: boolean): Situation {
  const { state, tick, move } = known;
  const isMine = tick.order !== null && holderOf(state) === tick.order.executionName;
  if (!isMine && isHeldByMover(known)) return "orderedWhileMoving";
  const isSameWay = (state.standing.phase === "failingOver") === (move === "failOver");
  if (isSameWay) return isAllowed ? "orderedMayMove" : "orderedMustNotMove";
  // Only a person turns back; the controller ends what was begun.
  if (tick.order?.by.kind !== "person") return "orderedWhileMoving";
  return isAllowed ? "orderedBackMayMove" : "orderedBackMustNotMove";
}

/** The execution that moves sign-in lives: it renews its lease at every step. */
function isHeldByMover({ state, tick: { observation, now } }: Facts): boolean {
  const { lease } = observation;
  return lease !== null && lease.holder === holderOf(state) && lease.until > now;
}

/** The execution on whose behalf levers move; null when none do. */
function holderOf({ standing }: State): string | null {
  return "executionName" in standing ? standing.executionName : null;
}

function rowOf({ standing }: State, situation: Situation): Transition {
  const row = transitions.find((t) => t.from === standing.phase && t.situation === situation);
  assert(row !== undefined, `no transition from "${standing.phase}" in situation "${situation}"`);
  return row;
}

function withRule({ situation, because }: Transition, rules: readonly RuleFinding[]): string {
  const told = (kind: RuleFinding["kind"]) =>
    rules
      .filter((rule) => rule.kind === kind)
      .map(({ name, sentence }) => `${name}: ${sentence}`)
      .join("; ");
  if (situation.endsWith("MustNotMove")) return `${because} ${told("broken")}.`;
  const overridden = told("overridden");
  return overridden === "" ? because : `${because} Set aside by a person: ${overridden}.`;
}

function actionOf({ action, situation }: Transition, { state, tick }: Facts): Action {
  if (action === "none" || action === "refuse") return { kind: action };
  const isBegun = state.standing.phase === "failingOver" || state.standing.phase === "failingBack";
  const isPersons = tick.order?.by.kind === "person";
  return {
    kind: action,
    needsApproval:
      situation === "primaryDownAsks" ||
      situation === "primaryFailsAsks" ||
      (tick.policy.mode === "advise" && !isPersons && !isBegun),
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
    blips: blipsSeen(known),
  };
}

/** What probes did not see is no blip of theirs, however short it was. */
function blipsSeen({ state, primary, signals, tick }: Facts): State["blips"] {
  const record = state.blips ?? noBlips(tick.now);
  if (state.diagnosis.name === REPORTED) return record;
  const confirm = signals.confirm;
  return watched(record, { before: state.health.primary, after: primary.health, confirm });
}

/** What a tick is called in which other evidence alone decided that the primary is sick. */
const REPORTED = "primaryReported" satisfies DiagnosisName;
