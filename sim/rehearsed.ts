// What a pretend deployment remembers of the days before its world begins. Where a pool's settings ask for practice
// runs, they have passed, so that mode "automatic" acts as it does for people who practise. It is remembered as the
// practice machine writes it down.

import type { Item } from "pretend-aws/dynamodb/values/attribute-value.ts";
import { body, number } from "../aws/ledger/table.ts";
import { rungsToRun } from "../core/practice/arming.ts";
import { inPlaceOf } from "../core/practice/ladder.ts";
import { pathsOf } from "../core/practice/plan-run.ts";
import type { Policy } from "../core/settings/policy.ts";
import { practiceEnded } from "../core/state/practice.ts";
import { type RunRung, rungNames, runRungs } from "../core/state/practice-run.ts";
import { newState, type State } from "../core/state/state.ts";
import { poolPartition } from "../core/values/partitions.ts";
import { type Instant, instant } from "../core/values/types.ts";

const DAY = 86_400_000;

/** A practice run a week, as docs/rehearsal.md advises, is at most this long ago. */
const practisedBeforeMs = 3 * DAY;

const took: Readonly<Record<RunRung, { readonly ms: number; readonly because: string }>> = {
  isolation: { ms: 20_000, because: "no call of a failover was refused" },
  canary: { ms: 900_000, because: "users who were sent over signed in as well as all others" },
  full: { ms: 600_000, because: "sign-in was well within the time objective, and stayed so" },
};

/** The ledger's item of a pool that has practised what its settings ask for, and is ready; none where they ask for nothing. */
export function rehearsedItems(policy: Policy, now: Instant): readonly Item[] {
  const rungs = askedOf(policy);
  const isChecked = policy.readiness.maxAge !== null;
  if (policy.mode !== "automatic" || (rungs.length === 0 && !isChecked)) return [];
  // As the last check of the days before left it.
  const readiness = isChecked ? { completeAt: now, blockers: [] } : null;
  const state = withPassed({ ...newState(policy.name, now), readiness }, rungs, {
    policy,
    at: instant(now - Math.min(practisedBeforeMs, policy.practice.arming.maxAge / 2)),
  });
  const { version, token } = state;
  const attributes = { version: number(version), fencing: number(token), body: body(state) };
  return [{ pk: { S: poolPartition(policy.name) }, sk: { S: "state" }, ...attributes }];
}

/** With those below them, without which none of them may be run. */
function askedOf(policy: Policy): readonly RunRung[] {
  const canDo = (rung: RunRung) => inPlaceOf(rung, policy, { canarySignIns: null }) === rung;
  const counting = rungsToRun(policy.practice.arming).map((rung) =>
    inPlaceOf(rung, policy, { canarySignIns: null }),
  );
  const highest = Math.max(...counting.map((rung) => rungNames.indexOf(rung)));
  return runRungs.filter((rung) => canDo(rung) && rungNames.indexOf(rung) <= highest);
}

/** The state after a run of each of these has passed then. */
export function withPassed(
  state: State,
  rungs: readonly RunRung[],
  { policy, at }: { readonly policy: Policy; readonly at: Instant },
): State {
  return rungs.reduce((before, rung) => {
    const { ms, because } = took[rung];
    return practiceEnded(before, {
      ...{ rung, because, outcome: "passed", paths: pathsOf(rung, policy) },
      ...{ executionName: `${policy.name}-${rung}-${at}`, since: instant(at - ms), at },
    });
  }, state);
}
