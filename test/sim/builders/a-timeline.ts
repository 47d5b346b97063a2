// Where users were led, all through a trouble that holds for a while; and the few troubles themselves.

import { SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import type { Effect, Fault } from "pretend-aws/faults.ts";
import type { Execution } from "pretend-aws/states/execution/executions.ts";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { answered, events, executions, isLit, soon, stored, subjects } from "./a-move.ts";
import {
  aPoolOf,
  aWorld,
  killPrimary,
  type LightWorld,
  MINUTE,
  primary,
  SECOND,
  secondary,
  seldomLooking,
  until,
  type WorldOfTest,
} from "./a-world.ts";

export type Trouble = Omit<Fault, "id">;

/** Answers the cure. */
export function strike({ aws }: WorldOfTest, ...troubles: readonly Trouble[]): () => void {
  const added = troubles.map((trouble) => aws.faults.add(trouble));
  return () => {
    for (const { id } of added) aws.faults.remove(id);
  };
}

export const status503: Effect = { kind: "status", status: 503 };
export const throttle: Effect = { kind: "throttle" };

/** Nobody can sign in there. */
export function noSignInAt(region: string): Trouble {
  const effect = { kind: "error", name: "InternalErrorException", status: 500 } as const;
  return { region, service: "cognito-idp", operation: "InitiateAuth", effect };
}

/** The story's settings but for the journeys, on a clock that the test moves; all is well. */
export async function aCalm(change: object = {}): Promise<LightWorld> {
  const world = aWorld(aPoolOf(change), 1, seldomLooking);
  await world.clock.advance(2 * MINUTE);
  return world;
}

/** The same, and the primary has just died. */
export async function aDeadPrimary(change: object = {}): Promise<LightWorld> {
  const world = await aCalm(change);
  killPrimary(world);
  return world;
}

/** The same, up to the second in which the controller begins to move. */
export async function aDeparture(change: object = {}): Promise<LightWorld> {
  const world = await aDeadPrimary(change);
  await until(world, () => departures(world) > 0);
  return world;
}

export function departures(world: WorldOfTest): number {
  return events(world).filter(({ type }) => type === "departed").length;
}

/** "east east": where the beacon and the records lead, in that order. */
export function led(world: WorldOfTest): string {
  const { primary: home, secondary: away } = world.policy.paths.sdk ?? {
    primary: "",
    secondary: "",
  };
  const sdk = answered(world);
  return `${isLit(world) ? "east" : "west"} ${sdk === home ? "west" : sdk === away ? "east" : sdk}`;
}

export const AWAY = "east east";
export const HOME = "west west";

/** Where users were led, one a ten seconds. */
export async function ledFor(world: WorldOfTest, minutes: number): Promise<readonly string[]> {
  const places = [led(world)];
  for (let step = 0; step < minutes * 6; step++) {
    await world.clock.advance(10 * SECOND);
    places.push(led(world));
  }
  return places;
}

/** Each place once, in the order in which users came there. */
export function turns(places: readonly string[]): readonly string[] {
  return places.filter((place, at) => place !== places[at - 1]);
}

/** "managedLogin us-east-1 confirmed": how each path stands in the state. */
export function pathsOf(world: WorldOfTest): readonly string[] {
  return stored(world).paths.map(
    ({ path, wanted, evidence }) => `${path} ${wanted} ${evidence?.kind ?? "untouched"}`,
  );
}

/** All that a test wants to know of what came of it. */
export function cameOf(world: WorldOfTest) {
  return {
    led: led(world),
    phase: stored(world).standing.phase,
    paths: pathsOf(world),
    executions: executions(world).map(({ status, error }) => error ?? status),
    subjects: subjects(world).map((subject) => subject.replace("customers: ", "")),
  };
}

/** What a failover is when nothing goes wrong. */
export const movedAway = {
  led: AWAY,
  phase: "failedOver",
  paths: ["managedLogin us-east-1 confirmed", "sdk us-east-1 confirmed"],
  executions: ["SUCCEEDED"],
  subjects: [`${primary} is down, moving to ${secondary}`, `moved to ${secondary}`],
};

/** As somebody does in the console. */
export async function stop(world: WorldOfTest, { arn }: Pick<Execution, "arn">): Promise<void> {
  const { desk, deployed } = world;
  const client = sdkClient(SFNClient, desk, { region: deployed.home, service: "states" });
  await soon(world, client.send(new StopExecutionCommand({ executionArn: arn })));
}

/** The calls of a move that was neither repeated nor put back. */
export const BOTH_ONCE = ["PutObject", "ChangeResourceRecordSets"];

/** When the newest execution will look for the first time: it waits before. */
export async function firstLookAt(world: WorldOfTest): Promise<number> {
  const settling = () =>
    executions(world)
      .at(-1)
      ?.history.events.find(({ stateEnteredEventDetails: entered }) => entered?.name === "Settle");
  await until(world, () => settling() !== undefined, 100);
  const { timestamp, stateEnteredEventDetails: entered } = settling() ?? {};
  const { progress } = JSON.parse(entered?.input ?? "{}");
  return Number(timestamp) + progress.waitSeconds * SECOND;
}

/** The most notices within 25 minutes. */
export function mostIn25Minutes({ aws, deployed }: WorldOfTest): number {
  const times = aws.sns.messages(deployed.topicArn).map(({ at }) => at);
  const after = times.map((from) => times.filter((at) => at >= from && at < from + 25 * MINUTE));
  return Math.max(0, ...after.map(({ length }) => length));
}
