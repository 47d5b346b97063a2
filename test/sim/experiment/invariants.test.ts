// Each invariant holds of a good record, and fails on one made bad by hand.

import { describe, expect, test } from "vitest";
import type { PracticeUnderWay } from "../../../core/state/practice-run.ts";
import { fencingToken } from "../../../core/values/types.ts";
import type { Chronicle } from "../../../sim/experiment/experiment.ts";
import { invariants } from "../../../sim/experiment/invariants.ts";
import { broken } from "../../../sim/experiment/judge.ts";
import type { LeverWrite } from "../../../sim/experiment/world.ts";
import { aFinishedRun, aReport } from "../../core/builders/a-practice-report.ts";
import { aLook } from "../../core/builders/a-run.ts";
import {
  aChronicle,
  aState,
  at,
  aWrite,
  deadPrimary,
  MINUTE,
  moving,
  primary,
  samplesUntil,
  secondary,
  witness,
} from "./builders/a-chronicle.ts";

const breaks = (chronicle: Chronicle) => [
  ...new Set(broken(chronicle).map(({ invariant }) => invariant)),
];

test("a failover in which all goes well breaks nothing", () => {
  expect(broken(aChronicle())).toEqual([]);
});

const persons = { ...moving, by: "anna", until: at(60) } as const;
const deadFor = (from: number, minutes: number, region = primary) => ({
  ...deadPrimary,
  ...{ at: from * MINUTE, lastsMs: minutes * MINUTE },
  trouble: { region, effect: { kind: "reset" } } as const,
});
const twice = { at: at(7), subject: "us-east-1", body: "the same" };

const taken = { kind: "forge", at: MINUTE, vantage: secondary, lie: "ownSick" } as const;
const badLine = {
  ...deadPrimary,
  trouble: { vantage: witness, effect: { kind: "reset" } },
} as const;

test("a vantage whose role was taken and another with a bad line are a majority", () => {
  expect(broken(aChronicle({ happenings: [taken, badLine] }))).toEqual([]);
});

const throttling = { region: primary, effect: { kind: "throttle" } } as const;

test("a Region that sheds load may be left", () => {
  const happenings = [{ ...deadPrimary, trouble: throttling }];
  expect(breaks(aChronicle({ happenings }))).toEqual([]);
});

const gaveUp = (change: { readonly startedAt: number }) => ({
  ...{ machine: "failover" as const, name: "one", status: "FAILED", error: "Unreachable" },
  ...{ stoppedAt: at(7), input: "{}" },
  ...change,
});

const practising: PracticeUnderWay = {
  ...{ rung: "canary", executionName: "practice-1", token: fencingToken(1), since: at(2) },
  ...{
    until: at(12),
    paths: ["sdk"],
    by: "anna",
    reason: "a practice run",
    stoppedBy: null,
    guard: null,
  },
};
const steady = { phase: "steady", since: at(0) } as const;
const ofPractice = (change: Partial<LeverWrite> = {}) =>
  aWrite({
    ...{ at: at(3), path: "sdk", to: "between", caller: "practice-shift", guards: 2 },
    state: { ...aState(steady, primary), practice: practising },
    ...change,
  });
/** In which no primary dies. */
const aPracticeOf = (change: Partial<Chronicle> = {}) =>
  aChronicle({
    ...{ happenings: [], events: [], notices: [], executions: [] },
    samples: samplesUntil(20, () => ({
      serves: { managedLogin: primary, sdk: primary },
      levers: { managedLogin: primary, sdk: primary },
      ...{ phase: "steady", tokens: { state: 1, lease: 1 }, holder: "practice-1" },
    })),
    state: aState(steady, primary),
    writes: [ofPractice(), ofPractice({ at: at(8), to: primary })],
    ...change,
  });

/** The report of a run that passed with so many pairs. */
function passedWith(good: number, bad: number) {
  const report = aReport({ run: aFinishedRun({ ticks: [aLook({ good, bad })] }) });
  return { pk: "pool#customers", sk: "practice#1", body: JSON.stringify(report) };
}

test("a practice run that passed with as many sign-ins as it takes breaks nothing", () => {
  expect(broken(aPracticeOf({ ledger: [passedWith(341, 3)] }))).toEqual([]);
});

test("a practice run that goes over and comes back breaks nothing", () => {
  expect(broken(aPracticeOf())).toEqual([]);
});

const bad: Readonly<Record<string, Readonly<Record<string, Chronicle>>>> = {
  noMoveWithoutASickPrimary: {
    "nothing happened": aChronicle({ happenings: [] }),
    "one vantage alone has a bad line": aChronicle({
      happenings: [badLine],
    }),
    "one vantage's role was taken": aChronicle({ happenings: [taken] }),
    "both Regions throttled": aChronicle({
      happenings: [{ ...deadPrimary, trouble: { effect: { kind: "throttle" } } }],
      samples: samplesUntil(20, () => ({})),
    }),
  },
  guardsBeforeUsers: {
    "one stands": aPracticeOf({
      writes: [ofPractice({ guards: 1 }), ofPractice({ at: at(8), to: primary })],
    }),
  },
  nobodyStaysOverThere: {
    "nobody wrote": aPracticeOf({ writes: [ofPractice()] }),
    "a guard wrote too late": aPracticeOf({
      writes: [ofPractice(), ofPractice({ at: at(13), to: primary, caller: "guard" })],
    }),
  },
  practiceWritesOverItsOwn: {
    "a move had written": aChronicle({
      writes: [aWrite(), aWrite({ path: "sdk" }), ofPractice({ at: at(8), to: primary })],
    }),
    "somebody had, by hand": aPracticeOf({
      writes: [
        aWrite({ at: at(3), path: "sdk", caller: "console" }),
        ofPractice({ at: at(4), to: primary, caller: "guard" }),
      ],
    }),
  },
  practiceIsNoMove: {
    "it is remembered as one": aPracticeOf({
      state: {
        ...aState(steady, primary),
        lastMove: { move: "failOver", end: "confirmed", at: at(8) },
      },
    }),
    "it counts for the cooldown": aPracticeOf({
      state: { ...aState(steady, primary), lastShiftAt: at(8) },
    }),
  },
  passesRestOnSignIns: {
    "fewer than the floor were counted": aPracticeOf({ ledger: [passedWith(60, 0)] }),
    "too many of them failed": aPracticeOf({ ledger: [passedWith(336, 9)] }),
  },
  everyRunEnds: {
    "nobody ended it": aPracticeOf({
      samples: samplesUntil(20, () => ({
        serves: { managedLogin: primary, sdk: primary },
        levers: { managedLogin: primary, sdk: primary },
        ...{ phase: "steady", practice: practising },
      })),
    }),
  },
  attacksMoveNobody: {
    "Regions that throttled the probes": aChronicle({
      ...aChronicle(),
      experiment: {
        ...aChronicle().experiment,
        ...{ isAttack: true, happenings: [{ ...deadPrimary, trouble: throttling }] },
      },
    }),
  },
  neverTowardsTheWorse: {
    "the secondary is dead": aChronicle({
      happenings: [deadFor(1, 10, secondary)],
      writes: [aWrite({ at: at(10), state: aState(persons, secondary) })],
    }),
    "the primary is dead, and a move is put back": aChronicle({
      happenings: [deadFor(0, 20)],
      writes: [aWrite({ at: at(15), to: primary })],
      samples: samplesUntil(6),
    }),
  },
  nothingConfirmedIsUndone: {
    "it was confirmed": aChronicle({
      happenings: [deadFor(2, 1)],
      writes: [aWrite({ to: primary, state: aState(moving, secondary, "confirmed") })],
    }),
  },
  leversUnderLeaseAndIntent: {
    "nobody holds the lease": aChronicle({ writes: [aWrite({ lease: null })] }),
    "the lease is over": aChronicle({ writes: [aWrite({ at: at(11) })] }),
    "another holds it": aChronicle({
      writes: [aWrite({ lease: { holder: "another", until: at(11), token: fencingToken(1) } })],
    }),
    "no move is written down": aChronicle({
      writes: [aWrite({ state: aState({ phase: "steady", since: at(0) }, secondary) })],
    }),
    "the state wants it elsewhere": aChronicle({
      writes: [aWrite({ state: aState(moving, primary) })],
    }),
  },
  tokensNeverFall: {
    "of the lease": aChronicle({
      samples: samplesUntil(20, (when) => (when < at(9) ? {} : { tokens: { state: 1, lease: 0 } })),
    }),
    "of two holders": aChronicle({
      samples: samplesUntil(20, (when) => (when < at(9) ? {} : { holder: "another" })),
    }),
    "of the state": aChronicle({
      samples: samplesUntil(20, (when) => (when < at(9) ? {} : { tokens: { state: 0, lease: 1 } })),
    }),
  },
  whatWasLetGoStaysFree: {
    "somebody came late": aChronicle({
      samples: samplesUntil(20, (when) => (when < at(9) ? {} : { leaseUntil: at(14) })),
    }),
  },
  modeAndPauseBind: {
    "it was paused": aChronicle({
      samples: samplesUntil(20, () => ({ pausedUntil: Number.POSITIVE_INFINITY })),
    }),
    "the pause ended a moment later": aChronicle({
      samples: samplesUntil(20, () => ({ pausedUntil: at(6) + 1 })),
    }),
    "it may only look": aChronicle({ samples: samplesUntil(20, () => ({ mode: "observe" })) }),
    "nobody agreed": aChronicle({ samples: samplesUntil(20, () => ({ mode: "advise" })) }),
  },
  noSecretAnywhere: { "it is in the logs": aChronicle({ leaks: ["logs"] }) },
  noPathWithoutTraffic: {
    "a name answers nothing": aChronicle({
      samples: samplesUntil(20, (when) =>
        when === at(8) ? { serves: { managedLogin: secondary, sdk: "nowhere" } } : {},
      ),
    }),
  },
  allComesToRest: {
    "levers are on their way": aChronicle({
      samples: samplesUntil(52, (when) => (when < at(7) ? {} : { phase: "failingOver" })),
    }),
  },
  allAgreeAtRest: {
    "a name leads elsewhere": aChronicle({
      samples: samplesUntil(20, (when) =>
        when < at(7) ? {} : { serves: { managedLogin: secondary, sdk: primary } },
      ),
      happenings: [deadFor(2, 5)],
    }),
    "the state says otherwise": aChronicle({
      state: aState({ phase: "failedOver", since: at(7), reason: "dead" }, primary, "confirmed"),
    }),
  },
  noExecutionBreaksOff: {
    "its data was not what it expects": aChronicle({
      executions: [
        {
          ...{ machine: "failover", name: "one", status: "FAILED", error: "States.Runtime" },
          ...{ startedAt: at(6), stoppedAt: at(7), input: "{}" },
        },
      ],
    }),
  },
  whatPassesIsOutlasted: {
    "it ended at the first of them": aChronicle({ executions: [gaveUp({ startedAt: at(6.9) })] }),
    "nothing was wrong any more": aChronicle({
      happenings: [deadFor(1, 4)],
      executions: [gaveUp({ startedAt: at(6) })],
    }),
  },
  noAvoidableOutage: {
    "nobody moved": aChronicle({
      samples: samplesUntil(12, () => ({
        serves: { managedLogin: primary, sdk: primary },
        levers: { managedLogin: primary, sdk: primary },
        phase: "steady",
      })),
      state: null,
    }),
    "it was put back": aChronicle({
      samples: samplesUntil(12, (when) =>
        when > at(7) ? { serves: { managedLogin: primary, sdk: secondary } } : {},
      ),
      state: null,
    }),
  },
  everyEndIsTold: { "nobody wrote": aChronicle({ notices: [] }) },
  nothingIsToldTwice: {
    "the same came again": aChronicle({
      notices: [twice, { ...twice, at: at(8) }],
      happenings: [{ ...deadPrimary, trouble: { ...deadPrimary.trouble, service: "cognito-idp" } }],
    }),
  },
  noStorm: {
    "four came in as many minutes": aChronicle({
      notices: [7, 8, 9, 10].map((minute) => ({
        ...{ at: at(minute), subject: secondary, body: String(minute) },
      })),
    }),
  },
};

describe.each(Object.entries(bad))("%s is broken where", (name, chronicles) => {
  test.each(Object.entries(chronicles))("%s", (_, chronicle) => {
    expect(breaks(chronicle)).toContain(name);
  });
});

test("every invariant has a record that breaks it, and a sentence", () => {
  expect(Object.keys(bad).toSorted()).toEqual(invariants.map(({ name }) => name).toSorted());
  for (const { says } of invariants) expect(says).toMatch(/^[a-z].*[^.]$/);
});

const asked = { executionName: "one", until: at(53), end: "open", lost: 0 } as const;
const asking = {
  machine: "failover",
  ...{ name: "one", status: "RUNNING", error: null, input: "{}" },
} as const;

describe("what must not be held against the controller:", () => {
  const fine: Readonly<Record<string, Chronicle>> = {
    "a person's order while all is well": aChronicle({
      happenings: [],
      writes: [aWrite({ state: aState(persons, secondary) })],
    }),
    "a person who insists on a Region that fails": aChronicle({
      happenings: [deadFor(1, 10, secondary)],
      writes: [
        aWrite({
          at: at(10),
          state: aState({ ...persons, override: ["bothSick"] }, secondary),
        }),
      ],
    }),
    "a lever that was moved past it": aChronicle({
      happenings: [deadPrimary, { kind: "moveLever", at: 10 * MINUTE, path: "sdk", to: primary }],
      samples: samplesUntil(20, (when) =>
        when < at(12)
          ? {}
          : {
              serves: { managedLogin: secondary, sdk: primary },
              levers: { managedLogin: secondary, sdk: primary },
            },
      ),
    }),
    "a move a second after a pause ended, between two samples": aChronicle({
      samples: samplesUntil(20, (when) =>
        when <= at(6) ? { pausedUntil: at(6) + 1_000 } : { pausedUntil: null },
      ),
      writes: [aWrite({ at: at(6) + 2_000 }), aWrite({ at: at(6) + 2_000, path: "sdk" })],
    }),
    "people who are asked, and do not answer": aChronicle({
      samples: samplesUntil(52, (when) =>
        when < at(7) ? { mode: "advise" } : { mode: "advise", phase: "failingOver" },
      ),
      writes: [],
      state: { ...aState(moving, secondary), asked },
      executions: [{ ...asking, startedAt: at(50), stoppedAt: null }],
    }),
    "what two looks of the watch tell that met": aChronicle({
      notices: [7, 8, 9, 9.02].map((minute) => ({
        ...{ at: at(minute), subject: secondary, body: String(minute) },
      })),
    }),
    "an execution that gave up while nothing answered": aChronicle({
      executions: [gaveUp({ startedAt: at(6) })],
    }),
    "what went out again because SNS could not say that it took it": aChronicle({
      happenings: [
        deadPrimary,
        {
          ...{ kind: "fault", at: 7 * MINUTE, lastsMs: 10_000 },
          trouble: { service: "sns", effect: { kind: "lostAnswer" } },
        },
      ],
      notices: [7, 8, 9, 10].map((minute) => ({
        ...{ at: at(minute), subject: secondary, body: minute === 10 ? "7" : String(minute) },
      })),
    }),
    "what the machine says by itself": aChronicle({
      notices: [7, 8, 9, 10].map((minute) => ({
        at: at(minute),
        subject: minute === 7 ? "[cognito-failover] a move failed" : secondary,
        body: String(minute),
      })),
    }),
    "a Region that throttles before anybody could learn that it is dead": aChronicle({
      happenings: [
        { ...deadFor(1, 12), trouble: { region: primary, effect: { kind: "throttle" } } },
        deadFor(2, 10),
      ],
      samples: samplesUntil(12, () => ({
        serves: { managedLogin: primary, sdk: primary },
        levers: { managedLogin: primary, sdk: primary },
        phase: "steady",
      })),
      ...{ state: null, writes: [] },
    }),
    "an outage while it is paused": aChronicle({
      samples: samplesUntil(12, () => ({
        serves: { managedLogin: primary, sdk: primary },
        levers: { managedLogin: primary, sdk: primary },
        ...{ phase: "steady", pausedUntil: at(30) },
      })),
      ...{ state: null, writes: [] },
    }),
  };
  test.each(Object.entries(fine))("%s", (_, chronicle) => {
    expect(broken(chronicle)).toEqual([]);
  });
});
