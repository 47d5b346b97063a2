// The answer for machines. Lengths of time are in milliseconds, instants since the epoch.

import type { Decision } from "../../core/decide/decide.ts";
import { quorum } from "../../core/detect/error-budget.ts";
import type { RegionAccount, VoteAccount } from "../../core/explain/region-account.ts";
import { serving } from "../../core/state/state.ts";
import { armingJson } from "../status/json.ts";
import type { WhyReport } from "./report.ts";

export function asJson(answer: WhyReport): object {
  const { input, decision, smallestChange, rebuilt, supposed } = answer;
  const { state, tick } = input;
  const { move, from, to, case: leave, diagnoses, found } = decision.assessment;
  return {
    pool: answer.pool,
    at: answer.now,
    rebuilt,
    supposed:
      supposed === null
        ? null
        : { ...supposed, words: undefined, asItIs: decided(supposed.asItIs) },
    mode: tick.policy.mode,
    modeInForce: answer.mode.inForce,
    arming: armingJson(answer.mode),
    phase: state.standing.phase,
    serving: serving(state, tick.policy),
    decision: decided(decision),
    threshold: answer.threshold,
    quorum: quorum(tick.policy.vantages.length),
    regions: answer.regions.map(regionJson),
    move: { kind: move, from: from.region, to: to.region },
    rules: decision.rules,
    case: leave,
    wait: answer.wait,
    evidence: answer.evidence,
    signals: tick.observation.signals ?? [],
    levers: tick.observation.levers ?? [],
    diagnoses,
    findings: found,
    smallestChange: changeJson(smallestChange),
  };
}

function decided({ assessment: { diagnosis }, action, situation, reason }: Decision): object {
  return { action, situation, reason, diagnosis: diagnosis.name };
}

function regionJson({ votes, verdict, ...rest }: RegionAccount): object {
  const { votes: _, ...told } = verdict;
  return { ...rest, verdict: told, votes: votes.map(voteJson) };
}

function voteJson({ vote, ...rest }: VoteAccount): object {
  if (vote.kind !== "unhealthy") return { ...vote, ...rest };
  const { against: over, ...told } = vote;
  return { ...told, over, ...rest };
}

function changeJson({ change, tried }: WhyReport["smallestChange"]): object {
  if (change === null) return { kind: "none", tried };
  const { what, words, changes, decision } = change;
  return { kind: changes, whatIf: what, words, tried, decision: decided(decision) };
}
