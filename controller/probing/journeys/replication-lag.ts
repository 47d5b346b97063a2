// How far is the secondary behind? A marker is written at the primary and looked for at the secondary, both as
// the probe user itself, with the sessions that this round's sign-in began.

import type { MarkerSeen } from "../../../aws/cognito/replication-marker.ts";
import type { Session } from "../../../aws/cognito/sign-in-answer.ts";
import { signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { behind } from "../../../core/diagnose/finding.ts";
import { classify, judge } from "../../../core/probe/classify-failure.ts";
import { failureClasses, isTurnedAway } from "../../../core/probe/failure-class.ts";
import type { StepName } from "../../../core/probe/probe.ts";
import { type Instant, type Millis, millis } from "../../../core/values/types.ts";
import { inWords } from "../../../core/values/words.ts";
import {
  type JourneyContext,
  type JourneyOutcome,
  type JourneyServices,
  LeftOut,
  type RunStep,
  StepFailed,
  sessionAt,
  type Walk,
} from "../journey.ts";

/** The last look needs time to be answered before the step is over. */
const SHARE_FOR_LOOKING = 0.75;

export const replicationLag: Walk = async (services, context, step) => {
  const { policy } = context;
  const settings = policy.journeys.replicationLag;
  if (settings === null) throw new LeftOut();
  const writer = await sessionAt(context, policy.primary);
  const reader = await context.session(policy.secondary);
  if (reader === null) return notServed(context);
  const { attribute, limit } = settings;
  const walk = { writer, reader, attribute, since: services.place.runtime.now() };
  try {
    const seen = await measured(services, { context, step }, walk);
    if (seen === "unreadable") {
      return unknown("readMarker", `the app client may not read a probe user's ${attribute}`);
    }
    if (seen.isSeen && seen.lag <= limit) return { kind: "ok", lag: seen.lag };
    const says = told(seen, limit);
    return { kind: "finding", finding: "lagging", step: "readMarker", says, lag: seen.lag };
  } catch (error) {
    return refused(error, attribute);
  }
};

interface Walking {
  readonly writer: Session;
  readonly reader: Session;
  readonly attribute: string;
  readonly since: Instant;
}

async function measured(
  { replicationMarker }: JourneyServices,
  { context: { policy }, step }: { readonly context: JourneyContext; readonly step: RunStep },
  { writer, reader, attribute, since }: Walking,
): Promise<MarkerSeen | "unreadable"> {
  const there = { session: writer, attribute };
  await step("writeMarker", () => replicationMarker.write(there, since)).catch(leaveOutage);
  const atMost = millis(SHARE_FOR_LOOKING * policy.criteria.stepDeadline);
  const seen = await step("readMarker", (signal) =>
    replicationMarker.seen({ session: reader, attribute }, since, { atMost, signal }),
  );
  if (seen.isSeen) return seen;
  // Where the app client may not read the attribute, the primary does not show it either.
  const shown = await step(["readMarker", policy.primary], (signal) =>
    replicationMarker.seen(there, since, { atMost: millis(0), signal }),
  ).catch(leaveOutage);
  return shown.isSeen ? seen : "unreadable";
}

/** An outage of the primary is told by its own journeys, and is no fault of the secondary. */
function leaveOutage(failed: Error): never {
  const kind = classify(signatureOf(failed.cause));
  if (failureClasses[kind].voting === "always") throw new LeftOut();
  throw failed;
}

/** Why nobody can sign in there the sign-in tells, but not that the lag is unknown while the replica is off. */
async function notServed({ policy, signInFailure }: JourneyContext): Promise<JourneyOutcome> {
  if ((await signInFailure(policy.secondary)) !== "replicaOff") throw new LeftOut();
  return unknown("readMarker", `the replica in ${policy.secondary} serves nobody`);
}

/** What Cognito does not allow says that the lag cannot be known; all else is the failure that it is. */
function refused(error: unknown, attribute: string): JourneyOutcome {
  if (!(error instanceof StepFailed)) throw error;
  const { step, cause } = error;
  const { class: kind, detail } = judge(signatureOf(cause));
  if (!isTurnedAway(kind) && kind !== "replicaOff") throw error;
  const done = step === "writeMarker" ? "written" : "read";
  const why = detail ?? failureClasses[kind].because;
  return unknown(step, `a probe user's ${attribute} cannot be ${done}: ${why}`);
}

function unknown(step: StepName, says: string): JourneyOutcome {
  return { kind: "finding", finding: "lagUnknown", step, says };
}

function told({ isSeen, lag }: MarkerSeen, limit: Millis): string {
  if (isSeen) return behind(lag, limit);
  return `a change is not there after ${inWords(lag)}, and a probe waits no longer`;
}
