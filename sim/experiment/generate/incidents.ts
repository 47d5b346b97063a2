// What befalls a Region, or sign-in in it: whole or in part, at once or by turns, here, there or in both.

import type { Effect } from "pretend-aws/faults.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Region } from "../../../core/values/types.ts";
import type { Random } from "../../random.ts";
import { between, chance, oneOf, time, weighted } from "../chance.ts";
import type { FaultToInject, Happening } from "../happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

type Sickness = (random: Random, region: Region, policy: Policy) => FaultToInject;

/** Each with how often it is drawn. */
const sicknesses: readonly (readonly [number, Sickness])[] = [
  // Everything there, or Cognito alone.
  [4, (random, region) => ({ region, effect: oneOf(random, hard) })],
  [4, (random, region) => ({ region, service: "cognito-idp", effect: oneOf(random, hard) })],
  [
    2,
    (random, region) => ({
      ...{ region, service: "cognito-idp", operation: "InitiateAuth" },
      effect: oneOf(random, hard),
    }),
  ],
  // A part of the users.
  [
    2,
    (random, region) => ({
      ...{ region, service: "cognito-idp", rate: oneOf(random, [0.2, 0.5, 0.8]) },
      effect: oneOf(random, hard),
    }),
  ],
  // What a single vantage sees.
  [
    2,
    (random, region, { vantages }) => ({
      ...{ region, service: "cognito-idp", effect: oneOf(random, hard) },
      vantage: oneOf(random, vantages as readonly [Region, ...Region[]]),
    }),
  ],
  // What no Region is blamed for.
  [2, (_, region) => ({ region, service: "cognito-idp", effect: { kind: "throttle" } })],
  [
    1,
    (random, region) => ({
      ...{ region, service: "cognito-idp" },
      effect: { kind: "delay", ms: oneOf(random, [2 * SECOND, 6 * SECOND, 20 * SECOND]) },
    }),
  ],
];

const hard: readonly [Effect, ...Effect[]] = [
  { kind: "reset" },
  { kind: "blackHole" },
  { kind: "status", status: 503 },
  { kind: "error", name: "InternalErrorException", status: 500 },
];

export function incident(random: Random, policy: Policy, at: number): readonly Happening[] {
  const { primary, secondary } = policy;
  const regions = weighted(random, [
    [6, [primary]],
    [2, [secondary]],
    [1, [primary, secondary]],
  ]);
  const sickness = weighted(random, sicknesses);
  return regions.flatMap((region) => {
    const trouble = sickness(random, region, policy);
    return chance(random, 0.15)
      ? byTurns(random, trouble, at)
      : [{ kind: "fault", at, lastsMs: lengthOf(random), trouble }];
  });
}

/** A Region that sheds load, refuses good credentials or is behind a web ACL; seldom. */
export function unlike5xx(random: Random, { primary, secondary }: Policy): readonly Happening[] {
  if (!chance(random, 0.05)) return [];
  const region = chance(random, 0.7) ? primary : secondary;
  const how = weighted<Pick<FaultToInject, "rate" | "effect">>(random, [
    [3, { rate: oneOf(random, [0.5, 0.8, 0.95]), effect: { kind: "throttle" } }],
    [2, { effect: { kind: "refuse" } }],
    [2, { effect: { kind: "page", page: oneOf(random, ["wafBlock", "wafChallenge"]) } }],
    [1, { effect: { kind: "page", page: "gatewayTimeout" } }],
  ]);
  const trouble = { region, service: "cognito-idp", ...how };
  const at = time(random, 2 * MINUTE, 5 * MINUTE);
  return [{ kind: "fault", at, lastsMs: lengthOf(random), trouble }];
}

/** It goes and comes back. */
function byTurns(random: Random, trouble: FaultToInject, at: number): readonly Happening[] {
  const lastsMs = time(random, 20 * SECOND, 3 * MINUTE);
  const apart = lastsMs + time(random, 20 * SECOND, 3 * MINUTE);
  return Array.from({ length: between(random, 2, 3) }, (_, n) => ({
    ...{ kind: "fault", at: at + n * apart, lastsMs, trouble },
  }));
}

function lengthOf(random: Random): number {
  return weighted(random, [
    [1, time(random, 5 * SECOND, MINUTE)],
    [2, time(random, MINUTE, 4 * MINUTE)],
    // It heals while it is left.
    [2, time(random, 3 * MINUTE, 5 * MINUTE)],
    [3, time(random, 4 * MINUTE, 10 * MINUTE)],
    [1, time(random, 10 * MINUTE, 15 * MINUTE)],
  ]);
}
