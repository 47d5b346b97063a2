// What is remembered after a tick, whatever is done? In go the assessment and the situation; out comes the state
// with what was seen.

import { noBlips, watched } from "../detect/transient-failures.ts";
import type { DiagnosisName } from "../diagnose/diagnosis-row.ts";
import { withdrawn } from "../state/levers-seen.ts";
import { moveClosed } from "../state/move-ended.ts";
import { practiceGivenUp } from "../state/practice.ts";
import type { State } from "../state/state.ts";
import { moveUnderWay, wayOf } from "../state/state-changes.ts";
import { between, millis } from "../values/types.ts";
import type { Assessment } from "./assessment.ts";
import type { Situation } from "./transitions.ts";

export function observed(
  known: Assessment,
  state: State,
  { situation, reason }: Pick<State, "situation" | "reason">,
): State {
  const { primary, secondary, diagnosis, tick } = known;
  const isSame = state.diagnosis.name === diagnosis.name;
  return {
    ...practiceGivenUp(state, tick.now),
    replica: replicaSeen(known),
    health: { primary: primary.health, secondary: secondary.health },
    diagnosis: { name: diagnosis.name, since: isSame ? state.diagnosis.since : tick.now },
    situation,
    reason,
    blips: blipsSeen(known),
  };
}

export function afterAbandoned(known: Assessment, situation: Situation): State {
  if (situation === "abandonedWithdrawn") return givenUp(known);
  if (situation !== "abandonedArrived") return known.state;
  const { state, tick } = known;
  return moveClosed(state, wayOf(moveUnderWay(state), tick.policy), tick.now);
}

function givenUp({ state, primary, secondary, ...known }: Assessment): State {
  const { observation, policy, now } = known.tick;
  const aimedAt = state.standing.phase === "failingOver" ? secondary : primary;
  const isTargetSick = aimedAt.verdict.kind === "unhealthy";
  return withdrawn(state, observation.levers ?? [], { policy, now, isTargetSick });
}

/** An hour more or less tells nothing, and would be written each minute. */
const replicaKeptEveryMs = millis(3_600_000);

function replicaSeen({ state: { replica: last }, tick }: Assessment): State["replica"] {
  const { replica } = tick.observation;
  if (replica.kind === "undetermined") return last;
  const isNews =
    last?.status !== replica.status || between(last.at, tick.now) >= replicaKeptEveryMs;
  return isNews ? { status: replica.status, at: tick.now } : last;
}

/** What probes did not see is no transient failure of theirs, however short it was. */
function blipsSeen({ state, primary, signals, tick }: Assessment): State["blips"] {
  const record = state.blips ?? noBlips(tick.now);
  if (state.diagnosis.name === REPORTED) return record;
  const confirm = signals.confirm;
  return watched(record, { before: state.health.primary, after: primary.health, confirm });
}

/** What a tick is called in which signals alone decided that the primary is unhealthy. */
const REPORTED = "primaryReported" satisfies DiagnosisName;
