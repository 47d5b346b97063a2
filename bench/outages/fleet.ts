// Rules at a fixed cadence, side by side on the same results: each vantage probes every ten seconds, one
// observer once a minute, sixteen public checkers every ten seconds.

import { Random } from "../../sim/random.ts";
import type { Check, Detector, Place } from "../detectors/detector.ts";
import type { Course } from "./scenario.ts";
import { CHECKERS, type Chances, World } from "./world.ts";

export interface RunSettings extends Chances {
  /** Seconds of health before the scenario begins. */
  readonly warmUp?: number;
  /** Brings a rule home an hour after it left, so that a long run counts all false moves. */
  readonly returns?: boolean;
}

/** Seconds. */
export const RETURN_AFTER = 3600;
const EVERY = 10;
const TURNS_A_MINUTE = 6;
/** Who probes once a minute for the rules with one observer: it lies in neither Region. */
const OBSERVER = 2;
/** Checkers flip back within this time after a phase. */
const CHECKERS_SETTLE = 120;

export function runFleet(
  course: Course,
  detectors: readonly Detector[],
  settings: RunSettings,
): void {
  const fleet = new Fleet(course, detectors, settings);
  fleet.run(course.duration_s, settings.warmUp ?? 900);
}

/** One vantage and the rules that listen to it. */
interface Seat {
  readonly primary: Place;
  readonly secondary: Place;
  readonly probing: readonly Detector[];
  readonly probingSecondary: readonly Detector[];
}

class Fleet {
  readonly #world: World;
  readonly #settings: RunSettings;
  readonly #all: readonly Detector[];
  readonly #seats: readonly Seat[];
  readonly #minutely: readonly Detector[];
  readonly #checking: readonly Detector[];
  readonly #asksSecondary: boolean;
  readonly #offset: number;
  readonly #minuteTurn: number;
  readonly #grid: number;
  readonly #check = { checker: 0, failed: false, turn: 0 };

  constructor(course: Course, detectors: readonly Detector[], settings: RunSettings) {
    this.#world = new World(course, settings);
    this.#settings = settings;
    this.#all = detectors;
    const probing = detectors.filter(({ vantages }) => vantages > 0);
    const count = Math.max(3, ...probing.map(({ vantages }) => vantages));
    this.#seats = Array.from({ length: count }, (_, vantage) => {
      const listening = probing.filter(({ vantages }) => vantage < vantages);
      return {
        primary: { vantage, target: 0 },
        secondary: { vantage, target: 1 },
        probing: listening,
        probingSecondary: listening.filter(({ wantsSecondary }) => wantsSecondary),
      };
    });
    this.#minutely = detectors.filter((one) => one.vantages === 0);
    this.#checking = detectors.filter((one) => one.wantsCheckers);
    this.#asksSecondary = detectors.some((one) => one.wantsSecondary);
    // Clocks of vantages and of periods do not start with the outage.
    const random = new Random(`phase-${settings.seed}`);
    this.#offset = random.next() * 2;
    this.#minuteTurn = Math.floor(random.next() * TURNS_A_MINUTE);
    this.#grid = random.next() * EVERY;
    for (const one of detectors) one.phase = random.next() * 60;
  }

  run(duration: number, warmUp: number): void {
    let turn = 0;
    for (let at = -warmUp - this.#grid; at < duration; at += EVERY, turn++) {
      this.#probe(at, turn);
      this.#askCheckers(at, turn);
      const metricsMissing = this.#world.metricsMissing(at);
      for (const one of this.#all) one.onTick(at + EVERY, metricsMissing);
      if (this.#settings.returns) this.#bringHome(at);
    }
  }

  #probe(at: number, turn: number): void {
    const isMinute = (turn + this.#minuteTurn) % TURNS_A_MINUTE === 0;
    for (const seat of this.#seats) {
      const { vantage } = seat.primary;
      const begin = at + vantage * 2 + this.#offset;
      const result = this.#world.probe(begin, vantage, 0);
      const end = begin + result.latency;
      for (const one of seat.probing) one.onProbe(end, seat.primary, result);
      if (vantage === OBSERVER && isMinute) {
        for (const one of this.#minutely) one.onMinute(end, result);
      }
      if (this.#asksSecondary) this.#probeSecondary(begin + 1, seat);
    }
  }

  #probeSecondary(begin: number, { secondary, probingSecondary }: Seat): void {
    const result = this.#world.probe(begin, secondary.vantage, 1);
    const end = begin + result.latency;
    for (const one of probingSecondary) one.onProbe(end, secondary, result);
  }

  #askCheckers(at: number, turn: number): void {
    if (this.#checking.length === 0 || this.#isSettled(at)) return;
    const check: { -readonly [Key in keyof Check]: Check[Key] } = this.#check;
    check.turn = turn % 3;
    for (let checker = 0; checker < CHECKERS; checker++) {
      const begin = at + checker * 0.6;
      check.checker = checker;
      check.failed = this.#world.checkerFails(begin, checker);
      for (const one of this.#checking) one.onCheck(begin + (check.failed ? 2 : 0.2), check);
    }
  }

  /** In a healthy year checkers are only asked while they could turn. */
  #isSettled(at: number): boolean {
    if (!this.#settings.returns) return false;
    return this.#world.isQuiet(at) && this.#world.isQuiet(at - CHECKERS_SETTLE);
  }

  #bringHome(at: number): void {
    for (const one of this.#all) {
      if (one.latches && one.awaySince !== null && at - one.awaySince > RETURN_AFTER) one.release();
    }
  }
}
