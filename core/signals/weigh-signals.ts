// What signals add to a decision. In go the signals and what the settings let each of
// them do; out comes what confirms, what contradicts, what decides, and what people must hear. A signal that
// holds no more, or that may not do it, adds nothing.

import type { Policy } from "../settings/policy.ts";
import type { SignalUse } from "../settings/signal-schema.ts";
import { alarmId } from "../values/alarm-id.ts";
import { type Instant, later, millis } from "../values/types.ts";
import { type Signal, type SignalKind, signalFacts, signalKinds } from "./signal.ts";

export interface WeighedSignals {
  /** They say what the probes say, that the primary is unhealthy. */
  readonly confirm: readonly Signal[];
  /** Each speaks against a failover. */
  readonly contradict: readonly Signal[];
  /** Each makes the primary count as unhealthy by itself. */
  readonly decide: readonly Signal[];
  /** Trouble that people must hear of, whatever the probes see. */
  readonly tell: readonly Signal[];
  /** A quota has room for the traffic of both Regions. */
  readonly room: readonly Signal[];
  /** A quota has none. */
  readonly full: readonly Signal[];
}

interface Moment {
  readonly policy: Policy;
  readonly now: Instant;
  /** Since when the probes see the primary fail; null while they do not. */
  readonly since: Instant | null;
}

export function weigh(signals: readonly Signal[], { policy, now, since }: Moment): WeighedSignals {
  const held = signals.filter(
    (one) => one.holdsUntil > now && one.to <= later(now, clockToleranceMs),
  );
  const capacity = held.filter(({ kind }) => kind === "capacity");
  const room = capacity.filter(({ says }) => says === "well");
  const full = capacity.filter(({ says }) => says === "sick");
  const that = (use: SignalUse) => held.filter((one) => usesOf(one, policy).includes(use));
  const saysUnhealthy = ({ region, says }: Signal) => region === policy.primary && says === "sick";
  const decide = that("decide").filter(saysUnhealthy);
  // What decides alone has a trouble of its own, which may be contradicted as well.
  const began = since ?? earliest(decide.map(({ from }) => from));
  return {
    // What ended before the trouble began was about something else.
    confirm: that("corroborate").filter(
      (one) => saysUnhealthy(one) && (goesOn(one) || one.to >= (since ?? one.to)),
    ),
    contradict: that("veto").filter((one) => isAgainst(one, { policy, since: began, room })),
    decide,
    tell: that("notify").filter(({ says }) => says === "sick"),
    ...{ room, full },
  };
}

/** An event of AWS Health that was not closed goes on, whenever AWS last wrote about it. */
function goesOn({ kind }: Signal): boolean {
  return kind === "health";
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : instants.reduce((a, b) => (b < a ? b : a));
}

/** Clocks agree to this. */
const clockToleranceMs = millis(60_000);

/** "Well" speaks only of the time it saw: what it saw before the trouble began says nothing about that. */
function isAgainst(
  { kind, region, says, from }: Signal,
  { policy, since, room }: Pick<Moment, "policy" | "since"> & Pick<WeighedSignals, "room">,
): boolean {
  // Throttled users in the primary would be throttled over there, unless the quota there has room for them.
  if (kind === "throttles") {
    return says === "sick" && !room.some((one) => one.region === policy.secondary);
  }
  if (region === policy.secondary) return says === "sick";
  return says === "well" && since !== null && from >= since;
}

/** What the settings let it do; an alarm that was taken out of them may do nothing. */
function usesOf({ kind, id, region }: Signal, { signals, primary }: Policy): readonly SignalUse[] {
  // Whether there is room is what a condition asks for; by itself it does nothing.
  if (kind === "capacity") return [];
  if (kind !== "alarm") return signals[kind].may;
  const role = region === primary ? "primary" : "secondary";
  return signals.alarms.find((one) => alarmId(one) === id && one.about === role)?.may ?? [];
}

/** What of the settings is read at all: the rest may do nothing, or names nothing to read. */
export function listened({ signals }: Pick<Policy, "signals">) {
  const { health, traffic, throttles, alarms } = signals;
  return {
    services: health.may.length === 0 ? [] : health.services,
    clients: traffic.may.length === 0 ? [] : traffic.clients,
    isThrottlingRead: throttles.may.length > 0,
    alarms: alarms.filter(({ may }) => may.length > 0),
  };
}

/** So many transient failures are as good as what is assumed above. */
const ASSUMED_BLIPS = 12;

/** However many agree, no evidence is taken to be surer than this. */
const smallestDoubt = 0.01;

/** The kinds that are read and that the settings let do one of `uses` when they call the primary unhealthy. */
export function kindsThatMay(
  policy: Pick<Policy, "signals">,
  ...uses: readonly SignalUse[]
): readonly SignalKind[] {
  const { health, traffic } = policy.signals;
  const { services, clients, alarms } = listened(policy);
  const may: Readonly<Record<SignalKind, readonly SignalUse[]>> = {
    health: services.length > 0 ? health.may : [],
    traffic: clients.length > 0 ? traffic.may : [],
    alarm: alarms.filter(({ about }) => about === "primary").flatMap((one) => one.may),
    throttles: [],
    capacity: [],
  };
  return signalKinds.filter((kind) => uses.some((use) => may[kind].includes(use)));
}

/** How many transient failures were seen, and how many of them a kind of evidence confirmed. */
export interface Confirmed {
  readonly seen: number;
  readonly confirmed: Readonly<Partial<Record<SignalKind, number>>>;
}

/**
 * The share of transient failures that all these kinds would confirm as they confirm this trouble: what is left of the
 * transient failures to wait for. 1 where nothing confirms it. Kinds count once each, as if they erred independently.
 */
export function blipsConfirmed(
  confirm: readonly Pick<Signal, "kind">[],
  record: Confirmed | null,
): number {
  const kinds = [...new Set(confirm.map(({ kind }) => kind))];
  const shares = kinds.map((kind) => {
    const seen = record?.seen ?? 0;
    const confirmed = record?.confirmed[kind] ?? 0;
    return (signalFacts[kind].confirmsBlips * ASSUMED_BLIPS + confirmed) / (ASSUMED_BLIPS + seen);
  });
  return Math.max(
    smallestDoubt,
    shares.reduce((all, share) => all * share, 1),
  );
}

/** "real traffic: 12 sign-ins in 5 minutes, where 240 are usual" */
export function saying(signals: readonly Signal[]): string {
  return signals.map(({ kind, because }) => `${signalFacts[kind].label}: ${because}`).join("; ");
}
