// What would an order come to that brings sign-in again to where the controller left it? In go the state and the
// tick of a look; out comes what deciding says of that order, which nobody has given.

import { type State, serving } from "../state/state.ts";
import type { OrderBack } from "./attention.ts";
import { asked, type LookTick } from "./offer.ts";

/** Null while sign-in is on its way. */
export function orderedAgain(state: State, tick: LookTick): OrderBack | null {
  const { policy } = tick;
  const to = serving(state, policy);
  if (to === null) return null;
  const move = to === policy.primary ? "failBack" : "failOver";
  const { rules, situation } = asked(move, state, tick);
  return { move, to, rules, situation };
}
