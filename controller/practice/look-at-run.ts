// One look at a practice run that has users at the secondary, and what follows from it.

import { judge } from "../../core/judging/judge.ts";
import { blockedBy } from "../../core/practice/conditions.ts";
import { failureIn, judgedFrom } from "../../core/practice/judged-from-run.ts";
import type { SignInPair } from "../../core/practice/pair.ts";
import type { RunInHand, RunTick } from "../../core/practice/run-in-hand.ts";
import { barredBy, ended, goesOn, overtaken, tickMs } from "../../core/practice/run-progress.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { isStillPractising } from "../../core/state/practice.ts";
import type { Instant, Millis } from "../../core/values/types.ts";
import type { Services } from "../services.ts";
import { statesOf } from "./alarms.ts";
import { type FactServices, practiceFacts } from "./facts.ts";
import { askForPairs, type PairServices } from "./pairs.ts";
import { lookAtShares, type ShareServices } from "./shares.ts";
import { trafficSince } from "./traffic.ts";

type Needs = FactServices & PairServices & ShareServices & Pick<Services, "userMetrics">;

interface Look {
  readonly policy: Policy;
  readonly now: Instant;
  readonly probeEvery: Millis;
}

type Answer = RunInHand & { readonly reason: string };

export async function lookAtRun(needs: Needs, run: RunInHand, look: Look): Promise<Answer> {
  const { policy, now } = look;
  const { executionName, rung, token } = run;
  const since = run.steps[0]?.writtenAt ?? now;
  const [facts, pairs, traffic, outcomeAlarms, steps] = await Promise.all([
    practiceFacts(needs, { ...look, executionName, rung }),
    askForPairs(needs, policy),
    trafficSince(needs, policy, { since, now }),
    statesOf(needs, policy.practice.outcomeAlarms),
    lookAtShares(needs, run, look),
  ]);
  const { state } = facts.known;
  if (token === null || !isStillPractising(state, { executionName, token })) {
    const told = overtaken(run, state);
    return { ...told, reason: told.ending?.because ?? "" };
  }
  const counted = { ...run, steps, ticks: [...run.ticks, tickOf(run, { pairs, traffic, now })] };
  const answer = judge(judgedFrom(counted, { policy, now, outcomeAlarms }));
  const blocked = blockedBy(facts);
  const seen = {
    ...counted,
    ending: counted.ending ?? failureIn(counted, answer, { policy, blocked }),
  };
  const barred = barredBy(seen, blocked, { facts: facts.known, policy, now });
  if (barred !== null) return { ...barred, reason: barred.ending?.because ?? "" };
  const { because } = answer;
  if (answer.kind === "end") {
    const { outcome, rule } = answer;
    return { ...ended(seen, { outcome, rule, because }), reason: because };
  }
  return { ...goesOn(seen, answer.kind, tickMs), reason: because };
}

interface Seen {
  readonly pairs: readonly SignInPair[];
  readonly traffic: RunTick["traffic"];
  readonly now: Instant;
}

function tickOf({ steps, at }: RunInHand, { pairs, traffic, now }: Seen): RunTick {
  const count = (word: SignInPair["word"]) => pairs.filter((one) => one.word === word).length;
  const bad = pairs.filter(({ word }) => word === "bad");
  return {
    ...{ at: now, share: steps[at]?.share ?? 0, traffic },
    ...{ good: count("good"), bad: bad.length, leftOut: count("leftOut") },
    failure: bad.at(-1)?.failure ?? "",
  };
}
