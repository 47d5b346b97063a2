// Signals of all kinds about both Regions, that hold, held once or do not fit the settings.

import fc from "fast-check";
import type { Policy } from "../../../core/settings/policy.ts";
import type { AlarmSignal, SignalUse } from "../../../core/settings/signal-schema.ts";
import { type Signal, signalKinds } from "../../../core/signals/signal.ts";
import { alarmId } from "../../../core/values/alarm-id.ts";
import { minutes, primary, secondary, witness } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";

const alarms = (["primary", "secondary"] as const).map(
  (about): Omit<AlarmSignal, "may"> => ({
    name: `errors-${about}`,
    region: witness,
    about,
  }),
);

/** The settings in which all evidence may do this, as far as settings can say so. */
export function lettingAll(policy: Policy, may: readonly SignalUse[]): Policy {
  const { signals } = policy;
  const throttles = may.filter((use) => use === "veto" || use === "notify");
  return {
    ...policy,
    signals: {
      ...signals,
      traffic: { ...signals.traffic, may },
      throttles: { may: throttles },
      health: { ...signals.health, may },
      alarms: alarms.map((alarm) => ({ ...alarm, may })),
    },
  };
}

const anySignal: fc.Arbitrary<Signal> = fc
  .record({
    kind: fc.constantFrom(...signalKinds),
    region: fc.constantFrom(primary, secondary),
    says: fc.constantFrom("sick" as const, "well" as const),
    from: fc.integer({ min: -60, max: 0 }).map(minutes),
    to: fc.integer({ min: -10, max: 1 }).map(minutes),
    holdsUntil: fc.integer({ min: -2, max: 10 }).map(minutes),
  })
  .map((signal) => {
    const alarm = alarms.find(({ about }) => (about === "primary") === (signal.region === primary));
    const id = signal.kind === "alarm" && alarm !== undefined ? alarmId(alarm) : signal.region;
    return aSignal({ ...signal, id });
  });

export const anySignals = fc.array(anySignal, { maxLength: 4 });
