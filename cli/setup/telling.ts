// How setting up is told: a sentence a line, or with --json an object a line. While something is waited for,
// a moving line on a terminal, and elsewhere a line now and then.

import { type Millis, millis } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";

/** Lines in the order in which they come; "waiting" may come between any two. */
export type SetupEvent =
  | "found"
  | "ailing"
  | "lagUnknown"
  | "plan"
  | "made"
  | "visible"
  | "proved"
  | "written"
  | "replicated"
  | "deleted"
  | "left"
  | "end";

export interface SetupReporter {
  tell(type: SetupEvent, sentence: string, facts?: Readonly<Record<string, unknown>>): void;
  /** May be called often; `elapsed` is since the waiting began. */
  waiting(sentence: string, elapsed: Millis): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

/** What is done sooner needs no word on the way. */
const silentBeforeMs = millis(2_000);
const waitingLineEveryMs = millis(10_000);

export function telling(asJson: boolean, isTerminal: boolean): SetupReporter {
  let hasLine = false;
  let toldUntil = 0;
  const erase = () => {
    if (hasLine) process.stdout.write("\r\x1b[2K");
    hasLine = false;
  };
  return {
    tell(type, sentence, facts = {}) {
      erase();
      toldUntil = 0;
      console.log(asJson ? JSON.stringify({ type, sentence, ...facts }) : sentence);
    },
    waiting(sentence, elapsed) {
      if (elapsed < silentBeforeMs) return;
      if (isTerminal && !asJson) {
        process.stdout.write(`\r\x1b[2Kwaiting ${inWords(elapsed)}: ${sentence}`);
        hasLine = true;
      } else if (elapsed >= toldUntil) {
        toldUntil = elapsed + waitingLineEveryMs;
        const line = { type: "waiting", sentence, elapsed };
        console.log(asJson ? JSON.stringify(line) : `waiting ${inWords(elapsed)}: ${sentence}`);
      }
    },
    close: erase,
  };
}
