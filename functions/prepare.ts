// The first state of a move: parse the order, take the lease, read everything again, ask every safety
// rule, and only then write the intent down. What is refused here has moved nothing.

import * as z from "zod/mini";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { leaseLength } from "../controller/lease.ts";
import { checkUses } from "../controller/levers/lever-looks.ts";
import { leverProblems, refuseIfNoneWorks } from "../controller/levers/preflight.ts";
import { observe } from "../controller/observe.ts";
import { policyOf } from "../controller/policy-of.ts";
import { cognito, ledger, type Services } from "../controller/services.ts";
import { decide } from "../core/decide/decide.ts";
import type { LeverReading } from "../core/detect/observation.ts";
import type { MoveInHand } from "../core/failover/move.ts";
import { parseOrder } from "../core/failover/order-input.ts";
import { started } from "../core/failover/progress.ts";
import { asked, isAsked } from "../core/failover/question.ts";
import { refusal } from "../core/failover/refusal.ts";
import type { LeverEvidence } from "../core/levers/lever-evidence.ts";
import { plan, type Step } from "../core/levers/plan.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import type { Policy } from "../core/settings/policy.ts";
import { insists, isBegunBy } from "../core/state/intent.ts";
import { readingOf } from "../core/state/lever-readings.ts";
import type { State } from "../core/state/state.ts";
import { moveStarted, wayOf } from "../core/state/state-changes.ts";
import { ActionError } from "../core/values/errors.ts";
import { CONTROLLER, type Order } from "../core/values/order.ts";
import { BY_LETTERS, plainLine } from "../core/values/text.ts";
import { type Instant, later } from "../core/values/types.ts";
import config from "../failover.config.ts";

interface Answered {
  readonly approvedBy?: string | null | undefined;
  readonly approval?: { readonly reason?: string | undefined } | undefined;
}

export const prepare = lambda({
  name: "prepare",
  event: z.object({
    input: z.unknown(),
    executionName: z.string(),
    /** Who agreed, once a person did. */
    approvedBy: z.optional(z.nullable(z.string())),
    /** The whole answer; earlier versions of the machine give none. */
    approval: z.optional(z.looseObject({ reason: z.optional(z.string()) })),
  }),
  environment: ["LEDGER_TABLE", "BEACON_SEARCH_STRINGS"],
  isolation: () => import("../controller/isolation/isolated.ts"),
  uses: { ...checkUses, cognito, ledger },
  run: async (services, event, { now, config, log }) => {
    const { ledger } = services;
    const { pool, order } = parseOrder(event.input, event.executionName);
    const policy = policyOf(config, pool);
    const approvedBy = approverOf(event);
    const steps = plan(order.move, policy);
    const inHand = { order, policy, steps, approvedBy };
    const before = await ledger.readState(pool);
    // A try whose answer was lost, or an event that came twice: it is told the same, and counts as nothing.
    const earlier = before === null ? null : earlierTry(before, inHand, now);
    if (earlier !== null) return again(services, inHand, earlier);
    const { kind, lease } = await ledger.takeLease(pool, event.executionName, {
      now,
      length: leaseLength(policy),
    });
    let isIntentSent = false;
    try {
      const [{ state, observation }, problems] = await Promise.all([
        observe(services, policy, now),
        leverProblems(services, policy),
      ]);
      const probeEvery = config.cadence.probe;
      const decision = decide(state, { now, observation, policy, probeEvery, order });
      const { action } = decision;
      if (action.kind === "refuse" || action.kind === "none" || kind === "another") {
        await note(ledger, [said("refused", decision.reason, { order, now, pool })], log);
        throw refusal(decision, order, pool);
      }
      refuseIfNoneWorks(steps, problems, pool);
      const needsApproval = action.needsApproval && approvedBy === null;
      if (needsApproval) {
        const until = later(now, policy.approval.timeout);
        await ledger.writeState(asked(decision.state, event.executionName, { now, until }));
        await ledger.releaseLease(pool, event.executionName);
        await note(ledger, [said("approvalAsked", decision.reason, { order, now, pool })], log);
      } else {
        const paths = steps.map(({ path }) => path);
        const wordHolds = policy.approval.holds;
        const way = wayOf(order.move, policy);
        const departure = { ...way, order, token: lease.token, paths, approvedBy, wordHolds };
        isIntentSent = true;
        await ledger.writeState(moveStarted(decision.state, departure, now));
        const of = { order, now, pool, approvedBy };
        await note(ledger, [said("departed", decision.reason, of)], log);
      }
      const { isCarriedOn, override } = decision.assessment.intent;
      const onset = order.move === "failOver" ? decision.assessment.primary.health.onset : null;
      return handed(inHand, {
        token: lease.token,
        needsApproval,
        // What is carried on was wanted since it began.
        countsFrom: onset ?? (isCarriedOn ? state.standing.since : now),
        isCarriedOn,
        override,
        known: keptOf(decision.state, { levers: observation.levers ?? [], now }),
      });
    } catch (error) {
      await letGo(services, order, { pool, isIntentSent, error });
      throw error;
    }
  },
});

export const handler = prepare.on({ config, environment: process.env });

/** What the command line was told by AWS of who called, with the person's own words; CloudTrail has the proof. */
function approverOf({ approvedBy, approval }: Answered): string | null {
  if (approvedBy === undefined || approvedBy === null) return null;
  const words = approval?.reason === undefined ? "" : `: ${approval.reason}`;
  return plainLine(approvedBy + words, BY_LETTERS);
}

interface InHand {
  readonly order: Order;
  readonly policy: Policy;
  readonly steps: readonly Step[];
  readonly approvedBy: string | null;
}

interface Begun extends Pick<MoveInHand, "token" | "countsFrom" | "isCarriedOn" | "needsApproval"> {
  /** The rules that were set aside by whoever began. */
  readonly override: readonly string[];
  readonly known: EvidenceOf;
}

type EvidenceOf = (step: Step) => LeverEvidence | null;

/** The move as the machine carries it from here on. */
function handed(
  { order, policy, steps, approvedBy }: InHand,
  { known, override, ...begun }: Begun,
) {
  return {
    ...wayOf(order.move, policy),
    pool: policy.name,
    executionName: order.executionName,
    reason: order.reason,
    by: approvedBy ?? nameOf(order),
    steps,
    approvalSeconds: Math.ceil(policy.approval.timeout / 1_000),
    isInsisted: insists([...order.override, ...override]),
    progress: started(steps, known),
    // How often the machine could not look.
    looks: { failed: 0 },
    ...begun,
  } satisfies MoveInHand & { readonly looks: object };
}

async function again({ ledger }: Pick<Services, "ledger">, inHand: InHand, earlier: Begun) {
  const { order, policy } = inHand;
  // While people are asked, nobody holds it.
  if (earlier.needsApproval) await ledger.releaseLease(policy.name, order.executionName);
  return handed(inHand, earlier);
}

interface GivenUp {
  readonly pool: string;
  readonly isIntentSent: boolean;
  readonly error: unknown;
}

/** No lever has moved: whoever comes next need not wait until the lease ends. */
async function letGo(
  { ledger }: Pick<Services, "ledger">,
  { executionName }: Order,
  { pool, isIntentSent, error }: GivenUp,
): Promise<void> {
  const isFinal = error instanceof ActionError && !error.retriable;
  // A further try may find that the intent was stored after all, and goes on under the lease.
  if (isIntentSent && !isFinal) return;
  await ledger.releaseLease(pool, executionName).catch(() => undefined);
}

/** What this very execution wrote down already; null where it is new. */
function earlierTry(state: State, { order, approvedBy }: InHand, now: Instant): Begun | null {
  const { standing, paths, token, health } = state;
  const known = keptOf(state);
  if (isBegunBy(state, order)) {
    const isCarriedOn = order.by.kind === "controller" && paths.some((one) => one.attempts > 1);
    const onset = order.move === "failOver" ? health.primary.onset : null;
    const countsFrom = onset ?? standing.since;
    const override = "override" in standing ? standing.override : [];
    return { token, needsApproval: false, countsFrom, isCarriedOn, override, known };
  }
  if (approvedBy !== null || !isAsked(state, order.executionName)) return null;
  const nothingYet = { countsFrom: now, isCarriedOn: false, override: [] };
  return { token, needsApproval: true, ...nothingYet, known };
}

/** What an earlier execution left there, and nobody has moved since. */
function keptOf(
  { paths, token }: State,
  seen: { readonly levers: readonly LeverReading[]; readonly now: Instant } | null = null,
): EvidenceOf {
  return ({ path, to }) => {
    const own = paths.find((one) => one.path === path);
    if (own?.wanted !== to || own.evidence === null) return null;
    const reading =
      seen === null ? undefined : readingOf(path, seen.levers, { now: seen.now, token });
    const isElsewhere =
      reading !== undefined && reading.at > own.evidence.at && reading.stands !== to;
    return isElsewhere ? null : own.evidence;
  };
}

interface OrderInHand {
  readonly order: Order;
  readonly now: Instant;
  readonly pool: string;
  readonly approvedBy?: string | null;
}

function said(
  type: ControllerEvent["type"],
  sentence: string,
  { order, now, pool, approvedBy = null }: OrderInHand,
): ControllerEvent {
  const { move, reason, executionName } = order;
  const agreed = approvedBy === null ? {} : { approvedBy };
  const facts = { move, reason, executionName, by: nameOf(order), ...agreed };
  return { at: now, pool, type, sentence, facts };
}

function nameOf({ by }: Order): string {
  return by.kind === "person" ? by.name : CONTROLLER;
}
