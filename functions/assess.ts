// One tick of the watch: read, decide, remember what changed. It starts nothing itself: the machine
// reads the action and the notice from the answer.

import * as z from "zod/mini";
import { signatureOf } from "../aws/failure-signature.ts";
import { type Decision, decide } from "../core/decide.ts";
import { eventsOf } from "../core/event.ts";
import { CONTROLLER } from "../core/move.ts";
import { type Notice, noticeOf } from "../core/notice.ts";
import type { Instant, Millis } from "../core/types.ts";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { observe } from "./_observe.ts";
import { policyOf } from "./_policy-of.ts";
import { cognito, ledger, metrics, type Services } from "./_services.ts";

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
    const { action, primary, secondary, reason } = decision;
    const events = eventsOf(state, decision, now);
    const notice = await due(services, policy.name, noticeOf(decision, policy));
    if (state.version === 0 || events.length > 0 || isNews(state, decision.state)) {
      await services.ledger.writeState(decision.state);
    }
    await services.ledger.append(events);
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
        reason: reasonOf(decision),
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
 * What people must be told: the news of this tick, or what an earlier tick could not get out. Kept before
 * the state is stored, since a stored state makes no news a second time.
 */
async function due(
  { ledger }: Pick<Services, "ledger">,
  pool: string,
  news: Notice | null,
): Promise<Notice | null> {
  if (news === null) return ledger.readUntold(pool);
  await ledger.keepUntold(pool, news);
  return news;
}

/** A move that is carried on keeps the reason for which it was begun. */
function reasonOf({ diagnosis, state: { standing } }: Decision): string {
  if (standing.phase === "steady" || standing.phase === "failedOver") return diagnosis.sentence;
  return `${standing.reason} (begun by ${standing.by} as ${standing.executionName}, carried on)`.slice(
    0,
    500,
  );
}

function isNews(before: object, after: object): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
