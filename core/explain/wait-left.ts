// How long until something is decided, if the trouble goes on? In go the decision; out comes the sentence, or null
// where no wait is running. It looks at the wait alone: whether a rule forbids the move is another line.

import type { Decision } from "../decide/decide.ts";
import { type Millis, millis } from "../values/types.ts";
import { inWords } from "../values/words.ts";

export interface WaitLeft {
  readonly left: Millis;
  /** "decides in 1 min 40 s if it goes on" */
  readonly says: string;
}

export function waitLeft({
  assessment: { primary, case: leave, tick },
  state,
}: Pick<Decision, "assessment" | "state">): WaitLeft | null {
  // The one in force: whoever is not armed asks a person.
  const { mode } = tick.policy;
  if (state.standing.phase !== "steady" || primary.verdict.kind !== "unhealthy") return null;
  if (primary.health.name === "down" || mode === "observe") return null;
  // Where a person is asked, that is when half of the wait is over.
  const needed = mode === "advise" ? leave.wait / 2 : leave.wait;
  const left = millis(Math.max(0, needed - leave.lasted));
  const verb = mode === "advise" ? "asks a person" : "decides";
  return { left, says: `${verb} ${left === 0 ? "now" : `in ${inWords(left)}`} if it goes on` };
}
