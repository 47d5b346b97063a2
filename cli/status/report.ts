// All that `status` tells of one pool, as values. It is read once; text and JSON are made of the same.

import { observe } from "../../controller/observe.ts";
import { type Decision, decide } from "../../core/decide/decide.ts";
import type { Observation } from "../../core/detect/observation.ts";
import { type WaitLeft, waitLeft } from "../../core/explain/wait-left.ts";
import { type ModeAccount, modeAccount } from "../../core/practice/mode-account.ts";
import {
  type ApprovalQuestion,
  type Attention,
  attentionOf,
  type PoolStanding,
  standingOf,
} from "../../core/report/attention.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import { orderedAgain } from "../../core/report/offer.ts";
import { type LeverNow, type Meets, usersMeet } from "../../core/report/users-meet.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { State } from "../../core/state/state.ts";
import type { Instant, Millis } from "../../core/values/types.ts";
import type { Connection } from "../connection/connection.ts";
import { timeOf } from "../connection/world-time.ts";
import { readLevers } from "./levers.ts";

export interface Report {
  readonly policy: Policy;
  readonly state: State;
  readonly observation: Observation;
  readonly decision: Decision;
  readonly standing: PoolStanding;
  readonly mode: ModeAccount;
  readonly meets: readonly Meets[];
  /** Most urgent first. */
  readonly attention: readonly Attention[];
  readonly levers: readonly LeverNow[];
  readonly wait: WaitLeft | null;
  readonly question: ApprovalQuestion | null;
  /** Whether the execution that moves levers lives. */
  readonly isMoving: boolean;
  /** Newest first. */
  readonly events: readonly ControllerEvent[];
  readonly probeEvery: Millis;
  readonly now: Instant;
}

export async function reportOf(connection: Connection, policy: Policy): Promise<Report> {
  const { services, config } = connection;
  const { ledger } = services;
  const probeEvery = config.cadence.probe;
  const [events, now] = await Promise.all([
    ledger.readEvents(policy.name, 5),
    timeOf(connection, policy.name),
  ]);
  const [{ state, observation }, levers] = await Promise.all([
    observe(services, policy, now),
    readLevers(services, policy, now),
  ]);
  // Of the question itself: what answers it is none of theirs who may only look.
  const question = state.asked?.end === "open" ? state.asked : null;
  const decision = decide(state, { now, observation, policy, probeEvery, order: null });
  const isMoving = isHeld(state, observation, now);
  const { replica } = observation;
  const known = { policy, state, decision, replica, levers, isMoving, now };
  const meets = usersMeet(known);
  const again = orderedAgain(state, { now, observation, policy, probeEvery });
  const attention = attentionOf({ ...known, meets, question, again });
  return {
    ...{ policy, state, observation, decision, meets, attention, levers, question, isMoving },
    ...{ events, probeEvery, now },
    standing: standingOf(meets, attention),
    mode: modeAccount(policy, { ...state, now }),
    wait: waitLeft(decision),
  };
}

function isHeld({ standing }: State, { lease }: Observation, now: Instant): boolean {
  const holder = "executionName" in standing ? standing.executionName : null;
  return holder !== null && lease?.holder === holder && lease.until > now;
}
