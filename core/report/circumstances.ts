// Who says so, how do the levers stand, and why? The lines that the notices of the watch share.

import type { Decision } from "../decide/decide.ts";
import { isHeldByRule } from "../decide/ruling.ts";
import type { Vote } from "../detect/verdict.ts";
import { sentenceOf } from "../diagnose/finding.ts";
import { timeOfDay } from "../values/words.ts";
import type { NoticeLine } from "./notice.ts";
import { noticeId } from "./notice-id.ts";
import type { LookTick } from "./offer.ts";
import { pathLines } from "./where-paths-are.ts";

/** The version that was read: two ticks that decide on the same state make one notice. */
export function about({ state: { pool, version } }: Decision, reasons: readonly string[]) {
  return { id: noticeId({ kind: "occasion", reasons, occasion: version }), pool };
}

export function circumstances(decision: Decision, { now }: LookTick): readonly NoticeLine[] {
  const { news, reason, state, situation } = decision;
  const isHeld = isHeldByRule(situation);
  return [
    ...votes(decision),
    ...pathLines(
      state.paths.filter(({ attempts }) => attempts > 0),
      { now, isHeld },
    ),
    ...news.map((finding): NoticeLine => ["Found", sentenceOf(finding)]),
    ["Now", reason],
  ];
}

/** One line a Region: who says what about it. */
function votes({ assessment: { primary, secondary } }: Decision): readonly NoticeLine[] {
  return [primary, secondary].map(({ region, verdict }) => {
    const by = (kind: Vote["kind"]) => verdict.votes.filter((vote) => vote.kind === kind);
    const names = (list: readonly Vote[]) => list.map(({ vantage }) => vantage).join(", ");
    const since = verdict.kind === "unhealthy" ? ` since ${timeOfDay(verdict.since)}` : "";
    const said = [
      by("unhealthy").length > 0 ? `unhealthy${since}, say ${names(by("unhealthy"))}` : "",
      by("healthy").length > 0 ? `healthy, say ${names(by("healthy"))}` : "",
      by("undetermined").length > 0 ? `cannot tell: ${names(by("undetermined"))}` : "",
    ];
    return [region, said.filter((part) => part !== "").join("; ")];
  });
}
