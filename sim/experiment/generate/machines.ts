// What happens to what runs: executions that are stopped, Lambdas that run twice or late, a deployment in between,
// a vantage's role in wrong hands.

import type { Policy } from "../../../core/settings/policy.ts";
import type { Region } from "../../../core/values/types.ts";
import type { Random } from "../../random.ts";
import { chance, oneOf, time, weighted } from "../chance.ts";
import type { Happening, Lie } from "../happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const lies: readonly [Lie, ...Lie[]] = ["ownSick", "allSick", "moving", "lease"];

const stateLambdas = ["assess", "prepare", "shift", "verify", "complete", "notify"] as const;

export function deedOfMachines(random: Random, policy: Policy, at: number): readonly Happening[] {
  const kind = weighted(random, [
    [3, "stop"],
    [5, "again"],
    [2, "deploy"],
    [2, "forge"],
  ] as const);
  switch (kind) {
    case "stop":
      // Nobody knows when one runs, so several are tried.
      return [0, 1, 2, 3, 4, 5].map((n) => ({ kind, at: at + n * 17 * SECOND }));
    case "again": {
      const lambda = oneOf(random, stateLambdas);
      const late = chance(random, 0.4) ? time(random, SECOND, 6 * MINUTE) : 0;
      // Nobody knows when a move is under way.
      const apart = oneOf(random, [4 * SECOND, 13 * SECOND, 31 * SECOND]);
      return [0, 1, 2, 3, 4, 5].map((n) => ({ kind, at: at + late + n * apart, lambda }));
    }
    case "deploy":
      return [{ kind, at, change: changeOf(random) }];
    case "forge":
      return [forgery(random, oneOf(random, [policy.primary, policy.witness]), at)];
  }
}

export function forgery(random: Random, vantage: Region, at: number): Happening {
  return { kind: "forge", at, vantage, lie: oneOf(random, lies) };
}

function changeOf(random: Random): object {
  return oneOf<object>(random, [
    {},
    { mode: "automatic" },
    { mode: "advise" },
    { mode: "observe" },
    { cooldown: "5 minutes" },
    { verify: { every: "10 seconds", attempts: 20 } },
  ]);
}
