// How a story looks on a terminal: pretend time, a short label, the sentence; notices as people get
// them; a moving line while nothing happens. Without a terminal, plain lines; with --json, one object each.

import { paint, rendered } from "../../sim/rendered-line.ts";
import type { StageLine } from "../../sim/stage.ts";

export interface StoryOutput {
  tell(line: StageLine): void;
  /** Shows that time passes, and until what; called a few times a second. */
  tick(waitingFor: string): void;
}

export function jsonOutput(): StoryOutput {
  return {
    tell: ({ at, type, sentence, facts }) =>
      console.log(JSON.stringify({ at, type, sentence, ...facts })),
    tick: () => undefined,
  };
}

export function textOutput(elapsed: () => string): StoryOutput {
  const isTerminal = process.stdout.isTTY === true;
  let hasTick = false;
  let frame = 0;
  const erase = () => {
    if (hasTick) process.stdout.write("\r\x1b[2K");
    hasTick = false;
  };
  return {
    tell: (line) => {
      erase();
      for (const text of rendered(line, elapsed())) console.log(text);
    },
    tick: (waitingFor) => {
      if (!isTerminal) return;
      const sign = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[frame++ % 10];
      process.stdout.write(
        `\r\x1b[2K${paint("gray", `${elapsed()}  ${sign} waiting for ${waitingFor}`)}`,
      );
      hasTick = true;
    },
  };
}
