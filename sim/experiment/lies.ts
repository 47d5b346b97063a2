// What whoever has the role of one vantage's probe could write into the ledger, to have sign-in moved: wherever
// its readers look, and wherever earlier versions looked.

import { statisticKey } from "../../aws/ledger/record-round.ts";
import { threshold } from "../../core/detect/error-budget.ts";
import type { RoundSummary } from "../../core/detect/round-summary.ts";
import { fold, type Statistic, unknown } from "../../core/detect/statistic.ts";
import { type Weights, weights } from "../../core/detect/weights.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { newState } from "../../core/state/state.ts";
import { poolPartition, vantagePartition } from "../../core/values/partitions.ts";
import {
  fencingToken,
  type Instant,
  instant,
  millis,
  type Region,
} from "../../core/values/types.ts";
import type { Lie } from "./happening.ts";
import type { ExperimentWorld, Item } from "./world.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const PROBE_EVERY = millis(60 * SECOND);
/** Long enough for everything that waits until a failure has lasted. */
const roundsFolded = 60;

type Liar = Pick<ExperimentWorld, "policy" | "now" | "state"> & { readonly vantage: Region };

export function liesOf(lie: Lie, { policy, now, state, vantage }: Liar): readonly Item[] {
  const at = instant(now());
  const { name } = policy;
  const own = vantagePartition(name, vantage);
  switch (lie) {
    case "ownSick":
      return statistics(policy, vantage, at).map((one) => statisticItem(own, one, policy));
    case "allSick":
      return policy.vantages.flatMap((other) =>
        statistics(policy, other, at).flatMap((one) =>
          [own, vantagePartition(name, other), poolPartition(name)].map((partition) =>
            statisticItem(partition, one, policy),
          ),
        ),
      );
    case "moving": {
      const known = state() ?? newState(name, at);
      const standing = {
        ...{ phase: "failingOver", since: at, executionName: "forged", by: "somebody" },
        ...{ reason: "a lie", override: ["bothSick"], until: at + HOUR },
      };
      const version = known.version + 1;
      const body = JSON.stringify({ ...known, version, standing });
      return [own, poolPartition(name)].map((pk) => ({
        ...{ pk, sk: "state", version, fencing: known.token, body },
      }));
    }
    case "lease":
      return [own, poolPartition(name)].map((pk) => ({
        ...{ pk, sk: "lease", holder: "forged", validUntil: at + HOUR },
        fencing: fencingToken((state()?.token ?? 0) + 1),
      }));
  }
}

/** Under the key that its readers ask for; in the pool's partition under that of earlier versions. */
function statisticItem(pk: string, one: Statistic, policy: Policy): Item {
  const isFormer = pk === poolPartition(policy.name);
  const sk = isFormer ? `statistic#${one.vantage}#${one.target}` : statisticKey(one.target);
  return { pk, sk, seen: one.at, body: JSON.stringify(one) };
}

/** Of a vantage that saw the primary dead and the secondary well for twenty minutes. */
function statistics(policy: Policy, vantage: Region, now: Instant): readonly Statistic[] {
  const weigh = weights(policy, threshold(policy, PROBE_EVERY));
  const { primary, secondary } = policy;
  const rounds = Array.from(
    { length: roundsFolded },
    (_, n) => now - (roundsFolded - n) * 20 * SECOND,
  );
  return [
    seen(wordOf(vantage, primary, false), rounds, weigh),
    seen(wordOf(vantage, secondary, true), rounds, weigh),
  ];
}

type Said = Omit<RoundSummary, "at">;

function seen(said: Said, rounds: readonly number[], weigh: Weights): Statistic {
  const { vantage, target } = said;
  const begin = unknown(vantage, target, instant(rounds[0] ?? 0));
  const good = wordOf(vantage, target, true);
  return rounds.reduce((before, time) => {
    const at = instant(time);
    return fold(before, { summary: { ...said, at }, other: { ...good, at } }, weigh);
  }, begin);
}

function wordOf(vantage: Region, target: Region, isGood: boolean): Said {
  const signIn = isGood ? "good" : "bad";
  return {
    ...{ vantage, target },
    groups: { signIn, machine: "nothing", federation: "nothing" },
    excused: [],
    failure: isGood ? null : "unreachable",
    took: millis(200),
  };
}
