// What does an alarm of the customer's own say? CloudWatch's three states go in; a signal or nothing comes
// out: an alarm without data knows nothing, and says so.

import type { Policy } from "../settings/policy.ts";
import type { AlarmSignal } from "../settings/signal-schema.ts";
import { alarmId } from "../values/alarm-id.ts";
import { cutShort, oneLine } from "../values/text.ts";
import type { Instant } from "../values/types.ts";
import type { Signal } from "./signal.ts";

export interface AlarmState {
  /** OK, ALARM or INSUFFICIENT_DATA. */
  readonly value: string;
  /** Since when it is in that state; null where CloudWatch does not tell. */
  readonly since: Instant | null;
  /** CloudWatch's StateReason; empty where there is none. */
  readonly reason: string;
}

export interface KnownOfAlarm {
  readonly policy: Pick<Policy, "primary" | "secondary">;
  readonly now: Instant;
  readonly holdsUntil: Instant;
}

const SAYS: ReadonlyMap<string, Signal["says"]> = new Map([
  ["ALARM", "sick"],
  ["OK", "well"],
]);

export function alarmSignal(
  alarm: AlarmSignal,
  { value, since, reason }: AlarmState,
  { policy, now, holdsUntil }: KnownOfAlarm,
): Signal | null {
  const says = SAYS.get(value);
  if (says === undefined) return null;
  // "OK" speaks of this moment only: since yesterday it is OK, but of trouble since a minute ago it can
  // only tell that it has not rung. AWS's clock may be ahead of ours, which must not turn a stretch around.
  const from = says === "well" || since === null || since > now ? now : since;
  const because = `"${alarm.name}" is ${value}${told(reason)}`;
  const about = { id: alarmId(alarm), region: policy[alarm.about] };
  return { kind: "alarm", ...about, says, from, to: now, holdsUntil, because };
}

function told(reason: string): string {
  const cut = cutShort(oneLine(reason));
  return cut === "" ? "" : `, ${cut.replace(/\.$/, "")}`;
}
