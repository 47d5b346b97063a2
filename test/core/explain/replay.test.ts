import { describe, expect, test } from "vitest";
import { noBlips } from "../../../core/detect/transient-failures.ts";
import type { KeptRound, RecordedPast } from "../../../core/explain/recorded-past.ts";
import { replayed } from "../../../core/explain/replay.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import { millis, type Region } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary } from "../builders/a-policy.ts";
import { aFailure, aProbe } from "../builders/a-probe-result.ts";
import { aRungRecord } from "../builders/a-rung-record.ts";
import { aPause } from "../builders/a-state.ts";

const settings = {
  policy: aPolicy(),
  probeEvery: millis(60_000),
  watchEvery: millis(60_000),
};

/** One sign-in at each Region. */
function aRound(vantage: Region, minute: number, isPrimarySick = false): KeptRound {
  const at = minutes(minute);
  const outcome = isPrimarySick ? aFailure() : ({ kind: "ok" } as const);
  return {
    vantage,
    at,
    results: [
      aProbe({ vantage, at, target: primary, outcome }),
      aProbe({ vantage, at, target: secondary }),
    ],
  };
}

const roundsBetween = (from: number, until: number, isPrimarySick = false) =>
  Array.from({ length: until - from + 1 }, (_, index) =>
    settings.policy.vantages.map((vantage) => aRound(vantage, from + index, isPrimarySick)),
  ).flat();

const anEvent = (change: Partial<ControllerEvent>): ControllerEvent => ({
  at: minutes(-30),
  pool: "customers",
  type: "decided",
  sentence: "It was so.",
  facts: {},
  ...change,
});

const departedAt = (minute: number, move = "failOver") =>
  anEvent({
    at: minutes(minute),
    type: "departed",
    facts: { move, executionName: "by-anna", by: "anna", reason: "us-west-2 is on fire" },
  });

const completedAt = (minute: number, facts: ControllerEvent["facts"]) =>
  anEvent({
    at: minutes(minute),
    type: "completed",
    facts: { executionName: "by-anna", ...facts },
  });

function input(past: Partial<RecordedPast> = {}) {
  const known = {
    from: minutes(-60),
    until: now,
    rounds: [],
    events: [],
    blips: null,
    paused: null,
    rehearsed: [],
    readiness: null,
  };
  return replayed({ ...known, ...past }, settings);
}

describe("replayed()", () => {
  test("tells of a pool that nothing is known of just that", () => {
    const { state, tick } = input();
    expect(state).toMatchObject({ standing: { phase: "steady" }, lastShiftAt: null });
    expect(tick.observation).toEqual({
      statistics: [],
      sightings: [],
      replica: { kind: "known", status: "ACTIVE" },
      lease: null,
    });
  });

  test("folds a round of the very instant, and none that came later", () => {
    const { tick } = input({ rounds: roundsBetween(-3, 2) });
    expect(tick.observation.statistics).toHaveLength(6);
    expect(tick.observation.statistics.map(({ at }) => at)).toEqual(Array(6).fill(now));
  });

  test("folds rounds in order of time, however they come", () => {
    const rounds = [...roundsBetween(-9, -4), ...roundsBetween(-3, 0, true)];
    const backward = input({ rounds: rounds.toReversed() });
    expect(backward.tick.observation.statistics.length).toBe(6);
    const byName = (one: ReturnType<typeof input>) =>
      new Map(one.tick.observation.statistics.map((s) => [`${s.vantage} ${s.target}`, s]));
    expect(byName(backward)).toEqual(byName(input({ rounds })));
  });

  test("decides at each look, so that trouble is down once the wait is over, and not before", () => {
    const rounds = [...roundsBetween(-30, -11), ...roundsBetween(-10, 0, true)];
    const at = (minute: number) =>
      input({ rounds: rounds.filter(({ at }) => at <= minutes(minute)), until: minutes(minute) })
        .state.health.primary.name;
    expect([at(-10), at(-7), at(0)]).toEqual(["up", "suspect", "down"]);
  });

  test("learns a failure of one vantage's newest round on the spot, as a burst would", () => {
    const quick = [-3, -2.9, -2.8, -2.7].flatMap((minute) =>
      settings.policy.vantages.map((vantage) => aRound(vantage, minute, true)),
    );
    const { state } = input({
      rounds: [...roundsBetween(-20, -4), ...quick],
      until: minutes(-2.6),
    });
    expect(state.health.primary.name).toBe("suspect");
  });

  describe("follows moves:", () => {
    test("under way, with the lease in the mover's hands", () => {
      const { state, tick } = input({ events: [departedAt(-2)] });
      expect(state.standing).toEqual({
        phase: "failingOver",
        since: minutes(-2),
        executionName: "by-anna",
        by: "anna",
        reason: "us-west-2 is on fire",
        override: [],
        until: minutes(58),
      });
      expect(state.paths.map(({ path, wanted }) => [path, wanted])).toEqual([
        ["managedLogin", secondary],
        ["sdk", secondary],
      ]);
      expect(tick.observation.lease).toMatchObject({ holder: "by-anna" });
      expect(tick.observation.lease?.until).toBeGreaterThan(now);
    });

    test("the controller's own move rests on nobody's word", () => {
      const event = departedAt(-2);
      const events = [{ ...event, facts: { ...event.facts, by: "the controller" } }];
      expect(input({ events }).state.standing).toMatchObject({ by: "the controller", until: null });
    });

    test.each([
      ["failOver", "confirmed", "confirmed", "confirmed", "failedOver"],
      ["failOver", "applied", "applied", "confirmed", "failedOver"],
      ["failOver", "turnedBack", "putBack", "putBack", "steady"],
      ["failOver", "turnedBack", "confirmed", "putBack", "failedOver"],
      ["failOver", "kept", "applied", "applied", "failedOver"],
      ["failBack", "confirmed", "confirmed", "confirmed", "steady"],
      ["failBack", "turnedBack", "putBack", "putBack", "failedOver"],
    ])("%s that ended %s, managed login %s and the SDK path %s, leaves it %s", (...row) => {
      const [move, end, managedLogin, sdk, phase] = row;
      const events = [departedAt(-9, move), completedAt(-5, { move, end, managedLogin, sdk })];
      const { state, tick } = input({ events });
      expect(state).toMatchObject({
        standing: { phase },
        ...{ lastShiftAt: minutes(-5), lastMove: { move, end, at: minutes(-5) } },
      });
      expect(tick.observation.lease).toBeNull();
    });

    test("what ended in part is open still, and nobody holds the lease", () => {
      const facts = { move: "failOver", end: "inPart", managedLogin: "confirmed", sdk: "unknown" };
      const { state, tick } = input({ events: [departedAt(-9), completedAt(-5, facts)] });
      expect(state.standing).toMatchObject({ phase: "failingOver", by: "anna" });
      expect(state.lastMove).toBeNull();
      const known = Object.fromEntries(state.paths.map((one) => [one.path, one.evidence?.kind]));
      expect(known).toEqual({ managedLogin: "confirmed", sdk: "unknown" });
      expect(tick.observation.lease).toBeNull();
    });

    test("of a path that a move did not touch nothing is said", () => {
      const facts = { move: "failOver", end: "confirmed", managedLogin: "confirmed" };
      const { paths } = input({ events: [completedAt(-5, facts)] }).state;
      expect(paths.map(({ path }) => path)).toEqual(["managedLogin"]);
    });

    test.each([
      ["failOver", "moved", "failedOver"],
      ["failOver", "undone", "steady"],
      ["failBack", "moved", "steady"],
      ["failBack", "undone", "failedOver"],
    ])("%s that was %s, as earlier versions said, leaves it %s", (move, kind, phase) => {
      const events = [departedAt(-9, move), completedAt(-5, { move, kind })];
      const { state, tick } = input({ events });
      expect(state).toMatchObject({ standing: { phase }, lastShiftAt: minutes(-5) });
      expect(tick.observation.lease).toBeNull();
    });

    test("also by what happened before the first round, and in order of time", () => {
      const events = [
        completedAt(-300, { move: "failBack", kind: "moved" }),
        completedAt(-400, { move: "failOver", kind: "moved" }),
      ];
      expect(input({ events }).state.standing.phase).toBe("steady");
      const earlier = input({ events, from: minutes(-390), until: minutes(-350) });
      expect(earlier.state.standing.phase).toBe("failedOver");
    });

    test("a question is open for as long as a person has to answer", () => {
      const events = [
        anEvent({ type: "approvalAsked", facts: { executionName: "customers-7-1" } }),
      ];
      expect(input({ events }).state.asked).toEqual({
        executionName: "customers-7-1",
        until: minutes(0),
        ...{ end: "open", lost: 0 },
      });
    });

    test.each([
      ["declined", "declined", 30],
      ["unanswered", "unanswered", 30],
      ["questionLost", "lost", 0.5],
    ] as const)("a question that ended as %s is not asked again at once", (type, end, minute) => {
      const facts = { executionName: "customers-7-1" };
      const events = [anEvent({ type: "approvalAsked", facts }), anEvent({ type, facts })];
      const { asked } = input({ events }).state;
      expect(asked).toMatchObject({ executionName: "customers-7-1", end });
      expect((asked?.until ?? 0) - anEvent({ type }).at).toBe(minute * 60_000);
    });
  });

  test("takes the health from before the first round from what was told of it", () => {
    const events = [
      anEvent({
        at: minutes(-90),
        type: "healthChanged",
        facts: { region: primary, role: "primary", from: "suspect", to: "down" },
      }),
    ];
    expect(input({ events }).state.health.primary).toMatchObject({
      name: "down",
      since: minutes(-90),
    });
  });

  test("takes today's pause for one of then only if it had begun", () => {
    const pause = (minute: number) => aPause({ since: minutes(minute) });
    expect(input({ paused: pause(-1) }).state.paused).toEqual(pause(-1));
    expect(input({ paused: pause(1) }).state.paused).toBeNull();
  });

  test("keeps today's record of blips as it is", () => {
    const blips = {
      ...noBlips(minutes(-99_999)),
      ...{ at: minutes(-500), seen: 3, lasted: millis(90_000) },
    };
    const rounds = [...roundsBetween(-30, -21), ...roundsBetween(-20, -18, true)];
    const healed = [...rounds, ...roundsBetween(-17, 0)];
    expect(input({ rounds: healed, blips }).state.blips).toEqual(blips);
  });
});

test("a rebuilt pool is armed by the practice runs of then", () => {
  const at = minutes(-120);
  const { state } = input({ rehearsed: [aRungRecord("canary", { at, passedAt: at })] });
  expect(state.rehearsed).toMatchObject([{ rung: "canary", passedAt: at }]);
});
