// The guards of a practice run: one schedule in home and one in the witness, each of which alone brings everybody back
// in time, whatever has become of the machine, of home or of the witness. Both are made before anybody is sent.

import type { OneShots } from "../../aws/scheduler/one-shots.ts";
import { type RunInHand, sharesOf } from "../../core/practice/run-in-hand.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { assert } from "../../core/values/errors.ts";
import type { Instant, Region } from "../../core/values/types.ts";

export interface GuardServices {
  readonly oneShots: Pick<OneShots, "create" | "remove">;
  readonly guardNames: GuardNames;
}

/** What the deployment calls them. */
export interface GuardNames {
  /** Of the schedule that guards a pool's run. */
  readonly schedule: (pool: string) => string;
  /** The ARN of the Lambda in a Region, and of the role that Scheduler takes to invoke it. */
  readonly target: (region: Region) => string;
  readonly roleArn: string;
}

/** Rejects unless both stand. */
export async function makeGuards(
  { oneShots, guardNames }: GuardServices,
  run: RunInHand,
  { policy, at }: { readonly policy: Policy; readonly at: Instant },
): Promise<void> {
  const { pool, executionName, token, paths } = run;
  assert(token !== null, "guards of a run without a token");
  const input = { pool, executionName, token, paths, shares: sharesOf(run) };
  await Promise.all(
    regionsOf(policy).map((region) =>
      oneShots.create({
        ...{ region, name: guardNames.schedule(pool), at, input },
        ...{ target: guardNames.target(region), roleArn: guardNames.roleArn },
      }),
    ),
  );
}

/** One that cannot be taken away fires, and finds nothing of this run. */
export async function removeGuards(
  { oneShots, guardNames }: GuardServices,
  { pool }: RunInHand,
  {
    policy,
    log,
  }: { readonly policy: Policy; readonly log: (line: { readonly reason: string }) => void },
): Promise<void> {
  const name = guardNames.schedule(pool);
  await Promise.all(
    regionsOf(policy).map((region) =>
      oneShots.remove({ region, name }).catch((error: Error) => {
        log({ reason: `the guard in ${region} was left to fire: ${error.message}` });
      }),
    ),
  );
}

function regionsOf({ secondary, witness }: Policy): readonly Region[] {
  return [secondary, witness];
}
