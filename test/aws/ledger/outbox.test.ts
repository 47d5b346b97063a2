import { expect, test } from "vitest";
import { dueOf, holdsAlready, type OutboxItem } from "../../../aws/ledger/outbox.ts";
import { instant } from "../../../core/values/types.ts";
import { minutes, now } from "../../core/builders/a-policy.ts";

const notice = (id: string) => ({ id, pool: "customers", subject: "s", body: "b" });

const kept = (change: Partial<OutboxItem> = {}): OutboxItem => ({
  ...{ notice: notice("primaryDead@41"), at: minutes(-1), claims: 0, claimedUntil: instant(0) },
  sentAt: null,
  ...change,
});

test("due is what was not sent and nobody has claimed, the claim's last instant included", () => {
  const one = kept();
  const free = kept({ claimedUntil: now, claims: 1 });
  const others = [kept({ sentAt: minutes(-1) }), kept({ claimedUntil: minutes(1) })];
  expect(dueOf([one, free, ...others], now)).toEqual([one, free]);
});

test.each([
  ["the same reason on another version, put by a try that broke off", kept({ sentAt: now }), true],
  ["the same reason, unsent since hours", kept({ at: minutes(-300) }), true],
  ["the same reason, sent ten minutes ago", kept({ at: minutes(-10), sentAt: now }), false],
  [
    "the same reason and another, put by a look whose decision another overtook",
    kept({ notice: notice("primaryDead+primaryDownMustNotMove@41") }),
    true,
  ],
  [
    "the same reason and another, sent",
    kept({ notice: notice("primaryDead+primaryDownMustNotMove@41"), sentAt: now }),
    false,
  ],
  ["another reason", kept({ notice: notice("bothSick@41") }), false],
])("holdsAlready(): %s", (_, one, isThere) => {
  expect(holdsAlready([one], notice("primaryDead@42"), now)).toBe(isThere);
});
