// How does one Region stand at a tick? Its verdict, and its health with what was known of it before.

import { quorum } from "../detect/error-budget.ts";
import { type HealthTick, health } from "../detect/region-health.ts";
import type { Statistic } from "../detect/statistic.ts";
import type { Bench } from "../detect/verdict.ts";
import type { Standpoint } from "../diagnose/diagnosis-row.ts";
import type { State } from "../state/state.ts";
import type { Tick } from "./tick.ts";

interface RegionLook {
  readonly state: State;
  readonly tick: Tick;
  readonly bench: Bench;
  readonly known: readonly Statistic[];
}

export function standpoint(
  role: "primary" | "secondary",
  { state, tick, bench, known }: RegionLook,
  { verdict, wait }: Pick<HealthTick, "verdict" | "wait">,
): Standpoint {
  const region = tick.policy[role];
  const isRecovered = isRecoveredBy(
    known.filter(({ target }) => target === region),
    bench,
  );
  const { tooOldAfter } = bench;
  const looked = { target: region, verdict, isRecovered, wait, tooOldAfter, now: tick.now };
  return { region, verdict, health: health(state.health[role], looked) };
}

function isRecoveredBy(about: readonly Statistic[], bench: Bench): boolean {
  const healthy = about.filter(
    ({ isRecovering, conditional }) => !isRecovering && conditional?.isRecovering !== true,
  );
  return healthy.length >= quorum(bench.vantages.length);
}
