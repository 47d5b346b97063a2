// How often does a rule move for a blip that heals by itself? Years give few such moves, so this draws
// long blips alone and weighs them by how rare they are.

import { Random } from "../../sim/random.ts";
import type { Adaptive } from "../detectors/detector.ts";
import { runAll } from "../measure/run.ts";
import { blipFailing, NOISE } from "./healthy-year.ts";
import type { Course } from "./scenario.ts";

export interface LongBlips {
  /** Seconds: no shorter blip is drawn, since hardly any would move the rule. */
  readonly from: number;
  /** Seconds that blips last on average, short ones included. */
  readonly mean: number;
  readonly count: number;
}

export interface FromBlips {
  /** Moves a year. */
  readonly perYear: number;
  /** One standard error of it. */
  readonly error: number;
}

/** Seconds for a rule to look on after the blip. */
const AFTER = 120;

export function fromBlips(rule: () => Adaptive, { from, mean, count }: LongBlips): FromBlips {
  const random = new Random(`long-blips-${from}-${mean}`);
  let moved = 0;
  for (let seed = 0; seed < count; seed++) {
    const lasts = Math.min(NOISE.blipCap_s, from + random.exponential(mean));
    const course = blip(lasts, random);
    const [ran] = runAll(course, { fleet: [], adaptive: [rule()] }, { seed: course.id + seed });
    if (ran?.events.some(({ what }) => what === "failover")) moved++;
  }
  const share = moved / count;
  const perYear = NOISE.blipPerYear * Math.exp(-from / mean);
  return { perYear: perYear * share, error: perYear * Math.sqrt((share * (1 - share)) / count) };
}

/** As one of the primary's in a healthy year. */
function blip(lasts: number, random: Random): Course {
  const share = 0.5 + 0.5 * random.next();
  return {
    id: "long-blip",
    duration_s: lasts + AFTER,
    phases: [{ at_s: 0, until_s: lasts, region: "primary", ...blipFailing(share, random) }],
  };
}
