// All that a decision rests on, in one value, and the same with one part changed. It decides nothing.

import type { Tick } from "../decide/assessment.ts";
import type { Observation } from "../detect/observation.ts";
import type { State } from "../state/state.ts";

export interface Scene {
  readonly state: State;
  readonly tick: Tick;
}

export function withState({ state, tick }: Scene, change: Partial<State>): Scene {
  return { state: { ...state, ...change }, tick };
}

export function withTick({ state, tick }: Scene, change: Partial<Tick>): Scene {
  return { state, tick: { ...tick, ...change } };
}

export function withObservation(scene: Scene, change: Partial<Observation>): Scene {
  return withTick(scene, { observation: { ...scene.tick.observation, ...change } });
}
