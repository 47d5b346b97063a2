// How does a Region stand, after hysteresis? In go the last health and this tick's verdict; out comes
// the next health with its sentence. Harder to come back than to go: down needs a verdict that
// outlasts the wait for transient failures, up again needs the longer recovery statistic of a majority.
// "Could not tell" never makes a Region worse or better than it was.

import { between, type Instant, type Millis, type Region } from "../values/types.ts";
import { inWords } from "../values/words.ts";
import { failsNow, type Verdict } from "./verdict.ts";

export const healthNames = ["up", "suspect", "down", "recovering"] as const;
export type HealthName = (typeof healthNames)[number];

export interface Health {
  readonly name: HealthName;
  /** Since when it has this name. */
  readonly since: Instant;
  /** The onset of the trouble, while there is any: what the wait and the spent RTO count from. */
  readonly onset: Instant | null;
  /** When a majority last called it unhealthy; null while there is no trouble. */
  readonly sickAt: Instant | null;
  /** Why it has this name, for people. */
  readonly because: string;
}

export interface HealthTick {
  readonly target: Region;
  readonly verdict: Verdict;
  /** Whether a majority of vantages has collected the evidence that coming back needs. */
  readonly isRecovered: boolean;
  /** How long trouble must last before it counts as down. */
  readonly wait: Millis;
  /** A majority that called it unhealthy longer ago than this says nothing about now. */
  readonly tooOldAfter: Millis;
  readonly now: Instant;
}

export function health(previous: Health, tick: HealthTick): Health {
  const { verdict, target } = tick;
  switch (verdict.kind) {
    case "undetermined":
      return lapsed(previous, tick);
    case "unhealthy": {
      // A suspicion after which nobody could tell for too long is forgotten: the trouble counts as new.
      const known = isForgotten(previous, tick) ? { ...previous, name: "up" as const } : previous;
      const onset = isForgotten(previous, tick)
        ? verdict.since
        : earlier(previous.onset ?? verdict.since, verdict.since);
      return { ...sicker(known, { ...tick, onset }), sickAt: tick.now };
    }
    case "healthy":
      return better(previous, { target, isRecovered: tick.isRecovered, now: tick.now });
  }
}

/** More results tell better how much of the beginning nobody saw. */
function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

/** A new pool is taken to be up until a majority says otherwise. */
export function startingHealth(now: Instant): Health {
  return { name: "up", since: now, onset: null, sickAt: null, because: "nothing bad is known" };
}

/** Only a suspicion: what was down must be proved well, and a relapse makes nothing better. */
function isForgotten({ name, sickAt }: Health, { now, tooOldAfter }: HealthTick): boolean {
  return name === "suspect" && sickAt !== null && between(sickAt, now) > tooOldAfter;
}

/** A suspicion that nobody can confirm any more is dropped; a Region that was down stays so. */
function lapsed(previous: Health, tick: HealthTick): Health {
  if (!isForgotten(previous, tick)) return previous;
  const because = `nobody could tell about ${tick.target} for too long, so the suspicion lapses`;
  return turn(previous, { name: "up", now: tick.now, onset: null }, because);
}

function sicker(previous: Health, tick: HealthTick & { readonly onset: Instant }): Health {
  const { onset, target, now, wait, verdict } = tick;
  const lasted = between(onset, now);
  switch (previous.name) {
    case "recovering":
      return turn(
        previous,
        { name: "down", now, onset },
        `${target} failed again while recovering`,
      );
    case "down":
      return previous;
    case "up":
    case "suspect": {
      if (lasted >= wait && failsStill(verdict)) {
        const because = `${who(verdict)} has seen ${target} fail for ${inWords(lasted)}, longer than transient failures last`;
        return turn(previous, { name: "down", now, onset }, because);
      }
      const because = `${who(verdict)} sees ${target} fail; transient failures heal within ${inWords(wait)}, so wait`;
      return turn(previous, { name: "suspect", now, onset }, because);
    }
  }
}

function who(verdict: Verdict): string {
  const isAlone = verdict.kind === "unhealthy" && verdict.decidedBy.length > 0;
  return isAlone ? "a signal" : "a majority";
}

/** What has lasted long and answers well at last is not called down in that very moment. */
function failsStill(verdict: Verdict): boolean {
  return verdict.kind === "unhealthy" && failsNow(verdict);
}

function better(
  previous: Health,
  { target, isRecovered, now }: Pick<HealthTick, "target" | "isRecovered" | "now">,
): Health {
  switch (previous.name) {
    case "up":
      return previous;
    case "suspect":
      return turn(
        previous,
        { name: "up", now, onset: null },
        `the trouble in ${target} passed by itself`,
      );
    case "down":
    case "recovering": {
      if (isRecovered) {
        const because = `${target} has been healthy for long enough`;
        return turn(previous, { name: "up", now, onset: null }, because);
      }
      const because = `${target} answers again, not yet for long enough`;
      return turn(previous, { name: "recovering", now, onset: previous.onset }, because);
    }
  }
}

function turn(
  previous: Health,
  { name, now, onset }: { name: HealthName; now: Instant; onset: Instant | null },
  because: string,
): Health {
  if (name === previous.name) return { ...previous, onset };
  return { name, since: now, onset, sickAt: onset === null ? null : previous.sickAt, because };
}
