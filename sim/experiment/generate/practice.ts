// A practice run among everything else that happens, and what may become of it: it is ended, its execution is stopped,
// what it writes is refused, one of its Lambdas runs twice.

import type { Policy } from "../../../core/settings/policy.ts";
import { names } from "../../../stacks/names.ts";
import { STAGE } from "../../deployment.ts";
import type { Random } from "../../random.ts";
import { chance, oneOf, time, weighted } from "../chance.ts";
import type { FaultToInject, Happening } from "../happening.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * The shortest that settings may be: a record lasts no longer than it must. A run that fails takes no arming away, so
 * that what follows it is about moves and not about the word of a person.
 */
export const shortPractice = {
  arming: { rungs: [] },
  canary: { shares: [5, 10], bake: "1 minute" },
  full: { lasts: "1 minute", rto: "30 seconds" },
  longest: "10 minutes",
};

/** Long enough for as many sign-ins as a pass takes. */
const judgedPractice = {
  canary: { shares: [5, 10], bake: "3 minutes" },
  full: { lasts: "6 minutes", rto: "1 minute" },
  longest: "14 minutes",
};

const shareOfSeeds = 0.4;
const shareOfQuietSeeds = 0.06;

const lambdas = [
  "practice-prepare",
  "practice-shift",
  "practice-judge",
  "practice-complete",
] as const;

/** `dies`: when a Region begins to fail; null where none does. */
export function practiceRun(
  random: Random,
  policy: Policy,
  dies: number | null,
): readonly Happening[] {
  if (!chance(random, shareOfSeeds)) return [];
  // Shortly before what it must make room for, or whenever.
  const isBefore = dies !== null && chance(random, 0.6);
  const at = isBefore
    ? Math.max(2 * MINUTE, dies - time(random, 5 * SECOND, 3 * MINUTE))
    : time(random, 2 * MINUTE, 8 * MINUTE);
  const rung = chance(random, 0.6) ? "canary" : "full";
  return [
    { kind: "practise", at, rung, by: "anna" },
    ...(chance(random, 0.15)
      ? [{ kind: "practise", at: at + MINUTE, rung, by: "ben" } as const]
      : []),
    ...(chance(random, 0.6) ? besides(random, policy, at) : []),
  ];
}

/** Beside a run that is judged to its end little else happens; null for most seeds. */
export function quietRun(
  random: Random,
  policy: Policy,
): { readonly practice: object; readonly happenings: readonly Happening[] } | null {
  if (!chance(random, shareOfQuietSeeds)) return null;
  const at = time(random, 5 * MINUTE, 6 * MINUTE);
  const rung = weighted(random, [
    [4, "canary"],
    [4, "full"],
    [1, "isolation"],
  ] as const);
  const others = weighted<() => readonly Happening[]>(random, [
    [5, () => []],
    [2, () => besides(random, policy, at)],
    [2, () => failingSecondary(random, policy, at)],
    [rung === "full" ? 4 : 0, () => crossed(random, at)],
  ]);
  const begins = { kind: "practise", at, rung, by: "anna" } as const;
  return { practice: judgedPractice, happenings: [begins, ...others()] };
}

/** It fails some of those who are sent there, from before the run or from its middle on. */
function failingSecondary(random: Random, { secondary }: Policy, at: number): readonly Happening[] {
  const trouble: FaultToInject = {
    ...{ region: secondary, service: "cognito-idp", operation: "InitiateAuth" },
    rate: oneOf(random, [0.05, 0.2, 0.5]),
    effect: { kind: "error", name: "InternalErrorException", status: 500 },
  };
  const from = at + time(random, 0, 8 * MINUTE);
  return [{ kind: "fault", at: from, lastsMs: time(random, 2 * MINUTE, 10 * MINUTE), trouble }];
}

/** Just as a run is ended, somebody orders a failover, and what the run writes is long on its way. */
function crossed(random: Random, begins: number): readonly Happening[] {
  const at = begins + time(random, MINUTE, 5 * MINUTE);
  const order = { move: "failOver", by: "ben", reason: "a storm", override: [] } as const;
  const trouble: FaultToInject = {
    ...{ service: "s3", operation: "PutObject", caller: "practice-shift" },
    effect: { kind: "delay", ms: oneOf(random, [4 * SECOND, 8 * SECOND]) },
  };
  return [
    { kind: "endPractice", at, by: "anna" },
    { kind: "fault", at, lastsMs: 3 * MINUTE, trouble },
    { kind: "order", at: at + time(random, 0, MINUTE), order },
  ];
}

function besides(random: Random, policy: Policy, begins: number): readonly Happening[] {
  const at = begins + time(random, SECOND, 4 * MINUTE);
  const kind = weighted(random, [
    [2, "endPractice"],
    [2, "stop"],
    [2, "again"],
    [4, "fault"],
  ] as const);
  switch (kind) {
    case "endPractice":
      return [{ kind, at, by: "anna" }];
    case "stop":
      return [{ kind, at, machine: "practice" }];
    case "again": {
      const lambda = oneOf(random, lambdas);
      return [0, 1, 2, 3].map((n) => ({ kind, at: at + n * 40 * SECOND, lambda }));
    }
    case "fault": {
      const early = chance(random, 0.3) ? begins : at;
      return [
        {
          ...{ kind, at: early, lastsMs: time(random, 5 * SECOND, 4 * MINUTE) },
          trouble: oneOf(random, troublesOf(random, policy)),
        },
      ];
    }
  }
}

function troublesOf(
  random: Random,
  { secondary, witness }: Policy,
): readonly [FaultToInject, ...FaultToInject[]] {
  const effect = oneOf<FaultToInject["effect"]>(random, [
    { kind: "reset" },
    { kind: "blackHole" },
    { kind: "lostAnswer" },
    { kind: "status", status: 503 },
    { kind: "error", name: "AccessDenied", status: 403 },
  ]);
  return [
    { service: "route53", operation: "ChangeResourceRecordSets", effect },
    { service: "s3", operation: "PutObject", effect },
    { service: "scheduler", operation: "CreateSchedule", effect },
    { service: "scheduler", region: oneOf(random, [secondary, witness]), effect },
    { service: "dynamodb", caller: oneOf(random, lambdas), effect },
    { service: "lambda", resource: names(STAGE).lambda(oneOf(random, lambdas)), effect },
    { service: "lambda", resource: names(STAGE).lambda("guard"), effect },
  ];
}
