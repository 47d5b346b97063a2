// What does a tick amount to? Verdicts, healths, attribution and the diagnosis, derived once and then asked by
// the safety rules, the transitions and the pages. It weighs evidence and does not decide.

import { allDiagnoses, type Diagnosis } from "../diagnose/diagnosis.ts";
import type { Evidence, Standpoint } from "../diagnose/diagnosis-row.ts";
import { isOfTheEdge } from "../diagnose/edge.ts";
import { type Finding, findings } from "../diagnose/finding.ts";
import { type Arming, isArmed, modeInForce } from "../practice/arming.ts";
import type { Policy } from "../settings/policy.ts";
import { type Intent, intentOf } from "../state/intent.ts";
import { leversSeen } from "../state/levers-seen.ts";
import { readOutsidePractice } from "../state/practice.ts";
import type { State } from "../state/state.ts";
import { DAY } from "../values/duration.ts";
import { assert } from "../values/errors.ts";
import type { Move, Order } from "../values/order.ts";
import { later, millis } from "../values/types.ts";
import { evidenceOf } from "./evidence.ts";
import type { Tick } from "./tick.ts";
import { underItsConditions } from "./vote-conditions.ts";

/** What diagnoses read, and what rules, transitions and pages ask besides. */
export interface Assessment extends Evidence {
  readonly tick: Tick;
  /** As stored, with what the readings of levers change. */
  readonly state: State;
  /** What the probes came upon that is no outage. */
  readonly found: readonly Finding[];
  /** All diagnoses that hold, the gravest first; the first is the one that is told. */
  readonly diagnoses: readonly Diagnosis[];
  readonly diagnosis: Diagnosis;
  /** Whether a move that was begun is carried on, and on whose word. */
  readonly intent: Intent;
  /** The move in question, and where it leads. */
  readonly move: Move;
  readonly from: Standpoint;
  readonly to: Standpoint;
}

export function assess(stored: State, asked: Tick): Assessment {
  const arming = armingOf(stored, asked);
  const { tick, held } = underItsConditions(outsidePractice(stored, armed(asked, arming)));
  const { observation, policy, now, probeEvery, order } = tick;
  const state = leversSeen(stored, observation.levers ?? [], { policy, now });
  const found = findings(observation.sightings, { policy, now, probeEvery });
  const evidence = evidenceOf(state, tick, { held, found, arming: toldOf(arming, asked) });
  const { primary, secondary } = evidence;
  const diagnoses = allDiagnoses(evidence);
  const [diagnosis] = diagnoses;
  assert(diagnosis !== undefined, "the last diagnosis always holds");
  const move = moveInQuestion(state, order, { primary, policy });
  const [from, to] = move === "failOver" ? [primary, secondary] : [secondary, primary];
  return {
    ...evidence,
    ...{ tick, state, diagnoses, diagnosis, move, from, to },
    found: found.filter((one) => !isOfTheEdge(one) && !isOfRefusal(one, evidence)),
    intent: intentOf(state, order, now),
  };
}

function armingOf({ rehearsed, readiness }: State, { policy, now }: Tick): Arming {
  const { arming } = policy.practice;
  return isArmed({ policy, arming }, { now, rehearsed, readiness, canarySignIns: null });
}

/** So long before it lapses people are told: a run must fit into a window of a week. */
const lapsesSoonMs = millis(8 * DAY);

function toldOf(arming: Arming, { policy, now }: Tick): Evidence["arming"] {
  const because = policy.mode === "automatic" ? arming.because : null;
  if (arming.kind === "notArmed") return { lacks: because, lapses: null };
  const isSoon = arming.lapsesAt !== null && arming.lapsesAt <= later(now, lapsesSoonMs);
  return { lacks: null, lapses: isSoon ? because : null };
}

/** Whoever is not armed asks a person, whatever the settings say. */
function armed(tick: Tick, arming: Arming): Tick {
  const mode = modeInForce(tick.policy, arming);
  return mode === tick.policy.mode ? tick : { ...tick, policy: { ...tick.policy, mode } };
}

function outsidePractice(state: State, tick: Tick): Tick {
  const { observation } = tick;
  if (observation.levers === undefined) return tick;
  const levers = readOutsidePractice(state, observation.levers);
  return levers.length === observation.levers.length
    ? tick
    : { ...tick, observation: { ...observation, levers } };
}

/** Who refuses all credentials refuses sessions as well, and no setting is to blame for it. */
function isOfRefusal({ name, target }: Finding, { refusing: by }: Evidence): boolean {
  return name === "sessionNotShared" && by.includes(target);
}

function moveInQuestion(
  { standing, paths }: State,
  order: Order | null,
  { primary, policy }: { readonly primary: Standpoint; readonly policy: Policy },
): Move {
  if (order !== null) return order.move;
  switch (standing.phase) {
    case "steady":
    case "failingOver":
      return "failOver";
    case "failingBack":
      return "failBack";
    case "failedOver": {
      // Users who were left at the primary may have to follow the others.
      const isSplit = paths.some(({ wanted }) => wanted === policy.primary);
      const isTroubled = primary.health.name === "down" || primary.health.name === "suspect";
      return isSplit && isTroubled ? "failOver" : "failBack";
    }
  }
}
