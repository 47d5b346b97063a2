import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  due,
  isPaidDue,
  roundsBetween,
  switchedOn,
  userInTurn,
} from "../../../core/probe/schedule.ts";
import { type Journey, journeyNames, journeys } from "../../../core/settings/journey.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { instant, millis } from "../../../core/values/types.ts";
import { aPolicy, aPolicyOfFive, someJourneys } from "../builders/a-policy.ts";

const MINUTE = 60_000;
const every = (minutes: number) => ({ every: millis(minutes * MINUTE) });

function rounds(count: number, probeEvery = millis(MINUTE)) {
  const turn = (vantage: Policy["primary"], round: number) => ({
    vantage,
    now: instant(round * probeEvery + 7_000),
    probeEvery,
  });
  const all = Array.from({ length: count }, (_, round) => round);
  return { all, turn };
}

/** The rounds of `count` in which each vantage walks the journey. */
function walksOf(policy: Policy, name: Journey, count: number): number[][] {
  const { all, turn } = rounds(count);
  return policy.vantages.map((vantage) =>
    all.filter((round) => due(policy, turn(vantage, round)).includes(name)),
  );
}

describe("the table of journeys", () => {
  test("has a row a journey, whose question fits after whether", () => {
    expect(Object.keys(journeys)).toEqual([...journeyNames]);
    for (const { asks } of Object.values(journeys)) expect(asks).toMatch(/^[a-z][^.?]+$/);
  });

  test("lets only journeys vote that users or machines walk", () => {
    const voting = journeyNames.filter((name) => journeys[name].group !== null);
    expect(voting).toEqual([
      ...["password", "srp", "refreshAcross", "clientCredentials", "managedLogin", "federation"],
    ]);
  });
});

test("switchedOn() names the journeys that have settings, in the order of the table", () => {
  const policy = aPolicy({ journeys: someJourneys({ revoke: {}, password: {}, keySet: {} }) });
  expect(switchedOn(policy)).toEqual(["password", "keySet", "revoke"]);
});

describe("roundsBetween()", () => {
  test.each([
    [1, 1, 1],
    [5, 1, 5],
    [6, 2, 3],
    [15, 15, 1],
  ])("of a walk every %d minutes and a round every %d is %d", (walk, round, wanted) => {
    const settings = someJourneys({ keySet: every(walk) });
    expect(roundsBetween(settings, "keySet", millis(round * MINUTE))).toBe(wanted);
  });

  test("is never less than one", () => {
    expect(roundsBetween(someJourneys({ keySet: every(1) }), "keySet", millis(5 * MINUTE))).toBe(1);
  });
});

describe("due()", () => {
  test("walks a journey of every round in every round", () => {
    const policy = aPolicy({ journeys: someJourneys({ password: {}, keySet: every(5) }) });
    for (const walks of walksOf(policy, "password", 60)) expect(walks).toHaveLength(60);
  });

  test("walks a rarer journey once in each of its spans, from every vantage", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.boolean(), (minutes, isOfFive) => {
        const settings = { journeys: someJourneys({ keySet: every(minutes) }) };
        const policy = isOfFive ? aPolicyOfFive(settings) : aPolicy(settings);
        for (const walks of walksOf(policy, "keySet", 4 * minutes)) {
          expect(walks).toHaveLength(4);
          for (const [index, round] of walks.slice(1).entries()) {
            expect(round - (walks[index] ?? 0)).toBe(minutes);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("gives vantages different rounds wherever there are as many rounds as vantages", () => {
    for (const minutes of [5, 6, 7, 15, 60]) {
      const policy = aPolicyOfFive({ journeys: someJourneys({ keySet: every(minutes) }) });
      const walked = walksOf(policy, "keySet", minutes).flat();
      expect(new Set(walked).size, `every ${minutes} minutes`).toBe(5);
    }
  });

  test("puts the rarer journeys of a vantage into the same rounds, so that most rounds are short", () => {
    const policy = aPolicy({
      journeys: someJourneys({ keySet: every(5), managedLogin: every(5), federation: every(10) }),
    });
    const [keySet, managedLogin, federation] = (
      ["keySet", "managedLogin", "federation"] as const
    ).map((name) => walksOf(policy, name, 60)[0] ?? []);
    expect(managedLogin).toEqual(keySet);
    expect(federation?.every((round) => keySet?.includes(round))).toBe(true);
  });

  test("measures the lag from the witness alone", () => {
    const policy = aPolicy({ journeys: someJourneys({ password: {}, replicationLag: every(5) }) });
    const walks = walksOf(policy, "replicationLag", 60);
    expect(walks.map(({ length }) => length)).toEqual([0, 0, 12]);
  });

  test("leaves out what is switched off", () => {
    const policy = aPolicy({ journeys: someJourneys({ srp: {} }) });
    const { turn } = rounds(1);
    expect(due(policy, turn(policy.witness, 0))).toEqual(["srp"]);
  });
});

describe("isPaidDue()", () => {
  const withTokens = (walk: number, token: number | null) => {
    const tokenEvery = token === null ? null : millis(token * MINUTE);
    return aPolicy({
      journeys: someJourneys({ clientCredentials: { ...every(walk), tokenEvery } }),
    });
  };

  test.each([
    [1, 1],
    [5, 5],
    [5, 60],
    [4, 60],
  ])("asks for one token in each span, of walks every %d and tokens every %d minutes", (walk, token) => {
    const policy = withTokens(walk, token);
    const { all, turn } = rounds(6 * token);
    for (const vantage of policy.vantages) {
      const paid = all.filter((round) => {
        const now = turn(vantage, round);
        return isPaidDue(policy, now) && due(policy, now).includes("clientCredentials");
      });
      expect(paid).toHaveLength(6);
    }
  });

  test.each([
    ["where machines are not probed", aPolicy()],
    ["where no token is wanted, although the endpoint is asked", withTokens(1, null)],
  ])("asks for none %s", (_, policy) => {
    const { all, turn } = rounds(60);
    expect(all.some((round) => isPaidDue(policy, turn(policy.witness, round)))).toBe(false);
  });
});

describe("userInTurn()", () => {
  test("takes each user once before any a second time", () => {
    const policy = aPolicy();
    const { all, turn } = rounds(10);
    const users = all.map((round) => userInTurn(turn(policy.witness, round), 10, policy));
    expect([...users].sort()).toEqual(all);
  });

  test("gives vantages different users in the same round", () => {
    const policy = aPolicyOfFive();
    const { turn } = rounds(1);
    const users = policy.vantages.map((vantage) => userInTurn(turn(vantage, 3), 10, policy));
    expect(new Set(users).size).toBe(5);
  });

  test.each([1, 2, 3])("stays among %d users, fewer than vantages or not", (count) => {
    const policy = aPolicyOfFive();
    const { all, turn } = rounds(20);
    const users = policy.vantages.flatMap((vantage) =>
      all.map((round) => userInTurn(turn(vantage, round), count, policy)),
    );
    expect([...new Set(users)].sort()).toEqual([0, 1, 2].slice(0, count));
  });
});
