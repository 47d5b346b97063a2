import { describe, expect, test } from "vitest";
import { benchOf } from "../../../core/detect/bench.ts";
import { type CaseInput, caseForFailover } from "../../../core/detect/case-for-failover.ts";
import { blipWait, standingWait } from "../../../core/detect/error-budget.ts";
import type { Statistic } from "../../../core/detect/statistic.ts";
import { nothing, type Tally } from "../../../core/detect/tally.ts";
import { verdict } from "../../../core/detect/verdict.ts";
import { type Instant, millis, type Region } from "../../../core/values/types.ts";
import { aPolicy, aPolicyOfFive, minutes, now, primary } from "../builders/a-policy.ts";
import { aSickStatistic, aStatistic, overSince, zero } from "../builders/a-statistic.ts";

const MINUTE = millis(60_000);

interface Seen {
  readonly since?: Instant;
  readonly tally?: Partial<Tally>;
  readonly lately?: Partial<Tally>;
  readonly goods?: number;
  /** Against which alternatives it is over the threshold; all, unless told otherwise. */
  readonly only?: "dead" | "gray";
}

/** One vantage that calls the primary unhealthy: all of a hundred rounds failed, unless told otherwise. */
function sick(vantage: Region, { since = minutes(-8), goods = 0, only, ...seen }: Seen): Statistic {
  const tally = { ...nothing, rounds: 100, here: 100, ...seen.tally };
  const over = { ...overSince(since), tally };
  return aSickStatistic({
    vantage,
    goods,
    sick: {
      dead: only === "gray" ? zero : over,
      half: only === undefined ? over : zero,
      gray: only === "dead" ? zero : over,
    },
    lately: { ...tally, ...seen.lately },
  });
}

function judged(
  statistics: readonly Statistic[],
  policy = aPolicy(),
  { blipsConfirmed = 1, users = null }: Partial<Pick<CaseInput, "blipsConfirmed" | "users">> = {},
) {
  const bench = benchOf({ policy, probeEvery: MINUTE, now });
  const said = verdict(primary, { statistics, now }, bench);
  return caseForFailover({ policy, bench, now, verdict: said, statistics, blipsConfirmed, users });
}

const all = (seen: Seen, policy = aPolicy()) =>
  judged(
    policy.vantages.map((vantage) => sick(vantage, seen)),
    policy,
  );

describe("caseOf()", () => {
  test("is none while no majority calls the Region sick", () => {
    const [first, second, third] = aPolicy().vantages as [Region, Region, Region];
    const well = [second, third].map((vantage) => aStatistic({ vantage }));
    expect(judged([sick(first, {}), ...well]).kind).toBe("none");
  });

  const rows: readonly (readonly [string, Seen, string])[] = [
    ["holds when all fail for longer than transient failures last", {}, "holds"],
    ["may heal before the wait is over", { since: minutes(-3) }, "mayHeal"],
    ["holds once the wait is over", { since: minutes(-3.3) }, "holds"],
    ["holds when a third fails", { tally: { here: 34 } }, "holds"],
    ["has too few when a quarter fails", { tally: { here: 25 } }, "tooFew"],
    ["is no better when the other Region fails alike", { tally: { there: 90 } }, "noBetter"],
    ["holds when the other Region fails much less", { tally: { there: 19 } }, "holds"],
    [
      "is no better when the other Region fell ill lately",
      { lately: { rounds: 10, here: 10, there: 10 } },
      "noBetter",
    ],
    ["is over when lately nothing fails", { lately: { rounds: 10, here: 1 } }, "over"],
    ["is over when a dead Region answered well twice in a row", { goods: 2 }, "over"],
    [
      "goes on when every third of many failed and two were good",
      { tally: { here: 40 }, goods: 2 },
      "holds",
    ],
    [
      "is excused when more was refused to the probes themselves, and what votes is too little",
      { tally: { here: 20, excused: 55 } },
      "excused",
    ],
    [
      "holds when what votes is enough alone, whatever fails beside it",
      { tally: { here: 40, excused: 55 } },
      "holds",
    ],
  ];
  test.each(rows)("%s", (_, seen, kind) => {
    expect(all(seen).kind).toBe(kind);
  });

  test("has too few when three of ten users fail each time, and enough when half of them do", () => {
    const of = (here: number, users: number | null) => {
      const statistics = aPolicy().vantages.map((vantage) => sick(vantage, { tally: { here } }));
      return judged(statistics, aPolicy(), { users }).kind;
    };
    // A thousand tries of ten users tell of ten.
    expect([of(32, null), of(32, 10), of(50, 10)]).toEqual(["holds", "tooFew", "holds"]);
  });

  test("tells before the wait is over how it would stand without one", () => {
    const early = { since: minutes(-2) };
    expect(all(early)).toMatchObject({ kind: "mayHeal", otherwise: "holds" });
    expect(all({ ...early, tally: { here: 25 } })).toMatchObject({ otherwise: "tooFew" });
    expect(all({ ...early, goods: 2 })).toMatchObject({ kind: "mayHeal", otherwise: "over" });
    expect(all({})).toMatchObject({ kind: "holds", otherwise: "holds" });
    expect(judged([])).toMatchObject({ kind: "none", otherwise: "none" });
  });

  test("waits only for the blips that signals would not have told apart from this", () => {
    const [apart, seen] = [1 / 3, { since: minutes(-3) }];
    const statistics = aPolicy().vantages.map((vantage) => sick(vantage, seen));
    const [alone, confirmed] = [
      judged(statistics),
      judged(statistics, aPolicy(), { blipsConfirmed: apart }),
    ];
    expect([alone.kind, confirmed.kind]).toEqual(["mayHeal", "holds"]);
    expect(alone.wait - confirmed.wait).toBeCloseTo(40_000 * Math.log(3), 3);
  });

  test("asks a picked stretch to show it more clearly than the whole", () => {
    expect(all({ tally: { rounds: 12, here: 5 } }).kind).toBe("holds");
    expect(all({ only: "dead", tally: { rounds: 12, here: 5 } }).kind).toBe("tooFew");
    expect(all({ only: "dead", tally: { rounds: 12, here: 9 } }).kind).toBe("holds");
  });

  test("adds to the length of trouble what nobody could see of it", () => {
    const unseenAtFirst = aPolicy().vantages.map((vantage) => {
      const known = sick(vantage, { since: minutes(-3.1) });
      const { dead, half, gray } = known.sick;
      const late = (one: typeof dead) => ({ ...one, gap: MINUTE });
      return { ...known, sick: { dead: late(dead), half: late(half), gray: late(gray) } };
    });
    expect(judged(unseenAtFirst)).toMatchObject({ kind: "holds" });
    expect(all({ since: minutes(-3.1) })).toMatchObject({ kind: "mayHeal", lasted: 186_000 });
  });
});

describe("trouble that stands", () => {
  const standing = { value: 300, at: now, since: minutes(-30) };
  const worse = (since: Instant, tally: Partial<Tally> = {}) =>
    judged(
      aPolicy().vantages.map((vantage) => ({
        ...sick(vantage, { since, tally: { rounds: 12, here: 12, ...tally } }),
        trouble: standing,
      })),
    );

  test("waits for a worse turn only as long as a blip in such a time may last", () => {
    const { blips } = benchOf({ policy: aPolicy(), probeEvery: MINUTE, now });
    const short = standingWait(aPolicy(), blips) / 60_000;
    expect(short).toBeLessThan(blipWait(aPolicy(), blips) / 120_000);
    expect(worse(minutes(-short - 0.1))).toMatchObject({ kind: "holds", isStanding: true });
    expect(worse(minutes(-short + 0.1))).toMatchObject({ kind: "mayHeal", isStanding: true });
  });

  test("and asks for far more than a third then, as many short stretches are looked at", () => {
    expect(worse(minutes(-2), { here: 5 }).kind).toBe("tooFew");
  });
});

describe("failures that a line may have made", () => {
  const cut = { tally: { unreachable: 100 } };
  const seesItWell = (vantage: Region) =>
    aStatistic({ vantage, lately: { ...nothing, rounds: 5 }, evidenceAt: now });
  const of = (policy: typeof defaults, dissenting: number) =>
    judged(
      policy.vantages.map((vantage, index) =>
        index < dissenting ? seesItWell(vantage) : sick(vantage, cut),
      ),
      policy,
    );
  const defaults = aPolicy();

  test("are disputed by a single vantage of three, and by two of five", () => {
    expect([0, 1].map((count) => of(defaults, count).kind)).toEqual(["holds", "disputed"]);
    expect([1, 2].map((count) => of(aPolicyOfFive(), count).kind)).toEqual(["holds", "disputed"]);
    expect(of(defaults, 1).dissent).toEqual([primary]);
  });

  test("are not disputed when the Region answered, with errors of its own", () => {
    const [first, ...rest] = defaults.vantages as [Region, ...Region[]];
    const errors = rest.map((vantage) => sick(vantage, { tally: { unreachable: 80 } }));
    expect(judged([seesItWell(first), ...errors]).kind).toBe("holds");
  });

  test("are not disputed by a vantage that has looked since, and looks no more", () => {
    const [first, ...rest] = defaults.vantages as [Region, ...Region[]];
    const saidWell = (ago: number) => {
      const last = { ...seesItWell(first), evidenceAt: minutes(-ago) };
      return judged([last, ...rest.map((vantage) => sick(vantage, cut))]).kind;
    };
    expect([saidWell(1.2), saidWell(1.3)]).toEqual(["disputed", "holds"]);
  });

  test("are not disputed by a vantage that has not looked since they began", () => {
    const [first, ...rest] = defaults.vantages as [Region, ...Region[]];
    const old = { ...seesItWell(first), evidenceAt: minutes(-9) };
    expect(judged([old, ...rest.map((vantage) => sick(vantage, cut))]).kind).toBe("holds");
  });
});
