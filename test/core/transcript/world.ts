// What a transcript's commands act on: a pool, its stored statistics and state, the lease, the clock.
// Everything that is decided here is decided by core; the world only remembers.

import type { Tick } from "../../../core/decide/tick.ts";
import { benchOf } from "../../../core/detect/bench.ts";
import { foldRound } from "../../../core/detect/fold-round.ts";
import type {
  Lease,
  LeverReading,
  Observation,
  ReplicaReading,
} from "../../../core/detect/observation.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { weights } from "../../../core/detect/weights.ts";
import { type FailureClass, failureClasses } from "../../../core/probe/failure-class.ts";
import type { Sightings } from "../../../core/probe/last-seen.ts";
import type { ProbeOutcome, ProbeResult, StepName } from "../../../core/probe/probe.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import { newState, type State } from "../../../core/state/state.ts";
import type { Order } from "../../../core/values/order.ts";
import { type Instant, instant, later, millis, type Region } from "../../../core/values/types.ts";
import { now } from "../builders/a-policy.ts";
import { aProbe } from "../builders/a-probe-result.ts";
import type { Command } from "./command.ts";
import type { Wording } from "./wording.ts";

export const MINUTE = millis(60_000);
/** How far a clock that runs ahead does so. */
const AHEAD = millis(300_000);
export const LEASE_LENGTH = millis(300_000);

export interface World {
  policy: Policy;
  /** How the transcript tells of it. */
  readonly wording: Wording;
  now: Instant;
  state: State;
  statistics: ReadonlyMap<string, Statistic>;
  replica: ReplicaReading;
  lease: Lease | null;
  /** Where levers were seen to stand, each when it was told. */
  levers: readonly LeverReading[];
  /** What signals say at present, each since it was told. */
  signals: readonly Signal[];
  /** When the lag could last be measured. */
  lagAt: Instant;
  /** Minutes probed so far; spreads partial failures over the vantages. */
  round: number;
  /** The order under way; its lease is renewed every minute. Null when none runs. */
  mover: {
    readonly order: Order;
    readonly by: string;
    readonly countsFrom: Instant;
    /** Whether it goes on with what an earlier execution began. */
    readonly isCarriedOn: boolean;
  } | null;
  /** The question that waits for a person's word; the machine gives it up at `until`. */
  question: { readonly order: Order; readonly until: Instant } | null;
  /** "phase/situation" of every decision. */
  readonly decided: Set<string>;
}

export function newWorld(policy: Policy, decided: Set<string>, wording: Wording = "names"): World {
  return {
    policy,
    wording,
    now,
    state: newState(policy.name, now),
    statistics: new Map(),
    replica: { kind: "known", status: "ACTIVE" },
    lease: null,
    levers: [],
    signals: [],
    lagAt: now,
    round: 0,
    mover: null,
    question: null,
    decided,
  };
}

export function tickOf(world: World, order: Order | null): Tick {
  const observation: Observation = {
    statistics: [...world.statistics.values()],
    sightings: sightingsOf(world),
    replica: world.replica,
    lease: world.lease,
    levers: world.levers,
    signals: world.signals.map((one) => ({
      ...one,
      to: world.now,
      holdsUntil: later(world.now, MINUTE),
    })),
  };
  return { now: world.now, observation, policy: world.policy, probeEvery: MINUTE, order };
}

/** A minute passes and every vantage that is not silent probes both Regions. */
export function probeRound(world: World, { settings }: Command): void {
  world.now = later(world.now, MINUTE);
  world.round += 1;
  if (world.mover !== null && world.lease !== null) {
    world.lease = { ...world.lease, until: later(world.now, LEASE_LENGTH) };
  }
  const silent = settings["silent"]?.split(",") ?? [];
  const ahead = settings["ahead"]?.split(",") ?? [];
  const statistics = new Map(world.statistics);
  for (const [index, vantage] of world.policy.vantages.entries()) {
    if (silent.includes(vantage) || silent.includes("all")) continue;
    const how = (target: Region) =>
      settings[`${vantage}:${target}`] ?? settings[target] ?? settings["all"] ?? "ok";
    const at = ahead.includes(vantage) ? later(world.now, AHEAD) : world.now;
    const results = [world.policy.primary, world.policy.secondary].flatMap((target) =>
      walks.map(([journey, step]) => {
        const outcome = outcomeOf(how(target), world.round + index, step);
        const took = { name: step, took: millis(200), outcome: "ok" } as const;
        return aProbe({
          vantage,
          target,
          at,
          journey,
          outcome,
          steps: outcome.kind === "ok" ? [took] : [],
        });
      }),
    );
    keep(results, { vantage, at, world, statistics });
    const isMeasured = results.some(
      ({ target, outcome }) => target === world.policy.primary && outcome.kind === "ok",
    );
    if (isMeasured) world.lagAt = world.now;
  }
  world.statistics = statistics;
}

/** Two ways in, each with a credential of its own. */
const walks = [
  ["password", "signIn"],
  ["refreshAcross", "refresh"],
] as const;

interface Round {
  readonly vantage: Region;
  readonly at: Instant;
  readonly world: World;
  readonly statistics: Map<string, Statistic>;
}

/** As controller/probing/record-round.ts does. */
function keep(results: readonly ProbeResult[], { vantage, at, world, statistics }: Round): void {
  const { policy, now } = world;
  const weigh = weights(policy, benchOf({ policy, probeEvery: MINUTE, now }).threshold);
  const own = [...statistics.values()].filter((one) => one.vantage === vantage);
  for (const { after } of foldRound(own, results, { policy, vantage, at, weigh }))
    statistics.set(`${vantage} about ${after.target}`, after);
}

/** The witness measured a second or two when it last could. */
export function sightingsOf({ policy, lagAt: at }: World): readonly Sightings[] {
  const last = millis(2_000);
  const lag = { last, at, hour: last, day: last };
  const measured = { journey: "replicationLag", target: policy.secondary, at, since: at } as const;
  const sighting = { ...measured, took: last, outcome: { kind: "ok" }, lag } as const;
  return [{ vantage: policy.witness, at, sightings: [sighting], users: [] }];
}

/** "dead" and "ok" every time, "third" and "half" by turns, else the name of a failure class. */
function outcomeOf(how: string, turn: number, step: StepName): ProbeOutcome {
  const every = { ok: 0, dead: 1, half: 2, third: 3 }[how];
  if (every === 0 || (every !== undefined && turn % every !== 0)) return { kind: "ok" };
  const name = every === undefined ? how : "unreachable";
  if (!Object.hasOwn(failureClasses, name)) throw new Error(`no failure is called "${name}"`);
  return { kind: "failed", class: name as FailureClass, step, error: "PretendError" };
}

export function instantFrom(world: World, minutes: string | undefined): Instant {
  return instant(world.now + Number(minutes ?? 5) * MINUTE);
}
