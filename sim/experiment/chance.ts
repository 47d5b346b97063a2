// Picks, from a seed's chance.

import type { Random } from "../random.ts";

/** One of them, each as likely. */
export function oneOf<One>(random: Random, all: readonly [One, ...One[]]): One {
  return all[Math.floor(random.next() * all.length)] ?? all[0];
}

/** True in so many of all cases. */
export function chance(random: Random, share: number): boolean {
  return random.next() < share;
}

/** A whole number from `least` to `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random.next() * (most - least + 1));
}

/** Milliseconds, in whole seconds. */
export function time(random: Random, least: number, most: number): number {
  return between(random, least / SECOND, most / SECOND) * SECOND;
}

const SECOND = 1_000;

/** By their weights. */
export function weighted<One>(random: Random, all: readonly (readonly [number, One])[]): One {
  const sum = all.reduce((total, [weight]) => total + weight, 0);
  let left = random.next() * sum;
  for (const [weight, one] of all) {
    left -= weight;
    if (left < 0) return one;
  }
  return (all.at(-1) as readonly [number, One])[1];
}
