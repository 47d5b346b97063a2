// Which practice runs were remembered at a past instant? In go those that are remembered now and the events of before;
// out comes the newest of each rung, as far as either tells.

import type { ControllerEvent } from "../report/event.ts";
import { practiceEnded } from "../state/practice.ts";
import {
  type PracticeEnd,
  practiceOutcomes,
  type RungRecord,
  rungNames,
} from "../state/practice-run.ts";
import { newState } from "../state/state.ts";
import type { Instant } from "../values/types.ts";

interface Past {
  /** In order of time. */
  readonly events: readonly ControllerEvent[];
  readonly until: Instant;
}

export function rehearsedThen(
  rehearsed: readonly RungRecord[],
  { events, until }: Past,
): readonly RungRecord[] {
  const ends = events.flatMap((event) => (event.at <= until ? endOf(event) : []));
  return rungNames.flatMap((rung) => {
    const now = rehearsed.find((one) => one.rung === rung);
    if (now !== undefined && now.at <= until) return [now];
    // What has told nothing since has left the pass of then as it was.
    const passedAt = now?.passedAt ?? null;
    if (now !== undefined && passedAt !== null && passedAt <= until) {
      return [{ ...now, ...({ outcome: "passed", since: passedAt, at: passedAt } as const) }];
    }
    const own = ends.filter((end) => end.rung === rung);
    return own.reduce(practiceEnded, newState("", until)).rehearsed;
  });
}

/** None for what is no end of a practice run. */
function endOf({ type, at, sentence, facts }: ControllerEvent): readonly PracticeEnd[] {
  if (type !== "practiceEnded") return [];
  const rung = rungNames.find((one) => one === facts["rung"]);
  const outcome = practiceOutcomes.find((one) => one === facts["outcome"]);
  if (rung === undefined || outcome === undefined) return [];
  const executionName = String(facts["executionName"] ?? "");
  return [{ rung, outcome, executionName, because: sentence, since: at, at, paths: [] }];
}
