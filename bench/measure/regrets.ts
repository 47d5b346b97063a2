// What the regret of our rules is made of, scenario by scenario, and what clairvoyants would have left of it.

import { sortOf } from "../detectors/rule-order.ts";
import type { Corpus, Scenario } from "../outages/scenario.ts";
import type { LeastRegret, Regret } from "./detection.ts";
import { Shares } from "./harm.ts";
import type { Outcome } from "./score.ts";
import { LIMITS, type Limits } from "./sweep.ts";
import { blipFloor } from "./theory.ts";
import type { JudgedSet } from "./watched.ts";

export function regrets({ corpus, rows }: Pick<JudgedSet, "corpus" | "rows">): readonly Regret[] {
  return corpus.scenarios.flatMap((scenario) => {
    const shares = new Shares(scenario);
    return rows
      .filter(({ name }) => sortOf(name) === "ours")
      .map(({ name, outcomes }) => {
        const own = outcomes.filter((one) => one.scenario === scenario.id);
        const mean = (of: (outcome: Outcome) => number) =>
          own.reduce((sum, one) => sum + of(one), 0) / own.length;
        return {
          name,
          scenario: scenario.id,
          want: scenario.decision,
          regret: mean(({ regret }) => regret),
          withReturn: mean((one) => one.regret - savedByReturn(one, { scenario, shares })),
        };
      });
  });
}

/** Seconds between two times at which coming home is tried. */
const RETURNS = 300;

function savedByReturn(
  { movedAt }: Outcome,
  { scenario, shares }: { readonly scenario: Scenario; readonly shares: Shares },
): number {
  if (movedAt === null) return 0;
  const out = { t: movedAt, what: "failover", why: "" } as const;
  const away = shares.lost([out]);
  let best = away;
  for (let t = movedAt + RETURNS; t < scenario.duration_s; t += RETURNS) {
    best = Math.min(best, shares.lost([out, { t, what: "failback", why: "" }]));
  }
  return away - best;
}

/**
 * The regret of two rules that know all in advance, follow the labels, and stay away as ours does: one moves
 * in the very moment in which it is right, one once the trouble has lasted as long as the blip floor asks.
 */
export function leastRegrets(
  corpus: Corpus,
  { blips, years }: Limits = LIMITS,
): readonly LeastRegret[] {
  const wait = blipFloor(blips, years);
  return corpus.scenarios.map((scenario) => {
    const shares = new Shares(scenario);
    const onset = shares.onset(corpus.label_rule.page_share) ?? 0;
    const right = scenario.earliest_act_s ?? 0;
    const moved = (t: number) => shares.lost([{ t, what: "failover", why: "" }]);
    const least = (t: number) => {
      const ways = {
        failover: () => moved(t),
        either: () => Math.min(moved(t), shares.lost([])),
        page: () => shares.lost([]),
        stay: () => shares.lost([]),
      };
      return ways[scenario.decision]() - shares.leastLost();
    };
    return {
      scenario: scenario.id,
      atOnce: least(right),
      afterWait: least(Math.max(right, onset + wait)),
    };
  });
}
