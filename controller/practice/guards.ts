// The guards of a practice run: one schedule in home and one in the witness, each of which alone brings everybody back
// in time, whatever has become of the machine, of home or of the witness. What they are called and when they are due is
// written down before they are made: whoever makes them again makes the same ones.

import { createHash } from "node:crypto";
import type { OneShots } from "../../aws/scheduler/one-shots.ts";
import { GUARD_SIGN_LETTERS } from "../../core/practice/guard-sign.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { PracticeUnderWay } from "../../core/state/practice-run.ts";
import type { Region } from "../../core/values/types.ts";

export interface GuardServices {
  readonly oneShots: Pick<OneShots, "create">;
  readonly guardNames: GuardNames;
}

/** What the deployment calls them. */
export interface GuardNames {
  /** Of the schedules that guard this very run, the same in both Regions. */
  readonly schedule: (pool: string, executionName: string) => string;
  /** The ARN of the Lambda in a Region, and of the role that Scheduler takes to invoke it. */
  readonly target: (region: Region) => string;
  readonly roleArn: string;
}

/** A guard that another run left keeps no run from having its own. */
export function guardName(beginning: string, pool: string, executionName: string): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([pool, executionName]))
    .digest("hex");
  return `${beginning}-${hash.slice(0, GUARD_SIGN_LETTERS)}`;
}

/** Rejects unless both stand. Nothing was made for a run that an earlier version began: its own stand already. */
export async function makeGuards(
  { oneShots, guardNames }: GuardServices,
  { executionName, token, paths, guard }: PracticeUnderWay,
  policy: Policy,
): Promise<void> {
  if (guard === null) return;
  const { name, dueAt: at, shares } = guard;
  const input = { pool: policy.name, executionName, token, paths, shares };
  await Promise.all(
    regionsOf(policy).map((region) =>
      oneShots.create({
        ...{ region, name, at, input },
        ...{ target: guardNames.target(region), roleArn: guardNames.roleArn },
      }),
    ),
  );
}

interface Removing {
  readonly policy: Policy;
  readonly log: (line: { readonly reason: string }) => void;
}

/** One that cannot be taken away fires, and finds nothing of this run. */
export async function removeGuards(
  { oneShots }: { readonly oneShots: Pick<OneShots, "remove"> },
  name: string,
  { policy, log }: Removing,
): Promise<void> {
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
