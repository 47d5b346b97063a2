// One tick of the watch: read, decide, remember what changed. It starts nothing itself: the machine
// reads the action and the notice from the answer.

import * as z from "zod/mini";
import { dueOf, holdsAlready } from "../aws/ledger/outbox.ts";
import { signatureOf } from "../aws/sdk/failure-signature.ts";
import { note } from "../controller/audit.ts";
import { lambda } from "../controller/lambda.ts";
import { observe } from "../controller/observe.ts";
import { policyOf } from "../controller/policy-of.ts";
import { cognito, ledger, metrics, type Services } from "../controller/services.ts";
import { type Decision, decide } from "../core/decide/decide.ts";
import { eventsOf } from "../core/report/event.ts";
import type { Notice } from "../core/report/notice.ts";
import { noticeOf } from "../core/report/notice-of-watch.ts";
import { reasonToGoOn } from "../core/state/intent.ts";
import { CONTROLLER } from "../core/values/order.ts";
import { plainLine, REASON_LETTERS } from "../core/values/text.ts";
import type { Instant, Millis } from "../core/values/types.ts";
import config from "../failover.config.ts";

export const assess = lambda({
  name: "assess",
  event: z.object({ pool: z.string() }),
  environment: ["LEDGER_TABLE"],
  uses: { cognito, ledger, metrics },
  run: async (services, event, { now, config, log }) => {
    const policy = policyOf(config, event.pool);
    const { state, observation, lastLook } = await observe(services, policy, now);
    const probeEvery = config.cadence.probe;
    const decision = decide(state, { now, observation, policy, probeEvery, order: null });
    const { assessment, action, reason } = decision;
    const { primary, secondary } = assessment;
    const events = eventsOf(state, decision, now);
    const notice = await due(
      services,
      noticeOf(decision, { now, observation, policy, probeEvery }),
      { pool: policy.name, now },
    );
    if (state.version === 0 || events.length > 0 || isNews(state, decision.state)) {
      await services.ledger.writeState(decision.state);
    }
    await note(services.ledger, events, log);
    const { watch } = config.cadence;
    const isAllUp = primary.health.name === "up" && secondary.health.name === "up";
    const isHeard = !isAllUp || isLongAgo(lastLook?.heardAt, { now, watch });
    const beat = services.metrics.beat({
      pool: policy.name,
      witness: isHeard ? policy.witness : null,
      primary: primary.health.name,
      secondary: secondary.health.name,
      votes: [...primary.verdict.votes, ...secondary.verdict.votes].filter(
        ({ kind }) => kind !== "undetermined",
      ).length,
    });
    const heardAt = isHeard ? now : lastLook?.heardAt;
    const tick = services.ledger.keepTick(policy.name, { at: now, every: watch, heardAt });
    const without = (what: string) => (error: unknown) =>
      log({ reason: `${what}: ${signatureOf(error).name}` });
    // The watchdog misses a heartbeat that could not be sent; a failover does not wait for one.
    await Promise.all([
      beat.catch(without("the heartbeat could not be sent")),
      tick.catch(without("this look could not be kept")),
    ]);
    return {
      reason,
      action: action.kind,
      executionName: "executionName" in action ? action.executionName : null,
      order: {
        pool: policy.name,
        reason: plainLine(reasonOf(decision), REASON_LETTERS),
        move: action.kind === "failBack" ? "failBack" : "failOver",
        by: CONTROLLER,
      },
      notice,
    };
  },
});

export const handler = assess.on({ config, environment: process.env });

/** Whether the witness heard nothing of the last look: each request to it is paid for, so it hears every other. */
function isLongAgo(
  heardAt: Instant | undefined,
  { now, watch }: { readonly now: Instant; readonly watch: Millis },
): boolean {
  return heardAt === undefined || Math.abs(now - heardAt) >= 1.5 * watch;
}

/**
 * What people must be told: the news of this tick, or what an earlier one could not get out. Kept before the
 * state is stored, since a stored state makes no news a second time. Notify finds all that is due by itself.
 */
async function due(
  { ledger: { outbox } }: Pick<Services, "ledger">,
  news: Notice | null,
  { pool, now }: { readonly pool: string; readonly now: Instant },
): Promise<Notice | null> {
  const before = await outbox.read(pool, now);
  const isNew = news !== null && !holdsAlready(before, news, now);
  const all = isNew ? [...before, await outbox.keep(news, now)] : before;
  return dueOf(all, now)[0]?.notice ?? null;
}

/** A move that is carried on keeps the reason for which it was begun. */
function reasonOf({ assessment: { diagnosis }, state: { standing } }: Decision): string {
  if (standing.phase === "steady" || standing.phase === "failedOver") return diagnosis.sentence;
  return reasonToGoOn(standing);
}

function isNews(before: object, after: object): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
