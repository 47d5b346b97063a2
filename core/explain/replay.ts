// How did a pool stand at a past instant? Rounds and events of the time before go in; they are folded and
// decided again, tick by tick, with the functions that did so then. Out come the state and the observation
// of that instant, as far as they can be told: no round tells the replica's status or what signals
// said, and the settings are those that are given.

import { decide } from "../decide/decide.ts";
import type { Lease, Observation } from "../detect/observation.ts";
import { NOBODY, newState, type State } from "../state/state.ts";
import { type Instant, later, type Millis } from "../values/types.ts";
import type { DecisionInput } from "./decision-input.ts";
import { type RecordedPast, type ReplaySettings, timeline } from "./recorded-past.ts";
import { rehearsedThen } from "./rehearsed-then.ts";
import { type ReplayedEvidence, taken } from "./replayed-evidence.ts";
import { withHealth, withStanding } from "./state-after-event.ts";

export function replayed(past: RecordedPast, settings: ReplaySettings): DecisionInput {
  const { policy } = settings;
  const happenings = timeline(past, settings);
  const paused = past.paused !== null && past.paused.since <= past.until ? past.paused : null;
  const events = past.events.toSorted((a, b) => a.at - b.at);
  const rehearsed = rehearsedThen(past.rehearsed, { events, until: past.until });
  const known = { blips: past.blips, paused, rehearsed, readiness: past.readiness };
  let state: State = { ...newState(policy.name, past.from), ...known };
  const before = events.filter(({ at }) => at < past.from);
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
