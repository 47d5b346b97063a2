// How did an event of the past change the state? Out comes the state that the controller then had, as far as the
// event tells.

import { healthNames } from "../detect/region-health.ts";
import { asked, questionOver } from "../failover/question.ts";
import { plan } from "../levers/plan.ts";
import type { ControllerEvent } from "../report/event.ts";
import type { Policy } from "../settings/policy.ts";
import { type MoveEnd, moveEnds, outcomeKinds } from "../state/move-end.ts";
import { moveEnded } from "../state/move-ended.ts";
import { NOBODY, type State } from "../state/state.ts";
import { moveStarted, wayOf } from "../state/state-changes.ts";
import { CONTROLLER, type Move } from "../values/order.ts";
import { later } from "../values/types.ts";

export function withStanding(state: State, event: ControllerEvent, policy: Policy): State {
  const { type, at, sentence, facts } = event;
  const move: Move = facts["move"] === "failBack" ? "failBack" : "failOver";
  const executionName = String(facts["executionName"] ?? "");
  switch (type) {
    case "departed": {
      const name = String(facts["by"] ?? CONTROLLER);
      const isOwn = name === CONTROLLER;
      const by = isOwn ? ({ kind: "controller" } as const) : ({ kind: "person", name } as const);
      const reason = String(facts["reason"] ?? sentence);
      const order = { move, by, reason, override: [], executionName };
      const { token } = state;
      const paths = plan(move, policy).map(({ path }) => path);
      const word = { approvedBy: null, wordHolds: policy.approval.holds };
      return moveStarted(state, { ...wayOf(move, policy), order, token, paths, ...word }, at);
    }
    case "completed":
      return completed(state, event, policy);
    case "approvalAsked":
      return asked(state, executionName, { now: at, until: later(at, policy.approval.timeout) });
    case "declined":
    case "unanswered":
    case "questionLost": {
      const over = { executionName, end: type === "questionLost" ? "lost" : type } as const;
      return questionOver(state, over, { now: at, cooldown: policy.cooldown }) ?? state;
    }
    default:
      return state;
  }
}

/** What each lever came to stands under its path's name; earlier versions told of all levers at once. */
function completed(state: State, { at, sentence, facts }: ControllerEvent, policy: Policy): State {
  const move: Move = facts["move"] === "failBack" ? "failBack" : "failOver";
  const end = endOf(facts);
  const outcomes = plan(move, policy).flatMap((step) => {
    const told = facts[step.path];
    if (told === undefined && facts["end"] !== undefined) return [];
    const whole = end === "turnedBack" ? "putBack" : "applied";
    const kind = outcomeKinds.find((one) => one === told) ?? whole;
    return [{ step, kind, because: sentence }];
  });
  const arrival = { ...wayOf(move, policy), end, reason: sentence, outcomes };
  const ended = moveEnded(state, arrival, at);
  const { standing } = ended;
  // Its execution is over, whatever is left to do.
  return "executionName" in standing
    ? { ...ended, standing: { ...standing, executionName: NOBODY } }
    : ended;
}

function endOf({ end, kind }: ControllerEvent["facts"]): MoveEnd {
  return moveEnds.find((one) => one === end) ?? (kind === "undone" ? "turnedBack" : "applied");
}

/** Before the first round only the event tells how a Region stood. */
export function withHealth(state: State, { type, at, sentence, facts }: ControllerEvent): State {
  const { role, to } = facts;
  if (type !== "healthChanged" || (role !== "primary" && role !== "secondary")) return state;
  const name = healthNames.find((one) => one === to);
  if (name === undefined) return state;
  const sickAt = name === "up" ? null : at;
  const onset = name === "up" ? null : (state.health[role].onset ?? at);
  const health = { name, since: at, onset, sickAt, because: sentence };
  return { ...state, health: { ...state.health, [role]: health } };
}
