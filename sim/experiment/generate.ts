// From a seed an experiment: most often a Region that gets sick, or seems to, and a handful of other troubles on
// top, of services, operations, vantages, clocks, machines and people. Each seed draws how much of each it gets,
// so that some experiments are quiet and some are not.

import type { Policy } from "../../core/policy.ts";
import { Random } from "../outages/random.ts";
import { between, chance, oneOf, time, weighted } from "./chance.ts";
import { incident } from "./generate/incidents.ts";
import { deedOfMachines } from "./generate/machines.ts";
import { deedOfPeople } from "./generate/people.ts";
import { trouble } from "./generate/troubles.ts";
import type { Experiment, Happening } from "./happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** All is well before. */
const CALM = 2 * MINUTE;
/** All begins within this time. */
const BEGINS_WITHIN = 9 * MINUTE;

export type Draw = (random: Random, policy: Policy, at: number) => readonly Happening[];

export function experimentOf(seed: number, policy: Policy): Experiment {
  const random = new Random(`experiment ${seed}`);
  const some = (draw: Draw, most: number) =>
    Array.from({ length: between(random, 0, most) }, () =>
      draw(random, policy, time(random, CALM, BEGINS_WITHIN)),
    ).flat();
  const first = chance(random, 0.85)
    ? incident(random, policy, time(random, CALM, 4 * MINUTE))
    : [];
  const happenings = [
    ...first,
    ...(chance(random, 0.25) ? some(incident, 2) : []),
    ...some(
      trouble,
      weighted(random, [
        [2, 0],
        [3, 1],
        [3, 3],
        [1, 6],
      ]),
    ),
    ...some(
      deedOfPeople,
      weighted(random, [
        [3, 0],
        [3, 1],
        [2, 3],
      ]),
    ),
    ...some(
      deedOfMachines,
      weighted(random, [
        [3, 0],
        [2, 1],
        [1, 3],
      ]),
    ),
  ];
  return {
    seed,
    change: settingsOf(random),
    happenings: happenings.toSorted((one, other) => one.at - other.at),
  };
}

function settingsOf(random: Random): object {
  return {
    mode: weighted(random, [
      [8, "automatic"],
      [3, "advise"],
      [1, "observe"],
    ]),
    cooldown: oneOf(random, ["10 minutes", "2 minutes"]),
    approval: { timeout: oneOf(random, ["3 minutes", "6 minutes"]) },
  };
}
