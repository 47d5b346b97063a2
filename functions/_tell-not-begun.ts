// A move that broke off before its intent was written down. While that lasts the watch orders it anew every
// minute, so one notice stands for all of them; a person who gave the order hears of each.

import { CONTROLLER, parseOrder } from "../core/failover/move.ts";
import { wayOf } from "../core/failover/state-changes.ts";
import { isSameReason, type Notice, occasionOf } from "../core/report/notice.ts";
import { noticeOfMove } from "../core/report/notice-of-move.ts";
import { between, type Instant, millis } from "../core/types.ts";
import type { Invocation } from "./_lambda.ts";
import { policyOf } from "./_policy-of.ts";
import type { Services } from "./_services.ts";

/** So long one notice stands for further ones. */
const standsFor = millis(60 * 60_000);

export interface NotBegun {
  /** As it was given. */
  readonly order: unknown;
  readonly executionName: string;
  readonly trouble: string;
}

/** Null where it was told lately. */
export async function noticeOfNotBegun(
  { ledger, notices }: Pick<Services, "ledger" | "notices">,
  { order: input, executionName, trouble }: NotBegun,
  { now, config }: Pick<Invocation, "now" | "config">,
): Promise<Notice | null> {
  const { pool, order } = parseOrder(input, executionName);
  const policy = policyOf(config, pool);
  const told = noticeOfMove(
    {
      ...wayOf(order.move, policy),
      ...{ end: "notBegun", levers: [], rtoSpent: null, isCarriedOn: false, now },
      ...{ reason: order.reason, executionName, trouble },
      by: order.by.kind === "person" ? order.by.name : CONTROLLER,
    },
    policy,
  );
  if (order.by.kind === "person") return told;
  const notice = { ...told, id: occasionOf("notBegun", executionName) };
  return (await isToldLately({ ledger, notices }, notice, now)) ? null : notice;
}

/** Whether people heard lately of the same, on whatever occasion. */
export async function isToldLately(
  { ledger: { outbox }, notices }: Pick<Services, "ledger" | "notices">,
  notice: Notice,
  now: Instant,
): Promise<boolean> {
  if (notices.hasSentReason(notice, standsFor)) return true;
  // What cannot be read was not told, for all that anybody else knows.
  const before = await outbox.read(notice.pool, now).catch(() => []);
  return before.some(
    (kept) =>
      kept.notice.id !== notice.id &&
      isSameReason(kept.notice, notice) &&
      between(kept.at, now) < standsFor,
  );
}
