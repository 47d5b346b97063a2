// Tells people, by SNS: a notice that somebody else wrote, the end of a move that went wrong, or the
// question whether a move may begin.

import * as z from "zod/mini";
import { type MoveInHand, moveSchema } from "../core/move.ts";
import { type Notice, noticeOfApproval, noticeOfMove } from "../core/notice.ts";
import type { Config } from "../core/policy.ts";
import { answered, asked } from "../core/standing.ts";
import { type Instant, later, millis } from "../core/types.ts";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { policyOf } from "./_policy-of.ts";
import { ledger, notices, type Services } from "./_services.ts";

const notice = z.object({ subject: z.string(), body: z.string() });
const trouble = z.object({ Error: z.string(), Cause: z.optional(z.string()) });

const eventSchema = z.union([
  /** With a pool, the notice is kept until this has told it. */
  z.object({ notice, pool: z.optional(z.string()) }),
  z.object({ move: moveSchema, taskToken: z.string() }),
  z.object({ move: moveSchema, kind: z.enum(["declined", "refused", "failed"]), trouble }),
]);

type Event = z.output<typeof eventSchema>;

export const notify = lambda({
  name: "notify",
  event: eventSchema,
  environment: ["LEDGER_TABLE", "NOTICES_TOPIC_ARN"],
  uses: { ledger, notices },
  run: async ({ ledger, notices }, event, { now, config }) => {
    if ("taskToken" in event) {
      const { move, taskToken } = event;
      const until = later(now, millis(move.approvalSeconds * 1_000));
      await ledger.keepApproval(move.pool, { executionName: move.executionName, taskToken, until });
    } else if ("kind" in event) {
      const isOpen = await closeQuestion(ledger, event, { now, config });
      if (event.kind === "declined" && !isOpen) {
        return { reason: "the question was overtaken: nobody needs to hear of it" };
      }
      await ledger.releaseLease(event.move.pool, event.move.executionName);
    }
    const wording = noticeFor(event, config, now);
    await notices.publish(wording);
    if ("pool" in event && event.pool !== undefined) await ledger.dropUntold(event.pool);
    return { reason: `told: ${wording.subject}` };
  },
});

export const handler = notify.on({ config, environment: process.env });

/**
 * Whoever said no, or nothing, is not asked again before the cooldown has passed; whoever said yes to a
 * move that a rule then forbade may be asked at once. False when the question is not open any more, since
 * another move has begun meanwhile.
 */
async function closeQuestion(
  ledger: Services["ledger"],
  { kind, move: { pool, executionName } }: { readonly kind: string; readonly move: MoveInHand },
  { now, config }: { readonly now: Instant; readonly config: Config },
): Promise<boolean> {
  const state = await ledger.readState(pool);
  if (state?.asked?.executionName !== executionName) return false;
  await ledger.dropApproval(pool);
  const until = later(now, policyOf(config, pool).cooldown);
  const isAnswered = kind !== "declined";
  await ledger.writeState(isAnswered ? answered(state) : asked(state, executionName, until));
  return true;
}

function noticeFor(event: Event, config: Config, now: Instant): Notice {
  if ("notice" in event) return event.notice;
  const { move } = event;
  const policy = policyOf(config, move.pool);
  if ("taskToken" in event) return noticeOfApproval(move, policy);
  const { Error: name, Cause = "" } = event.trouble;
  return noticeOfMove(
    {
      move: move.move,
      kind: event.kind,
      from: move.from,
      to: move.to,
      reason: `${move.reason} (by ${move.by}); it ended with ${name}${wordsOf(Cause)}`,
      steps: move.progress.outcomes,
      rtoSpent: null,
      now,
    },
    policy,
  );
}

/** Step Functions gives a Lambda's error as JSON text; the sentence in it is what people want. */
function wordsOf(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? `: ${errorMessage}` : "";
  } catch {
    return cause === "" ? "" : `: ${cause}`;
  }
}
