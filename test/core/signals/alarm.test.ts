import { describe, expect, test } from "vitest";
import type { AlarmSignal } from "../../../core/settings/signal-schema.ts";
import { alarmSignal } from "../../../core/signals/alarm.ts";
import { weigh } from "../../../core/signals/weigh-signals.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "../builders/a-policy.ts";

const alarm: AlarmSignal = {
  name: "sign-in-errors",
  region: witness,
  about: "primary",
  may: ["corroborate", "veto"],
};
const policy = aPolicy();
const known = { policy, now, holdsUntil: minutes(10) };
const told = (value: string, since: number | null = -7, about = alarm) =>
  alarmSignal(about, { value, since: since === null ? null : minutes(since), reason: "" }, known);

describe("alarmSignal()", () => {
  test("calls the Region that the alarm is about sick for as long as it has rung", () => {
    const reason = "Threshold Crossed:\n1 datapoint [9.0] was greater than the threshold (5.0).";
    const state = { value: "ALARM", since: minutes(-7), reason };
    expect(alarmSignal(alarm, state, known)).toEqual({
      kind: "alarm",
      id: "eu-west-1/sign-in-errors",
      region: primary,
      says: "sick",
      from: minutes(-7),
      to: now,
      holdsUntil: minutes(10),
      because:
        '"sign-in-errors" is ALARM, Threshold Crossed: 1 datapoint [9.0] was greater than the threshold (5.0)',
    });
  });

  test("is about the secondary where the settings say so", () => {
    expect(told("ALARM", -7, { ...alarm, about: "secondary" })?.region).toBe(secondary);
  });

  test("says well of this moment alone, however long the alarm has been OK", () => {
    expect(told("OK", -9_999)).toMatchObject({ says: "well", from: now, to: now });
  });

  test.each(["INSUFFICIENT_DATA", "", "ok", "toString"])("says nothing in state %j", (value) => {
    expect(told(value)).toBeNull();
  });

  test("speaks of now where CloudWatch's clock runs ahead, or tells no time", () => {
    expect(told("ALARM", 1)).toMatchObject({ from: now, to: now });
    expect(told("ALARM", null)).toMatchObject({ from: now, to: now });
  });

  test("cuts a reason that would fill a notice", () => {
    const state = { value: "ALARM", since: now, reason: "so ".repeat(400) };
    expect(alarmSignal(alarm, state, known)?.because.length).toBeLessThan(250);
  });

  test("is kept under the name that the settings are looked up by", () => {
    const signal = told("ALARM");
    const withAlarm = aPolicy({ signals: { ...policy.signals, alarms: [alarm] } });
    const { confirm } = weigh(signal === null ? [] : [signal], {
      policy: withAlarm,
      now,
      since: minutes(-2),
    });
    expect(confirm).toEqual([signal]);
  });
});
