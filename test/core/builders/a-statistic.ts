import { nothingLearnt } from "../../../core/detect/background.ts";
import type { Suspicion } from "../../../core/detect/cusum.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { nothing, type Tally } from "../../../core/detect/tally.ts";
import { type Instant, millis, type Region } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "./a-policy.ts";

/** Nothing suspected. */
export const zero: Suspicion = { value: 0, since: null, gap: millis(0), tally: null };

/** Over every threshold that these tests meet, under every cap; nobody missed the onset. */
export function overSince(since: Instant): Suspicion {
  const rounds = Math.max(1, (now - since) / 60_000);
  return { value: 11, since, gap: millis(0), tally: { ...nothing, rounds, here: rounds } };
}

const over = overSince(minutes(-4));

/** One vantage about one target: all well, as of now. */
export function aStatistic(change: Partial<Statistic> = {}): Statistic {
  return {
    version: 2,
    vantage: witness,
    target: primary,
    at: now,
    evidenceAt: change.at ?? now,
    sick: { dead: zero, half: zero, gray: zero },
    slow: { value: 0, since: null },
    recovery: 10.5,
    isRecovering: false,
    lately: { ...nothing, rounds: 2 },
    goods: 99,
    trouble: null,
    part: null,
    excused: null,
    background: nothingLearnt,
    credentials: {},
    conditional: null,
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
    lately: { ...nothing, rounds: 2, here: 2 },
    goods: 0,
    lastFailure: "unreachable",
    lastBearing: "bad",
    ...change,
  });
}

/** One vantage whose newest result says nothing about the target. */
export function anIdleStatistic(change: Partial<Statistic> = {}): Statistic {
  return aStatistic({ lastFailure: "credentials", lastBearing: "nothing", ...change });
}

/** In each round in which this Region failed, the other one did. */
function failingThereToo({ sick, lately }: Statistic): Pick<Statistic, "sick" | "lately"> {
  const alike = (tally: Tally): Tally => ({ ...tally, there: tally.here });
  const also = (one: Suspicion): Suspicion => ({
    ...one,
    tally: one.tally && alike(one.tally),
  });
  const { dead, half, gray } = sick;
  return {
    sick: { dead: also(dead), half: also(half), gray: also(gray) },
    lately: alike(lately),
  };
}

interface Round {
  readonly vantages?: readonly Region[];
  readonly primary?: Partial<Statistic> | "sick";
  readonly secondary?: Partial<Statistic> | "sick";
}

/** What all vantages know about both targets; well, unless told otherwise. */
export function aRound({ vantages = aPolicy().vantages, ...told }: Round = {}): Statistic[] {
  const isBoth = told.primary === "sick" && told.secondary === "sick";
  const about = (vantage: Region, target: Region, change: Round["primary"] = {}) => {
    if (change !== "sick") return aStatistic({ vantage, target, ...change });
    const sick = aSickStatistic({ vantage, target });
    return isBoth ? { ...sick, ...failingThereToo(sick) } : sick;
  };
  return vantages.flatMap((vantage) => [
    about(vantage, primary, told.primary),
    about(vantage, secondary, told.secondary),
  ]);
}
