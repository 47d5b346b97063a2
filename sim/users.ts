// The users of a pretend pool: what CloudWatch knows of their past weeks, and their sign-ins from now on, as
// many in every hour. Their past is put into CloudWatch; what they do from now on, they really do.

import type { PretendAws } from "pretend-aws/pretend-aws.ts";
import { Random } from "pretend-aws/random.ts";
import type { Deployable } from "./deployment.ts";
import type { World } from "./world.ts";

export type Counting = World<Deployable & Pick<PretendAws, "cloudwatch">>;

export interface Habits {
  /** Sign-ins that succeed while all is well. */
  readonly perMinute: number | ((at: number) => number);
  readonly seed?: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAST_HOURS = 28 * 24;

/** As far back as the newest hours are read by the minute. */
const BY_THE_MINUTE = 4;

/** Answers how to make them stop. */
export function users(
  world: Counting,
  { perMinute, seed = 1 }: Habits,
  signIn: () => Promise<unknown> = () => world.application.signIn(),
): () => void {
  const random = new Random(seed);
  const rate = typeof perMinute === "number" ? () => perMinute : perMinute;
  remember(world, rate, random);
  const over = new AbortController();
  void (async () => {
    while (!over.signal.aborted) {
      await world.clock.wait(gap(rate(world.clock.now()), random), over.signal);
      // Whoever waits for an answer keeps nobody else from trying.
      if (!over.signal.aborted) void signIn();
    }
  })();
  return () => over.abort();
}

/** They came to the primary, which the probe looked at all the while. */
function remember(
  { aws, policy, deployed }: Counting,
  rate: (at: number) => number,
  random: Random,
): void {
  const client = policy.signals.traffic.clients[0] ?? policy.clientId;
  const now = aws.clock.now();
  const { primary, userPoolId } = policy;
  const signedIn = (at: number, count: number) => {
    if (count === 0) return;
    const dimensions = { UserPool: userPoolId, UserPoolClient: client };
    const metric = { namespace: "AWS/Cognito", metric: "SignInSuccesses", dimensions };
    aws.cloudwatch.record({ region: primary, ...metric, value: 1, unit: "Count", count, at });
  };
  const begin = Math.floor(now / HOUR) * HOUR - BY_THE_MINUTE * HOUR;
  for (let at = begin - PAST_HOURS * HOUR; at < begin; at += HOUR) {
    signedIn(at, counted(rate(at) * 60, random));
  }
  for (let at = begin; at + MINUTE <= now; at += MINUTE) {
    signedIn(at, counted(rate(at), random));
    const metric = { namespace: "AWS/Lambda", metric: "Invocations" };
    const dimensions = { FunctionName: deployed.probeName };
    aws.cloudwatch.record({ region: primary, ...metric, dimensions, value: 1, unit: "Count", at });
  }
}

/** Until the next of events that happen at random. */
function gap(perMinute: number, random: Random): number {
  return (-Math.log(1 - random.next()) * MINUTE) / perMinute;
}

/** How many of such events a time has in which `mean` are expected. */
function counted(mean: number, random: Random): number {
  let count = 0;
  let passed = gap(1, random);
  while (passed < mean * MINUTE) {
    count++;
    passed += gap(1, random);
  }
  return count;
}
