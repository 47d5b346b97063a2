// Sends what lies in a pool's outbox: claimed before, marked after, the oldest first, and not too many at once.

import { dueOf, type OutboxItem } from "../aws/ledger/outbox.ts";
import { inShort, signatureOf } from "../aws/sdk/failure-signature.ts";
import { isPassing, mayHaveArrived } from "../core/probe/classify-failure.ts";
import type { Notice } from "../core/report/notice.ts";
import { isEndOfMove, isOverOnceMoved, isSameReason } from "../core/report/notice-id.ts";
import { between, type Instant, millis } from "../core/values/types.ts";
import type { Invocation } from "./lambda.ts";
import type { Services } from "./services.ts";

type Mail = Pick<Services, "ledger" | "notices">;
type Turn = Pick<Invocation, "now" | "log">;

/** So long one notice stands for further ones of the same reason. */
const standsForMs = millis(60 * 60_000);

/** As many as a Lambda sends within its time, also where SNS answers slowly. */
const noticesAtOnce = 5;

export type Sending =
  | { readonly kind: "sent" }
  /** Somebody else sends it, or has. */
  | { readonly kind: "another" }
  | { readonly kind: "failed"; readonly error: unknown };

/** What is due of the pool; answers the subjects of what was sent. */
export async function sendDue(mail: Mail, pool: string, turn: Turn): Promise<readonly string[]> {
  const outbox = await mail.ledger.outbox.read(pool, turn.now);
  const stale = outbox.filter((kept) => isStale(kept, outbox));
  await Promise.all(stale.map((kept) => drop(mail, kept, turn)));
  const due = dueOf(outbox, turn.now).filter((kept) => !stale.includes(kept));
  const sent: string[] = [];
  for (const kept of due.slice(0, noticesAtOnce)) {
    const sending = await send(mail, kept, turn);
    if (sending.kind === "sent") sent.push(kept.notice.subject);
    // What SNS refuses of this one alone holds up no other.
    if (sending.kind === "failed" && isPassing(signatureOf(sending.error))) break;
  }
  return sent;
}

/** Whether it tells of a move that has ended since, which people are told as well. */
function isStale({ notice, at, sentAt }: OutboxItem, outbox: readonly OutboxItem[]): boolean {
  if (sentAt !== null || !isOverOnceMoved(notice)) return false;
  return outbox.some((later) => later.at > at && isEndOfMove(later.notice));
}

/** What cannot be dropped now is stale the next time. */
async function drop({ ledger }: Mail, { notice }: OutboxItem, { now, log }: Turn): Promise<void> {
  log({ reason: "a notice is not sent: what it says is over", notice: notice.id });
  await ledger.outbox.withdraw(notice, now).catch((error: unknown) => {
    log({ reason: `it could not be dropped: ${inShort(signatureOf(error))}`, notice: notice.id });
  });
}

export async function send(
  { ledger: { outbox }, notices }: Mail,
  kept: OutboxItem,
  { now, log }: Turn,
): Promise<Sending> {
  const claimed =
    kept.sentAt !== null || kept.claimedUntil > now ? null : await outbox.claim(kept, now);
  if (claimed === null) return { kind: "another" };
  const unless = (what: string) => (error: unknown) =>
    log({ reason: `${what}: ${inShort(signatureOf(error))}`, notice: kept.notice.id });
  if (notices.hasSent(kept.notice)) {
    await outbox.markSent(claimed, now).catch(unless("a notice could not be marked as sent"));
    return { kind: "another" };
  }
  try {
    await notices.publish(kept.notice);
  } catch (error) {
    unless("a notice could not be sent")(error);
    const signature = signatureOf(error);
    // What may be out already, or will be refused again, waits until its claim ends, longer each time.
    if (isPassing(signature) && !mayHaveArrived(signature)) {
      await outbox.release(claimed).catch(unless("a claim could not be let go"));
    }
    return { kind: "failed", error };
  }
  // It is out: whatever happens from here on must not send it again at once.
  await outbox.markSent(claimed, now).catch(unless("a notice could not be marked as sent"));
  return { kind: "sent" };
}

/** What lies there under the notice's id; null where the outbox could not take it. */
export async function kept(
  { ledger }: Pick<Services, "ledger">,
  notice: OutboxItem["notice"],
  { now, log }: { readonly now: Instant; readonly log: Turn["log"] },
): Promise<OutboxItem | null> {
  return ledger.outbox.keep(notice, now).catch((error: unknown) => {
    log({
      reason: `a notice could not be kept: ${inShort(signatureOf(error))}`,
      notice: notice.id,
    });
    return null;
  });
}

/** Whether people heard lately of the same, on whatever occasion. */
export async function isToldLately(
  { ledger: { outbox }, notices }: Mail,
  notice: Notice,
  now: Instant,
): Promise<boolean> {
  if (notices.hasSentReason(notice, standsForMs)) return true;
  // What cannot be read was not told, for all that anybody else knows.
  const before = await outbox.read(notice.pool, now).catch(() => []);
  return before.some(
    (kept) =>
      kept.notice.id !== notice.id &&
      isSameReason(kept.notice, notice) &&
      between(kept.at, now) < standsForMs,
  );
}
