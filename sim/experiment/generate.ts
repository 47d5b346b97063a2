// From a seed an experiment: most often a Region that gets unhealthy, or seems to, and a handful of other troubles on
// top, of services, operations, vantages, clocks, machines and people. Each seed draws how much of each it gets,
// so that some experiments are quiet and some are not.

import type { Policy } from "../../core/settings/policy.ts";
import { Random } from "../random.ts";
import { between, chance, oneOf, time, weighted } from "./chance.ts";
import { incident, unlike5xx } from "./generate/incidents.ts";
import { deedOfMachines } from "./generate/machines.ts";
import { deedOfPeople, moveToTheDying } from "./generate/people.ts";
import { practiceRun, quietRun, shortPractice } from "./generate/practice.ts";
import { trouble } from "./generate/troubles.ts";
import type { Experiment, Happening } from "./happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** All is well before. */
const calmMs = 2 * MINUTE;
/** All begins within this time. */
const BEGINS_WITHIN = 9 * MINUTE;
/** So long after a Region died a move may begin, which takes so long: half of all else happens then. */
const MOVES_AFTER = 2 * MINUTE;
const MOVES_FOR = 3 * MINUTE;

export type Draw = (random: Random, policy: Policy, at: number) => readonly Happening[];

export function experimentOf(seed: number, policy: Policy): Experiment {
  const random = new Random(`experiment ${seed}`);
  const first = chance(random, 0.85)
    ? incident(random, policy, time(random, calmMs, 4 * MINUTE))
    : [];
  const moves = (first[0]?.at ?? calmMs) + MOVES_AFTER;
  const some = (draw: Draw, most: number) =>
    Array.from({ length: between(random, 0, most) }, () => {
      const at = chance(random, 0.5)
        ? time(random, moves, moves + MOVES_FOR)
        : time(random, calmMs, BEGINS_WITHIN);
      return draw(random, policy, at);
    }).flat();
  const happenings = [
    ...first,
    ...moveToTheDying(new Random(`practice ${seed}`), policy),
    ...practiceRun(new Random(`rehearsal ${seed}`), policy, first[0]?.at ?? null),
    ...unlike5xx(new Random(`unlike ${seed}`), policy),
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
  const pace = chance(random, shareShipped) ? shipped : brisk;
  const quiet = quietRun(new Random(`quiet rehearsal ${seed}`), policy);
  const change = settingsOf(random, pace);
  return {
    seed,
    change: quiet === null ? change : { ...change, practice: quiet.practice },
    cadence: pace.cadence,
    happenings: (quiet?.happenings ?? happenings)
      .map((one) => hurried(one, pace.hurry))
      .toSorted((one, other) => one.at - other.at),
  };
}

/** So many experiments go by the shipped times. */
const shareShipped = 0.01;

interface Pace {
  /** How many times faster everything happens. */
  readonly hurry: number;
  readonly cadence: object;
  readonly criteria: object;
  readonly cooldown: readonly [string, ...string[]];
  readonly timeout: readonly [string, ...string[]];
}

const shipped: Pace = {
  ...{ hurry: 1, cadence: {}, criteria: {} },
  cooldown: ["10 minutes", "2 minutes"],
  timeout: ["3 minutes", "6 minutes"],
};

/** What is decided after a minute instead of three, from fewer looks, takes a fifth of the processor. */
export const brisk: Pace = {
  ...{ hurry: 2.5, cadence: { burst: "20 seconds" }, criteria: { blipMean: "10 seconds" } },
  cooldown: ["4 minutes", "1 minute"],
  timeout: ["1 minute", "2 minutes"],
};

function hurried(happening: Happening, hurry: number): Happening {
  const sooner = (ms: number) => Math.ceil(ms / hurry / SECOND) * SECOND;
  const at = sooner(happening.at);
  if ("lastsMs" in happening) return { ...happening, at, lastsMs: sooner(happening.lastsMs) };
  if ("forMs" in happening) return { ...happening, at, forMs: sooner(happening.forMs) };
  return { ...happening, at };
}

function settingsOf(random: Random, { criteria, cooldown, timeout }: Pace): object {
  return {
    mode: weighted(random, [
      [8, "automatic"],
      [3, "advise"],
      [1, "observe"],
    ]),
    criteria,
    practice: shortPractice,
    cooldown: oneOf(random, cooldown),
    approval: { timeout: oneOf(random, timeout) },
  };
}
