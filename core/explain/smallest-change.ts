// Which single thing, had it been otherwise, would have changed the decision? Suppositions are tried one by
// one in a fixed order, the nearest first, each by deciding again; the first that changes what is done is
// the answer. It looks for no pairs: where no single thing is enough, it says so.

import { type Decision, decide } from "../decide/decide.ts";
import { changesToTry } from "./changes-to-try.ts";
import type { DecisionInput } from "./decision-input.ts";
import { whatIf } from "./what-if.ts";

export interface Change {
  /** As `--what-if` takes it. */
  readonly what: string;
  /** Completes "if …". */
  readonly words: string;
  /** Whether it changes what is done, or only how things are seen. */
  readonly changes: "action" | "situation";
  readonly decision: Decision;
}

export interface Search {
  /** Null where no single change makes a difference. */
  readonly change: Change | null;
  /** How many were tried to find it. */
  readonly tried: number;
}

export function smallestChange(input: DecisionInput, decision: Decision): Search {
  const wanted = [...new Set(changesToTry(input, decision))];
  let seen: Search["change"] = null;
  for (const [index, what] of wanted.entries()) {
    const supposed = whatIf(input, what);
    if (supposed.kind === "refused") continue;
    const other = decide(supposed.input.state, supposed.input.tick);
    const { key, words } = supposed;
    if (outcome(other) !== outcome(decision)) {
      return { change: { what, words, changes: "action", decision: other }, tried: index + 1 };
    }
    if (other.situation !== decision.situation && key !== "order") {
      seen ??= { what, words, changes: "situation", decision: other };
    }
  }
  return { change: seen, tried: wanted.length };
}

/** What would be done: "nothing", "failOver", "failOver, asking". */
function outcome({ action }: Decision): string {
  if (action.kind === "none" || action.kind === "refuse") return "nothing";
  return action.needsApproval ? `${action.kind}, asking` : action.kind;
}
