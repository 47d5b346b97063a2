import { describe, expect, test } from "vitest";
import { behind, type Finding, findings, sentenceOf } from "../../../core/diagnose/finding.ts";
import { type ToldFinding, tell } from "../../../core/diagnose/told-findings.ts";
import { type FindingName, findingNames } from "../../../core/probe/finding-table.ts";
import type { Sighting, Sightings } from "../../../core/probe/last-seen.ts";
import type { ProbeOutcome } from "../../../core/probe/probe.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { type Instant, millis, region } from "../../../core/values/types.ts";
import {
  aPolicy,
  minutes,
  now,
  primary,
  secondary,
  someJourneys,
  witness,
} from "../builders/a-policy.ts";
import { aFailure } from "../builders/a-probe-result.ts";

const journeys = someJourneys({
  password: {},
  srp: {},
  equivalence: { every: millis(15 * 60_000) },
  replicationLag: { every: millis(5 * 60_000) },
  federation: { every: millis(5 * 60_000) },
});
const probeEvery = millis(60_000);

const differ: ProbeOutcome = {
  kind: "finding",
  finding: "regionsDiffer",
  step: "compare",
  says: "the groups differ",
};
const observer = (error: string, step: "signIn" | "clock" | "secret" | "control" = "signIn") =>
  ({ kind: "failed", class: "observer", step, error }) as const;

function aSighting(change: Partial<Sighting> = {}): Sighting {
  return {
    journey: "password",
    target: primary,
    at: now,
    since: minutes(-10),
    took: millis(300),
    outcome: { kind: "ok" },
    lag: null,
    ...change,
  };
}

function sightingsOf(sightings: readonly Partial<Sighting>[], change: Partial<Sightings> = {}) {
  return { vantage: witness, at: now, sightings: sightings.map(aSighting), users: [], ...change };
}

const found = (all: readonly Sightings[], policy: Partial<Policy> = {}, at: Instant = now) =>
  findings(all, { policy: aPolicy({ journeys, ...policy }), now: at, probeEvery });

const names = (all: readonly Finding[]) => all.map(({ name, target }) => `${name} ${target}`);

describe("findings()", () => {
  test("tell what a journey found, of its target", () => {
    const all = found([
      sightingsOf([{ journey: "equivalence", target: secondary, outcome: differ }]),
    ]);
    expect(all).toEqual([
      {
        key: `regionsDiffer#${secondary}#equivalence`,
        name: "regionsDiffer",
        target: secondary,
        says: "the groups differ",
        vantages: [witness],
      },
    ]);
  });

  test("name every vantage that sees the same once, in one entry", () => {
    const sees = [
      { outcome: observer("NewException 400") },
      { journey: "srp", outcome: observer("NewException 400") },
    ] as const;
    const all = found([sightingsOf(sees, { vantage: primary }), sightingsOf(sees)]);
    expect(all).toHaveLength(1);
    expect(all[0]?.vantages).toEqual([primary, witness]);
  });

  test("keep two troubles apart, and come in a steady order", () => {
    const sees = [
      { target: secondary, outcome: observer("NewException 400") },
      { journey: "srp", outcome: observer("OtherException 400") },
      { outcome: observer("NewException 400") },
    ] as const;
    const keys = found([sightingsOf(sees)]).map(({ key }) => key);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(3);
    expect(found([sightingsOf([...sees].reverse())]).map(({ key }) => key)).toEqual(keys);
  });

  test("call an error unknown that the table of failures does not know, and say where it was met", () => {
    const [one, ...others] = found([sightingsOf([{ outcome: observer("NewException 400") }])]);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ name: "unknownError", target: primary });
    expect(one?.says).toMatch(/^NewException 400 at signIn, asked whether a user signs in/);
  });

  test.each([
    ["what the vantage may not do", observer("AccessDeniedException 400")],
    ["a resolver that does not answer", observer("Error EAI_AGAIN")],
    ["a secret that cannot be read", observer("NewException 400", "secret")],
    ["a vantage without a line", observer("no control endpoint answered", "control")],
    ["a failure that votes", aFailure("serverError")],
    ["wrong credentials", aFailure("credentials")],
    ["what went well", { kind: "ok" } as const],
  ])("leave %s to the diagnosis", (_, outcome) => {
    for (const journey of ["password", "federation"] as const) {
      const by = [primary, witness].map((vantage) =>
        sightingsOf([{ journey, outcome }], { vantage }),
      );
      expect(found(by), journey).toEqual([]);
    }
  });

  test("put a vantage's own clock down to the vantage, once for both targets", () => {
    const outcome = observer("its clock is 2 min behind", "clock");
    const all = found([sightingsOf([{ outcome }, { target: secondary, outcome }])]);
    expect(names(all)).toEqual([`clockOff ${witness}`]);
    expect(all.map(sentenceOf)[0]).toMatch(
      new RegExp(
        `^${witness}: a clock is wrong: its clock is 2 min behind, seen from ${witness}\\.`,
      ),
    );
  });

  test("forget a journey that was not walked for three of its turns", () => {
    const rare = [sightingsOf([{ journey: "equivalence", target: secondary, outcome: differ }])];
    expect(found(rare, {}, minutes(45))).toHaveLength(1);
    expect(found(rare, {}, minutes(45.1))).toEqual([]);
    const often = [sightingsOf([{ outcome: observer("NewException 400") }])];
    expect(found(often, {}, minutes(3))).toHaveLength(1);
    expect(found(often, {}, minutes(3.1))).toEqual([]);
  });

  test("forget a journey that is switched off, and a vantage that no longer probes", () => {
    const off = sightingsOf([{ journey: "keySet", outcome: differ }]);
    const gone = sightingsOf([{ outcome: differ }], { vantage: region("sa-east-1") });
    expect(found([off, gone])).toEqual([]);
  });

  describe("about users", () => {
    const run = (failures: string) => [{ target: primary, failures, last: 2, at: now }];
    const stuck = (failures: string, change: Partial<Sightings> = {}) =>
      sightingsOf([], { users: run(failures), ...change });

    test("tell of users that fail at each turn while the others never do", () => {
      const [one] = found([stuck("0020000000")]);
      expect(one).toMatchObject({ name: "stickyUsers", target: primary });
      expect(one?.says).toBe(
        "1 of 10 probe users fail each time, the others never: of all users, 2 % to 40 % (with 95 % confidence)",
      );
    });

    test("tell nothing where another vantage finds others failing: a Region that is flapping", () => {
      const [one, other] = [stuck("0202020202"), stuck("2020202020", { vantage: secondary })];
      expect(found([one, other])).toEqual([]);
      const same = found([one, stuck("02-20202-2", { vantage: secondary })]);
      expect(same[0]).toMatchObject({ name: "stickyUsers" });
    });

    test("do not count users beyond those that the settings ask for", () => {
      const probeUser = { secret: "x", count: 5 };
      expect(found([stuck("0000000020")], { probeUser })).toEqual([]);
      const gone = [stuck("0020000020"), stuck("0020000000", { vantage: secondary })];
      expect(found(gone, { probeUser })[0]).toMatchObject({ name: "stickyUsers" });
    });

    test("forget them when no user has failed for three rounds of all", () => {
      expect(found([stuck("0020000000")], {}, minutes(30))).toHaveLength(1);
      expect(found([stuck("0020000000")], {}, minutes(30.1))).toEqual([]);
    });
  });
});

describe("tell()", () => {
  const [lagging] = found([
    sightingsOf([
      { journey: "replicationLag", target: secondary, outcome: { ...differ, finding: "lagging" } },
    ]),
  ]) as [Finding];

  /** What is news at each minute, when the finding holds at some of them. */
  function newsAt(held: readonly (readonly [number, boolean])[]): number[] {
    let told: readonly ToldFinding[] = [];
    return held.flatMap(([minute, holds]) => {
      const after = tell(told, holds ? [lagging] : [], minutes(minute));
      told = after.told;
      return after.news.length > 0 ? [minute] : [];
    });
  }
  const HOUR = 60;

  test("is news once, for as long as it lasts", () => {
    const always = Array.from({ length: 72 }, (_, hour) => [hour * HOUR, true] as const);
    expect(newsAt(always)).toEqual([0]);
  });

  test("is not news again when it comes back within a day", () => {
    expect(
      newsAt([
        [0, true],
        [HOUR, false],
        [23 * HOUR, true],
        [46 * HOUR, true],
      ]),
    ).toEqual([0]);
  });

  test("is news again after it has been gone for a day", () => {
    expect(
      newsAt([
        [0, true],
        [12 * HOUR, false],
        [24.1 * HOUR, false],
        [25 * HOUR, true],
      ]),
    ).toEqual([0, 25 * HOUR]);
  });

  test("does not rewrite what was told every minute, and does every hour", () => {
    const first = tell([], [lagging], now).told;
    const changed = { ...lagging, says: "9 s behind" };
    expect(tell(first, [changed], minutes(59)).told).toEqual(first);
    expect(tell(first, [changed], minutes(60)).told).toEqual([
      { key: lagging.key, says: "9 s behind", since: now, seen: minutes(60) },
    ]);
  });
});

test("every finding has a headline and advice, and reads as a sentence of both", () => {
  for (const name of Object.keys(findingNames) as FindingName[]) {
    const { headline, advice } = findingNames[name];
    expect(headline).toMatch(/^[A-Za-z][^.]+$/);
    expect(advice).toMatch(/^[A-Z].+\.$/);
    const finding = {
      key: "k",
      name,
      target: secondary,
      says: "why",
      vantages: [primary, witness],
    };
    expect(sentenceOf(finding)).toBe(
      `${secondary}: ${headline}: why, seen from ${primary} and ${witness}. ${advice}`,
    );
  }
});

test("behind() says in people's units how far, and how far is allowed", () => {
  expect(behind(millis(12_345), millis(5_000))).toBe("12 s behind, more than 5 s");
});

describe("a journey that votes on no sign-in", () => {
  const keySet = (outcome: ProbeOutcome): Partial<Sighting> => ({ journey: "keySet", outcome });
  const failing = keySet(aFailure("serverError"));
  const walked = { journeys: someJourneys({ password: {}, keySet: {} }) };
  const seenBy = (sees: readonly Partial<Sighting>[], vantages = [primary, witness]) =>
    found(
      vantages.map((vantage) => sightingsOf(sees, { vantage })),
      walked,
    );

  test("is told when it fails for a majority, as whatever its class", () => {
    expect(seenBy([failing])).toMatchObject([
      { name: "journeyFails", target: primary, vantages: [primary, witness] },
    ]);
    const credentials = seenBy([keySet(aFailure("credentials"))]);
    expect(credentials[0]?.says).toMatch(/^keySet: credentials at /);
  });

  test("is not told when one vantage alone sees it fail", () => {
    expect(seenBy([failing], [witness])).toEqual([]);
  });

  test("is no news while sign-in fails there too, and is while it fails elsewhere", () => {
    const outcome = aFailure("unreachable");
    expect(seenBy([failing, { outcome }])).toEqual([]);
    expect(names(seenBy([failing, { target: secondary, outcome }]))).toEqual([
      `journeyFails ${primary}`,
    ]);
  });

  test("is no news when the vantage itself could not judge", () => {
    expect(seenBy([keySet(observer("AccessDeniedException 400"))])).toEqual([]);
  });
});
