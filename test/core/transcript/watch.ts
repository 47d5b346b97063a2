// One minute of a transcript: probes, one look of the watch, and the start of a move if one is decided.

import { type Decision, decide } from "../../../core/decide.ts";
import { eventsOf } from "../../../core/event.ts";
import { noticeOf } from "../../../core/notice.ts";
import type { Order } from "../../../core/observation.ts";
import type { Command } from "./command.ts";
import { ask, depart } from "./mover.ts";
import { eventLines, line, noticeLines, ruleLines, timed, verdicts } from "./wording.ts";
import { probeRound, tickOf, type World } from "./world.ts";

export interface Minute {
  readonly verdicts: string;
  readonly lines: readonly string[];
  readonly isNews: boolean;
}

export function minute(world: World, command: Command): Minute {
  probeRound(world, command);
  const before = world.state;
  const decision = decide(before, tickOf(world, null));
  world.decided.add(`${before.standing.phase}/${decision.situation}`);
  world.state = decision.state;
  const said = verdicts(decision);
  const events = eventsOf(before, decision, world.now);
  const hasDecided = events.some(({ type }) => type === "decided");
  const lines = [
    ...eventLines(events, decision),
    ...(hasDecided && decision.situation.endsWith("MustNotMove") ? ruleLines(decision) : []),
    ...noticeLines(noticeOf(before, decision, world.policy)),
    ...begin(world, decision),
  ];
  return { verdicts: said, lines: [timed(world.now, said), ...lines], isNews: lines.length > 0 };
}

function begin(world: World, { action, diagnosis }: Decision): readonly string[] {
  if (action.kind === "none" || action.kind === "refuse") return [];
  const order: Order = {
    move: action.kind,
    by: { kind: "controller" },
    reason: diagnosis.sentence,
    override: [],
    executionName: action.executionName,
  };
  const started = line("execution", `${action.executionName} starts`);
  return [started, ...(action.needsApproval ? ask(world, order) : depart(world, order))];
}
