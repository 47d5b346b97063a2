// Tells people, by SNS: a notice that somebody else wrote, whatever of the pool was not told yet, how a move
// went wrong, or the question whether one may begin. Each is claimed under its id before it is sent.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { type Invocation, lambda } from "../controller/lambda.ts";
import { policyOf } from "../controller/policy-of.ts";
import { isToldLately, kept, send, sendDue } from "../controller/send-notices.ts";
import { ledger, notices, type Services } from "../controller/services.ts";
import { noticeOfNotBegun } from "../controller/tell-not-begun.ts";
import { moveSchema } from "../core/failover/move.ts";
import { outcomesOf } from "../core/failover/progress.ts";
import {
  questionAnswered,
  questionEnd,
  questionHeard,
  questionOver,
} from "../core/failover/question.ts";
import { runSchema } from "../core/practice/run-in-hand.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import type { Notice } from "../core/report/notice.ts";
import { occasionOf } from "../core/report/notice-id.ts";
import { noticeOfApproval, noticeOfMove } from "../core/report/notice-of-move.ts";
import { noticeOfPracticeQuestion } from "../core/report/notice-of-practice.ts";
import type { ToldEnd } from "../core/state/move-end.ts";
import type { State } from "../core/state/state.ts";
import { causeInWords } from "../core/values/cause.ts";
import { CONTROLLER } from "../core/values/order.ts";
import { plainLine } from "../core/values/text.ts";
import { type Instant, later, millis } from "../core/values/types.ts";
import config from "../failover.config.ts";

/** Notices of earlier versions have neither id nor pool. */
const notice = z.object({
  id: z.optional(z.string()),
  pool: z.optional(z.string()),
  subject: z.string(),
  body: z.string(),
});
const trouble = z.object({ Error: z.prefault(z.string(), ""), Cause: z.optional(z.string()) });

const eventSchema = z.union([
  z.object({ notice, pool: z.optional(z.string()) }),
  /** The question whether the move may begin; a further try has another token. */
  z.object({ move: moveSchema, taskToken: z.string() }),
  /** The question whether a practice run may begin. */
  z.object({ run: runSchema, taskToken: z.string(), approvalSeconds: z.number() }),
  /** It broke off before it was prepared, so that there is no more of it than the order. */
  z.object({ order: z.unknown(), executionName: z.string(), trouble }),
  /** Executions of earlier versions call every end of a question "declined". */
  z.object({
    move: moveSchema,
    kind: z.enum(["declined", "unanswered", "notAsked", "refused", "failed"]),
    trouble,
  }),
]);

type Event = z.output<typeof eventSchema>;
type Ended = Extract<Event, { readonly kind: string }>;
type NotBegun = Extract<Event, { readonly order: unknown }>;
type Asking = Extract<Event, { readonly taskToken: string; readonly move: unknown }>;
type AskingToPractise = Extract<Event, { readonly run: unknown }>;
type Mail = Pick<Services, "ledger" | "notices">;

export const notify = lambda({
  name: "notify",
  event: eventSchema,
  environment: ["LEDGER_TABLE", "NOTICES_TOPIC_ARN"],
  uses: { ledger, notices },
  run: async (services, event, invocation) => {
    if ("run" in event) return askWhetherToPractise(services, event, invocation);
    if ("taskToken" in event) return ask(services, event, invocation);
    if ("executionName" in event) return tellNotBegun(services, event, invocation);
    if ("kind" in event) return tellEnd(services, event, invocation);
    const pool = event.notice.pool ?? event.pool;
    const { id = occasionOf(event.notice.subject, invocation.now), subject, body } = event.notice;
    return tell(services, { id, pool: pool ?? "", subject, body }, invocation);
  },
});

export const handler = notify.on({ config, environment: process.env });

/** By way of the outbox; at once where it cannot take the notice: rather twice than never. */
async function tell(services: Mail, notice: Notice, invocation: Invocation) {
  const isKept = notice.pool !== "" && (await kept(services, notice, invocation)) !== null;
  if (!isKept) {
    const isTold = services.notices.hasSent(notice);
    if (!isTold) await services.notices.publish(notice);
    return { reason: isTold ? "it was told already" : `told: ${notice.subject}` };
  }
  const sent = await sendDue(services, notice.pool, invocation);
  return {
    reason:
      sent.length > 0 ? `told: ${sent.join("; ")}` : "nothing could be told, or was told already",
  };
}

async function tellNotBegun(services: Mail, event: NotBegun, invocation: Invocation) {
  const { order, executionName } = event;
  const trouble = troubleOf(event.trouble, "notBegun").trouble ?? "";
  const notice = await noticeOfNotBegun(services, { order, executionName, trouble }, invocation);
  if (notice === null) return { reason: "that the move could not begin was told already" };
  return tell(services, notice, invocation);
}

/** Fails while the question cannot be sent, so that the machine tries again. */
async function ask(services: Mail, { move, taskToken }: Asking, invocation: Invocation) {
  const { now, config } = invocation;
  const { pool, executionName } = move;
  const until = later(now, millis(move.approvalSeconds * 1_000));
  await services.ledger.keepApproval(pool, { of: "move", executionName, taskToken, until });
  const question = noticeOfApproval(move, policyOf(config, pool));
  const mine = await kept(services, question, invocation);
  if (mine === null && !services.notices.hasSent(question)) {
    await services.notices.publish(question);
  }
  const sending = mine === null ? null : await send(services, mine, invocation);
  if (sending?.kind === "failed") throw sending.error;
  await giveTime(services, { executionName, until, pool }, invocation);
  return { reason: `asked: ${question.subject}` };
}

/** Nothing waits for it but its machine, which takes silence for a no. */
async function askWhetherToPractise(
  services: Mail,
  { run, taskToken, approvalSeconds }: AskingToPractise,
  invocation: Invocation,
) {
  const { pool, executionName } = run;
  const until = later(invocation.now, millis(approvalSeconds * 1_000));
  await services.ledger.keepApproval(pool, { of: "practice", executionName, taskToken, until });
  return tell(services, noticeOfPracticeQuestion(run, until), invocation);
}

/** Who hears the question late has no less time. That only spares them a second question. */
async function giveTime(
  { ledger }: Mail,
  { pool, ...heard }: { readonly pool: string } & Parameters<typeof questionHeard>[1],
  { log }: Invocation,
): Promise<void> {
  try {
    const state = await ledger.readState(pool);
    const longer = state === null ? null : questionHeard(state, heard);
    if (longer !== null) await ledger.writeState(longer);
  } catch {
    log({ reason: "the question's time could not be written down" });
  }
}

/** Nothing moved, or nobody knows: closes the question, lets go of the lease, and says so. */
async function tellEnd(services: Mail, event: Ended, invocation: Invocation) {
  const { ledger } = services;
  const { now, config, log } = invocation;
  const { move } = event;
  const { pool, executionName } = move;
  const policy = policyOf(config, pool);
  const state = await ledger.readState(pool);
  const end = endOf(event);
  const closed = state === null ? null : closedBy(state, event, { now, cooldown: policy.cooldown });
  const isQuestion = end !== "refused" && end !== "failed";
  if (isQuestion) await ledger.outbox.withdraw(noticeOfApproval(move, policy), now);
  if (isQuestion && closed === null) {
    return { reason: "the question was overtaken: nobody needs to hear of it" };
  }
  const told = noticeOfEnd(event, end, invocation);
  // While that lasts a move is carried on, and each try breaks off like the one before.
  const isNews = !(isControllers(event, end) && (await isToldLately(services, told, now)));
  // Before the state is stored that makes it no news.
  if (isNews) await kept(services, told, invocation);
  if (closed !== null) {
    // An approval that cannot be dropped ends by itself.
    await ledger
      .dropApproval(pool)
      .catch(() => log({ reason: "the approval could not be dropped" }));
    if (closed !== state) await ledger.writeState(closed);
  }
  await ledger.releaseLease(pool, executionName);
  if (isQuestion) await note(ledger, [eventOf(event, end, now)], log);
  if (!isNews) return { reason: "that the move broke off was told lately" };
  return tell(services, told, invocation);
}

function isControllers({ move: { by } }: Ended, end: ToldEnd): boolean {
  return end === "failed" && by === CONTROLLER;
}

function endOf({ kind, trouble }: Ended): ToldEnd {
  if (kind === "refused" || kind === "failed") return kind;
  const end = questionEnd(trouble.Error);
  return end === "lost" ? "notAsked" : end;
}

function closedBy(
  state: State,
  { kind, move: { executionName }, trouble }: Ended,
  times: Parameters<typeof questionOver>[2],
): State | null {
  if (kind === "refused" || kind === "failed") return questionAnswered(state, executionName);
  return questionOver(state, { executionName, end: questionEnd(trouble.Error) }, times);
}

function noticeOfEnd(event: Ended, end: ToldEnd, { now, config }: Invocation): Notice {
  const { move, trouble } = event;
  const policy = policyOf(config, move.pool);
  const told = noticeOfMove(
    {
      ...{ move: move.move, from: move.from, to: move.to, reason: move.reason, by: move.by },
      ...{
        end,
        levers: outcomesOf(move.steps, move.progress),
        rtoSpent: null,
        isCarriedOn: false,
        now,
      },
      executionName: move.executionName,
      ...troubleOf(trouble, end),
    },
    policy,
  );
  // However many questions are lost in one incident, or executions overtaken by another, it is told once.
  const once = end === "notAsked" ? end : trouble.Error === "LeaseLost" ? "leaseLost" : null;
  if (once !== null) return { ...told, id: occasionOf(once, move.countsFrom) };
  return isControllers(event, end) ? { ...told, id: occasionOf(end, move.executionName) } : told;
}

/** That nobody answered says all there is to say. */
function troubleOf(
  { Error: name, Cause = "" }: Ended["trouble"],
  end: ToldEnd,
): { trouble?: string } {
  if (end === "unanswered") return {};
  const words = causeInWords(Cause);
  if (end === "declined") return { trouble: words };
  const isNamed = name !== "" && words !== "";
  return { trouble: `it ended with ${plainLine(name, 256)}${isNamed ? ": " : ""}${words}` };
}

const questionEvents = {
  declined: ["declined", "A person declined the move"],
  unanswered: ["unanswered", "Nobody answered in time whether to move"],
  notAsked: ["questionLost", "The question whether to move was lost, and is asked anew"],
} as const;

function eventOf(
  { move: { pool, to, move, executionName }, trouble: { Cause = "" } }: Ended,
  end: ToldEnd,
  at: Instant,
): ControllerEvent {
  const [type, sentence] = questionEvents[end as keyof typeof questionEvents];
  const answer = end === "declined" ? { answer: Cause } : {};
  const facts = { move, executionName, ...answer };
  return { at, pool, type, sentence: `${sentence} to ${to}.`, facts };
}
