// Prints the transcript in README.md: `node docs/print-readme.ts`. It is the story of `npm start`, told on
// a virtual clock, so that it is the same on every machine.

import { readFileSync, writeFileSync } from "node:fs";
import { instant } from "../core/values/types.ts";
import { timeOfDay } from "../core/values/words.ts";
import { rendered } from "../sim/rendered-line.ts";
import type { StageLine } from "../sim/stage.ts";
import { regionalOutage } from "../sim/stories/regional-outage.ts";
import settings from "../sim/story.config.ts";
import { telling } from "../sim/telling.ts";
import { virtualWorld } from "../sim/world.ts";

const page = new URL("../README.md", import.meta.url);

/** Where the README's excerpt begins, pauses, goes on and ends, by the beginning of a line. */
const excerpt = [
  ["Outage.", "Moved."],
  ["A person moves", "A person moves"],
] as const;

const transcript = /(?<=```text\n)[\s\S]*?(?=```)/;

/** Of the seed that `npm start` tells. */
export const SEED = 1;

async function told(): Promise<readonly StageLine[]> {
  const world = virtualWorld({ settings, seed: SEED });
  const lines: StageLine[] = [];
  await world.run(telling(regionalOutage, world, (line) => lines.push(line)).ending);
  world.stop();
  return lines;
}

/** The page with what was told of the outage in it. */
export function readmePage(lines: readonly StageLine[]): string {
  const began = Date.parse(lines[0]?.at ?? "");
  const story = lines.flatMap((line) =>
    rendered(line, timeOfDay(instant(Date.parse(line.at) - began))),
  );
  const parts = excerpt.map(([first, last]) => {
    const from = story.findIndex((line) => line.startsWith(first));
    const until = story.findIndex((line) => line.startsWith(last));
    return story.slice(from, until + 1).join("\n");
  });
  const end = story.at(-1) ?? "";
  const text = ["$ npm start", ...parts, end].join("\n…\n");
  return readFileSync(page, "utf8").replace(transcript, `${text}\n`);
}

if (import.meta.main) writeFileSync(page, readmePage(await told()));
