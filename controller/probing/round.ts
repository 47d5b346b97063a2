// One round of a vantage about one pool: the journeys whose turn it is, at both targets at once. What a
// journey needs of another, a session, it waits for; everything else runs side by side.

import type { Session } from "../../aws/cognito/sign-in-answer.ts";
import { onFirstUse } from "../../aws/sdk/clients.ts";
import { secretOnItsWay } from "../../core/probe/client-secret.ts";
import { type FailureClass, isTurnedAway } from "../../core/probe/failure-class.ts";
import type { ProbeResult } from "../../core/probe/probe.ts";
import { userInTurn } from "../../core/probe/schedule.ts";
import { type Journey, journeys } from "../../core/settings/journey.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { Instant, Millis, Region } from "../../core/values/types.ts";
import { type JourneyContext, type JourneyServices, runJourney } from "./journey.ts";
import { walks } from "./journeys.ts";

export interface RoundPlan {
  readonly policy: Policy;
  readonly journeys: readonly Journey[];
  readonly targets: readonly Region[];
  readonly serving: Region | null;
  readonly now: Instant;
  readonly probeEvery: Millis;
  readonly isPaidDue: boolean;
  /** Rounds of a burst before this one: each signs in the next user. */
  readonly look: number;
  /** Longest time that a journey may take. */
  readonly within: Millis;
}

/** The journeys that begin a session, the one whose session is shared first. */
const signIns: readonly Journey[] = ["password", "srp"];

export async function walkRound(
  services: JourneyServices,
  plan: RoundPlan,
): Promise<readonly ProbeResult[]> {
  const { policy, now, probeEvery, serving, isPaidDue, look, within } = plan;
  const vantage = services.place.region;
  const sessions = new Map(
    plan.targets.map((target) => [target, Promise.withResolvers<Session | null>()]),
  );
  const failures = new Map(
    plan.targets.map((target) => [target, Promise.withResolvers<FailureClass | null>()]),
  );
  const users = onFirstUse(() => services.secrets.probeUsers(policy.probeUser.secret));
  const context = (target: Region): JourneyContext => ({
    policy,
    target,
    other: target === policy.primary ? policy.secondary : policy.primary,
    serving,
    at: now,
    isPaidDue,
    within,
    users,
    turn: (count) => (userInTurn({ vantage, now, probeEvery }, count, policy) + look) % count,
    signedIn: (session) => sessions.get(target)?.resolve(session),
    session: (at) => sessions.get(at)?.promise ?? Promise.resolve(null),
    signInFailure: (at) => failures.get(at)?.promise ?? Promise.resolve(null),
  });
  const rounds = plan.targets.map(async (target) => {
    const underway = plan.journeys
      .filter((name) => isAgainst(name, target, policy))
      .map((name) => [name, runJourney(services, [name, walks[name]], context(target))] as const);
    const begun = underway.filter(([name]) => signIns.includes(name)).map(([, walk]) => walk);
    // Nobody waits for a session that will not come.
    void Promise.all(begun).then((ended) => {
      sessions.get(target)?.resolve(null);
      failures.get(target)?.resolve(failureOf(ended));
    });
    return Promise.all(underway.map(([, walk]) => walk));
  });
  const results = (await Promise.all(rounds)).flat().filter((result) => result !== null);
  if (results.some(isRefused)) services.secrets.forget(policy.probeUser.secret);
  return results.map((result) => toldApart(result, { all: results, secondary: policy.secondary }));
}

function failureOf(signIns: readonly (ProbeResult | null)[]): FailureClass | null {
  const failed = signIns.map((result) => result?.outcome).find((one) => one?.kind === "failed");
  return failed?.kind === "failed" ? failed.class : null;
}

function isAgainst(name: Journey, target: Region, { secondary }: Policy): boolean {
  return journeys[name].against === "eachTarget" || target === secondary;
}

function toldApart(
  result: ProbeResult,
  round: { readonly all: readonly ProbeResult[]; readonly secondary: Region },
): ProbeResult {
  const told = oldConnection(result, round.all);
  return { ...told, outcome: secretOnItsWay(told, round) ?? told.outcome };
}

/** Sign-in opens a connection of its own: where only a kept one still works, new users stay outside. */
function oldConnection(result: ProbeResult, all: readonly ProbeResult[]): ProbeResult {
  const { journey, target, outcome } = result;
  if (journey !== "refreshAcross" || outcome.kind !== "ok") return result;
  const isShut = all.some(
    (other) =>
      signIns.includes(other.journey) && other.target === target && isUnreachable(other.outcome),
  );
  if (!isShut) return result;
  const says = "a session goes on over a connection kept from before, and a new one is refused";
  return {
    ...result,
    outcome: { kind: "finding", finding: "oldConnectionOnly", step: "refresh", says },
  };
}

function isUnreachable(outcome: ProbeResult["outcome"]): boolean {
  return outcome.kind === "failed" && outcome.class === "unreachable" && outcome.step === "signIn";
}

/** The secret may have been rotated meanwhile: the next round reads it anew. */
function isRefused({ outcome }: ProbeResult): boolean {
  return outcome.kind === "failed" && isTurnedAway(outcome.class);
}
