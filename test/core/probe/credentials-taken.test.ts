import { describe, expect, test } from "vitest";
import { type CredentialUses, refusedSpan, used } from "../../../core/probe/credentials-taken.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { ProbeResult, ProbeStep, StepName } from "../../../core/probe/probe.ts";
import type { Journey } from "../../../core/settings/journey.ts";
import { millis, type Region } from "../../../core/values/types.ts";
import { minutes, primary, secondary } from "../builders/a-policy.ts";
import { aProbe } from "../builders/a-probe-result.ts";

const step = (name: StepName, outcome: ProbeStep["outcome"] = "ok"): ProbeStep => ({
  name,
  took: millis(100),
  outcome,
});

/** All ways in of one Region; those in `failing` fail there. */
function walked(
  target: Region,
  failing: Partial<Record<Journey, readonly [StepName, FailureClass]>> = {},
): readonly ProbeResult[] {
  const ways: readonly (readonly [Journey, readonly StepName[]])[] = [
    ["password", ["signIn", "verifyToken", "refresh"]],
    ["clientCredentials", ["tokenEndpoint", "token"]],
    ["refreshAcross", ["refresh"]],
  ];
  return ways.map(([journey, names]) => {
    const [at, name] = failing[journey] ?? [];
    if (at === undefined || name === undefined)
      return aProbe({ target, journey, steps: names.map((one) => step(one)) });
    const before = names.slice(0, names.indexOf(at)).map((one) => step(one));
    const outcome = { kind: "failed", class: name, step: at, error: "E" } as const;
    return aProbe({ target, journey, steps: [...before, step(at, "failed")], outcome });
  });
}

const well = [...walked(primary), ...walked(secondary)];
const refusing = (...journeys: readonly Journey[]) => {
  const steps = {
    password: "signIn",
    clientCredentials: "token",
    refreshAcross: "refresh",
  } as const;
  const failing = Object.fromEntries(
    journeys.map((name) => [name, [steps[name as keyof typeof steps], "refused"] as const]),
  );
  return failing;
};
const at = (minute: number) => ({ target: primary, at: minutes(minute) });
const known = used({}, well, at(0));

describe("used()", () => {
  test("knows when each kind was last taken, by the steps that went well", () => {
    const taken = { taken: minutes(0), refused: null, refusedAt: null, at: minutes(0) };
    expect(known).toEqual({ user: taken, machine: taken, session: taken });
  });

  test("dates a refusal from its first round on, while the other Region takes the same", () => {
    const round = [...walked(primary, refusing("password")), ...walked(secondary)];
    const twice = used(used(known, round, at(1)), round, at(2));
    expect(twice.user).toMatchObject({
      ...{ taken: minutes(0), at: minutes(2) },
      refused: { since: minutes(1), last: minutes(2) },
    });
  });

  test("is refused while a part of the tries is, and taken after a dozen that are", () => {
    const refusal = [...walked(primary, refusing("password")), ...walked(secondary)];
    let uses = known;
    for (let minute = 1; minute <= 200; minute++) {
      // Two of five tries are taken.
      uses = used(uses, minute % 5 < 2 ? well : refusal, at(minute));
      expect(uses.user?.refused?.since).toBe(minute === 1 ? undefined : minutes(2));
    }
    expect(uses.user?.refused?.last).toBe(minutes(199));
    const calm = Array.from({ length: 12 }, (_, index) => index + 201);
    const after = calm.map((minute) => {
      uses = used(uses, well, at(minute));
      return uses.user?.refused === null;
    });
    expect(after.indexOf(true)).toBeGreaterThan(5);
    expect(after.indexOf(true)).toBeLessThan(12);
  });

  const nothingNew: Readonly<Record<string, readonly ProbeResult[]>> = {
    "both Regions refuse it": [
      ...walked(primary, refusing("password")),
      ...walked(secondary, refusing("password")),
    ],
    "the other Region was not asked": walked(primary, refusing("password")),
    "the user is locked": [
      ...walked(primary, { password: ["signIn", "credentials"] }),
      ...walked(secondary),
    ],
    "the Region fails otherwise": [
      ...walked(primary, { password: ["signIn", "serverError"] }),
      ...walked(secondary),
    ],
  };
  test.each(Object.entries(nothingNew))("counts no refusal where %s", (_, round) => {
    expect(used(known, round, at(1)).user?.refused ?? null).toBeNull();
  });

  test("asks of each Region what it says itself", () => {
    const elsewhere = [...walked(primary), ...walked(secondary, refusing("password"))];
    const taken = { taken: minutes(1), refused: null, refusedAt: null, at: minutes(1) };
    expect(used(known, elsewhere, at(1)).user).toEqual(taken);
    // A second way in with the same kind says nothing of the other Region.
    const bySrp = aProbe({ target: primary, journey: "srp", steps: [step("signIn")] });
    const [refused] = walked(primary, refusing("password"));
    const inBoth = [
      bySrp,
      ...(refused ? [refused] : []),
      ...walked(secondary, refusing("password")),
    ];
    expect(used(known, inBoth, at(1)).user).toMatchObject({ taken: minutes(0), refused: null });
  });

  test("counts as refused what one of two ways in is refused", () => {
    const bySrp = aProbe({ target: primary, journey: "srp", steps: [step("signIn")] });
    const round = [bySrp, ...walked(primary, refusing("password")), ...walked(secondary)];
    expect(used(known, round, at(1)).user?.refused?.since).toBe(minutes(1));
  });

  test("is told nothing by journeys that do not vote, nor by other findings", () => {
    const refused = { kind: "failed", class: "refused", step: "refresh", error: "E" } as const;
    const found = {
      kind: "finding",
      finding: "regionsDiffer",
      step: "refresh",
      says: "x",
    } as const;
    const steps = [step("refresh", "failed")];
    const others = walked(secondary);
    const revoked = aProbe({ target: primary, journey: "revoke", steps, outcome: refused });
    expect(used(known, [revoked, ...others], at(1))).toEqual(known);
    const across = aProbe({ target: primary, journey: "refreshAcross", steps, outcome: found });
    expect(used(known, [across, ...others], at(1)).session?.refused).toBeNull();
  });

  test("counts no refusal of what the Region never took", () => {
    const round = [...walked(primary, refusing("password")), ...walked(secondary)];
    expect(used({}, round, at(1)).user).toBeUndefined();
  });

  test("counts a session that the other Region began, and still takes, as refused here", () => {
    const says = "refused here, and taken where it began";
    const finding = {
      kind: "finding",
      finding: "sessionNotShared",
      step: "refresh",
      says,
    } as const;
    const common = { target: primary, journey: "refreshAcross", steps: [step("refresh")] } as const;
    const round = [
      ...walked(primary, refusing("password")).filter((one) => one.journey === "password"),
      aProbe({ ...common, outcome: finding }),
      // Without a session of the primary's there is none to go on with at the secondary.
      ...walked(secondary).filter((one) => one.journey === "password"),
    ];
    expect(refusedSpan(used(known, round, at(1)), minutes(1))).toEqual({
      ...{ since: minutes(1), last: minutes(1) },
    });
  });

  test("begins anew after a gap in which nobody tried", () => {
    const round = [...walked(primary, refusing("password")), ...walked(secondary)];
    const later = used(used(known, round, at(1)), round, at(30));
    expect(later.user?.refused).toMatchObject({ since: minutes(30), last: minutes(30) });
  });
});

describe("refusedSpan()", () => {
  const refusedIn = (...journeys: readonly Journey[]): CredentialUses => {
    const round = [...walked(primary, refusing(...journeys)), ...walked(secondary)];
    return used(known, round, at(1));
  };

  test("is null for one kind alone: one user, one client or one session may have been changed", () => {
    expect(refusedSpan(refusedIn("password"), minutes(2))).toBeNull();
    expect(refusedSpan(refusedIn("clientCredentials"), minutes(2))).toBeNull();
    expect(refusedSpan(refusedIn("refreshAcross"), minutes(2))).toBeNull();
  });

  test("begins when the second kind was refused", () => {
    expect(refusedSpan(refusedIn("password", "refreshAcross"), minutes(2))).toEqual({
      ...{ since: minutes(1), last: minutes(1) },
    });
    const first = refusedIn("password");
    const round = [
      ...walked(primary, refusing("password", "clientCredentials")),
      ...walked(secondary),
    ];
    expect(refusedSpan(used(first, round, at(5)), minutes(6))).toEqual({
      ...{ since: minutes(5), last: minutes(5) },
    });
  });

  test("ends with the last refusal of the second kind: what is taken again may have been on its way", () => {
    const refusal = [
      ...walked(primary, refusing("password", "refreshAcross")),
      ...walked(secondary),
    ];
    const uses = [1, 2, 3].reduce((all, minute) => used(all, refusal, at(minute)), known);
    const again = [4, 5, 6, 7].reduce((all, minute) => used(all, well, at(minute)), uses);
    expect(refusedSpan(again, minutes(7))).toEqual({ since: minutes(1), last: minutes(3) });
  });

  test("is when the second was refused, whichever kind that is", () => {
    const use = (minute: number) => ({
      taken: minutes(0),
      refused: { since: minutes(minute), last: minutes(9), value: 7 },
      refusedAt: minutes(9),
      at: minutes(9),
    });
    for (const [user, machine, session] of [
      [5, 1, 3],
      [3, 5, 1],
      [1, 3, 5],
    ] as const) {
      const uses = { user: use(user), machine: use(machine), session: use(session) };
      expect(refusedSpan(uses, minutes(9))?.since).toBe(minutes(3));
    }
  });

  test("is null once it was not tried for long", () => {
    expect(refusedSpan(refusedIn("password", "refreshAcross"), minutes(20))).toBeNull();
  });
});
