// Ends a practice whose time is over, in home and in a witness: whoever should have ended it may be gone, and home's
// ledger with it. So it reads nothing of the controller's, and writes over nothing but what that practice wrote.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { restoreUses } from "../controller/levers/lever-moves.ts";
import { type RestoredPath, restoreLevers } from "../controller/levers/restore-levers.ts";
import { policyOf } from "../controller/policy-of.ts";
import { ownNotices, type Services } from "../controller/services.ts";
import { pathLabels } from "../core/levers/plan.ts";
import type { Notice } from "../core/report/notice.ts";
import { noticeOfGuard } from "../core/report/notice-of-guard.ts";
import { ActionError } from "../core/values/errors.ts";
import { fencingToken, millis } from "../core/values/types.ts";
import config from "../failover.config.ts";

const percent = z.number().check(z.int(), z.minimum(0), z.maximum(100));

const eventSchema = z.object({
  pool: z.string(),
  executionName: z.string(),
  token: z.number().check(z.int(), z.nonnegative()),
  /** Every share that the practice may have left. */
  shares: z.array(percent),
  paths: z.array(z.enum(["managedLogin", "sdk"])),
});

export const guard = lambda({
  name: "guard",
  event: eventSchema,
  environment: ["ACCOUNT_ID", "NOTICES_TOPIC_ARN"],
  uses: { ...restoreUses, notices: ownNotices },
  run: async (services, { pool, executionName, token, shares, paths }, { config }) => {
    const policy = policyOf(config, pool);
    const move = { executionName, token: fencingToken(token), reason: "its time is over" };
    const restored = await restoreLevers(services, { policy, move, expected: shares, paths });
    const notice = noticeOfGuard({ executionName, paths: restored }, policy);
    // What failed is tried again, and told once.
    if (notice !== null && !services.notices.hasSent(notice)) await tell(services, notice);
    const failed = restored.filter(({ result }) => result.kind === "failed");
    if (failed.length > 0) throw notAllBack(executionName, failed);
    return { reason: `${executionName}: ${restored.map(inWords).join("; ")}`, restored };
  },
});

export const handler = guard.on({ config, environment: process.env });

const TELL_ATTEMPTS = 3;
const betweenAttemptsMs = millis(2_000);

/** When it runs again there is nothing left to tell of, so that it is tried here. */
async function tell(
  { notices, place }: Pick<Services, "notices" | "place">,
  notice: Notice,
): Promise<void> {
  for (let attempt = 1; attempt < TELL_ATTEMPTS; attempt++) {
    try {
      return await notices.publish(notice);
    } catch {
      await place.runtime.rest(betweenAttemptsMs);
    }
  }
  await notices.publish(notice);
}

function inWords({ path, result }: RestoredPath): string {
  const done = {
    written: "sent back",
    unchanged: "was back already",
    notOurs: "left alone",
    failed: "",
  };
  const because = "because" in result ? `, as ${result.because}` : "";
  return `${pathLabels[path]} ${done[result.kind]}${because}`;
}

function notAllBack(executionName: string, failed: readonly RestoredPath[]): ActionError {
  const reasons = failed.map(({ result }) => ("because" in result ? result.because : ""));
  return new ActionError({
    code: "Unreachable",
    cannot: `end the practice run ${executionName}`,
    must: `each of its levers must be put back: ${reasons.join("; ")}`,
    next: "docs/runbook.md#levers-by-hand",
    retriable: true,
  });
}
