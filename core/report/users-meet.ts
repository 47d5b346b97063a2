// What do users of each path meet at this moment? In go where the levers stand, and what is known of the Regions;
// out comes a sentence a path. What the controller believes counts only where a lever could not be read.

import type { Decision } from "../decide/decide.ts";
import type { LeverReading, ReplicaReading } from "../detect/observation.ts";
import type { Standpoint } from "../diagnose/diagnosis-row.ts";
import { type Path, pathLabels, plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { type State, serving } from "../state/state.ts";
import { between, type Instant, type Region } from "../values/types.ts";
import { inWords } from "../values/words.ts";

/** One lever, as it could be read just now. */
export interface LeverNow {
  readonly path: Path;
  /** Null when it could not be read. */
  readonly reading: LeverReading | null;
  /** Why it could not; null when it could. */
  readonly unread: string | null;
}

export interface Meets {
  readonly path: Path;
  /** Whether sign-in works there; "untold" when nobody can tell. */
  readonly kind: "served" | "suffer" | "untold";
  /** Where the path leads; null when to no single Region. */
  readonly region: Region | null;
  /** Since when it is so; null when that is not known. */
  readonly since: Instant | null;
  /** "SIGN-IN FAILS in us-west-2 (primary), 2 min 10 s" */
  readonly says: string;
}

export interface PoolView {
  readonly policy: Policy;
  readonly state: State;
  readonly decision: Decision;
  readonly replica: ReplicaReading;
  readonly levers: readonly LeverNow[];
  /** Whether the execution that moves levers lives. */
  readonly isMoving: boolean;
  readonly now: Instant;
}

export function usersMeet(known: PoolView): readonly Meets[] {
  return plan("failOver", known.policy).map(({ path }) => {
    const { reading = null } = known.levers.find((one) => one.path === path) ?? {};
    const stands = reading?.stands ?? believed(path, known);
    const isSeen = reading?.confirms !== undefined;
    return isOnItsWay(path, known) && !isSeen && stands === believed(path, known)
      ? { path, ...meetsOnTheWay(stands, known) }
      : { path, ...meetsAt(stands, known) };
  });
}

/** Whether its lever is being moved, and was not seen to have arrived. */
export function isOnItsWay(path: Path, { state, isMoving }: Pick<PoolView, "state" | "isMoving">) {
  return (
    isMoving && state.paths.some((one) => one.path === path && one.evidence?.kind === "unknown")
  );
}

/** "customers: users sign in at us-west-2 (primary)"; each path by itself where they differ. */
export function together(meets: readonly Meets[]): string {
  const says = [...new Set(meets.map((one) => one.says))];
  if (says.length === 1) return says.join("");
  return meets.map(({ path, says }) => `${pathLabels[path]}: ${says}`).join("; ");
}

function believed(path: Path, { state, policy }: PoolView): Region | "between" {
  const wanted = state.paths.find((one) => one.path === path)?.wanted;
  return wanted ?? serving(state, policy) ?? "between";
}

function meetsAt(stands: LeverReading["stands"], known: PoolView): Omit<Meets, "path"> {
  const { primary, secondary } = known.decision.assessment;
  switch (stands) {
    case "nowhere": {
      const says = "SIGN-IN FAILS: the name leads nowhere";
      return { kind: "suffer", region: null, since: null, says };
    }
    case "between": {
      const says = `SIGN-IN IS SPLIT between ${primary.region} and ${secondary.region}`;
      return { kind: "suffer", region: null, since: null, says };
    }
    default:
      return meetsIn(stands === secondary.region ? secondary : primary, known);
  }
}

/** Its lever was written, and names and health checks take their time to follow. */
function meetsOnTheWay(to: LeverReading["stands"], known: PoolView): Omit<Meets, "path"> {
  const { primary, secondary } = known.decision.assessment;
  const [left, aimedAt] = to === secondary.region ? [primary, secondary] : [secondary, primary];
  const [there, here] = [meetsIn(aimedAt, known), meetsIn(left, known)];
  if (there.kind === "suffer" || here.kind !== "suffer") {
    const says = `users are on their way from ${left.region} to ${aimedAt.region}`;
    return there.kind === "suffer"
      ? { ...there, says: `${says}: ${there.says}` }
      : { ...there, says };
  }
  const says = `users are on their way to ${aimedAt.region}: ${here.says} for who is not there yet`;
  return { ...here, region: aimedAt.region, says };
}

function meetsIn({ region, verdict }: Standpoint, known: PoolView): Omit<Meets, "path"> {
  const { policy, replica, now } = known;
  const role = region === policy.primary ? "primary" : "secondary";
  const where = `${region} (${role})`;
  if (role === "secondary" && replica.kind === "known" && replica.status !== "ACTIVE") {
    const says = `SIGN-IN FAILS in ${where}, whose replica is ${replica.status}`;
    return { kind: "suffer", region, since: null, says };
  }
  switch (verdict.kind) {
    case "unhealthy": {
      const gray = verdict.reading === "dead" ? "" : " for some users";
      const says = `SIGN-IN FAILS${gray} in ${where}, ${inWords(between(verdict.since, now))}`;
      return { kind: "suffer", region, since: verdict.since, says };
    }
    case "healthy":
      return { kind: "served", region, since: null, says: `users sign in at ${where}` };
    case "undetermined": {
      const says = `nobody can tell whether users can sign in at ${where}`;
      return { kind: "untold", region, since: null, says };
    }
  }
}
