import { describe, expect, test } from "vitest";
import { type ThrottleMinute, throttleSignal } from "../../../core/signals/throttling.ts";
import { minutes, now, primary } from "../builders/a-policy.ts";

const minute = (at: number, throttled = 4, category = "UserAuthentication"): ThrottleMinute => ({
  at: minutes(at),
  category,
  throttled,
});
const told = (...all: readonly ThrottleMinute[]) =>
  throttleSignal({ region: primary, minutes: all, from: minutes(-15), to: now }, minutes(10));

describe("throttleSignal()", () => {
  test("calls a Region sick in which users were refused in several minutes, with the count", () => {
    expect(told(minute(-6), minute(-4, 7), minute(-2, 1, "UserFederation"))).toEqual({
      kind: "throttles",
      id: primary,
      region: primary,
      says: "sick",
      from: minutes(-6),
      to: minutes(-1),
      holdsUntil: minutes(10),
      because:
        "12 requests of UserAuthentication and UserFederation refused in 3 minutes in us-west-2",
    });
  });

  test("says nothing of a peak of a minute or two, however many were refused", () => {
    expect(told(minute(-3, 9_000), minute(-2, 9_000))).toBeNull();
  });

  test("counts a minute once, in which both kinds of sign-in were refused", () => {
    expect(told(minute(-3), minute(-3, 4, "UserFederation"), minute(-2))).toBeNull();
  });

  test("says nothing when nothing was refused: silence here speaks of no single pool", () => {
    expect(told()).toBeNull();
    expect(told(minute(-3, 0), minute(-2, 0), minute(-1, 0))).toBeNull();
  });

  test("forgets what is over for ten minutes, and what was not asked for", () => {
    expect(told(minute(-13), minute(-12), minute(-11), minute(-1))).toBeNull();
    expect(told(minute(-2), minute(-1), minute(0))).toBeNull();
  });
});
