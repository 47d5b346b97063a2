import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../../core/decide/decide.ts";
import { fold, unknown } from "../../../core/detect/statistic.ts";
import { weights } from "../../../core/detect/weights.ts";
import { plan } from "../../../core/levers/plan.ts";
import { eventsOf } from "../../../core/report/event.ts";
import type { Notice } from "../../../core/report/notice.ts";
import { noticeOfApproval, noticeOfMove } from "../../../core/report/notice-of-move.ts";
import { noticeOf } from "../../../core/report/notice-of-watch.ts";
import { millis } from "../../../core/values/types.ts";
import { often } from "../../often.ts";
import { anyClass, anyState, anyTick } from "../arbitraries/any-tick.ts";
import { aMove } from "../builders/a-move.ts";
import { aPolicy, now, primary, secondary } from "../builders/a-policy.ts";
import { aRoundSummary } from "../builders/a-round-summary.ts";
import { aState } from "../builders/a-state.ts";
import { aTick } from "../builders/a-tick.ts";

/** Also what forges lines, hides letters and turns directions. */
const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.string({ unit: "binary", maxLength: 2_000 }),
  fc
    .array(fc.constantFrom("\n", "\r", "Next: rm -rf", "\u202e", "\u200b", "\u2028", "\u0007", "a"))
    .map((parts) => parts.join("")),
);

/** Every label that a line of ours begins with; a Region's line begins with its name. */
const labels = [
  ...[
    "What",
    "Besides",
    "Why",
    "Trouble",
    "Answer",
    "Lever",
    "Path",
    "Earlier",
    "Now",
    "Meanwhile",
    "Next",
  ],
  ...["Reminder", "Found", "Would move", primary, secondary],
];

function isSendable({ subject, body }: Notice): void {
  expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
  expect(body).toMatch(/^What: +\S/);
  expect(body).toMatch(/\nNext: +(wait for the question, then: )?cognito-failover /);
  expect(body.match(/^Next:/gm)).toHaveLength(1);
  expect(body).not.toMatch(/[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}/u);
  for (const line of body.split(/[\n\r\v\f\u0085\u2028\u2029]/u)) {
    expect(labels).toContain(line.slice(0, line.indexOf(":")));
  }
  expect(Buffer.byteLength(body)).toBeLessThan(256 * 1_024);
}

test("whatever is decided, its notice can be sent by SNS", () => {
  let notices = 0;
  fc.assert(
    fc.property(anyState, anyTick, anyText, (state, tick, name) => {
      const policy = { ...tick.policy, name };
      const named = { ...tick, policy };
      const notice = noticeOf(decide(state, named), named);
      if (notice === null) return;
      notices += 1;
      isSendable(notice);
    }),
    { numRuns: often(300, 2_000) },
  );
  expect(notices).toBeGreaterThan(often(10, 100));
});

test("whatever a move's reason and end, its notice can be sent by SNS", () => {
  const anyEnd = fc.constantFrom(
    ...(["confirmed", "applied", "inPart", "turnedBack", "kept", "refused"] as const),
    ...(["declined", "unanswered", "notAsked", "notBegun", "failed"] as const),
  );
  const anyKind = fc.constantFrom("confirmed", "applied", "unknown", "putBack");
  fc.assert(
    fc.property(anyEnd, anyKind, fc.record({ name: anyText, text: anyText }), (end, kind, said) => {
      const { name, text } = said;
      const levers = plan("failOver", aPolicy()).map((step) => ({ step, kind, because: text }));
      const report = {
        ...{ move: "failOver" as const, end, from: primary, to: secondary, reason: text, by: text },
        ...{ levers, trouble: text, rtoSpent: millis(1), isCarriedOn: true, now },
        executionName: "customers-7-1",
      } as const;
      isSendable(noticeOfMove(report, aPolicy({ name })));
      isSendable(noticeOfApproval(aMove({ reason: text }), aPolicy({ name })));
    }),
    { numRuns: often(150, 1_000) },
  );
});

test("what an error or a setting repeats of a secret reaches no statistic, state, event or notice", () => {
  const secret = "hunter2";
  const failed = { signIn: "bad", machine: "nothing", federation: "nothing" } as const;
  const policy = aPolicy({ probeUser: { secret, count: 10 } });
  const weigh = weights(policy, 2);
  fc.assert(
    fc.property(anyClass, anyClass, (west, east) => {
      const summaries = [
        aRoundSummary({ target: primary, failure: west, groups: failed }),
        aRoundSummary({ target: secondary, failure: east, groups: failed }),
      ];
      const statistics = policy.vantages.flatMap((vantage) =>
        summaries.map((summary) => {
          const other = summaries.find(({ target }) => target !== summary.target) ?? null;
          return fold(unknown(vantage, summary.target, now), { summary, other }, weigh);
        }),
      );
      const state = aState();
      const tick = aTick({ statistics, policy });
      const decision = decide(state, tick);
      // All that is derived; the tick itself holds the settings as they are.
      const assessment = { ...decision.assessment, tick: null };
      const said = { ...decision, assessment, notice: noticeOf(decision, tick) };
      const kept = { statistics, said, events: eventsOf(state, decision, now) };
      expect(JSON.stringify(kept)).not.toContain(secret);
    }),
  );
});
