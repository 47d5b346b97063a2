// Which share of users do name servers send to the secondary, now? What was seen of the share in force is added up,
// look by look: what a report says users had is what was answered, and not what was asked for.

import type { RunInHand } from "../../core/practice/run-in-hand.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { type Instant, millis } from "../../core/values/types.ts";
import { within } from "../deadline.ts";
import type { RecordProveServices } from "../levers/record-look.ts";
import { lookAtShare } from "../levers/share-look.ts";

export type ShareServices = RecordProveServices;

const lookTimeoutMs = millis(8_000);

interface Look {
  readonly policy: Policy;
  readonly now: Instant;
}

/** The steps of the run with what was seen; as they were where it could not be seen, or no path carries a share. */
export async function lookAtShares(
  services: ShareServices,
  { steps, at, paths, rung }: RunInHand,
  { policy, now }: Look,
): Promise<RunInHand["steps"]> {
  if (rung !== "canary" || !paths.includes("sdk")) return steps;
  const look = await within(services.place, lookTimeoutMs, () =>
    lookAtShare(services, { policy, changeId: null }),
  ).catch(() => null);
  const seen = look?.seen ?? null;
  if (seen === null) return steps;
  const there = Math.round((seen.percent * seen.answers) / 100);
  return steps.map((step, n) => {
    if (n !== at) return step;
    const isInEffect = there > 0 && there < seen.answers;
    return {
      ...step,
      seenAt: step.seenAt ?? (isInEffect ? now : null),
      answers: step.answers + seen.answers,
      answersThere: step.answersThere + there,
    };
  });
}
