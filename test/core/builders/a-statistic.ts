import type { Statistic } from "../../../core/statistic.ts";
import type { Region } from "../../../core/types.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "./a-policy.ts";

const zero = { value: 0, since: null };

/** Over every threshold that these tests meet, under every cap. */
const over = { value: 11, since: minutes(-4) };

/** One vantage about one target: all well, as of now. */
export function aStatistic(change: Partial<Statistic> = {}): Statistic {
  return {
    vantage: witness,
    target: primary,
    at: now,
    evidenceAt: change.at ?? now,
    sick: { dead: zero, half: zero, gray: zero },
    recovery: 10.5,
    isRecovering: false,
    recent: ["good", "good", "good"],
    lastFailure: null,
    lastBearing: "good",
    ...change,
  };
}

/** One vantage that has seen nothing but failures for four minutes. */
export function aSickStatistic(change: Partial<Statistic> = {}): Statistic {
  return aStatistic({
    sick: { dead: over, half: over, gray: over },
    recovery: 0,
    isRecovering: true,
    recent: ["bad", "bad", "bad"],
    lastFailure: "unreachable",
    lastBearing: "bad",
    ...change,
  });
}

/** One vantage whose newest result says nothing about the target. */
export function anIdleStatistic(change: Partial<Statistic> = {}): Statistic {
  return aStatistic({ lastFailure: "credentials", lastBearing: "nothing", ...change });
}

interface Round {
  readonly vantages?: readonly Region[];
  readonly primary?: Partial<Statistic> | "sick";
  readonly secondary?: Partial<Statistic> | "sick";
}

/** What all vantages know about both targets; well, unless told otherwise. */
export function aRound({ vantages = aPolicy().vantages, ...told }: Round = {}): Statistic[] {
  const about = (vantage: Region, target: Region, change: Round["primary"] = {}) =>
    change === "sick"
      ? aSickStatistic({ vantage, target })
      : aStatistic({ vantage, target, ...change });
  return vantages.flatMap((vantage) => [
    about(vantage, primary, told.primary),
    about(vantage, secondary, told.secondary),
  ]);
}
