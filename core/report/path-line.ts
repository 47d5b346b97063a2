// How does one path of a pool stand, in one line? In goes what the state holds of its lever. It claims no more
// than was seen.

import type { PathState } from "../failover/lever-evidence.ts";
import { pathLabels } from "../failover/plan.ts";
import { counted, timeOfDay } from "../words.ts";
import type { Line } from "./notice.ts";

/** "SDK sign-in: not at us-east-1 yet, tried 4 times, next try 14:05:00: AccessDenied" */
export function pathLine({ path, wanted, evidence, attempts, nextAttemptAt }: PathState): string {
  const because = evidence === null ? "" : `: ${evidence.because}`;
  const again = nextAttemptAt === null ? "" : `, next try ${timeOfDay(nextAttemptAt)}`;
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

export function pathLines(paths: readonly PathState[]): readonly Line[] {
  return paths.map((path) => ["Path", pathLine(path)]);
}
