// What became of the question whether a move may begin? In goes the name of the error that ended it; out come
// its end and when people may be asked again. A yes is none of its business. It sends nothing.

import { moveNoticed } from "../state/paging-memory.ts";
import type { OpenQuestion, State } from "../state/state.ts";
import { type Instant, later, type Millis, millis } from "../values/types.ts";

/** A person is asked, and not asked again before `until`. */
export function asked(
  state: State,
  executionName: string,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): State {
  const lost = state.asked?.lost ?? 0;
  // The question is a notice too.
  return { ...moveNoticed(state, now), asked: { executionName, until, end: "open", lost } };
}

/** Whether an answer is waited for yet: a yes leaves the question in the ledger until it ends by itself. */
export function isAsked({ asked }: Pick<State, "asked">, executionName: string): boolean {
  return asked?.executionName === executionName && asked.end === "open";
}

/** How a question ended without a yes. */
export type QuestionEnd = Exclude<OpenQuestion["end"], "open">;

/** `error` as the machine caught it: "Declined" is what a person's no is sent as. */
export function questionEnd(error: string): QuestionEnd {
  if (error === "Declined") return "declined";
  return error === "States.Timeout" ? "unanswered" : "lost";
}

/** A lost question is asked anew soon, but the less often the more were lost. */
const firstAgainMs = 30_000;
const longestAgainMs = 15 * 60_000;

/** The question is over; null where another move has begun meanwhile, and nobody needs to hear of it. */
export function questionOver(
  state: State,
  { executionName, end }: { readonly executionName: string; readonly end: QuestionEnd },
  { now, cooldown }: { readonly now: Instant; readonly cooldown: Millis },
): State | null {
  const { asked } = state;
  if (asked?.executionName !== executionName) return null;
  // A further try of who closed it.
  if (asked.end !== "open") return state;
  const lost = end === "lost" ? asked.lost + 1 : 0;
  const pause = end === "lost" ? againAfter(lost) : cooldown;
  // What a person answered takes no room from what is yet to be told.
  const told = end === "unanswered" ? moveNoticed(state, now) : state;
  return { ...told, asked: { executionName, until: later(now, pause), end, lost } };
}

function againAfter(lost: number): Millis {
  return millis(Math.min(firstAgainMs * 2 ** (lost - 1), longestAgainMs));
}

/** Somebody said yes and a rule then forbade the move: if the trouble lasts, they may be asked at once. */
export function questionAnswered(state: State, executionName: string): State | null {
  return state.asked?.executionName === executionName ? { ...state, asked: null } : null;
}

/** People hear the question later than planned, and have as long for their answer all the same. */
export function questionHeard(
  state: State,
  { executionName, until }: Pick<OpenQuestion, "executionName" | "until">,
): State | null {
  const { asked } = state;
  if (asked?.executionName !== executionName) return null;
  if (asked.until >= until && asked.lost === 0) return null;
  return { ...state, asked: { ...asked, until, lost: 0 } };
}
