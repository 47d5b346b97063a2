// CloudWatch alarms on the success of all probes together: M of N periods below a threshold, with the four
// ways to treat missing points. ARC Region switch is such an alarm with a second one that must be green.

import { type Place, Rule } from "../detectors/detector.ts";
import type { RoundResult } from "../outages/world.ts";

export type Treatment = "missing" | "ignore" | "breaching" | "notBreaching";
export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
/** 1 breaches, 0 does not, null is missing. */
export type Point = 0 | 1 | null;

export interface Alarm {
  readonly M: number;
  readonly N: number;
  readonly treat: Treatment;
  /** Success below this breaches. Absent: 0.9. */
  readonly threshold?: number;
}

/** `points` is the evaluation range, the newest last. */
export function alarmState(
  points: readonly Point[],
  alarm: Alarm,
  current: AlarmState,
): AlarmState {
  const real = points.filter((point) => point !== null);
  const { M, N, treat } = alarm;
  if (real.length >= N) return alarmIf(sum(real.slice(-N)) >= M);
  const breaching = sum(real);
  switch (treat) {
    case "ignore":
      return current;
    case "breaching":
      return alarmIf(breaching + N - real.length >= M);
    case "notBreaching":
      return alarmIf(breaching >= M);
    case "missing":
      if (real.length === 0) return "INSUFFICIENT_DATA";
      return alarmIf(breaching >= M || isPremature(points, M));
  }
}

function alarmIf(isMet: boolean): AlarmState {
  return isMet ? "ALARM" : "OK";
}

/** Only breaching points are there, and the oldest is at least M periods old. */
function isPremature(points: readonly Point[], M: number): boolean {
  return !points.includes(0) && points.length - points.indexOf(1) >= M;
}

function sum(points: readonly (0 | 1)[]): number {
  return points.reduce((total: number, point) => total + point, 0);
}

export interface AlarmUse extends Alarm {
  /** Acts only while the secondary's own alarm is OK. */
  readonly secondaryGreen?: boolean;
  readonly latches?: boolean;
  /** Least seconds between two moves. */
  readonly minDelay?: number;
}

/** Seconds. */
const PERIOD = 60;
/** Seconds until the results of a period have arrived and are evaluated. */
const EVALUATION = 10;

export class CloudWatch extends Rule {
  readonly #use: AlarmUse;
  #alarms: readonly Watched[] = [];
  #next: number | null = null;

  constructor(name: string, use: AlarmUse) {
    super(name, { latches: use.latches ?? false, wantsSecondary: use.secondaryGreen ?? false });
    this.#use = use;
    this.reset();
  }

  override onProbe(_at: number, { target }: Place, result: RoundResult): void {
    if (!result.missing) this.#alarms[target]?.count(result.sign);
  }

  override onTick(at: number, metricsMissing: boolean): void {
    this.#next ??= at + 10 + this.phase;
    if (at < this.#next) return;
    this.#next += PERIOD;
    for (const alarm of this.#alarms) alarm.close(metricsMissing);
    const state = this.#alarms[0]?.state;
    if (state === "INSUFFICIENT_DATA") return;
    if (state === "ALARM" && !this.#mayMove(at)) return;
    this.set(at + EVALUATION, state === "ALARM");
  }

  #mayMove(at: number): boolean {
    if (this.#use.secondaryGreen && this.#alarms[1]?.state !== "OK") return false;
    const { minDelay = 0 } = this.#use;
    return this.lastMove === null || at - this.lastMove >= minDelay;
  }

  protected override reset(): void {
    const count = this.#use.secondaryGreen ? 2 : 1;
    this.#alarms = Array.from({ length: count }, () => new Watched(this.#use));
    this.#next = null;
  }
}

/** One alarm with the results of its present period. */
class Watched {
  state: AlarmState = "OK";
  readonly #alarm: Alarm;
  #points: Point[] = [];
  #results = 0;
  #failed = 0;

  constructor(alarm: Alarm) {
    this.#alarm = alarm;
  }

  count(failed: boolean): void {
    this.#results++;
    if (failed) this.#failed++;
  }

  close(metricsMissing: boolean): void {
    const { N, threshold = 0.9 } = this.#alarm;
    const success = (this.#results - this.#failed) / this.#results;
    const point = this.#results === 0 || metricsMissing ? null : success < threshold ? 1 : 0;
    this.#points.push(point);
    if (this.#points.length > N + 2) this.#points.shift();
    this.#results = this.#failed = 0;
    if (this.#points.length < N) return;
    this.state = alarmState(this.#points, this.#alarm, this.state);
  }
}
