// Where does each path of a pool stand, in sentences? In goes what the state holds of its levers. It claims no more
// than was seen: a lever that is still to be moved is at no Region yet.

import type { PathState } from "../levers/lever-evidence.ts";
import { type Path, pathLabels, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { type State, serving } from "../state/state.ts";
import type { Instant, Region } from "../values/types.ts";
import { counted, listed, timeOfDay } from "../values/words.ts";
import type { NoticeLine } from "./notice.ts";

export interface PathPlace {
  readonly path: Path;
  readonly wanted: Region;
  /** Whether it is there; else nobody can tell. */
  readonly isThere: boolean;
}

/** What a secondary cannot do (facts of Cognito's replication), so that applications hide it. */
export const READ_ONLY =
  "The secondary is read-only: no sign-up, no password reset, no profile change, no sign-in with TOTP. Hide them in your application.";

export function placesOf(state: State, policy: Policy): readonly PathPlace[] {
  return plan("failOver", policy).map(({ path }) => {
    const own = state.paths.find((one) => one.path === path);
    // What no move of ours has touched was left at home.
    const wanted = own?.wanted ?? serving(state, policy) ?? policy.primary;
    return { path, wanted, isThere: own?.evidence?.kind !== "unknown" };
  });
}

/** "SDK sign-in is at us-east-1, managed login perhaps not yet" */
export function placesInWords(places: readonly PathPlace[]): string {
  const regions = [...new Set(places.map(({ wanted }) => wanted))];
  return regions.map((region) => placeInWords(places, region)).join(", ");
}

function placeInWords(places: readonly PathPlace[], region: Region): string {
  const here = places.filter(({ wanted }) => wanted === region);
  const there = here.filter(({ isThere }) => isThere);
  const not = here.filter(({ isThere }) => !isThere);
  if (not.length === 0) return `${subject(there)} at ${region}`;
  if (there.length === 0) return `${subject(not)} perhaps not at ${region} yet`;
  return `${subject(there)} at ${region}, ${named(not)} perhaps not yet`;
}

/** Whether users are known to be in both Regions. */
export function isSplit(places: readonly PathPlace[]): boolean {
  return new Set(places.filter(({ isThere }) => isThere).map(({ wanted }) => wanted)).size > 1;
}

export function isAnyAt(places: readonly PathPlace[], region: Region): boolean {
  return places.some(({ wanted, isThere }) => isThere && wanted === region);
}

function subject(places: readonly PathPlace[]): string {
  return `${named(places)} ${places.length === 1 ? "is" : "are"}`;
}

function named(places: readonly PathPlace[]): string {
  return listed(places.map(({ path }) => pathLabels[path]));
}

interface Tries {
  readonly now: Instant;
  /** Whether a rule forbids a further try. */
  readonly isHeld: boolean;
}

/** "SDK sign-in: not at us-east-1 yet, tried 4 times, next try 14:05:00: AccessDenied" */
function pathLine(
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
