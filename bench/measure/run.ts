// All rules at one world: those of a fixed cadence together, each adaptive one at its own pace.

import { type Effort, runAdaptive } from "../detectors/adaptive.ts";
import type { Adaptive, Detector, Told } from "../detectors/detector.ts";
import { type RunSettings, runFleet } from "../outages/fleet.ts";
import type { Course } from "../outages/scenario.ts";

/** Fresh rules of one run: a rule remembers, so it serves once. */
export interface Entrants {
  readonly fleet: readonly Detector[];
  readonly adaptive: readonly Adaptive[];
}

export type LineUp = () => Entrants;

export interface Ran {
  readonly name: string;
  readonly canPage: boolean;
  /** What it told from the start of the scenario on, in order. */
  readonly events: readonly Told[];
  /** Null for a rule of fixed cadence. */
  readonly effort: Effort | null;
}

export function runAll(
  course: Course,
  { fleet, adaptive }: Entrants,
  settings: RunSettings,
): readonly Ran[] {
  if (fleet.length > 0) runFleet(course, fleet, settings);
  const paced = adaptive.map((one) => {
    const effort = runAdaptive(course, one, { ...settings, seed: `${settings.seed}-paced` });
    return { name: one.name, canPage: true, events: since0(one.events), effort };
  });
  const fixed = fleet.map(({ name, canPage, events }) => {
    return { name, canPage, events: since0(events), effort: null };
  });
  return [...fixed, ...paced];
}

/** What a rule tells before the scenario begins is noise of the warm-up. */
function since0(events: readonly Told[]): readonly Told[] {
  return events.filter(({ t }) => t >= 0);
}
