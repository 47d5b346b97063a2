// All that a decision rests on, in one value, and the same with one part changed. It decides nothing.

import type { Tick } from "../decide/tick.ts";
import type { Observation } from "../detect/observation.ts";
import type { State } from "../state/state.ts";

export interface DecisionInput {
  readonly state: State;
  readonly tick: Tick;
}

export function withState({ state, tick }: DecisionInput, change: Partial<State>): DecisionInput {
  return { state: { ...state, ...change }, tick };
}

export function withTick({ state, tick }: DecisionInput, change: Partial<Tick>): DecisionInput {
  return { state, tick: { ...tick, ...change } };
}

export function withObservation(input: DecisionInput, change: Partial<Observation>): DecisionInput {
  return withTick(input, { observation: { ...input.tick.observation, ...change } });
}
