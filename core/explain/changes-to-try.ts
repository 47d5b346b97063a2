// Which changes are tried for another decision, and in which order?
//
// The order. Where nothing is done: what each broken rule asks for, in the order of the rules; the mode; a
// vote that could not tell; any other vote; the wait; the newest results; another question; room in the quotas; signals;
// a whole Region; a person's order. Where a move is decided: a vote, the newest results, the share, the
// other Region, the replica, the lease, the cooldown; what a person would do, pause or mode, comes last.

import type { Decision } from "../decide/decide.ts";
import { ruleNamed } from "../decide/safety-rules.ts";
import type { Tick } from "../decide/tick.ts";
import type { Vote } from "../detect/verdict.ts";
import type { Standpoint } from "../diagnose/diagnosis-row.ts";
import { kindsThatMay } from "../signals/weigh-signals.ts";
import { durationText } from "../values/duration.ts";
import type { DecisionInput } from "./decision-input.ts";

export function changesToTry(input: DecisionInput, decision: Decision): readonly string[] {
  const { from, to, move } = decision.assessment;
  const { kind } = decision.action;
  const sides = { from, to };
  if (kind === "failOver" || kind === "failBack") return againstMoving(input, sides);
  const broken = decision.rules.filter((rule) => rule.kind === "broken");
  return [
    ...broken.flatMap(({ name }) => ruleNamed(name).mend(decision.assessment)),
    "mode=advise",
    "mode=automatic",
    ...votes(from, ["undetermined"], "unhealthy"),
    ...votes(to, ["undetermined"], "healthy"),
    ...votes(from, ["healthy"], "unhealthy"),
    ...votes(to, ["unhealthy"], "healthy"),
    ...votes(from, ["unhealthy"], "healthy"),
    "wait=over",
    "newest=bad",
    "failing=100%",
    "question=closed",
    ...roomFor(decision),
    ...confirming(input.tick),
    `region:${to.region}=well`,
    `region:${from.region}=sick`,
    `order=${move}`,
  ];
}

interface Sides {
  readonly from: Standpoint;
  readonly to: Standpoint;
}

function againstMoving({ tick }: DecisionInput, { from, to }: Sides): readonly string[] {
  return [
    ...votes(from, ["unhealthy"], "undetermined"),
    ...votes(from, ["unhealthy"], "healthy"),
    ...votes(from, ["healthy", "undetermined"], "unhealthy"),
    ...votes(to, ["healthy"], "undetermined"),
    ...votes(to, ["healthy", "undetermined"], "unhealthy"),
    "newest=good",
    "failing=25%",
    `region:${to.region}=unknown`,
    `region:${to.region}=sick`,
    "replica=INACTIVE",
    "lease=held",
    `lastShift=${durationText(tick.probeEvery)}`,
    "paused=yes",
    "mode=advise",
    "mode=observe",
  ];
}

function votes(
  { region, verdict }: Standpoint,
  kinds: readonly Vote["kind"][],
  turned: Vote["kind"],
): readonly string[] {
  return verdict.votes
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ vantage }) => `vote:${vantage}@${region}=${turned}`);
}

/** What throttling waits for, where it does. */
function roomFor({ assessment: { conditions } }: Decision): readonly string[] {
  const isWaiting = conditions.some(({ name, holds }) => name === "throttled" && !holds);
  return isWaiting ? ["signal:capacity=well"] : [];
}

/** Signals that could speak for a move by the settings. */
function confirming({ policy }: Tick): readonly string[] {
  return kindsThatMay(policy, "corroborate", "decide").map((kind) => `signal:${kind}=sick`);
}
