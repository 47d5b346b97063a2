// Reads signals and leaves them in the ledger, where the watch finds them. It asks the Regions
// of the pool and Route 53, so it is not on the way of a failover: whatever is not read is just not there.

import * as z from "zod/mini";
import { inShort, signatureOf } from "../aws/sdk/failure-signature.ts";
import { deadline, inTime } from "../controller/deadline.ts";
import { type Invocation, lambda } from "../controller/lambda.ts";
import { readUses } from "../controller/levers/lever-looks.ts";
import {
  alarms,
  ledger,
  provisionedLimits,
  type Services,
  userMetrics,
} from "../controller/services.ts";
import { type Source, type SourceServices, sourcesOf } from "../controller/signals/sources.ts";
import type { Policy } from "../core/settings/policy.ts";
import type { Signal } from "../core/signals/signal.ts";
import { type State, serving } from "../core/state/state.ts";
import { ActionError } from "../core/values/errors.ts";
import { fencingToken, type Instant, later, millis } from "../core/values/types.ts";
import config from "../failover.config.ts";

type Needs = SourceServices & Pick<Services, "place">;

export const signals = lambda({
  name: "signals",
  event: z.object({}),
  environment: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME", "BEACON_CHECKS", "BEACON_SEARCH_STRINGS"],
  uses: { ...readUses, alarms, ledger, provisionedLimits, userMetrics },
  run: async (services, _, invocation) => {
    const told = await Promise.allSettled(
      invocation.config.pools.map((policy) => readAll(services, policy, invocation)),
    );
    const failed = told.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    const due = told.flatMap((one) => (one.status === "fulfilled" ? (one.value ?? []) : []));
    const reason = due.length === 0 ? "nothing was due" : due.join("; ");
    return { reason };
  },
});

export const handler = signals.on({ config, environment: process.env });

/** Each minute while anything is wrong; a signal holds for as long as the next look is away, and a while. */
const troubledEveryMs = millis(60_000);
const holdsBeyondMs = millis(180_000);

/** A schedule may fire a little early. */
const scheduleToleranceMs = millis(30_000);

/** When a source is given up: an unhealthy Region must not keep the healthy one from being read. */
const sourceTimeoutMs = millis(25_000);

/** What came of it; null when it was not due. */
async function readAll(
  services: Needs,
  policy: Policy,
  { now, config, log }: Invocation,
): Promise<string | null> {
  const [state, { signals: kept }] = await Promise.all([
    stateOf(services, policy),
    services.ledger.readOtherEvidence(policy.name),
  ]);
  const held = kept.filter(({ holdsUntil }) => holdsUntil > now);
  const isCalm = areUp(state) && !isThrottled(state) && !held.some(isTrouble);
  const pace = isCalm ? policy.signals.every : troubledEveryMs;
  const apart = millis(pace - scheduleToleranceMs);
  if (!(await services.ledger.takeSignalsTurn(policy.name, { now, apart }))) return null;
  const sources = sourcesOf(services, {
    ...{ policy, now, isCalm },
    serving: state === null ? policy.primary : serving(state, policy),
    probeEvery: config.cadence.probe,
    holdsUntil: later(now, millis(pace + holdsBeyondMs)),
  });
  const outcomes = await Promise.all(
    sources.map((source) => readOne(services, policy, { source, held, now, log, state })),
  );
  const read = outcomes.filter((isRead) => isRead).length;
  return `${policy.name}: ${read} of ${sources.length} sources read`;
}

/** Null for a pool that was never assessed, or whose state this version cannot read. */
async function stateOf({ ledger }: Needs, { name }: Policy): Promise<State | null> {
  return ledger.readState(name).catch((error: unknown) => {
    if (error instanceof ActionError) return null;
    throw error;
  });
}

/** Of a pool that was never assessed, nobody knows better. */
function areUp(state: State | null): boolean {
  const { primary, secondary } = state?.health ?? {};
  return (primary?.name ?? "up") === "up" && (secondary?.name ?? "up") === "up";
}

/** Whether the quotas have room decides what that is. */
function isThrottled(state: State | null): boolean {
  return state?.diagnosis.name === "throttled";
}

/**
 * An event of AWS Health may last for hours, and is not read here; a quota without room is read for as long as anything
 * else is wrong.
 */
function isTrouble({ kind, says }: Signal): boolean {
  return says === "sick" && kind !== "health" && kind !== "capacity";
}

interface Reading {
  readonly source: Source;
  /** What was told before and holds yet. */
  readonly held: readonly Signal[];
  readonly now: Instant;
  readonly log: Invocation["log"];
  /** As it was before anything was read. */
  readonly state: State | null;
}

const isSameAs = (one: Signal) => (other: Signal) => one.kind === other.kind && one.id === other.id;

async function readOne(
  { ledger, place }: Needs,
  { name: pool }: Policy,
  { source, held, now, log, state }: Reading,
): Promise<boolean> {
  const { signal, clear } = deadline(place, sourceTimeoutMs);
  try {
    const { signals, levers, notes } = await inTime(source.read(), signal);
    for (const note of notes) log({ reason: `${source.name}: ${note}`, pool });
    await Promise.all([
      ...signals.map((one) => ledger.keepSignal(pool, one)),
      ...levers.map((one) =>
        ledger.keepLever(pool, { ...one, token: state?.token ?? fencingToken(0) }),
      ),
      // What it told before and tells no more is over, and not only when it would have been.
      ...held
        .filter((one) => source.speaksOf(one) && !signals.some(isSameAs(one)))
        .map(({ kind, id }) => ledger.closeSignal(pool, { kind, id, at: now })),
    ]);
    return true;
  } catch (error) {
    log({ reason: `${source.name} could not be read: ${inWords(error)}`, pool });
    return false;
  } finally {
    clear();
  }
}

/** AWS's own text may repeat what was sent. */
function inWords(error: unknown): string {
  return error instanceof ActionError ? error.message : inShort(signatureOf(error));
}
