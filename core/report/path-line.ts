// How does one path of a pool stand, in one line? In goes what the state holds of its lever. It claims no more
// than was seen.

import type { PathState } from "../levers/lever-evidence.ts";
import { pathLabels } from "../levers/plan.ts";
import type { Instant } from "../values/types.ts";
import { counted, timeOfDay } from "../values/words.ts";
import type { NoticeLine } from "./notice.ts";

export interface Tries {
  readonly now: Instant;
  /** Whether a rule forbids a further try. */
  readonly isHeld: boolean;
}

/** "SDK sign-in: not at us-east-1 yet, tried 4 times, next try 14:05:00: AccessDenied" */
export function pathLine(
  { path, wanted, evidence, attempts, nextAttemptAt }: PathState,
  tries: Tries,
): string {
  const because = evidence === null ? "" : `: ${evidence.because}`;
  const again = nextAttemptAt === null ? "" : `, ${nextTry(nextAttemptAt, tries)}`;
  if (attempts > 0) {
    const tried = attempts === 1 ? "tried once" : `tried ${counted(attempts, "time")}`;
    return `${pathLabels[path]}: not at ${wanted} yet, ${tried}${again}${because}`;
  }
  if (evidence === null) return `${pathLabels[path]}: for ${wanted}, not moved by us yet${again}`;
  const known = {
    confirmed: `confirmed at ${wanted}`,
    applied: `applied at ${wanted}, not confirmed${because}`,
    unknown: `wanted at ${wanted}, nobody can tell where it stands${because}`,
  }[evidence.kind];
  return `${pathLabels[path]}: ${known}${again}`;
}

export function pathLines(paths: readonly PathState[], tries: Tries): readonly NoticeLine[] {
  return paths.map((path) => ["Path", pathLine(path, tries)]);
}

function nextTry(at: Instant, { now, isHeld }: Tries): string {
  if (isHeld) return "no next try while a rule forbids it";
  return at > now ? `next try ${timeOfDay(at)}` : "next try at once";
}
