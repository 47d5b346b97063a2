// Which command would give this order, and would it go through? In go the state and the tick of a look; out comes
// what deciding says of an order that nobody has given. What is handed out as a command is asked here first.

import { type Decision, decide } from "../decide/decide.ts";
import { rulingOn } from "../decide/ruling.ts";
import type { Tick } from "../decide/tick.ts";
import { commandFor } from "../failover/cli-command.ts";
import { type State, serving } from "../state/state.ts";
import type { Move, Order } from "../values/order.ts";
import type { Region } from "../values/types.ts";

export interface Offer {
  /** The order, or what shows why there is none. */
  readonly command: string;
  readonly isOpen: boolean;
  /** Whether a rule must be set aside for it. */
  readonly isForced: boolean;
}

export type LookTick = Omit<Tick, "order">;

export function offerOf(move: Move, state: State, tick: LookTick): Offer {
  const { situation, rules } = asked(move, state, tick);
  const { kind, line, overrides } = commandFor(move, tick.policy.name, rules);
  const isOrder = kind === "order";
  // What no rule was asked about is there already, or on its way.
  const isRuled = rulingOn(situation) !== "notAsked";
  return {
    command: isOrder && !isRuled ? `cognito-failover status ${tick.policy.name}` : line,
    isOpen: isOrder && isRuled,
    isForced: overrides.length > 0,
  };
}

/** What deciding says where a person gives this order. */
export function asked(move: Move, state: State, tick: LookTick): ReturnType<typeof decide> {
  return decide(state, { ...tick, order: orderOfSomebody(move) });
}

function orderOfSomebody(move: Move): Order {
  const by = { kind: "person", name: "whoever looks" } as const;
  return { move, by, reason: "what if", override: [], executionName: "whoever-looks" };
}

export interface OrderBack extends Pick<Decision, "rules" | "situation"> {
  readonly move: Move;
  /** Where it would bring users. */
  readonly to: Region;
}

/** Null while sign-in is on its way. */
export function orderedAgain(state: State, tick: LookTick): OrderBack | null {
  const { policy } = tick;
  const to = serving(state, policy);
  if (to === null) return null;
  const move = to === policy.primary ? "failBack" : "failOver";
  const { rules, situation } = asked(move, state, tick);
  return { move, to, rules, situation };
}
