// From a seed an experiment of attacks alone: what somebody can do to the probes without harming a Region. No Region has
// trouble of its own and nobody gives an order, so that nothing may be moved. Nobody who attacks can change the probes'
// secret, has the role of a second vantage, or has good credentials of two kinds refused (docs/simulation.md).

import type { Effect } from "pretend-aws/faults.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Region } from "../../../core/values/types.ts";
import { Random } from "../../random.ts";
import { between, chance, oneOf, time, weighted } from "../chance.ts";
import { brisk } from "../generate.ts";
import type { Experiment, FaultToInject, Happening } from "../happening.ts";
import { forgery } from "./machines.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** All is well before, for as long as it takes until each kind of credentials was taken and the lag was measured. */
const calmMs = 4 * MINUTE;
const BEGINS_WITHIN = 10 * MINUTE;
/** Beyond all that conditions and the wait ask for. */
const longestMs = 12 * MINUTE;

/** All three kinds of credentials are tried, so that one of them can be spoiled. */
const journeys = {
  ...{ password: {}, refreshAcross: { every: "1 minute" }, replicationLag: { every: "1 minute" } },
  clientCredentials: { scopes: ["orders/read"], every: "1 minute", tokenEvery: "1 minute" },
  ...{ srp: null, keySet: null, equivalence: null, managedLogin: null, federation: null },
  ...{ writesRefused: null, revoke: null },
};

/** What one attacker has got hold of. */
interface Grip {
  readonly policy: Policy;
  readonly vantage: Region;
  /** The operation whose credentials are refused: one kind alone. */
  readonly spoiled: string;
}

interface Span {
  readonly at: number;
  readonly lastsMs: number;
}

type Attack = (random: Random, grip: Grip, span: Span) => readonly Happening[];

export function attackOf(seed: number, policy: Policy): Experiment {
  const random = new Random(`attack ${seed}`);
  const grip = {
    policy,
    vantage: oneOf(random, policy.vantages as readonly [Region, ...Region[]]),
    spoiled: oneOf(random, ["InitiateAuth", "GetTokensFromRefreshToken", "Token_POST"]),
  };
  const first = time(random, calmMs, BEGINS_WITHIN);
  const happenings = Array.from({ length: between(random, 1, 5) }, () => {
    const at = chance(random, 0.5) ? first : time(random, calmMs, BEGINS_WITHIN);
    return weighted(random, attacks)(random, grip, {
      at,
      lastsMs: time(random, MINUTE, longestMs),
    });
  }).flat();
  return {
    ...{ seed, isAttack: true },
    change: { mode: "automatic", journeys, criteria: brisk.criteria },
    cadence: brisk.cadence,
    happenings: happenings.toSorted((one, other) => one.at - other.at),
  };
}

const locked = refusal("Password attempts exceeded");
const disabled = refusal("User is disabled.");

/** Each with how often it is drawn. */
const attacks: readonly (readonly [number, Attack])[] = [
  // Wrong passwords: each Region counts them for itself.
  [
    3,
    (random, { policy }, span) =>
      struck(span, [
        { ...where(random, policy), ...someUsers(random), ...auth("InitiateAuth"), effect: locked },
      ]),
  ],
  [
    2,
    (random, { policy }, span) => {
      const whom = { ...where(random, policy), ...someUsers(random), effect: disabled };
      const sessions = auth("GetTokensFromRefreshToken");
      return struck(span, [
        { ...whom, ...auth("InitiateAuth") },
        { ...whom, ...sessions },
      ]);
    },
  ],
  // The rate of few users is used up, and the account's is not.
  [
    2,
    (random, { policy }, span) =>
      struck(span, [
        { ...where(random, policy), ...auth("InitiateAuth"), users: fewUsers, effect: throttled },
      ]),
  ],
  [3, storm],
  [
    3,
    (random, { policy }, span) =>
      struck(span, [{ ...where(random, policy), ...cognito, effect: pageOf(random) }]),
  ],
  [2, brokenVantage],
  [
    3,
    (random, { policy, spoiled }, span) =>
      struck(span, [{ ...where(random, policy), ...auth(spoiled), effect: { kind: "refuse" } }]),
  ],
];

const cognito = { service: "cognito-idp" } as const;
const throttled: Effect = { kind: "throttle" };
const fewUsers = 0.2;

/** So many calls that the account's usage is high: pretended by a usage that cannot be read, which is judged alike. */
function storm(random: Random, { policy }: Grip, { at, lastsMs }: Span): readonly Happening[] {
  const rate = oneOf(random, [0.5, 0.8, 0.95, 1]);
  const usage: FaultToInject = {
    ...{ service: "monitoring", caller: "signals" },
    effect: oneOf<Effect>(random, [{ kind: "reset" }, { kind: "throttle" }]),
  };
  return [
    ...struck({ at, lastsMs }, [
      { ...where(random, policy), ...cognito, caller: "probe", rate, effect: throttled },
    ]),
    ...struck({ at, lastsMs: lastsMs + rememberedMs }, [usage]),
  ];
}

/** The busiest minute counts for longer than it lasts. */
const rememberedMs = 5 * MINUTE;

function brokenVantage(
  random: Random,
  { policy, vantage }: Grip,
  span: Span,
): readonly Happening[] {
  const effect = oneOf<Effect>(random, [
    { kind: "reset" },
    { kind: "blackHole" },
    { kind: "status", status: 503 },
  ]);
  const region = policy.primary;
  return weighted<() => readonly Happening[]>(random, [
    [2, () => struck(span, [{ vantage, caller: "probe", ...cognito, region, effect }])],
    [1, () => struck(span, [{ vantage, caller: "probe", effect }])],
    [1, () => [{ kind: "clock", ...span, region: vantage, aheadMs: oneOf(random, clocks) }]],
    [1, () => [forgery(random, vantage, span.at)]],
  ])();
}

const clocks = [-20 * MINUTE, -4 * MINUTE, 30 * SECOND, 4 * MINUTE, 20 * MINUTE] as const;

/** Most often at the primary, which a move would leave. */
function where(random: Random, { primary, secondary }: Policy): { readonly region?: Region } {
  return weighted<{ readonly region?: Region }>(random, [
    [6, { region: primary }],
    [1, { region: secondary }],
    [2, {}],
  ]);
}

function someUsers(random: Random): { readonly users?: number } {
  return chance(random, 0.5) ? {} : { users: oneOf(random, [0.2, 0.5, 0.8]) };
}

function pageOf(random: Random): Effect {
  return { kind: "page", page: oneOf(random, ["wafBlock", "wafChallenge", "wafCaptcha"]) };
}

function auth(operation: string) {
  return { ...cognito, operation };
}

function refusal(message: string): Effect {
  return { kind: "error", name: "NotAuthorizedException", message };
}

function struck(span: Span, troubles: readonly FaultToInject[]): readonly Happening[] {
  return troubles.map((trouble) => ({ kind: "fault", ...span, trouble }));
}
