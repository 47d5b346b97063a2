// What do people read when it goes on? Since when, what they were told, and what a person can do.

import type { Decision } from "../decide/decide.ts";
import { headlineOf } from "../decide/headline.ts";
import type { Reminder } from "../decide/paging.ts";
import type { Policy } from "../settings/policy.ts";
import { inWords, timeOfDay } from "../values/words.ts";
import { about, circumstances } from "./circumstances.ts";
import { nextCommand } from "./next-command.ts";
import { makeNotice, type Notice } from "./notice.ts";
import type { LookTick } from "./offer.ts";
import { diagnosed, stoppedSentence } from "./standing-words.ts";

/** It goes on: since when, what people were told, and what a person can do. */
export function noticeOfReminder(decision: Decision, reminder: Reminder, tick: LookTick): Notice {
  const { since, lasts } = reminder;
  const { headline, sentence } = lasting(decision, tick.policy);
  return makeNotice(
    about(decision, ["reminder"]),
    `reminder after ${inWords(lasts)}: ${headline}`,
    [
      ["What", sentence],
      [
        "Reminder",
        `It has lasted ${inWords(lasts)}, since ${timeOfDay(since)}. ${toldBefore(reminder)}`,
      ],
      ...circumstances(decision, tick),
      ["Next", nextCommand(decision, tick)],
    ],
  );
}

/** What goes on: a move that stopped, the Region that serves and fails, or a lever that is still to be moved. */
function lasting(
  decision: Decision,
  policy: Policy,
): { readonly headline: string; readonly sentence: string } {
  const { assessment, situation, state } = decision;
  const { diagnosis, primary, secondary } = assessment;
  if (situation === "abandonedMustNotMove") {
    const sentence = stoppedSentence(decision, policy);
    return { headline: headlineOf(situation, diagnosis), sentence };
  }
  const serving = state.standing.phase === "failedOver" ? secondary : primary;
  return serving.health.name === "down"
    ? { headline: diagnosed(decision, diagnosis), sentence: diagnosis.sentence }
    : {
        headline: "a lever is still to be moved",
        sentence: "Not every path's lever stands where it should.",
      };
}

function toldBefore({ pagedAt, said }: Reminder): string {
  if (pagedAt === null) return "You were not told before.";
  return `You were told ${said === null ? "of it" : `"${said}"`} at ${timeOfDay(pagedAt)}.`;
}
