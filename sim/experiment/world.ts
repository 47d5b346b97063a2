// What an experiment is made in: a pool under the controller, on a clock that the experiment moves. Everything
// that can happen to it is a verb here, and everything that can be seen of it is a reading, so that nobody needs
// to know what it is built from. Two drivers make such worlds: full-world.ts, the whole pretend AWS under the
// real SDK, and ../memory, the same functions and machines over drivers in memory.

import type { Fault } from "pretend-aws/faults.ts";
import type { Lease } from "../../core/detect/observation.ts";
import type { Path } from "../../core/levers/plan.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { RunRung } from "../../core/state/practice-run.ts";
import type { State } from "../../core/state/state.ts";
import type { Move } from "../../core/values/order.ts";
import type { Region } from "../../core/values/types.ts";

export type OpenWorld = (options: WorldOptions) => ExperimentWorld;

export interface WorldOptions {
  /** As failover.config.ts exports them; the experiment is about the first pool. */
  readonly settings: ExperimentSettings;
  /** The same seed and the same verbs at the same instants give the same world. */
  readonly seed: number;
}

export interface ExperimentSettings {
  readonly pools: readonly object[];
  readonly cadence?: object;
}

/**
 * Verbs that answer a promise are under way until it resolves, and they get on only while the clock moves:
 * `const done = world.people.order(…); await world.advance(1_000); await done;`
 */
export interface ExperimentWorld {
  /** Of the first pool, as deployed now. */
  readonly policy: Policy;
  /** Pretend milliseconds since the epoch. */
  now(): number;
  /** Moves the clock, and lets happen what then is due. */
  advance(ms: number): Promise<void>;
  /** Nothing happens any more. */
  close(): void;

  /** By the names of packages/pretend-aws/faults.ts: service, operation, Region, caller, effect and time. */
  readonly faults: {
    add(fault: Omit<Fault, "id">): Fault;
    remove(id: string): boolean;
    clear(): void;
  };
  readonly people: People;
  /** Ends an execution as somebody does in the console; the newest of the machine that runs. */
  stopExecution(machine: "failover" | "practice"): Promise<Deed>;
  /** Invokes one of the machines' Lambdas again, with the event that it was given last: double, or late. */
  invokeAgain(lambda: string): void;
  /** Sets the clock of a Region's Lambdas so far ahead; behind, when negative. */
  setClock(region: Region, aheadMs: number): void;
  /** Deploys anew, with other settings of the first pool where some are given. Executions run on. */
  deploy(change?: object): void;
  /** What whoever has the role of a vantage's probe puts into the ledger. */
  writeAs(vantage: Region, item: Item): Promise<Deed>;

  /** Null before the first look of the watch. */
  state(): State | null;
  lease(): Lease | null;
  ledger(): readonly Item[];
  events(): readonly ControllerEvent[];
  notices(): readonly SentNotice[];
  /** Of all machines, oldest first; of the watch only the latest. */
  executions(): readonly ExecutionSeen[];
  /** Every write that moved a lever, or left it where it stood; not what was refused. */
  leverWrites(): readonly LeverWrite[];
  /** Where each lever was last put. */
  levers(): Readonly<Record<Path, WhereServed>>;
  /** Where each path leads whoever comes now. */
  serves(): Readonly<Record<Path, WhereServed>>;
  /** The first characters of everything that nobody may read. */
  secrets(): ReadonlySet<string>;
  /** Everything that people, logs or other services could read, by where it lies. */
  texts(): Readonly<Record<string, string>>;
}

/** "between": some users are sent to either Region. */
export type WhereServed = Region | "between" | "nowhere";

export interface PersonsOrder {
  readonly move: Move;
  readonly by: string;
  readonly reason: string;
  readonly override?: readonly string[];
}

export interface PersonsPause {
  readonly by: string;
  readonly reason: string;
  readonly forMs: number;
}

/** What people do, at the terminal or in a console. */
export interface People {
  order(order: PersonsOrder): Promise<Deed>;
  /** Refused where no question is open. */
  answer(says: "approve" | "decline", by: string): Promise<Deed>;
  pause(pause: PersonsPause): Promise<Deed>;
  resume(): Promise<Deed>;
  /** Starts a practice run; those that must have passed before it have. */
  practise(rung: RunRung, by: string): Promise<Deed>;
  /** Refused where no run is under way. */
  endPractice(by: string): Promise<Deed>;
  /** Past the controller. */
  moveLever(path: Path, to: Region): Promise<Deed>;
}

/** What came of what somebody did. */
export type Deed =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly because: string };

/** An item of the ledger, in plain values. */
export type Item = Readonly<Record<string, string | number>>;

export interface SentNotice {
  readonly at: number;
  readonly subject: string;
  readonly body: string;
}

export interface ExecutionSeen {
  readonly machine: "failover" | "watch" | "practice";
  readonly name: string;
  readonly status: string;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly stoppedAt: number | null;
  /** JSON text. */
  readonly input: string;
  readonly error: string | null;
}

/** With what the ledger said in that instant. */
export interface LeverWrite {
  readonly at: number;
  readonly path: Path;
  readonly to: WhereServed;
  /** "shift", "practice-shift" or "guard", or whoever did it past the controller. */
  readonly caller: string;
  readonly lease: Lease | null;
  readonly state: State | null;
  /** Regions in which a guard of practice runs stands. */
  readonly guards: number;
}
