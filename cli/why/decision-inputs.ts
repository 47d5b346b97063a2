// The input that a question is about: this minute's, read as the watch reads it, or a past one, rebuilt
// from what the ledger keeps.

import { observe } from "../../controller/observe.ts";
import { policyOf } from "../../controller/policy-of.ts";
import type { DecisionInput } from "../../core/explain/decision-input.ts";
import type { RecordedPast } from "../../core/explain/recorded-past.ts";
import { replayed } from "../../core/explain/replay.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import type { Config, Policy } from "../../core/settings/policy.ts";
import { DAY } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import { type Instant, instant, later, type Millis, millis } from "../../core/values/types.ts";
import type { Connection } from "../connection/connection.ts";

type Services = Connection["services"];

export interface Rebuilt {
  readonly from: Instant;
  readonly rounds: number;
  /** The newest decision of then that the ledger has, and one that came within a look after it. */
  readonly recorded: readonly ControllerEvent[];
  /** What no round and no event tells, and what is taken in its place. */
  readonly taken: readonly string[];
}

export interface DecisionInputs {
  /** The input under these settings, which may be supposed ones. */
  readonly under: (config: Config) => DecisionInput;
  /** Null for the present, which need not be rebuilt. */
  readonly rebuilt: Rebuilt | null;
}

export async function present(
  services: Services,
  policy: Policy,
  now: Instant,
): Promise<DecisionInputs> {
  const { state, observation } = await observe(services, policy, now);
  const under = (config: Config): DecisionInput => ({
    state,
    tick: {
      now,
      observation,
      policy: policyOf(config, policy.name),
      probeEvery: config.cadence.probe,
      order: null,
    },
  });
  return { under, rebuilt: null };
}

/** Rounds of so long before are folded: whatever began earlier has left no trace in a statistic. */

/** Events are few, and only they tell where sign-in had been moved to. */
const MONTH = millis(30 * DAY);

export async function past(
  { services: { ledger }, config }: Pick<Connection, "services" | "config">,
  policy: Policy,
  until: Instant,
): Promise<DecisionInputs> {
  const back = (length: Millis) => instant(until - length);
  const nextLook = later(until, config.cadence.watch);
  const [rounds, all, state] = await Promise.all([
    ledger.readRounds(policy, { from: back(DAY), until }),
    ledger.readEventsBetween(policy.name, { from: back(MONTH), until: nextLook }),
    ledger.readState(policy.name),
  ]);
  const events = all.filter(({ at }) => at <= until);
  if (rounds.length === 0) throw nothingKept(policy, until);
  const known: RecordedPast = {
    from: back(DAY),
    until,
    rounds,
    events,
    blips: state?.blips ?? null,
    paused: state?.paused ?? null,
    rehearsed: state?.rehearsed ?? [],
    readiness: state?.readiness ?? null,
  };
  const under = (config: Config): DecisionInput =>
    replayed(known, {
      policy: policyOf(config, policy.name),
      probeEvery: config.cadence.probe,
      watchEvery: config.cadence.watch,
    });
  return {
    under,
    rebuilt: {
      from: rounds[0]?.at ?? until,
      rounds: rounds.length,
      recorded: recorded(all, until),
      taken: [
        "the replica's status is taken to be ACTIVE",
        "the lease to be held by nobody but a move that was under way",
        "the settings, a pause, readiness and the record of transient failures to be those of now",
        "the signals, and AWS's readings of where levers stood, to have been silent",
      ],
    },
  };
}

function recorded(events: readonly ControllerEvent[], until: Instant): readonly ControllerEvent[] {
  const decided = events.filter(({ type }) => type === "decided");
  const before = decided.findLast(({ at }) => at <= until);
  const after = decided.find(({ at }) => at > until);
  return [before, after].filter((event) => event !== undefined);
}

function nothingKept({ name }: Policy, until: Instant): ActionError {
  return new ActionError({
    code: "NotYet",
    cannot: `tell why at ${new Date(until).toISOString()}`,
    must: `rounds about "${name}" must have been kept in the day before`,
    value: 0,
    next: `cognito-failover why ${name}`,
  });
}
