// How often does this pool's primary fail and heal by itself, and for how long? The settings say so at
// first; the pool's own history takes over slowly. The wait before a move follows from both figures
// (error-budget.ts). It counts only what healed before it counted as down: an outage teaches it nothing.

import type { Policy } from "../settings/policy.ts";
import type { Signal, SignalKind } from "../signals/signal.ts";
import { between, type Instant, later, type Millis, millis } from "../values/types.ts";
import { type Blips, MILLIS_PER_YEAR } from "./error-budget.ts";
import type { Health } from "./region-health.ts";

/** What a pool has seen of them, kept with its state. */
export interface BlipRecord {
  /** Since when somebody watches. */
  readonly since: Instant;
  /** When trouble was last seen; null before the first. */
  readonly at: Instant | null;
  /** How many a majority saw, each after an hour of peace. */
  readonly seen: number;
  /** How long they went on after a majority had seen them, all together. */
  readonly lasted: Millis;
  /** How many of those seen each other kind of evidence confirmed. */
  readonly confirmed: Readonly<Partial<Record<SignalKind, number>>>;
  /** What confirms the trouble that goes on; counted if it turns out to be a transient failure. */
  readonly confirming: readonly SignalKind[];
}

/** How the primary stood before and after a tick, and what else says that it is unhealthy. */
export interface HealthChange {
  readonly before: Health;
  readonly after: Health;
  readonly confirm: readonly Signal[];
}

/** The settings weigh as much as a year of watching. */
const yearsOfTheSettings = 1;

/** History moves neither figure further than this factor from the settings. */
const factorFromSettings = 2;

/** What comes and goes within an hour is no transient failure, and teaches nothing about them. */
const aloneForMs = millis(3_600_000);

/** Half the time between two looks of the watch: by so much an end is seen late or early. */
const seenToMs = millis(5_000);

/** The second vantage has to see a transient failure, and the watch to look, before it can be counted. */
const countedAfterMs = millis(10_000);

export function noBlips(now: Instant): BlipRecord {
  return { since: now, at: null, seen: 0, lasted: millis(0), confirmed: {}, confirming: [] };
}

/**
 * The record after one more tick. Since transient failures end at random, what is left of one when it is first seen
 * is as long on average as a whole one: no correction is needed for the beginning that nobody saw.
 */
export function watched(record: BlipRecord, { before, after, confirm }: HealthChange): BlipRecord {
  if (after.name === "suspect") return confirming(record, confirm);
  if (before.name === "up" || after.name !== "up") return record;
  const at = before.sickAt ?? before.since;
  const over = { ...record, at, confirming: [] };
  const isAlone = record.at === null || between(record.at, before.since) > aloneForMs;
  if (before.name !== "suspect" || !isAlone) return over;
  const lasted = between(before.since, later(at, seenToMs));
  const confirmed = { ...record.confirmed };
  for (const kind of record.confirming) confirmed[kind] = (confirmed[kind] ?? 0) + 1;
  return { ...over, seen: record.seen + 1, lasted: millis(record.lasted + lasted), confirmed };
}

function confirming(record: BlipRecord, confirm: readonly Signal[]): BlipRecord {
  const kinds = confirm.map(({ kind }) => kind);
  const isNew = kinds.some((kind) => !record.confirming.includes(kind));
  return isNew ? { ...record, confirming: [...new Set([...record.confirming, ...kinds])] } : record;
}

/** The settings, drawn towards the history as that grows. */
export function blipsOf(
  { criteria, vantages }: Policy,
  { record, now, probeEvery }: { record: BlipRecord | null; now: Instant; probeEvery: Millis },
): Blips {
  const { blipsPerYear, blipMean } = criteria;
  if (record === null) return { perYear: blipsPerYear, mean: blipMean };
  const years = between(record.since, now) / MILLIS_PER_YEAR;
  const mean = within(
    blipMean,
    (blipMean * blipsPerYear * yearsOfTheSettings + record.lasted) /
      (blipsPerYear * yearsOfTheSettings + record.seen),
  );
  const all = record.seen / seenShare(millis(probeEvery / vantages.length), millis(mean));
  const perYear = within(
    blipsPerYear,
    (blipsPerYear * yearsOfTheSettings + all) / (yearsOfTheSettings + years),
  );
  return { perYear, mean: millis(mean) };
}

/** The share of transient failures that last until a majority has seen them; vantages look `apart` from each other. */
export function seenShare(apart: Millis, mean: Millis): number {
  return (-Math.expm1(-apart / mean) / (apart / mean)) * Math.exp(-countedAfterMs / mean);
}

function within(setting: number, learnt: number): number {
  return Math.min(setting * factorFromSettings, Math.max(setting / factorFromSettings, learnt));
}
