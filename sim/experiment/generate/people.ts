// What people do in an incident, rightly or not.

import type { Policy } from "../../../core/settings/policy.ts";
import type { Random } from "../../random.ts";
import { chance, oneOf, time, weighted } from "../chance.ts";
import type { Happening } from "../happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const overridable: readonly [string, ...string[]] = [
  ...(["cooldown", "evidenceTooOld", "bothSick"] as const),
  ...(["replicaUnknown", "targetNotHealthy"] as const),
];

/** Somebody moves sign-in to a Region that dies meanwhile; seldom. */
export function moveToTheDying(random: Random, { secondary }: Policy): readonly Happening[] {
  if (!chance(random, 0.05)) return [];
  const at = time(random, 2 * MINUTE, 5 * MINUTE);
  const order = { move: "failOver", by: "anna", reason: "a practice run", override: [] } as const;
  return [
    { kind: "order", at, order },
    {
      ...{ kind: "fault", at: at + time(random, 20 * SECOND, 2 * MINUTE) },
      lastsMs: time(random, 4 * MINUTE, 8 * MINUTE),
      trouble: {
        region: secondary,
        service: "cognito-idp",
        effect: { kind: "status", status: 503 },
      },
    },
  ];
}

export function deedOfPeople(random: Random, policy: Policy, at: number): readonly Happening[] {
  const kind = weighted(random, [
    [3, "failOver"],
    [3, "failBack"],
    [4, "answer"],
    [1, "pause"],
    [1, "resume"],
    [1, "moveLever"],
  ] as const);
  switch (kind) {
    case "failOver":
    case "failBack": {
      const override = chance(random, 0.35) ? [oneOf(random, overridable)] : [];
      const order = { move: kind, by: "anna", reason: "the status page says so", override };
      // Who is refused tries again later.
      const again = chance(random, 0.3) ? [at + time(random, 10 * SECOND, 6 * MINUTE)] : [];
      return [at, ...again].map((when) => ({ kind: "order", at: when, order }));
    }
    case "answer": {
      // Nobody knows when a question comes, so several are tried.
      const says = chance(random, 0.75) ? "approve" : "decline";
      return [0, 1, 2, 3].map((n) => ({ kind, at: at + n * 45 * SECOND, says, by: "ben" }));
    }
    case "pause":
      return [{ kind, at, by: "anna", forMs: time(random, MINUTE, 6 * MINUTE) }];
    case "resume":
      return [{ kind, at }];
    case "moveLever":
      return [
        {
          ...{ kind, at, path: oneOf(random, ["managedLogin", "sdk"]) },
          to: oneOf(random, [policy.primary, policy.secondary]),
        },
      ];
  }
}
