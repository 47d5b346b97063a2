// The stories of practice runs, in memory: each has its settings, and users who are counted. `npm run test:long` tells them
// over the wire as well.

import { afterAll, describe, expect, test } from "vitest";
import { recordSecrets, type Secrets } from "../../../sim/experiment/secrets.ts";
import { rendered } from "../../../sim/rendered-line.ts";
import type { StageLine } from "../../../sim/stage.ts";
import { canaryGood } from "../../../sim/stories/canary-good.ts";
import { practicePreempted } from "../../../sim/stories/practice-preempted.ts";
import { stories } from "../../../sim/stories.ts";
import type { Story, StoryEnding } from "../../../sim/story.ts";
import { telling } from "../../../sim/telling.ts";
import { isLong } from "../../often.ts";
import { noticeAbout } from "../builders/a-move.ts";
import { report } from "../builders/a-practice.ts";
import {
  aPoolOf,
  aWholeWorldBuiltOtherwise,
  aWorldBuiltOtherwise,
  primary,
  secondary,
  type WholeWorld,
  type WorldOfTest,
} from "../builders/a-world.ts";
import { leaks } from "../builders/secrets.ts";

const practising = stories.filter(({ change }) => change !== undefined);

interface Told {
  readonly world: WorldOfTest;
  readonly ending: StoryEnding;
  readonly lines: readonly StageLine[];
  readonly secrets: Secrets;
}

async function toldIn(world: WorldOfTest, story: Story): Promise<Told> {
  const secrets = recordSecrets(world);
  const lines: StageLine[] = [];
  const { ending } = telling(story, world as WholeWorld, (line) => lines.push(line));
  const ended = await world.run(ending);
  world.stop();
  return { world, ending: ended, lines, secrets };
}

const tellings = new Map<Story, Promise<Told>>();
afterAll(() => tellings.clear());

function once(story: Story): Promise<Told> {
  const told =
    tellings.get(story) ??
    toldIn(aWorldBuiltOtherwise(story.drivers ?? {}, aPoolOf(story.change ?? {})), story);
  tellings.set(story, told);
  return told;
}

test.each(practising)("$name ends as it promises: $promise", async (story) => {
  const { ending, lines } = await once(story);
  const serving = story === practicePreempted ? secondary : primary;
  expect(ending).toMatchObject({ isAsPromised: true, serving });
  expect(lines.filter(({ type }) => type === "trouble")).toEqual([]);
});

/** What is told apart from the looks of single probes and users. */
const TOLD = ["scene", "fault", "order", "practice", "decision", "shifted", "notice", "end"];

test.each(practising)("$name is told in the lines of its transcript", async (story) => {
  const { lines } = await once(story);
  const text = lines
    .filter(({ type }) => TOLD.includes(type))
    .flatMap((line) => rendered(line, line.at.slice(11, 19)));
  await expect(`${text.join("\n")}\n`).toMatchFileSnapshot(`transcripts/${story.name}.txt`);
});

test.each(practising)("no password, token or secret is told or stored in $name", async (story) => {
  const { world, lines, secrets } = await once(story);
  expect(leaks(world, lines, secrets).found).toEqual([]);
});

test.runIf(isLong).each(practising)("$name ends so over the wire", async (story) => {
  const { ending } = await toldIn(
    aWholeWorldBuiltOtherwise(story.drivers ?? {}, aPoolOf(story.change ?? {})),
    story,
  );
  expect(ending.isAsPromised).toBe(true);
});

describe("users", () => {
  test("of a canary are counted by CloudWatch, as many over there as resolvers led there", async () => {
    const { world, lines } = await once(canaryGood);
    const { run } = report(world);
    const counted = run.ticks.at(-1)?.traffic?.practised.signIns ?? 0;
    const told = lines.find(({ facts }) => facts["there"] !== undefined)?.facts;
    // Those of the last minutes, who came by resolvers that keep answers, are not in the last look.
    expect(counted).toBeGreaterThan(30);
    expect(Number(told?.["there"])).toBeGreaterThanOrEqual(counted - 2);
  });

  test("of a run that a failover took over are not said to be brought back", async () => {
    const { world } = await once(practicePreempted);
    expect(report(world).run.isOvertaken).toBe(true);
    expect(noticeAbout(world, "practice run (canary) was interrupted")).toContain(
      "A move has taken over",
    );
  });
});
