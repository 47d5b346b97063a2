// What would an order come to that brings sign-in again to where the controller left it? In go the state and the
// tick of a look; out comes what deciding says of that order, which nobody has given.

import { decide } from "../decide.ts";
import type { Tick } from "../facts.ts";
import type { Order } from "../observation.ts";
import { type State, serving } from "../state.ts";
import type { Again } from "./attention.ts";

/** Null while sign-in is on its way. */
export function orderedAgain(state: State, tick: Omit<Tick, "order">): Again | null {
  const { policy } = tick;
  const to = serving(state, policy);
  if (to === null) return null;
  const move = to === policy.primary ? "failBack" : "failOver";
  const order: Order = {
    move,
    by: { kind: "person", name: "whoever looks" },
    reason: "what if",
    override: [],
    executionName: "none",
  };
  const { rules, situation } = decide(state, { ...tick, order });
  return { move, to, rules, situation };
}
