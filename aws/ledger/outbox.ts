// Notices that nobody must miss and nobody should get twice. A notice lies here under its id before whatever
// makes it no news is stored; who sends it claims it first, and marks it afterwards. A claim that was never
// marked ends, so that it goes out again: later each time, for as long as marking fails.

import * as z from "zod/mini";
import type { Notice } from "../../core/report/notice.ts";
import { isSameReason, saysAllOf } from "../../core/report/notice-id.ts";
import { poolPartition } from "../../core/values/partitions.ts";
import { between, type Instant, instant, later, millis } from "../../core/values/types.ts";
import {
  type Attributes,
  body,
  bodyOf,
  type Condition,
  number,
  numberOf,
  type Refused,
  type Table,
} from "./table.ts";

/** A notice in the outbox. */
export interface OutboxItem {
  readonly notice: Notice;
  /** When it was put there. */
  readonly at: Instant;
  /** How often somebody claimed it to send it. */
  readonly claims: number;
  /** Until when nobody else may send it. */
  readonly claimedUntil: Instant;
  /** Null while it was not sent. */
  readonly sentAt: Instant | null;
}

/** Unsent, a notice is worth sending for a week; sent, its id is kept for a day, so that it is not put again. */
const unsentKeptMs = millis(7 * 86_400_000);
const sentKeptMs = millis(86_400_000);

/** Notices go at 0, 5 and 15 minutes where none can be marked: three in 25 minutes; then ever more seldom. */
const firstClaimMs = millis(5 * 60_000);
const longestClaimMs = millis(6 * 3_600_000);

/** The same reason again within this time is the same notice, put by a try that broke off. */
const sameWithinMs = millis(10 * 60_000);

const noticeSchema = z.object({
  id: z.string(),
  pool: z.string(),
  subject: z.string(),
  body: z.string(),
});

const untoldSchema = z.object({ subject: z.string(), body: z.string() });

async function readOutbox(table: Table, pool: string): Promise<readonly OutboxItem[]> {
  const items = await table.query(poolPartition(pool), "notice#");
  return items.map(keptOf).sort((one, other) => one.at - other.at);
}

/** What may be sent now, the oldest first. */
export function dueOf(outbox: readonly OutboxItem[], now: Instant): readonly OutboxItem[] {
  return outbox.filter(({ sentAt, claimedUntil }) => sentAt === null && claimedUntil <= now);
}

/** Whether a notice lies there unsent that says as much, or one like this lay there a moment ago. */
export function holdsAlready(outbox: readonly OutboxItem[], notice: Notice, now: Instant): boolean {
  return outbox.some((kept) =>
    kept.sentAt === null
      ? saysAllOf(kept.notice, notice)
      : isSameReason(kept.notice, notice) && between(kept.at, now) < sameWithinMs,
  );
}

/** Puts it there, if it is not; answers what lies there under its id. */
async function keepNotice(table: Table, notice: Notice, at: Instant): Promise<OutboxItem> {
  const kept = { notice, at, claims: 0, claimedUntil: instant(0), sentAt: null };
  const written = await write(table, kept, { expression: "attribute_not_exists(pk)", values: {} });
  return written.kind === "written" || !("body" in written.item) ? kept : keptOf(written.item);
}

/** The right to send it, for a while; null where somebody else has it, or has sent it. */
async function claimNotice(
  table: Table,
  kept: OutboxItem,
  now: Instant,
): Promise<OutboxItem | null> {
  const length = Math.min(firstClaimMs * 2 ** kept.claims, longestClaimMs);
  const claimed = {
    ...{ ...kept, claims: kept.claims + 1 },
    claimedUntil: later(now, millis(length)),
  };
  const written = await write(table, claimed, unchanged(kept));
  return written.kind === "written" ? claimed : null;
}

/** It was sent: nobody sends it again. */
async function markSent(table: Table, claimed: OutboxItem, now: Instant): Promise<void> {
  await write(table, { ...claimed, sentAt: now }, unchanged(claimed));
}

/** It was not sent, surely: anybody may, at once, and that it was tried does not count. */
async function releaseNotice(table: Table, claimed: OutboxItem): Promise<void> {
  const free = { ...claimed, claims: claimed.claims - 1, claimedUntil: instant(0) };
  await write(table, free, unchanged(claimed));
}

/** What it asked or said is so no longer: it is not sent, if it was not yet. */
async function withdrawNotice(
  table: Table,
  { pool, id }: Pick<Notice, "pool" | "id">,
  now: Instant,
): Promise<void> {
  const item = await table.read(poolPartition(pool), sortKeyOf(id));
  if (item === null) return;
  const kept = keptOf(item);
  if (kept.sentAt === null) await markSent(table, kept, now);
}

/** The one untold notice of a pool, as earlier versions kept it; its place is emptied. */
async function takeUntold(table: Table, pool: string, now: Instant): Promise<void> {
  const item = await table.read(poolPartition(pool), "untold");
  if (item === null) return;
  const untold = z.safeParse(untoldSchema, bodyOf(item));
  if (!untold.success) return;
  await keepNotice(table, { id: "untold@before", pool, ...untold.data }, now);
  const attributes = {
    body: body(null),
    expires: number(Math.ceil(later(now, sentKeptMs) / 1_000)),
  };
  await table.put(poolPartition(pool), "untold", { attributes });
}

function sortKeyOf(id: string): string {
  return `notice#${id}`;
}

/** Nobody has claimed, marked or freed it meanwhile. */
function unchanged({ claims, claimedUntil }: OutboxItem): Condition {
  return {
    expression: "claims = :wasClaims AND claimedUntil = :wasUntil AND sentAt = :notYet",
    values: {
      ":wasClaims": number(claims),
      ":wasUntil": number(claimedUntil),
      ":notYet": number(0),
    },
  };
}

/** By the one operation or the other, so that trouble with one of them stops no notice. */
async function write(
  table: Table,
  kept: OutboxItem,
  condition: Condition,
): Promise<{ readonly kind: "written" } | Refused> {
  const { notice, at, claims, claimedUntil, sentAt } = kept;
  const expires = sentAt === null ? later(at, unsentKeptMs) : later(sentAt, sentKeptMs);
  const sort = sortKeyOf(notice.id);
  const attributes: Attributes = {
    ...{ keptAt: number(at), claims: number(claims), claimedUntil: number(claimedUntil) },
    ...{ sentAt: number(sentAt ?? 0), body: body(notice) },
    expires: number(Math.ceil(expires / 1_000)),
  };
  try {
    return await table.put(poolPartition(notice.pool), sort, { attributes, condition });
  } catch {
    const names = Object.keys(attributes);
    const set = names.map((name) => `${name} = :${name}`).join(", ");
    const values = Object.fromEntries(
      names.map((name) => [`:${name}`, attributes[name] ?? number(0)]),
    );
    return table.update(poolPartition(notice.pool), sort, {
      set,
      condition: { ...condition, values: { ...values, ...condition.values } },
    });
  }
}

function keptOf(item: Attributes): OutboxItem {
  const sentAt = numberOf(item, "sentAt");
  return {
    notice: z.parse(noticeSchema, bodyOf(item)),
    at: instant(numberOf(item, "keptAt")),
    claims: numberOf(item, "claims"),
    claimedUntil: instant(numberOf(item, "claimedUntil")),
    sentAt: sentAt === 0 ? null : instant(sentAt),
  };
}

/** The outbox as the ledger offers it. */
export function openOutbox(table: Table) {
  const lookedAt = new Set<string>();
  return {
    /** All that lies there, the oldest first. */
    async read(pool: string, now: Instant): Promise<readonly OutboxItem[]> {
      if (!lookedAt.has(pool)) {
        await takeUntold(table, pool, now);
        lookedAt.add(pool);
      }
      return readOutbox(table, pool);
    },
    keep: (notice: Notice, at: Instant) => keepNotice(table, notice, at),
    claim: (kept: OutboxItem, now: Instant) => claimNotice(table, kept, now),
    markSent: (claimed: OutboxItem, now: Instant) => markSent(table, claimed, now),
    release: (claimed: OutboxItem) => releaseNotice(table, claimed),
    withdraw: (which: Pick<Notice, "pool" | "id">, now: Instant) =>
      withdrawNotice(table, which, now),
  };
}
