// What `npm run sim` is asked for. A mistake is an ActionError that says what must hold, never an experiment of
// another kind.

import { parseArgs } from "node:util";
import { ActionError } from "../../core/values/errors.ts";
import { nearName } from "../../core/values/nearest-name.ts";
import type { Happening } from "./happening.ts";

export const driverNames = ["memory", "full"] as const;
export type DriverName = (typeof driverNames)[number];

export interface Arguments {
  readonly seeds: number;
  readonly seed: number;
  readonly driver: DriverName;
  /** What somebody can do to the probes, and nothing else. */
  readonly attacks: boolean;
  /** Numbers of the happenings to keep; null: all. */
  readonly only: readonly number[] | null;
  readonly story: boolean;
  readonly keep: boolean;
  readonly first: boolean;
  /** Processes that share the seeds. */
  readonly jobs: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** A seed's settings may break an invariant by themselves. */
const NONE = "none";

const options = {
  seeds: { type: "string", default: "1" },
  seed: { type: "string", default: "1" },
  driver: { type: "string", default: "memory" },
  only: { type: "string" },
  attacks: { type: "boolean", default: false },
  jobs: { type: "string", default: "1" },
  story: { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  first: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export const help = `Usage: npm run sim -- [options]

Tries the controller against what chance thinks of. Ends with 1 when an invariant was broken, with 2 on a mistake here.

  --seeds N              so many experiments; 1 without it
  --seed S               from this seed on; 1 without it
  --driver memory|full   over memory, or over the whole pretend AWS and the real SDK
  --attacks              attacks on the probes alone, which must move nobody
  --only 0,3,7           of one seed, these of its happenings alone; "none" for its settings alone
  --story                tells the experiment though nothing is broken
  --keep                 tells a broken one as it is, not made smaller
  --first                ends with the first that is broken
  --jobs N               shares the seeds among so many processes; 1 without it
  --json                 an object a line

Examples:
  $ npm run sim -- --seeds 200
  $ npm run sim -- --seeds 10000 --jobs 4
  $ npm run sim -- --seeds 20 --driver full
  $ npm run sim -- --seeds 1000 --attacks
  $ npm run sim -- --seed 14 --story
  $ npm run sim -- --seed 14 --only 0,2 --story`;

export function argumentsOf(words: readonly string[]): Arguments {
  const { driver, only, seeds, seed, jobs: shares, ...flags } = parsed(words);
  const count = wholeNumber("seeds", seeds, 1);
  const jobs = wholeNumber("jobs", shares, 1);
  const known = driverNames.find((name) => name === driver);
  if (known === undefined) {
    throw refused(`"--driver" must be one of ${driverNames.join(", ")}`, driver);
  }
  if (only !== undefined && count > 1) {
    throw refused('"--only" must stand without "--seeds": it is about one seed', seeds);
  }
  if (flags.first && jobs > 1) {
    throw refused('"--first" must stand without "--jobs": many find none first', shares);
  }
  return {
    ...flags,
    ...{ seeds: count, seed: wholeNumber("seed", seed, 0), driver: known, jobs },
    only: only === undefined ? null : numbersIn(only),
  };
}

function numbersIn(only: string): readonly number[] {
  return only === NONE ? [] : only.split(",").map((one) => wholeNumber("only", one, 0));
}

/** As `--only` names the happenings that are left of a seed. */
export function onlyOf(left: readonly number[]): string {
  return left.length === 0 ? NONE : left.join(",");
}

/** Those that were asked for, which must be there. */
export function chosen(
  happenings: readonly Happening[],
  only: readonly number[] | null,
): readonly Happening[] {
  if (only === null) return happenings;
  const missing = only.find((at) => at >= happenings.length);
  if (missing !== undefined) {
    const last = happenings.length - 1;
    throw refused(`"--only" must name happenings of the seed, which are 0 to ${last}`, missing);
  }
  return happenings.filter((_, at) => only.includes(at));
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    throw refused(mustOf(words, error), words.join(" "));
  }
}

/** Node's own sentence tells what is wrong; a misspelt option is told by the nearest. */
function mustOf(words: readonly string[], error: unknown): string {
  const names = Object.keys(options);
  const given = words.flatMap((word) => /^--([^=]+)/.exec(word)?.[1] ?? []);
  const strange = given.find((name) => !names.includes(name));
  if (strange !== undefined) {
    const near = nearName(strange, names);
    const meant = near === null ? "" : `, and the nearest to "--${strange}" is --${near}`;
    return `options must be of ${names.map((name) => `--${name}`).join(", ")}${meant}`;
  }
  return `the options must be as --help says (${error instanceof Error ? error.message : error})`;
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw refused(`"--${name}" must be of whole numbers, ${least} or more`, text);
}

function refused(must: string, value: unknown): ActionError {
  return new ActionError({
    code: "InvalidInput",
    cannot: "run the simulation",
    must,
    value,
    next: "npm run sim -- --help",
  });
}
