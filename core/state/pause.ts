// Does a person's pause hold at this moment? In go the pause and the time; out comes where it stands. It may
// be planned ahead and end by itself, and what has ended is over though nobody resumed.

import { dateAndTime } from "../values/timestamp.ts";
import type { Instant } from "../values/types.ts";
import type { Pause } from "./state.ts";

/** The pause while it binds the controller, else null. */
export function pauseInForce(paused: Pause | null, now: Instant): Pause | null {
  return paused !== null && pauseStage(paused, now) === "inForce" ? paused : null;
}

/** Its first instant belongs to it, its last does not. */
export function pauseStage({ from, until }: Pause, now: Instant): "planned" | "inForce" | "over" {
  if (until !== null && until <= now) return "over";
  return from !== null && from > now ? "planned" : "inForce";
}

/** "from 2026-11-22 20:00:00 until 22:00:00 UTC", "until somebody resumes". */
export function pauseSpan({ from, until }: Pick<Pause, "from" | "until">): string {
  const begin = from === null ? "" : `from ${dateAndTime(from)} `;
  return `${begin}until ${until === null ? "somebody resumes" : `${dateAndTime(until)} UTC`}`;
}
