// What should be done now? State and one tick go in; the action, the state to store and one sentence
// why come out. The only function that decides: the watch asks it every minute, `prepare` asks it
// again inside the lease with the order in hand, and simulation, backtest and `why` ask the same one.
// It does not act, and deciding twice on the same tick gives the same answer.

import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { Finding } from "../diagnose/finding.ts";
import { tell } from "../diagnose/told-findings.ts";
import type { State } from "../state/state.ts";
import { assert } from "../values/errors.ts";
import type { Move } from "../values/order.ts";
import { type Assessment, assess } from "./assessment.ts";
import { pagesDue, type Reminder } from "./paging.ts";
import { isHeldByRule } from "./ruling.ts";
import { askRules, type RuleFinding } from "./safety-rules.ts";
import { needsWord, situationOf } from "./situation.ts";
import { afterAbandoned, observed } from "./state-after-tick.ts";
import type { Tick } from "./tick.ts";
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
  /** What all of it rests on. */
  readonly assessment: Assessment;
  /** Findings that nobody was told of yet. */
  readonly news: readonly Finding[];
  /** What people must be told now; null when nothing is news to them. */
  readonly page: Diagnosis | null;
  /** Whether people must be told how things stand, as they were not before. */
  readonly isSituationNews: boolean;
  /** Whether people must be told that a move was given up. */
  readonly isGivenUpNews: boolean;
  /** What people must be told again, since it goes on; null where something is new. */
  readonly reminder: Reminder | null;
  /** Every safety rule about the move in question. */
  readonly rules: readonly RuleFinding[];
}

export function decide(state: State, tick: Tick): Decision {
  const known = assess(state, tick);
  const rules = askRules(known);
  const situation = situationOf(known, rules);
  const after = afterAbandoned(known, situation);
  const row = rowOf(known.state, situation);
  const reason = withRule(row, rules);
  const findings = tell(state.findings, known.found, tick.now);
  const hasFindings = findings.news.length > 0;
  const { pages, noticedAt, tellsFindings, ...due } = pagesDue(known, {
    ...{ situation, rules, hasFindings, after },
  });
  const isLater = hasFindings && !tellsFindings;
  return {
    action: actionOf(row, known),
    situation,
    reason,
    state: {
      ...observed(known, after, { situation, reason }),
      ...{ pages, noticedAt },
      // What finds no room now stays unknown to people, and is news again.
      findings: isLater ? state.findings : findings.told,
    },
    assessment: known,
    news: isLater ? [] : findings.news,
    ...due,
    rules,
  };
}

function rowOf({ standing }: State, situation: Situation): Transition {
  const row = transitions.find((t) => t.from === standing.phase && t.situation === situation);
  assert(row !== undefined, `no transition from "${standing.phase}" in situation "${situation}"`);
  return row;
}

function withRule(
  { situation, because, action }: Transition,
  rules: readonly RuleFinding[],
): string {
  const told = (kind: RuleFinding["kind"]) =>
    rules
      .filter((rule) => rule.kind === kind)
      .map(({ name, sentence }) => `${name}: ${sentence}`)
      .join("; ");
  if (isHeldByRule(situation)) return `${because} ${told("broken")}.`;
  // What was set aside matters to what moves by it.
  const overridden = action === "none" || action === "refuse" ? "" : told("overridden");
  return overridden === "" ? because : `${because} Set aside by a person: ${overridden}.`;
}

function actionOf({ action, situation }: Transition, known: Assessment): Action {
  if (action === "none" || action === "refuse") return { kind: action };
  const { state, tick } = known;
  return {
    kind: action,
    needsApproval:
      situation === "primaryDownAsks" || situation === "primaryFailsAsks" || needsWord(known),
    executionName: tick.order?.executionName ?? executionName(state, tick),
  };
}

/** Rises with the token; the minute lets a refused move be tried again, and only a minute later. */
function executionName({ pool, token }: State, { now }: Tick): string {
  return `${pool}-${token + 1}-${Math.floor(now / 60_000)}`;
}
