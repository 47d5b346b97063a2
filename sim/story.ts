// What a story is: a name, a promise, and what happens.

import type { Uses } from "../controller/services.ts";
import type { Stage } from "./stage.ts";

export interface StoryEnding {
  /** "movedAndCameHome", "didNotAct". */
  readonly outcome: string;
  /** Whether it ended as it must. */
  readonly isAsPromised: boolean;
  readonly serving: string;
  /** Calls of the failover path to the Region that was unhealthy. */
  readonly sickRegionCalls: number;
}

export interface Story {
  readonly name: string;
  /** One sentence for `--help`. */
  readonly promise: string;
  /** Over the first pool of the settings, where it needs others than are shipped. */
  readonly change?: object;
  /** Instead of services that the Lambdas make, where somebody has built one otherwise. */
  readonly drivers?: Uses;
  readonly run: (stage: Stage) => Promise<StoryEnding>;
}

/** The ending of a story in which nothing may move; `left` is the Region that a move would have left. */
export function untouched(stage: Stage, since: number, left: string): StoryEnding {
  const moved = stage.has("shifted");
  return {
    outcome: moved ? "moved" : "didNotAct",
    isAsPromised: !moved && stage.serving === stage.world.policy.primary,
    serving: stage.serving,
    sickRegionCalls: stage.callsFromFailoverPath(left, since),
  };
}

/** Waits until every vantage has spoken and the controller has found all well. */
export async function calm(stage: Stage): Promise<void> {
  stage.say("scene", "Calm. Every vantage signs the probe user in at both Regions, each minute.");
  await stage.until(
    "all to be healthy",
    () => stage.has("decision", { situation: "primaryWell" }),
    5,
  );
}
