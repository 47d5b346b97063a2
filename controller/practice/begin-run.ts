// Begins a practice run: it is written down once, with its token, its time limit and its guards, and only then are the
// guards made. Whoever does so again, after whatever broke off, goes on with what was written first.

import type { RunPlan } from "../../core/practice/plan-run.ts";
import { begunAs, type RunInHand, sharesOf } from "../../core/practice/run-in-hand.ts";
import type { ControllerEvent } from "../../core/report/event.ts";
import { noticeOfPracticeBegin } from "../../core/report/notice-of-practice.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { practiceBegun } from "../../core/state/practice.ts";
import type { PracticeUnderWay } from "../../core/state/practice-run.ts";
import { newState } from "../../core/state/state.ts";
import { assert } from "../../core/values/errors.ts";
import type { FencingToken } from "../../core/values/types.ts";
import { note } from "../audit.ts";
import type { Invocation } from "../lambda.ts";
import { leaseLength } from "../lease.ts";
import type { Services } from "../services.ts";
import { type GuardServices, makeGuards } from "./guards.ts";

export type BeginServices = GuardServices & Pick<Services, "ledger">;

interface Beginning {
  readonly policy: Policy;
  readonly plan: RunPlan;
  readonly invocation: Invocation;
}

export type RunBegun =
  | { readonly kind: "begun"; readonly run: RunInHand }
  /** Nobody was sent anywhere; `name` of what kept it from beginning. */
  | { readonly kind: "barred"; readonly name: string; readonly because: string };

/** The lease gives it a token of its own, and is let go at once: a failover waits for no practice. */
export async function beginRun(
  services: BeginServices,
  run: RunInHand,
  beginning: Beginning,
): Promise<RunBegun> {
  const { ledger, guardNames } = services;
  const { policy, plan, invocation } = beginning;
  const { now } = invocation;
  const { pool, executionName } = run;
  const taken = await ledger.takeLease(pool, executionName, { now, length: leaseLength(policy) });
  if (taken.kind === "another") {
    const because = `${taken.lease.holder} holds the right to move levers`;
    return { kind: "barred", name: "moving", because };
  }
  try {
    const name = guardNames.schedule(pool, executionName);
    const guard = { name, dueAt: plan.times.guardsDueAt, shares: sharesOf(run) };
    const wanted = { ...underWayOf(run, taken.lease.token), since: now, guard };
    const state = await ledger.changeState(pool, (found) =>
      practiceBegun(found ?? newState(pool, now), wanted),
    );
    const practice = state?.practice ?? null;
    if (practice?.executionName !== executionName) {
      const because = "a move, or another practice run, began in the same moment";
      return { kind: "barred", name: "overtaken", because };
    }
    return await goOn(services, run, { ...beginning, practice });
  } finally {
    await ledger.releaseLease(pool, executionName).catch(() => undefined);
  }
}

/** From what was written down of it: makes what may be missing, and tells what may be untold. */
export async function goOn(
  services: BeginServices,
  run: RunInHand,
  { practice, policy, plan, invocation }: Beginning & { readonly practice: PracticeUnderWay },
): Promise<RunBegun> {
  const { ledger } = services;
  const begun = begunAs(run, practice);
  if (begun === null) {
    const because = "the settings were changed while it began";
    return { kind: "barred", name: "settings", because };
  }
  await makeGuards(services, practice, policy);
  await ledger.outbox.keep(noticeOfPracticeBegin(begun), practice.since);
  if (!(await isTold(ledger, begun))) {
    await note(ledger, [eventOf(begun, practice, plan)], invocation.log);
  }
  return { kind: "begun", run: begun };
}

function underWayOf(
  { rung, executionName, until, paths, by, why }: RunInHand,
  token: FencingToken,
): Omit<PracticeUnderWay, "since" | "guard"> {
  assert(rung !== "isolation", "a run that is written down sends users over");
  return { rung, executionName, token, until, paths, by, reason: why, stoppedBy: null };
}

/** Of the newest events; where they cannot be read it is told again. */
const newestEvents = 20;

async function isTold(ledger: Services["ledger"], run: RunInHand): Promise<boolean> {
  const events = await ledger.readEvents(run.pool, newestEvents).catch(() => []);
  return events.some(
    ({ type, facts }) => type === "practiceBegun" && facts["executionName"] === run.executionName,
  );
}

function eventOf(
  run: RunInHand,
  { since, guard }: PracticeUnderWay,
  plan: RunPlan,
): ControllerEvent {
  const { pool, rung, executionName, by, why, steps, secondary } = run;
  const shares = steps.map(({ share }) => share).join(", ");
  return {
    ...{ at: since, pool, type: "practiceBegun" },
    sentence: `Practice run (${rung}) begins: ${shares} % of users go to ${secondary}: ${plan.budget.because}.`,
    facts: { executionName, rung, by, reason: why, shares, guardsDueAt: guard?.dueAt ?? null },
  };
}
