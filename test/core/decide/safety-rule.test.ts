import { describe, expect, test } from "vitest";
import { isProved, mayBeAsked } from "../../../core/decide/safety-rule.ts";
import type { Alternative } from "../../../core/detect/cusum.ts";
import type { Verdict } from "../../../core/detect/verdict.ts";
import { millis } from "../../../core/values/types.ts";
import { aCase } from "../builders/a-case.ts";
import { aHealth } from "../builders/a-health.ts";
import { aPolicy, now, secondary } from "../builders/a-policy.ts";
import { aTick } from "../builders/a-tick.ts";
import {
  aHealthyVerdict,
  anUndeterminedVerdict,
  anUnhealthyVerdict,
} from "../builders/a-verdict.ts";

describe("that the secondary is better is proved", () => {
  const proved = (change: Partial<Parameters<typeof isProved>[0]> = {}) => {
    const to = { region: secondary, verdict: anUndeterminedVerdict(), health: aHealth() };
    return isProved({ move: "failOver", case: aCase("holds"), to, ...change });
  };
  const to = { region: secondary, health: aHealth() };

  test("by a case that holds, whatever is said of it now, but that it is dead", () => {
    expect(proved()).toBe(true);
    expect(proved({ to: { ...to, verdict: aHealthyVerdict() } })).toBe(true);
    const failing = (reading: Alternative): Verdict => ({
      ...{ ...anUnhealthyVerdict(), kind: "unhealthy", reading, since: now, decidedBy: [] },
    });
    expect(proved({ to: { ...to, verdict: failing("gray") } })).toBe(true);
    expect(proved({ to: { ...to, verdict: failing("dead") } })).toBe(false);
  });

  test("by no other case, by none that signals alone made, and for no way home", () => {
    for (const kind of ["none", "mayHeal", "tooFew", "noBetter", "over", "disputed"] as const) {
      expect(proved({ case: aCase(kind) })).toBe(false);
    }
    expect(proved({ case: aCase("holds", { reading: null }) })).toBe(false);
    expect(proved({ move: "failBack" })).toBe(false);
  });
});

describe("a person may be asked before the wait is over", () => {
  const waiting = aCase("mayHeal", {
    ...{ lasted: millis(60_000), wait: millis(120_000), otherwise: "holds" },
  });
  const mayAsk = (change: Partial<Parameters<typeof mayBeAsked>[0]> = {}) =>
    mayBeAsked({
      ...{ move: "failOver", case: waiting, tick: aTick({ policy: aPolicy({ mode: "advise" }) }) },
      ...change,
    });

  test("once half of it is, where all else speaks for moving", () => {
    expect(mayAsk()).toBe(true);
    expect(mayAsk({ case: { ...waiting, lasted: millis(59_999) } })).toBe(false);
    expect(mayAsk({ case: { ...waiting, otherwise: "tooFew" } })).toBe(false);
  });

  test("in mode advise, for a failover, and while there is a wait", () => {
    const automatic = aTick({ policy: aPolicy({ mode: "automatic" }) });
    expect(mayAsk({ tick: automatic })).toBe(false);
    expect(mayAsk({ move: "failBack" })).toBe(false);
    expect(mayAsk({ case: { ...waiting, kind: "holds" } })).toBe(false);
    expect(mayAsk({ case: { ...waiting, kind: "tooFew" } })).toBe(false);
  });
});
