// Makes an experiment happen in a world, and writes down what was seen of it, for the invariants and for its
// story. It goes on after the last trouble until everything rests, or for as long as that may take.

import type { Path } from "../../core/levers/plan.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { PracticeUnderWay } from "../../core/state/practice-run.ts";
import type { Phase, State } from "../../core/state/state.ts";
import { type Experiment, endOf, type Happening, overAt } from "./happening.ts";
import { liesOf } from "./lies.ts";
import { inFirstPool, withCadence } from "./settings.ts";
import type {
  Deed,
  ExecutionSeen,
  ExperimentSettings,
  ExperimentWorld,
  Item,
  LeverWrite,
  OpenWorld,
  SentNotice,
  WhereServed,
} from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const sampledEveryMs = 5 * SECOND;
const END = Number.POSITIVE_INFINITY;

/** After the last trouble everything rests within this time: by then the primary counts as well again. */
export const RESTS_WITHIN = 20 * MINUTE;
/** At rest for so long, nothing more is to come. */
const RESTED = MINUTE;

/** How things stood at one instant. */
export interface Sample {
  readonly at: number;
  readonly serves: Readonly<Record<Path, WhereServed>>;
  readonly levers: Readonly<Record<Path, WhereServed>>;
  readonly phase: Phase;
  readonly tokens: { readonly state: number; readonly lease: number };
  /** Who has the lease, or had it last. */
  readonly holder: string | null;
  /** When the lease ends by itself; 0 where it was let go of. */
  readonly leaseUntil: number;
  /** When the pause in force ends by itself, at no time where somebody must resume; null: none is. */
  readonly pausedUntil: number | null;
  readonly mode: Policy["mode"];
  /** The practice run that the state knows of. */
  readonly practice: PracticeUnderWay | null;
}

/** What a person or a machine was made to do, and what came of it. */
export interface Done {
  readonly happening: Happening;
  readonly deed: Deed;
}

/** All that was seen of an experiment. */
export interface Chronicle {
  readonly experiment: Experiment;
  readonly policy: Policy;
  readonly began: number;
  /** When the last trouble was over. */
  readonly over: number;
  readonly samples: readonly Sample[];
  readonly done: readonly Done[];
  readonly writes: readonly LeverWrite[];
  readonly notices: readonly SentNotice[];
  readonly events: readonly ControllerEvent[];
  readonly executions: readonly ExecutionSeen[];
  /** As it was at the end. */
  readonly state: State | null;
  readonly ledger: readonly Item[];
  /** Where a secret could be read. */
  readonly leaks: readonly string[];
}

export interface Laboratory {
  readonly open: OpenWorld;
  readonly settings: ExperimentSettings;
}

export async function runExperiment(
  { open, settings }: Laboratory,
  experiment: Experiment,
): Promise<Chronicle> {
  const { seed, change, cadence } = experiment;
  const world = open({ settings: withCadence(inFirstPool(settings, change), cadence), seed });
  const began = world.now();
  const over = began + overAt(experiment);
  addFaults(world, experiment, began);
  const samples: Sample[] = [];
  const done: Promise<Done>[] = [];
  const acts = actsOf(experiment, began);
  let restsSince: number | null = null;
  while (!isFinished(world, { over, restsSince })) {
    for (; acts[0] !== undefined && acts[0].at <= world.now(); acts.shift()) {
      const { happening, isEnd } = acts[0];
      const deed = happen(world, happening, isEnd);
      if (!isEnd) done.push(deed.then((came) => ({ happening, deed: came })));
    }
    const sample = sampleOf(world);
    samples.push(sample);
    restsSince = isAtRest(world, sample) ? (restsSince ?? world.now()) : null;
    await world.advance(Math.max(1, Math.min(sampledEveryMs, (acts[0]?.at ?? END) - world.now())));
  }
  const chronicle = {
    ...{ experiment, policy: world.policy, began, over, samples },
    done: await Promise.all(done),
    writes: world.leverWrites(),
    notices: world.notices(),
    events: world.events(),
    executions: world.executions(),
    state: world.state(),
    ledger: world.ledger(),
    leaks: leaksOf(world),
  };
  world.close();
  return chronicle;
}

function isFinished(
  world: ExperimentWorld,
  { over, restsSince }: { readonly over: number; readonly restsSince: number | null },
): boolean {
  const now = world.now();
  if (now >= over + RESTS_WITHIN) return true;
  const isRested = restsSince !== null && now - Math.max(restsSince, over) >= RESTED;
  return isRested && unsent(world.ledger()).length === 0;
}

/** Notices that somebody has yet to send. */
export function unsent(ledger: readonly Item[]): readonly Item[] {
  return ledger.filter(({ sk, sentAt }) => String(sk).startsWith("notice#") && sentAt === 0);
}

function addFaults(world: ExperimentWorld, { happenings }: Experiment, began: number): void {
  for (const one of happenings) {
    if (one.kind !== "fault") continue;
    world.faults.add({ ...one.trouble, from: began + one.at, until: began + endOf(one) });
  }
}

const DONE: Promise<Deed> = Promise.resolve({ kind: "done" });

interface Act {
  readonly at: number;
  readonly happening: Happening;
  /** Whether it is over then. */
  readonly isEnd: boolean;
}

function actsOf({ happenings }: Experiment, began: number): Act[] {
  const acts = happenings.flatMap((happening): Act[] => [
    { at: began + happening.at, happening, isEnd: false },
    ...(happening.kind === "clock"
      ? [{ at: began + endOf(happening), happening, isEnd: true }]
      : []),
  ]);
  return acts.sort((one, other) => one.at - other.at);
}

function happen(world: ExperimentWorld, happening: Happening, isEnd: boolean): Promise<Deed> {
  const { people } = world;
  switch (happening.kind) {
    case "fault":
      return DONE;
    case "clock":
      world.setClock(happening.region, isEnd ? 0 : happening.aheadMs);
      return DONE;
    case "order":
      return people.order(happening.order);
    case "answer":
      return people.answer(happening.says, happening.by);
    case "pause":
      return people.pause({ ...happening, reason: "a change that needs quiet" });
    case "resume":
      return people.resume();
    case "moveLever":
      return people.moveLever(happening.path, happening.to);
    case "stop":
      return world.stopExecution(happening.machine ?? "failover");
    case "practise":
      return people.practise(happening.rung, happening.by);
    case "endPractice":
      return people.endPractice(happening.by);
    case "again":
      world.invokeAgain(happening.lambda);
      return DONE;
    case "deploy":
      world.deploy(happening.change);
      return DONE;
    case "forge":
      return forged(world, happening);
  }
}

async function forged(
  world: ExperimentWorld,
  { vantage, lie }: Extract<Happening, { readonly kind: "forge" }>,
): Promise<Deed> {
  const deeds = liesOf(lie, { ...world, vantage }).map((item) => world.writeAs(vantage, item));
  const all = await Promise.all(deeds);
  return all.find(({ kind }) => kind === "done") ?? all[0] ?? { kind: "done" };
}

function sampleOf(world: ExperimentWorld): Sample {
  const [state, lease] = [world.state(), world.lease()];
  const { mode } = world.policy;
  const now = world.now();
  return {
    at: now,
    serves: world.serves(),
    levers: world.levers(),
    phase: state?.standing.phase ?? "steady",
    tokens: { state: state?.token ?? 0, lease: lease?.token ?? 0 },
    holder: lease?.holder ?? null,
    leaseUntil: lease?.until ?? 0,
    pausedUntil: state === null ? null : pauseEnd(state, now),
    mode,
    practice: state?.practice ?? null,
  };
}

function pauseEnd({ paused }: State, now: number): number | null {
  if (paused === null) return null;
  const end = paused.until ?? END;
  return end > now ? end : null;
}

/** No execution moves anything or waits for an answer, and everybody is where the levers stand. */
function isAtRest(world: ExperimentWorld, { phase, serves, levers, practice }: Sample): boolean {
  return (
    practice === null &&
    (phase === "steady" || phase === "failedOver") &&
    serves.managedLogin === levers.managedLogin &&
    serves.sdk === levers.sdk &&
    world.executions().every(({ machine, status }) => machine === "watch" || status !== "RUNNING")
  );
}

function leaksOf(world: ExperimentWorld): readonly string[] {
  const secrets = [...world.secrets()];
  return Object.entries(world.texts()).flatMap(([name, text]) =>
    secrets.some((secret) => text.includes(secret)) ? [name] : [],
  );
}
