import { describe, expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { refusal } from "../../../core/failover/refusal.ts";
import type { State } from "../../../core/state/state.ts";
import { minutes } from "../builders/a-policy.ts";
import { aState, standings } from "../builders/a-state.ts";
import { anOrder, aTick } from "../builders/a-tick.ts";

function refused(state: State, change: Parameters<typeof anOrder>[0] = {}) {
  const order = anOrder(change);
  const decision = decide(state, aTick({ order }));
  expect(decision.action.kind).toBe("refuse");
  const { message, next, code } = refusal(decision, order, "customers");
  return { message, next, code };
}

describe("an order that is refused", () => {
  test("by a rule names the rule, and the command that sets it aside", () => {
    expect(refused(aState({ lastShiftAt: minutes(-1) }))).toMatchObject({
      code: "Forbidden",
      message: expect.stringMatching(
        /^Cannot start the failover of "customers" as every safety rule must allow it\. .*cooldown: /,
      ),
      next: 'cognito-failover failover customers --reason "..." --override cooldown',
    });
  });

  test("for another reason says it in the sentence, and that no rule is to be set aside", () => {
    const { message, next } = refused(aState(), { move: "failBack" });
    expect(message).toMatch(/^Cannot start the failback of "customers" as [a-z][^.]*$/);
    expect(next).toBe("cognito-failover status customers");
    const there = refused(aState({ standing: standings.failedOver }));
    expect(there.message).toMatch(/^Cannot start the failover of "customers" as [a-z][^.]*$/);
  });
});
