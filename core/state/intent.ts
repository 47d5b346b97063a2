// Does a move that nobody is carrying out still pay? In go the state and how the Regions stand; out come
// whose word it rests on and whether to go on, to wait, or to give it up. It starts nothing.

import type { Standpoint } from "../diagnose/diagnosis-row.ts";
import { plan } from "../levers/plan.ts";
import type { Policy } from "../settings/policy.ts";
import { CONTROLLER, type Order } from "../values/order.ts";
import type { Instant } from "../values/types.ts";
import { timeOfDay } from "../values/words.ts";
import { NOBODY, type State, type Underway } from "./state.ts";
import { moveUnderWay } from "./state-changes.ts";

export interface Intent {
  /** Whether the controller goes on with what was begun, and not a person with an order of their own. */
  readonly isCarriedOn: boolean;
  /** Whether a person's word holds for it yet. */
  readonly isPersons: boolean;
  /** The rules that the person set aside; empty once the word holds no more. */
  readonly override: readonly string[];
}

export function intentOf(state: State, order: Order | null, now: Instant): Intent {
  const { standing } = state;
  const isBegun = standing.phase === "failingOver" || standing.phase === "failingBack";
  const isCarriedOn = isBegun && order?.by.kind !== "person";
  if (!isCarriedOn) return { isCarriedOn, isPersons: false, override: [] };
  const isPersons = standing.by !== CONTROLLER && standing.until !== null && standing.until > now;
  return { isCarriedOn, isPersons, override: isPersons ? standing.override : [] };
}

/** Whether the move under way was written down by this very execution. */
export function isBegunBy({ standing }: State, { move, executionName }: Order): boolean {
  const phase = move === "failOver" ? "failingOver" : "failingBack";
  return standing.phase === phase && standing.executionName === executionName;
}

/** Whether every lever was seen where the move leads, so that nothing is left of it but to say so. */
export function hasArrived(state: State, policy: Policy): boolean {
  return plan(moveUnderWay(state), policy).every(({ path, to }) => {
    const own = state.paths.find((one) => one.path === path);
    return own?.wanted === to && (own.evidence?.kind ?? "unknown") !== "unknown";
  });
}

/** Whether it should be given up; "could not tell" never is. */
export function paysNoMore(
  { standing }: State,
  intent: Intent,
  { primary, secondary }: { readonly primary: Standpoint; readonly secondary: Standpoint },
): boolean {
  switch (standing.phase) {
    case "steady":
    case "failedOver":
      return false;
    case "failingOver":
      return !intent.isPersons && isHealthy(primary);
    case "failingBack": {
      const isInsisted = insists(intent.override);
      if (primary.verdict.kind === "unhealthy") return !isInsisted && isHealthy(secondary);
      // Home is a person's decision. What the controller itself brings back was never to leave, and comes to rest.
      const isOver = standing.by !== CONTROLLER && !intent.isPersons;
      return isOver && isHealthy(secondary);
    }
  }
}

/** Whether a person said that the Region aimed at need not be well. */
export function insists(override: readonly string[]): boolean {
  return override.includes("targetNotHealthy") || override.includes("bothSick");
}

function isHealthy({ verdict, health }: Standpoint): boolean {
  return verdict.kind === "healthy" && health.name === "up";
}

/** Why a further attempt is made, in the words of whoever began. */
export function reasonToGoOn({ reason, by, executionName, since }: Underway): string {
  // What levers were seen to do, or a move that was given up, nobody began.
  return executionName === NOBODY
    ? reason
    : `${reason} (begun by ${by} at ${timeOfDay(since)}, carried on)`;
}

/** Who lets a question run out has so long to say so: people are not asked anew meanwhile. */
const closingMs = 90_000;

/** Whether people were asked lately, so that they are not asked again yet. */
export function mayNotBeAskedYet({ asked }: State, now: Instant): boolean {
  if (asked === null) return false;
  return asked.until + (asked.end === "open" ? closingMs : 0) > now;
}

/** Whether the next attempt must wait, and until when; null when one may begin. */
export function waitsUntil({ paths }: State, now: Instant): Instant | null {
  const due = paths
    .filter(({ evidence }) => evidence?.kind === "unknown")
    .map(({ nextAttemptAt }) => nextAttemptAt ?? now);
  const next = due.length === 0 ? now : (Math.min(...due) as Instant);
  return next > now ? next : null;
}
