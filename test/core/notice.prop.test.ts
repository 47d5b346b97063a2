import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../core/decide.ts";
import { eventsOf } from "../../core/event.ts";
import { type Notice, noticeOf, noticeOfApproval, noticeOfMove } from "../../core/notice.ts";
import { fold, unknown } from "../../core/statistic.ts";
import { millis } from "../../core/types.ts";
import { weights } from "../../core/weights.ts";
import { anyClass, anyState, anyTick } from "./arbitraries/any-tick.ts";
import { aMove } from "./builders/a-move.ts";
import { aPolicy, now, primary, secondary } from "./builders/a-policy.ts";
import { aState } from "./builders/a-state.ts";
import { aTick } from "./builders/a-tick.ts";
import { aWord } from "./builders/a-word.ts";

const anyText = fc.string({ unit: "grapheme", maxLength: 200 });

function isSendable({ subject, body }: Notice): void {
  expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(body).toMatch(/^What: +\S/);
  expect(body).toMatch(/\nNext: +(wait for the question, then: )?cognito-failover /);
}

test("whatever is decided, its notice can be sent by SNS", () => {
  let notices = 0;
  fc.assert(
    fc.property(anyState, anyTick, anyText, (state, tick, name) => {
      const policy = { ...tick.policy, name };
      const notice = noticeOf(decide(state, { ...tick, policy }), policy);
      if (notice === null) return;
      notices += 1;
      isSendable(notice);
    }),
    { numRuns: 2_000 },
  );
  expect(notices).toBeGreaterThan(100);
});

test("whatever a move's reason and end, its notice can be sent by SNS", () => {
  const anyKind = fc.constantFrom(
    ...(["moved", "undone", "refused", "declined", "failed"] as const),
  );
  fc.assert(
    fc.property(anyKind, anyText, anyText, (kind, name, reason) => {
      const report = {
        move: "failOver",
        kind,
        from: primary,
        to: secondary,
        reason,
        steps: [reason],
        rtoSpent: millis(1),
        now,
      } as const;
      isSendable(noticeOfMove(report, aPolicy({ name })));
      isSendable(noticeOfApproval(aMove({ reason }), aPolicy({ name })));
    }),
  );
});

test("what an error or a setting repeats of a secret reaches no statistic, state, event or notice", () => {
  const secret = "hunter2";
  const failed = { signIn: "bad", machine: "nothing", federation: "nothing" } as const;
  const policy = aPolicy({ probeUser: { secret, count: 10 } });
  const weigh = weights(policy, 2);
  fc.assert(
    fc.property(anyClass, anyClass, (west, east) => {
      const words = [
        aWord({ target: primary, failure: west, groups: failed }),
        aWord({ target: secondary, failure: east, groups: failed }),
      ];
      const statistics = policy.vantages.flatMap((vantage) =>
        words.map((word) => {
          const other = words.find(({ target }) => target !== word.target) ?? null;
          return fold(unknown(vantage, word.target, now), { word, other }, weigh);
        }),
      );
      const state = aState();
      const decision = decide(state, aTick({ statistics, policy }));
      const said = { ...decision, notice: noticeOf(decision, policy) };
      const kept = { statistics, said, events: eventsOf(state, decision, now) };
      expect(JSON.stringify(kept)).not.toContain(secret);
    }),
  );
});
