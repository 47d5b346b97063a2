// What about a pool needs a person, and what would they type? In go what is known of it at this moment; out come
// sentences, the most urgent first, each with one command. It changes nothing and tells nobody.

import { isAboutArming, needsOnlyMove } from "../diagnose/diagnosis.ts";
import { commandFor, orderCommand } from "../failover/cli-command.ts";
import { pathLabels } from "../levers/plan.ts";
import { modeAccount } from "../practice/mode-account.ts";
import { pauseSpan, pauseStage } from "../state/pause.ts";
import { serving } from "../state/state.ts";
import { moveUnderWay } from "../state/state-changes.ts";
import { between, type Instant, later, type Region } from "../values/types.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import type { OrderBack } from "./offer.ts";
import { isOnItsWay, type Meets, type PoolView } from "./users-meet.ts";
import { isSplit, placesInWords, placesOf } from "./where-paths-are.ts";

export interface Attention {
  readonly says: string;
  /** One command, or one page. */
  readonly next: string;
}

/** A move that waits for a person's approval. */
export interface ApprovalQuestion {
  readonly executionName: string;
  readonly until: Instant;
}

export interface Asking extends PoolView {
  readonly meets: readonly Meets[];
  readonly question: ApprovalQuestion | null;
  /** What a person's order back to where the controller left sign-in would come to; null while that is nowhere. */
  readonly again: OrderBack | null;
}

export type PoolStanding = "allWell" | "usersSuffer" | "needsPerson";

/** How a pool stands for whoever must decide whether to get up. */
export function standingOf(meets: readonly Meets[], attention: readonly Attention[]): PoolStanding {
  if (meets.some(({ kind }) => kind === "suffer")) return "usersSuffer";
  return attention.length > 0 ? "needsPerson" : "allWell";
}

export function attentionOf(asking: Asking): readonly Attention[] {
  return [
    ...question(asking),
    ...stopped(asking),
    ...suffering(asking),
    ...levers(asking),
    ...paths(asking),
    ...pause(asking),
    ...untold(asking),
    ...failoverTarget(asking),
    ...called(asking),
    ...away(asking),
  ];
}

function question({ question, policy, now }: Asking): readonly Attention[] {
  if (question === null || question.until <= now) return [];
  const { executionName, until } = question;
  const waits = between(later(until, -policy.approval.timeout as typeof policy.cooldown), now);
  return [
    {
      says: `${executionName} has waited ${inWords(waits)} for a person's approval, and waits until ${timeOfDay(until)}`,
      next: `cognito-failover approve ${policy.name}`,
    },
  ];
}

function stopped({ state, decision, policy, isMoving }: Asking): readonly Attention[] {
  const { standing } = state;
  if (isMoving || !("executionName" in standing)) return [];
  return [
    {
      says: `the move of ${standing.executionName} stopped half-way`,
      next: orderCommand(moveUnderWay(state), policy.name, decision.rules),
    },
  ];
}

/** One line for all paths: who suffers reads the headline, and needs the way out. */
function suffering(asking: Asking): readonly Attention[] {
  const { meets, state, policy, decision, isMoving } = asking;
  const first = meets.find(({ kind }) => kind === "suffer");
  if (first === undefined) return [];
  const { name, secondary } = policy;
  const where = first.region ?? "the levers";
  if (isMoving) {
    return [{ says: "sign-in is being moved", next: `cognito-failover status ${name}` }];
  }
  if (first.region === null) {
    const says = `${pathLabels[first.path]} does not lead to one Region`;
    return [{ says, next: `cognito-failover smoke ${name}` }];
  }
  const believed = serving(state, policy);
  if (believed !== null && believed !== first.region) return [movedAway(asking, first.region)];
  const says = `users of ${where} can be moved by a person's order`;
  const isAway = first.region === secondary;
  const closed = `no order out of ${where} is safe`;
  if (believed === null) return [{ says: closed, next: `cognito-failover why ${name}` }];
  const { kind, line } = commandFor(isAway ? "failBack" : "failOver", name, decision.rules);
  return [{ says: kind === "order" ? says : closed, next: line }];
}

/** Somebody else's hand brought them there; the controller takes them back only by order. */
function movedAway({ again, policy: { name } }: Asking, where: Region): Attention {
  const how = `users were moved to ${where} by hand`;
  if (again === null) return { says: how, next: `cognito-failover why ${name}` };
  const { move, to, rules, situation } = again;
  if (situation === "orderedAlreadyThere") {
    const says = `${how}; once the controller has read that as well, an order brings them to ${to}`;
    return { says, next: `cognito-failover status ${name}` };
  }
  const { kind, line } = commandFor(move, name, rules);
  const says = kind === "order" ? `an order brings them to ${to}` : `no order to ${to} is safe`;
  return { says: `${how}; ${says}`, next: line };
}

function levers({ levers, policy, state, isMoving }: Asking): readonly Attention[] {
  return levers.flatMap(({ path, reading, unread }): readonly Attention[] => {
    const label = pathLabels[path];
    // Whoever moves it looks at it as well, and tells what is wrong at the end.
    if (isOnItsWay(path, { state, isMoving })) return [];
    if (reading === null) {
      const says = `the lever of ${label} could not be read: ${unread}`;
      return [{ says, next: `cognito-failover smoke ${policy.name}` }];
    }
    const { stands, problem } = reading;
    const wanted = state.paths.find((one) => one.path === path)?.wanted ?? serving(state, policy);
    const isElsewhere = !isMoving && wanted !== null && stands !== wanted;
    return [
      ...(problem === undefined
        ? []
        : [{ says: problem, next: `cognito-failover smoke ${policy.name}` }]),
      ...(isElsewhere && stands !== "nowhere" && stands !== "between"
        ? [
            {
              says: `${label} leads to ${stands}, and the controller left it at ${wanted}`,
              next: `cognito-failover why ${policy.name}`,
            },
          ]
        : []),
    ];
  });
}

function paths({ state, policy, isMoving }: Asking): readonly Attention[] {
  if (isMoving) return [];
  return state.paths.flatMap(({ path, wanted, evidence }) =>
    evidence === null || evidence.kind === "confirmed"
      ? []
      : [
          {
            says: `that ${pathLabels[path]} leads to ${wanted} is ${evidence.kind}, not confirmed: ${evidence.because}`,
            next: `cognito-failover probe ${policy.name}`,
          },
        ],
  );
}

function pause({ state: { paused }, policy, now }: Asking): readonly Attention[] {
  if (paused === null || pauseStage(paused, now) === "over") return [];
  const stage = pauseStage(paused, now) === "planned" ? "will be paused" : "is paused";
  return [
    {
      says: `automatic action ${stage} ${pauseSpan(paused)}, by ${paused.by}: ${paused.reason}`,
      next: `cognito-failover resume ${policy.name} --reason "..."`,
    },
  ];
}

function untold({ meets, policy }: Asking): readonly Attention[] {
  const first = meets.find(({ kind }) => kind === "untold");
  return first === undefined
    ? []
    : [{ says: first.says, next: `cognito-failover probe ${policy.name}` }];
}

/** The Region that nobody is sent to: the insurance. */
function failoverTarget({ meets, decision, replica, policy, state }: Asking): readonly Attention[] {
  const { primary, secondary } = decision.assessment;
  const isUnused = (region: string) => meets.every((one) => one.region !== region);
  const unhealthy = [primary, secondary].filter(
    ({ region, verdict }) => isUnused(region) && verdict.kind === "unhealthy",
  );
  const isOff = replica.kind === "undetermined" || replica.status !== "ACTIVE";
  const status = replica.kind === "known" ? `is ${replica.status}` : "could not be read";
  return [
    ...unhealthy
      .filter(() => state.standing.phase === "steady")
      .map(({ region }) => ({
        says: `${region}, where users would be moved to, fails`,
        next: `cognito-failover why ${policy.name}`,
      })),
    ...(isOff && isUnused(secondary.region)
      ? [{ says: `the replica's status ${status}`, next: `cognito-failover smoke ${policy.name}` }]
      : []),
  ];
}

/** What people were called for, or are about to be. */
function called({ decision, policy, isMoving, now }: Asking): readonly Attention[] {
  const { assessment, state } = decision;
  const { diagnosis } = assessment;
  // What is being done about the primary needs nobody.
  if (isMoving && needsOnlyMove(diagnosis.name)) return [];
  const isHeld = state.pages.some(({ endedAt, pagedAt }) => endedAt === null && pagedAt !== null);
  if (!isHeld || diagnosis.name === "allWell") return [];
  const practice = isAboutArming(diagnosis.name)
    ? modeAccount(policy, { ...state, now }).next
    : null;
  const next = practice ?? `cognito-failover why ${policy.name}`;
  return [{ says: diagnosis.sentence, next }];
}

function away({ state, decision, policy }: Asking): readonly Attention[] {
  if (state.standing.phase !== "failedOver") return [];
  const places = placesOf(state, policy);
  const says = isSplit(places)
    ? `users are in both Regions (${placesInWords(places)}), and ${policy.secondary} is read-only; moving all back is a person's decision`
    : `${policy.secondary} serves and is read-only; failback is a person's decision`;
  return [{ says, next: orderCommand("failBack", policy.name, decision.rules) }];
}
