// A move that broke off before its intent was written down. While that lasts the watch orders it anew every
// minute, so one notice stands for all of them; a person who gave the order hears of each.

import { parseOrder } from "../core/failover/order-input.ts";
import type { Notice } from "../core/report/notice.ts";
import { occasionOf } from "../core/report/notice-id.ts";
import { noticeOfMove } from "../core/report/notice-of-move.ts";
import { wayOf } from "../core/state/state-changes.ts";
import { CONTROLLER } from "../core/values/order.ts";
import type { Invocation } from "./lambda.ts";
import { policyOf } from "./policy-of.ts";
import { isToldLately } from "./send-notices.ts";
import type { Services } from "./services.ts";

export interface NotBegun {
  /** As it was given. */
  readonly order: unknown;
  readonly executionName: string;
  readonly trouble: string;
}

/** Null where it was told lately, or has begun after all: what becomes of that the watch carries on, and tells. */
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
  if (await hasBegun(ledger, pool, executionName)) return null;
  const notice = { ...told, id: occasionOf("notBegun", executionName) };
  return (await isToldLately({ ledger, notices }, notice, now)) ? null : notice;
}

/** Its intent is written down, and only the answer of who wrote it was lost. */
async function hasBegun(
  { readState }: Services["ledger"],
  pool: string,
  executionName: string,
): Promise<boolean> {
  const state = await readState(pool).catch(() => null);
  if (state === null) return false;
  const { standing } = state;
  return "executionName" in standing && standing.executionName === executionName;
}
