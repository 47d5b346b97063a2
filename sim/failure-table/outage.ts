// One outage of the primary in the pretend world, with one operation that fails beside it: where each path's
// users were sent meanwhile, and what people were told. Judged from outside: by names, the login page, notices.

import type { Fault } from "pretend-aws/faults.ts";
import type { Call } from "pretend-aws/gate.ts";
import type { PretendAws } from "pretend-aws/pretend-aws.ts";
import { memoryWorld } from "../memory/world.ts";
import type { VirtualWorld, Watchable, WorldSettings } from "../world.ts";
import type { Operation } from "./operations.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** All is well for so long before the primary dies. */
const CALM_MS = 2 * MINUTE;
/** The primary dies so long after the operation began to fail, where it does always. */
const BEFORE_MS = MINUTE;
/** Users are looked at for so long after the decision. */
export const WATCHED_MS = 25 * MINUTE;
const EVERY_MS = 5 * SECOND;
/** Step Functions takes its time with each Task, so that what follows a decision is not all of one instant. */
const STEP_MS = 100;

/** When an operation fails, and how. "order": once the machine has begun with what the watch ordered. */
export const whens = {
  always: { from: "before", effect: { kind: "status", status: 503 } },
  "from the order on": { from: "order", effect: { kind: "status", status: 503 } },
  "5 s from the order on": {
    from: "order",
    lastsMs: 5 * SECOND,
    effect: { kind: "status", status: 503 },
  },
  "60 s from the order on": {
    from: "order",
    lastsMs: MINUTE,
    effect: { kind: "status", status: 503 },
  },
  "hangs from the order on": { from: "order", effect: { kind: "blackHole" } },
  "refused from the order on": {
    from: "order",
    effect: { kind: "error", name: "AccessDeniedException", status: 403 },
  },
} as const satisfies Readonly<Record<string, When>>;

interface When {
  readonly from: "before" | "order";
  readonly lastsMs?: number;
  readonly effect: Fault["effect"];
}

export type WhenName = keyof typeof whens;

/** Where a path's users are sent: by what they are told or shown, not by what anybody believes. */
export type PathEnd = "primary" | "secondary" | "nowhere";

export interface PathSeen {
  readonly ends: PathEnd;
  /** How long its users were not sent to the secondary, from the decision on. */
  readonly outageMs: number;
  /** Whether they were sent to the secondary and then no more. */
  readonly isPutBack: boolean;
}

export interface Seen {
  readonly managedLogin: PathSeen;
  readonly sdk: PathSeen;
  /** Subjects, in order. */
  readonly notices: readonly string[];
  /** The most of them within any 25 minutes. */
  readonly mostNotices: number;
}

export interface Failure {
  readonly operation: Operation;
  readonly when: WhenName;
}

/** What else happens at which pretend instant. */
interface Times {
  readonly dead: number;
  /** When the machine has begun with the order, in the outage in which nothing else fails. */
  readonly ordered: number;
}

type World = VirtualWorld<Watchable & Pick<PretendAws, "gate">>;

/** The whole pretend AWS, or the same over memory, in a fraction of the time. */
export type MakeWorld = (settings: WorldSettings) => World;

/** The failover in which nothing else fails, and every call that was made in it. */
export type Plain = Seen & {
  readonly settings: object;
  readonly make: MakeWorld;
  readonly times: Times;
  readonly calls: readonly Call[];
};

type Made = Pick<Plain, "settings" | "make">;

function worldWithoutPrimary({ settings, make }: Made): World & Pick<Times, "dead"> {
  const world = make({ settings, seed: 1 });
  const { aws, clock, policy } = world;
  const dead = clock.now() + CALM_MS;
  aws.faults.add({ region: policy.primary, from: dead, effect: { kind: "reset" } });
  const slow = { kind: "delay", ms: STEP_MS } as const;
  aws.faults.add({ service: "lambda", operation: "Invoke", caller: "states", effect: slow });
  aws.faults.add({
    service: "states",
    operation: "StartExecution",
    caller: "states",
    effect: slow,
  });
  return { ...world, dead };
}

/** The failover in which nothing else fails. */
export async function plainFailover(
  settings: object,
  make: MakeWorld = memoryWorld,
): Promise<Plain> {
  const made = { settings, make };
  const { aws, clock, dead, stop } = worldWithoutPrimary(made);
  const order = () =>
    aws.gate.calls.find(
      ({ operation, caller }) => operation === "StartExecution" && caller.name === "states",
    );
  for (let step = 0; order() === undefined && step < 600; step++) await clock.advance(SECOND);
  const times = { dead, ordered: (order()?.at ?? clock.now()) + STEP_MS / 2 };
  stop();
  const { seen, calls } = await toldOf([], { ...made, times });
  return { ...seen, ...made, times, calls };
}

export async function failover(
  { operation, when }: Failure,
  plain: Made & Pick<Plain, "times">,
): Promise<Seen> {
  const { times } = plain;
  const { from, effect, lastsMs = Number.POSITIVE_INFINITY }: When = whens[when];
  const begins = from === "before" ? times.dead - BEFORE_MS : times.ordered;
  const until = begins + lastsMs;
  const faults = operation.calls.map((calls) => ({ ...calls, from: begins, until, effect }));
  return (await toldOf(faults, plain)).seen;
}

async function toldOf(
  faults: readonly Omit<Fault, "id">[],
  { times: { ordered }, ...made }: Made & Pick<Plain, "times">,
): Promise<{ readonly seen: Seen; readonly calls: readonly Call[] }> {
  const world = worldWithoutPrimary(made);
  const { aws, clock, stop } = world;
  for (const fault of faults) aws.faults.add(fault);
  await clock.advance(ordered - clock.now());
  const seen = await watched(world, ordered);
  stop();
  return { seen, calls: aws.gate.calls };
}

async function watched(world: World, since: number): Promise<Seen> {
  const { aws, clock, deployed } = world;
  const places: { readonly managedLogin: PathEnd; readonly sdk: PathEnd }[] = [];
  while (clock.now() < since + WATCHED_MS) {
    const page = world.application.openLogin();
    await clock.advance(EVERY_MS);
    places.push({
      managedLogin: (await page) === 200 ? "secondary" : "primary",
      sdk: ledTo(world),
    });
  }
  const sent = aws.sns.messages(deployed.topicArn);
  const within = (at: number) => sent.filter((one) => one.at >= at && one.at < at + WATCHED_MS);
  return {
    managedLogin: pathSeen(places.map(({ managedLogin }) => managedLogin)),
    sdk: pathSeen(places.map(({ sdk }) => sdk)),
    notices: sent.map(({ subject = "" }) =>
      (subject ?? "").replace(/^\[cognito-failover\] \w+: /, ""),
    ),
    mostNotices: Math.max(0, ...sent.map(({ at }) => within(at).length)),
  };
}

function ledTo({ aws, policy }: World): PathEnd {
  const path = policy.paths.sdk;
  if (path === null) return "nowhere";
  const { answers } = aws.route53.answer({ name: path.record, type: path.type });
  const values = answers.map(({ value }) => value.replace(/\.$/, ""));
  if (values.includes(path.primary)) return "primary";
  return values.includes(path.secondary) ? "secondary" : "nowhere";
}

function pathSeen(places: readonly PathEnd[]): PathSeen {
  const first = places.indexOf("secondary");
  return {
    ends: places.at(-1) ?? "nowhere",
    outageMs: places.filter((place) => place !== "secondary").length * EVERY_MS,
    isPutBack: first !== -1 && places.slice(first).some((place) => place !== "secondary"),
  };
}
