// The last state of a move: writes down what each lever came to and the phase that follows, lets go of the
// lease, and says what people should read.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { isRenewed } from "../controller/lease.ts";
import { policyOf } from "../controller/policy-of.ts";
import { ledger } from "../controller/services.ts";
import { type MoveInHand, moveSchema } from "../core/failover/move.ts";
import { endOf, outcomesOf } from "../core/failover/progress.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import { headlineIn } from "../core/report/notice.ts";
import { noticeOfMove } from "../core/report/notice-of-move.ts";
import { isAnySent, isAnyUnseen } from "../core/report/where-users-are.ts";
import { type LeverOutcome, type MoveEnd, whyKept } from "../core/state/move-end.ts";
import { moveEnded } from "../core/state/move-ended.ts";
import { moveNoticed, moveSaid } from "../core/state/paging-memory.ts";
import { newState, type State } from "../core/state/state.ts";
import { CONTROLLER } from "../core/values/order.ts";
import { between, type Instant, millis } from "../core/values/types.ts";
import config from "../failover.config.ts";

export const complete = lambda({
  name: "complete",
  event: z.object({
    move: moveSchema,
  }),
  environment: ["LEDGER_TABLE"],
  isolation: () => import("../controller/isolation/isolated.ts"),
  uses: { ledger },
  run: async ({ ledger }, { move }, { now, config, log }) => {
    const policy = policyOf(config, move.pool);
    // A try whose answer was lost has written everything down, and much may have happened since.
    const isFirst = await isRenewed({ ledger }, move, { now, policy });
    const end = endOf(move.progress);
    const outcomes = outcomesOf(move.steps, move.progress);
    const isMoved = end === "confirmed" || end === "applied";
    const rtoSpent = isMoved ? between(move.countsFrom, now) : null;
    const answer = { end, rtoSpent: millis(rtoSpent ?? 0) };
    if (!isFirst) return { ...answer, reason: "the move was completed already", notice: null };
    const arrival = { ...move, end, outcomes };
    const after = (state: State | null) =>
      moveEnded(state ?? newState(move.pool, now), arrival, now);
    const { paths } = after(await ledger.readState(move.pool));
    const report = { ...move, end, levers: outcomes, paths, rtoSpent, now };
    // Further attempts that change nothing are no news.
    const isNews = !(move.isCarriedOn && end === "inPart");
    const notice = isNews ? noticeOfMove(report, policy) : null;
    // Before the state is stored that makes it no news.
    if (notice !== null) await ledger.outbox.keep(notice, now);
    // Good news, and what a person ordered, take no room from what is yet to be told.
    const isCounted = notice !== null && end !== "confirmed" && move.by === CONTROLLER;
    await ledger.changeState(move.pool, (before) => {
      const moved = after(before);
      const state = notice === null ? moved : moveSaid(moved, headlineIn(notice), now);
      return isCounted ? moveNoticed(state, now) : state;
    });
    const event = completedEvent(move, { end, outcomes, rtoSpentMs: rtoSpent, at: now });
    await note(ledger, [event], log);
    await ledger.releaseLease(move.pool, move.executionName);
    return { ...answer, reason: event.sentence, notice };
  },
});

export const handler = complete.on({ config, environment: process.env });

interface Completed {
  readonly end: MoveEnd;
  readonly outcomes: readonly LeverOutcome[];
  readonly rtoSpentMs: number | null;
  readonly at: Instant;
}

function partly(to: string, levers: readonly LeverOutcome[]): string {
  if (isAnySent({ levers })) {
    return `Sign-in was moved to ${to} in part: what could not be moved is tried again.`;
  }
  return isAnyUnseen({ levers })
    ? `Nothing was seen of the move to ${to}: it is looked at again.`
    : `No lever was moved to ${to} yet: each is tried again.`;
}

function completedEvent(
  { pool, move, from, to, executionName, isInsisted }: MoveInHand,
  { end, outcomes, rtoSpentMs, at }: Completed,
): ControllerEvent {
  const sentences: Readonly<Record<MoveEnd, string>> = {
    confirmed: `Sign-in was moved to ${to}, confirmed.`,
    applied: `Sign-in was moved to ${to}: applied, not confirmed.`,
    inPart: partly(to, outcomes),
    turnedBack: `${to} fails and ${from} is healthy: what was not confirmed was put back.`,
    kept: whyKept({ from, to, isInsisted }),
  };
  const paths = Object.fromEntries(outcomes.map(({ step, kind }) => [step.path, kind]));
  const facts = { end, move, from, to, rtoSpentMs, executionName, ...paths };
  return { at, pool, type: "completed", sentence: sentences[end], facts };
}
