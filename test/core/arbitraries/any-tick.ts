// Everything that a tick may hold, well-formed and otherwise arbitrary: also what no healthy world shows.

import fc from "fast-check";
import { type RuleName, safetyRules } from "../../../core/decide/safety-rules.ts";
import type { Tick } from "../../../core/decide/tick.ts";
import { nothingLearnt } from "../../../core/detect/background.ts";
import type { Suspicion } from "../../../core/detect/cusum.ts";
import type { Lease, LeverReading, ReplicaReading } from "../../../core/detect/observation.ts";
import type { HealthName } from "../../../core/detect/region-health.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import type { Tally } from "../../../core/detect/tally.ts";
import { evidenceKinds, type PathState } from "../../../core/levers/lever-evidence.ts";
import type { Path } from "../../../core/levers/plan.ts";
import { type FailureClass, failureClasses } from "../../../core/probe/failure-class.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { moveEnds } from "../../../core/state/move-end.ts";
import { type PhaseState, questionEnds, type State } from "../../../core/state/state.ts";
import type { Order } from "../../../core/values/order.ts";
import { CONTROLLER } from "../../../core/values/order.ts";
import { fencingToken, millis, type Region } from "../../../core/values/types.ts";
import { aHealth } from "../builders/a-health.ts";
import { aPolicy, aPolicyOfFive, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aPause, aState, standings } from "../builders/a-state.ts";
import { aRound, zero } from "../builders/a-statistic.ts";

const anyAge = (oldest: number) => fc.integer({ min: -oldest, max: 0 }).map(minutes);
const classes = Object.keys(failureClasses) as FailureClass[];
export const anyClass = fc.constantFrom(...classes);
export const anyName = fc.constantFrom("customers-6-1", "by-anna", "another");

/** Usually the ordinary value, so that the rest of the tick matters too. */
function mostly<T, U>(ordinary: T, other: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(ordinary) }, { weight: 1, arbitrary: other });
}

const anyShare = fc.double({ min: 0, max: 1, noNaN: true });
const anyTally: fc.Arbitrary<Tally> = fc
  .tuple(fc.double({ min: 0, max: 300, noNaN: true }), anyShare, anyShare, anyShare, anyShare)
  .map(([rounds, here, there, excused, unreachable]) => ({
    rounds,
    here: rounds * here,
    there: rounds * there,
    excused: rounds * excused,
    unreachable: rounds * here * unreachable,
  }));

const anyCusum: fc.Arbitrary<Suspicion> = fc.oneof(
  fc.constant(zero),
  fc.record({
    value: fc.double({ min: 0.1, max: 15, noNaN: true }),
    since: anyAge(30),
    gap: fc.constantFrom(millis(0), millis(60_000)),
    tally: fc.option(anyTally),
  }),
);

const anyTrouble = fc.record({
  value: fc.integer({ min: 1, max: 380 }),
  at: anyAge(20),
  since: anyAge(60),
});

export function anyStatistic(vantage: Region, target: Region): fc.Arbitrary<Statistic> {
  return fc.record({
    vantage: fc.constant(vantage),
    target: fc.constant(target),
    at: fc.integer({ min: -5, max: 2 }).map(minutes),
    evidenceAt: fc.option(anyAge(10)),
    sick: fc.record({ dead: anyCusum, half: anyCusum, gray: anyCusum }),
    recovery: fc.double({ min: 0, max: 11, noNaN: true }),
    isRecovering: fc.boolean(),
    version: fc.constant(2 as const),
    slow: fc.constant({ value: 0, since: null }),
    lately: anyTally,
    goods: fc.integer({ min: 0, max: 99 }),
    trouble: fc.option(anyTrouble),
    part: fc.constant(null),
    excused: fc.option(
      anyTrouble.chain((one) => anyClass.map((name) => ({ ...one, class: name }))),
    ),
    background: fc.constant(nothingLearnt),
    credentials: fc.constant({}),
    conditional: fc.constant(null),
    lastFailure: fc.option(anyClass),
    lastBearing: fc.constantFrom("good" as const, "bad" as const, "nothing" as const),
  });
}

/** All well, or all of one kind as in a real outage, or each statistic for itself. */
function anyStatistics(policy: Policy): fc.Arbitrary<Statistic[]> {
  const pairs = policy.vantages.flatMap((vantage) =>
    [primary, secondary].map((target) => ({ vantage, target })),
  );
  const each = fc.tuple(...pairs.map(({ vantage, target }) => anyStatistic(vantage, target)));
  const alike = fc
    .tuple(anyStatistic(primary, primary), anyStatistic(primary, secondary))
    .map(([west, east]) =>
      pairs.map((pair) => ({ ...(pair.target === primary ? west : east), ...pair })),
    );
  const calm = fc.constant(aRound({ vantages: policy.vantages }));
  return fc.oneof(each, alike, calm).chain((all) => mostly(all, fc.subarray(all)));
}

const anyHealth = mostly(
  aHealth(),
  fc.record({
    name: fc.constantFrom<HealthName>("up", "suspect", "down", "recovering"),
    since: anyAge(60),
    onset: fc.option(anyAge(60)),
    sickAt: fc.option(anyAge(10)),
    because: fc.constant("of something"),
  }),
);

const anyAsked = fc.record({
  executionName: anyName,
  until: fc.integer({ min: -30, max: 30 }).map(minutes),
  end: fc.constantFrom(...questionEnds),
  lost: fc.nat({ max: 9 }),
});

const anyEvidence = fc.record({
  kind: fc.constantFrom(...evidenceKinds),
  at: anyAge(200),
  because: fc.constant("of something"),
});

function anyPath(path: Path): fc.Arbitrary<PathState> {
  return fc.record({
    path: fc.constant(path),
    wanted: fc.constantFrom(primary, secondary),
    evidence: fc.option(anyEvidence),
    attempts: fc.integer({ min: 0, max: 9 }),
    nextAttemptAt: fc.option(fc.integer({ min: -30, max: 30 }).map(minutes)),
  });
}

/** In any order; earlier versions wrote none. */
const anyPaths = fc
  .tuple(anyPath("managedLogin"), anyPath("sdk"))
  .chain((both) => fc.shuffledSubarray(both));

/** By the controller, or on the word of a person that holds or has ended. */
const anyStanding: fc.Arbitrary<PhaseState> = fc
  .record({
    standing: fc.constantFrom(...Object.values(standings)),
    word: fc.option(
      fc.record({
        by: fc.constantFrom("anna", CONTROLLER),
        until: fc.option(fc.integer({ min: -60, max: 60 }).map(minutes)),
        override: fc.subarray<RuleName>(safetyRules.map(({ name }) => name)),
      }),
    ),
  })
  .map(({ standing, word }) => ("by" in standing ? { ...standing, ...word } : standing));

const anyLastMove = fc.record({
  move: fc.constantFrom("failOver" as const, "failBack" as const),
  end: fc.constantFrom(...moveEnds, "withdrawn" as const),
  at: anyAge(60),
});

export const anyState: fc.Arbitrary<State> = fc
  .record({
    standing: anyStanding,
    paths: anyPaths,
    lastMove: fc.option(anyLastMove),
    replica: fc.option(
      fc.record({ status: fc.constantFrom("ACTIVE", "INACTIVE"), at: anyAge(200) }),
    ),
    health: fc.record({ primary: anyHealth, secondary: anyHealth }),
    diagnosis: fc.record({ name: fc.constantFrom("allWell", "primaryDead"), since: anyAge(60) }),
    situation: fc.constantFrom(
      "primaryWell",
      "primaryDownAsks",
      "primaryDownMustNotMove",
      "homeMustWait",
    ),
    asked: mostly(null, anyAsked),
    paused: mostly(null, fc.record({ since: anyAge(60) }).map(aPause)),
    lastShiftAt: mostly(null, anyAge(60)),
  })
  .map(aState);

export const anyReading: fc.Arbitrary<LeverReading> = fc
  .record({
    path: fc.constantFrom("managedLogin" as const, "sdk" as const),
    stands: fc.constantFrom(primary, secondary, "between" as const, "nowhere" as const),
    at: anyAge(200),
    confirms: fc.option(fc.constant("it was seen"), { nil: undefined }),
  })
  .map(({ confirms, ...one }) => (confirms === undefined ? one : { ...one, confirms }));

/** At most one a path. */
const anyReadings = fc.uniqueArray(anyReading, { selector: ({ path }) => path, maxLength: 2 });

const anyLease: fc.Arbitrary<Lease> = fc.record({
  token: fc.constant(fencingToken(6)),
  holder: anyName,
  until: fc.integer({ min: -3, max: 5 }).map(minutes),
});

export const anyOrder: fc.Arbitrary<Order> = fc.record({
  move: fc.constantFrom("failOver" as const, "failBack" as const),
  by: fc.constantFrom({ kind: "controller" } as const, { kind: "person", name: "anna" } as const),
  reason: fc.string(),
  override: fc.subarray<RuleName>(safetyRules.map(({ name }) => name)),
  executionName: anyName,
});

const anyPolicy = fc
  .tuple(fc.boolean(), fc.constantFrom<Policy["mode"]>("observe", "advise", "automatic"))
  .map(([five, mode]) => (five ? aPolicyOfFive({ mode }) : aPolicy({ mode })));

export const anyTick: fc.Arbitrary<Tick> = anyPolicy.chain((policy) =>
  fc
    .record({
      statistics: anyStatistics(policy),
      sightings: fc.constant([]),
      replica: mostly(
        { kind: "known", status: "ACTIVE" } as const,
        fc.constantFrom<ReplicaReading>(
          { kind: "known", status: "INACTIVE" },
          { kind: "undetermined", because: "TimeoutError" },
        ),
      ),
      lease: mostly(null, anyLease),
      levers: anyReadings,
      order: mostly(null, anyOrder),
    })
    .map(({ order, ...observation }) => ({
      now,
      observation,
      policy,
      probeEvery: millis(60_000),
      order,
    })),
);
