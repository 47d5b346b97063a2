// How did a pool stand at a past instant? Rounds and events of the time before go in; they are folded and
// decided again, tick by tick, with the functions that did so then. Out come the state and the observation
// of that instant, as far as they can be told: no round tells the replica's status or what signals
// said, and the settings are those that are given.

import { decide } from "../decide/decide.ts";
import { threshold } from "../detect/error-budget.ts";
import { foldRound } from "../detect/fold-round.ts";
import type { Lease, Observation } from "../detect/observation.ts";
import { healthNames } from "../detect/region-health.ts";
import type { Statistic } from "../detect/statistic.ts";
import type { BlipRecord } from "../detect/transient-failures.ts";
import { weights } from "../detect/weights.ts";
import { asked, questionOver } from "../failover/question.ts";
import { plan } from "../levers/plan.ts";
import { remember, type Sightings } from "../probe/last-seen.ts";
import type { ProbeResult } from "../probe/probe.ts";
import { isEveryRound } from "../probe/schedule.ts";
import type { ControllerEvent } from "../report/event.ts";
import type { Journey } from "../settings/journey.ts";
import type { Policy } from "../settings/policy.ts";
import { type MoveEnd, moveEnds, outcomeKinds } from "../state/move-end.ts";
import { newState, type Pause, type State } from "../state/state.ts";
import { moveEnded, moveStarted, NOBODY, wayOf } from "../state/state-changes.ts";
import type { Move } from "../values/order.ts";
import { CONTROLLER } from "../values/order.ts";
import { type Instant, instant, later, type Millis, type Region } from "../values/types.ts";
import type { DecisionInput } from "./decision-input.ts";

/** What one vantage brought home once. */
export interface KeptRound {
  readonly vantage: Region;
  readonly at: Instant;
  readonly results: readonly ProbeResult[];
}

export interface RecordedPast {
  readonly from: Instant;
  readonly until: Instant;
  /** From `from` to `until`. */
  readonly rounds: readonly KeptRound[];
  /** All that are known up to `until`, also from before `from`. */
  readonly events: readonly ControllerEvent[];
  /** What today's state knows of transient failures, and whether it is paused: neither leaves a trace of its own. */
  readonly blips: BlipRecord | null;
  readonly paused: Pause | null;
}

export interface ReplaySettings {
  readonly policy: Policy;
  readonly probeEvery: Millis;
  readonly watchEvery: Millis;
}

export function replayed(past: RecordedPast, settings: ReplaySettings): DecisionInput {
  const { policy } = settings;
  const happenings = timeline(past, settings);
  const before = past.events.filter(({ at }) => at < past.from).sort((a, b) => a.at - b.at);
  const paused = past.paused !== null && past.paused.since <= past.until ? past.paused : null;
  let state: State = { ...newState(policy.name, past.from), blips: past.blips, paused };
  for (const event of before) state = withHealth(withStanding(state, event, policy), event);
  let evidence: ReplayedEvidence = { statistics: new Map(), sightings: new Map() };
  for (const one of happenings) {
    if (one.kind === "event") state = withStanding(state, one.event, policy);
    if (one.kind === "round") evidence = taken(evidence, one.round, settings);
    if (one.kind === "look") {
      const seen = decide(state, tickAt(one.at, { state, evidence, settings })).state;
      // What it learns of transient failures on the way is in today's record already.
      state = { ...seen, blips: past.blips };
    }
  }
  return { state, tick: tickAt(past.until, { state, evidence, settings }) };
}

type PastHappening = { readonly at: Instant } & (
  | { readonly kind: "event"; readonly event: ControllerEvent }
  | { readonly kind: "round"; readonly round: KeptRound }
  | { readonly kind: "look" }
);

/**
 * In order of time. The watch looks at its cadence, and after each round with a failure in it, since a
 * failure calls it; a look at an instant comes after what happened then.
 */
function timeline(
  { rounds, events, from, until }: RecordedPast,
  { watchEvery }: ReplaySettings,
): PastHappening[] {
  const isWithin = ({ at }: { readonly at: Instant }) => at >= from && at < until;
  const looks: PastHappening[] = [];
  for (let at = Math.ceil(from / watchEvery) * watchEvery; at < until; at += watchEvery) {
    looks.push({ kind: "look", at: instant(at) });
  }
  const failed = rounds.filter(({ results }) =>
    results.some(({ outcome }) => outcome.kind === "failed"),
  );
  return [
    ...events
      .filter(isWithin)
      .map((event): PastHappening => ({ kind: "event", at: event.at, event })),
    // A round of the very instant is what the last look sees.
    ...rounds
      .filter(({ at }) => at >= from && at <= until)
      .map((round): PastHappening => ({ kind: "round", at: round.at, round })),
    ...looks,
    ...failed.filter(isWithin).map(({ at }): PastHappening => ({ kind: "look", at })),
  ].sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

function rank({ kind }: PastHappening): number {
  return kind === "event" ? 0 : kind === "round" ? 1 : 2;
}

interface ReplayedEvidence {
  readonly statistics: ReadonlyMap<string, Statistic>;
  readonly sightings: ReadonlyMap<Region, Sightings>;
}

/** As a vantage's own turn takes it. */
function taken(
  before: ReplayedEvidence,
  round: KeptRound,
  { policy, probeEvery }: ReplaySettings,
): ReplayedEvidence {
  const { vantage, at, results } = round;
  const weigh = weights(policy, threshold(policy, probeEvery));
  const own = [...before.statistics.values()].filter((one) => one.vantage === vantage);
  const statistics = new Map(before.statistics);
  for (const { after } of foldRound(own, results, { policy, vantage, at, weigh })) {
    statistics.set(`${vantage}#${after.target}`, after);
  }
  const isRoutine = (name: Journey) => isEveryRound(policy, name, probeEvery);
  const seen = before.sightings.get(vantage) ?? null;
  const after = remember(seen, results, { vantage, now: at, isRoutine });
  return { statistics, sightings: new Map(before.sightings).set(vantage, after) };
}

interface Replayed {
  readonly state: State;
  readonly evidence: ReplayedEvidence;
  readonly settings: ReplaySettings;
}

function tickAt(now: Instant, { state, evidence, settings }: Replayed): DecisionInput["tick"] {
  const { policy, probeEvery } = settings;
  const observation: Observation = {
    statistics: [...evidence.statistics.values()],
    sightings: [...evidence.sightings.values()],
    replica: { kind: "known", status: "ACTIVE" },
    lease: leaseOf(state, now, probeEvery),
  };
  return { now, observation, policy, probeEvery, order: null };
}

/** Held by the execution whose move is under way, and by nobody else. */
function leaseOf({ standing, token }: State, now: Instant, length: Millis): Lease | null {
  if (!("executionName" in standing) || standing.executionName === NOBODY) return null;
  return { token, holder: standing.executionName, until: later(now, length) };
}

function withStanding(state: State, event: ControllerEvent, policy: Policy): State {
  const { type, at, sentence, facts } = event;
  const move: Move = facts["move"] === "failBack" ? "failBack" : "failOver";
  const executionName = String(facts["executionName"] ?? "");
  switch (type) {
    case "departed": {
      const name = String(facts["by"] ?? CONTROLLER);
      const isOwn = name === CONTROLLER;
      const by = isOwn ? ({ kind: "controller" } as const) : ({ kind: "person", name } as const);
      const reason = String(facts["reason"] ?? sentence);
      const order = { move, by, reason, override: [], executionName };
      const { token } = state;
      const paths = plan(move, policy).map(({ path }) => path);
      const word = { approvedBy: null, wordHolds: policy.approval.holds };
      return moveStarted(state, { ...wayOf(move, policy), order, token, paths, ...word }, at);
    }
    case "completed":
      return completed(state, event, policy);
    case "approvalAsked":
      return asked(state, executionName, { now: at, until: later(at, policy.approval.timeout) });
    case "declined":
    case "unanswered":
    case "questionLost": {
      const over = { executionName, end: type === "questionLost" ? "lost" : type } as const;
      return questionOver(state, over, { now: at, cooldown: policy.cooldown }) ?? state;
    }
    default:
      return state;
  }
}

/** What each lever came to stands under its path's name; earlier versions told of all levers at once. */
function completed(state: State, { at, sentence, facts }: ControllerEvent, policy: Policy): State {
  const move: Move = facts["move"] === "failBack" ? "failBack" : "failOver";
  const end = endOf(facts);
  const outcomes = plan(move, policy).flatMap((step) => {
    const told = facts[step.path];
    if (told === undefined && facts["end"] !== undefined) return [];
    const whole = end === "turnedBack" ? "putBack" : "applied";
    const kind = outcomeKinds.find((one) => one === told) ?? whole;
    return [{ step, kind, because: sentence }];
  });
  const arrival = { ...wayOf(move, policy), end, reason: sentence, outcomes };
  const ended = moveEnded(state, arrival, at);
  const { standing } = ended;
  // Its execution is over, whatever is left to do.
  return "executionName" in standing
    ? { ...ended, standing: { ...standing, executionName: NOBODY } }
    : ended;
}

function endOf({ end, kind }: ControllerEvent["facts"]): MoveEnd {
  return moveEnds.find((one) => one === end) ?? (kind === "undone" ? "turnedBack" : "applied");
}

/** Before the first round only the event tells how a Region stood. */
function withHealth(state: State, { type, at, sentence, facts }: ControllerEvent): State {
  const { role, to } = facts;
  if (type !== "healthChanged" || (role !== "primary" && role !== "secondary")) return state;
  const name = healthNames.find((one) => one === to);
  if (name === undefined) return state;
  const sickAt = name === "up" ? null : at;
  const onset = name === "up" ? null : (state.health[role].onset ?? at);
  const health = { name, since: at, onset, sickAt, because: sentence };
  return { ...state, health: { ...state.health, [role]: health } };
}
