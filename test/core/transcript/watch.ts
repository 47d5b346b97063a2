// One minute of a transcript: probes, one look of the watch, and the start of a move if one is decided.
// It uses core as functions/assess.ts and the watch machine do.

import { type Decision, decide } from "../../../core/decide/decide.ts";
import { eventsOf } from "../../../core/report/event.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import { reasonToGoOn } from "../../../core/state/intent.ts";
import type { Order } from "../../../core/values/order.ts";
import type { Command } from "./command.ts";
import { giveUp, prepare } from "./mover.ts";
import { eventLines, line, noticeLines, ruleLines, timed, verdicts } from "./wording.ts";
import { probeRound, tickOf, type World } from "./world.ts";

export interface Minute {
  readonly verdicts: string;
  readonly lines: readonly string[];
  readonly isNews: boolean;
}

export function minute(world: World, command: Command): Minute {
  probeRound(world, command);
  const unanswered = giveUp(world);
  const before = world.state;
  const decision = decide(before, tickOf(world, null));
  world.decided.add(`${before.standing.phase}/${decision.situation}`);
  world.state = decision.state;
  const { wording } = world;
  const said = verdicts(decision, wording);
  const events = eventsOf(before, decision, world.now);
  const hasDecided = events.some(({ type }) => type === "decided");
  const lines = [
    ...unanswered,
    ...eventLines(events, decision, wording),
    ...(hasDecided && decision.situation.endsWith("MustNotMove")
      ? ruleLines(decision, wording)
      : []),
    ...noticeLines(noticeOf(decision, tickOf(world, null)), wording),
    ...begin(world, decision),
  ];
  return { verdicts: said, lines: [timed(world.now, said), ...lines], isNews: lines.length > 0 };
}

function begin(world: World, decision: Decision): readonly string[] {
  const { action } = decision;
  if (action.kind === "none" || action.kind === "refuse") return [];
  const order: Order = {
    move: action.kind,
    by: { kind: "controller" },
    reason: reasonOf(decision),
    override: [],
    executionName: action.executionName,
  };
  const started = line("execution", `${action.executionName} starts`);
  return [started, ...prepare(world, order)];
}

/** A move that is carried on keeps the reason for which it was begun. */
function reasonOf({ assessment: { diagnosis }, state: { standing } }: Decision): string {
  if (standing.phase === "steady" || standing.phase === "failedOver") return diagnosis.sentence;
  return reasonToGoOn(standing).slice(0, 500);
}
