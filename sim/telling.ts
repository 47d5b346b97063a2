// Tells a story in a world, from the first line to the last.

import { Stage, type StageLine } from "./stage.ts";
import type { Story, StoryEnding } from "./story.ts";
import type { World } from "./world.ts";

export interface StoryTelling {
  readonly stage: Stage;
  /** Resolves with the ending, once its line is told. */
  readonly ending: Promise<StoryEnding>;
}

export function telling(story: Story, world: World, tell: (line: StageLine) => void): StoryTelling {
  const stage = new Stage(world, tell);
  const watching = stage.watch();
  const run = async () => {
    try {
      const ending = await story.run(stage);
      stage.end();
      await watching;
      const { outcome, serving, sickRegionCalls, isAsPromised } = ending;
      const as = isAsPromised ? "as promised" : "NOT as promised";
      const sentence = `${outcome}, ${as}: ${serving} serves; the failover path made ${sickRegionCalls} calls to the unhealthy Region`;
      stage.say("end", sentence, { outcome, serving, sickRegionCalls, isAsPromised });
      return ending;
    } finally {
      stage.end();
    }
  };
  return { stage, ending: run() };
}
