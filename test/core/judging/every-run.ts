// All that may be remembered after so many pairs, each with its probability: what a simulation only estimates.

import { evidenceAfter, isFailing, noEvidence } from "../../../core/judging/early-end.ts";

export interface Remembered {
  readonly nats: number;
  readonly bad: number;
  readonly chance: number;
}

/** So rare that all of it together is less than one in ten thousand. */
const neverMind = 1e-10;

/** More failures than any of these runs may have: they are one. */
const tooManyBad = 15;

interface Run {
  readonly pairs: number;
  readonly background: number;
  /** The share that fails. */
  readonly rate: number;
}

export function everyRun({ pairs, background, rate }: Run): readonly Remembered[] {
  let all = new Map<string, Remembered>();
  const begin = { nats: noEvidence, bad: 0, chance: 1 };
  let before: Iterable<Remembered> = [begin];
  for (let pair = 0; pair < pairs; pair++) {
    all = new Map();
    for (const one of before) {
      if (one.chance < neverMind) continue;
      add(all, followed(one, { failed: 0, background, chance: 1 - rate }));
      add(all, followed(one, { failed: 1, background, chance: rate }));
    }
    before = all.values();
  }
  return [...all.values()];
}

interface Pair {
  readonly failed: 0 | 1;
  readonly background: number;
  readonly chance: number;
}

function followed(before: Remembered, { failed, background, chance }: Pair): Remembered {
  const nats = evidenceAfter(before.nats, { good: 1 - failed, bad: failed }, background);
  // What is decided stays decided, whatever else fails.
  const bad = isFailing(before.nats) ? 0 : Math.min(tooManyBad, before.bad + failed);
  return { nats, bad, chance: before.chance * chance };
}

function add(all: Map<string, Remembered>, one: Remembered): void {
  const key = `${Math.round(one.nats * 1e6)} ${one.bad}`;
  const alike = all.get(key);
  all.set(key, { ...one, chance: one.chance + (alike?.chance ?? 0) });
}

export function chanceOf(all: readonly Remembered[], holds: (one: Remembered) => boolean): number {
  return all.filter(holds).reduce((sum, { chance }) => sum + chance, 0);
}
