// How far is the secondary behind? A marker is written to a probe user in the primary and looked for in the
// secondary.

import type { MarkerSeen } from "../../aws/directory.ts";
import { signatureOf } from "../../aws/failure-signature.ts";
import { classify, failureClasses } from "../../core/failure-class.ts";
import { behind } from "../../core/finding.ts";
import { type Millis, millis } from "../../core/types.ts";
import { inWords } from "../../core/words.ts";
import { LeftOut, type Walk, whoSignsIn } from "../_journey.ts";

/** The last look needs time to be answered before the step is over. */
const SHARE_FOR_LOOKING = 0.75;

export const replicationLag: Walk = async ({ directory, place }, ground, step) => {
  const { policy, target: secondary, other: primary } = ground;
  const settings = policy.journeys.replicationLag;
  if (settings === null) throw new LeftOut();
  const { attribute, limit } = settings;
  const { username } = (await whoSignsIn(ground, step)).credentials;
  const where = { userPoolId: policy.userPoolId, username, attribute };
  const since = place.runtime.now();
  await step("writeMarker", () => directory.mark(primary, where, since)).catch(leaveOutage);
  const atMost = millis(SHARE_FOR_LOOKING * policy.criteria.stepDeadline);
  const seen = await step("readMarker", (signal) =>
    directory.seen(secondary, { where, since }, { atMost, signal }),
  );
  if (seen.isSeen && seen.lag <= limit) return { kind: "ok", lag: seen.lag };
  const says = told(seen, limit);
  return { kind: "finding", finding: "lagging", step: "readMarker", says, lag: seen.lag };
};

/** An outage of the primary is told by its own journeys, and is no fault of the secondary. */
function leaveOutage(failed: Error): never {
  const kind = classify(signatureOf(failed.cause));
  if (failureClasses[kind].voting === "always") throw new LeftOut();
  throw failed;
}

function told({ isSeen, lag }: MarkerSeen, limit: Millis): string {
  if (isSeen) return behind(lag, limit);
  return `a change is not there after ${inWords(lag)}, and a probe waits no longer`;
}
