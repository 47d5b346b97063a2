import { describe, expect, test } from "vitest";
import { type FailureClass, failureClasses } from "../../../core/probe/failure-class.ts";
import { bearing, type ProbeResult, reading } from "../../../core/probe/probe.ts";
import { journeyGroups } from "../../../core/settings/journey.ts";
import { millis } from "../../../core/values/types.ts";
import { primary, secondary } from "../builders/a-policy.ts";
import { aFailure, aProbe } from "../builders/a-probe-result.ts";

const classes = Object.keys(failureClasses) as FailureClass[];
const failed = (name: FailureClass) => aProbe({ outcome: aFailure(name) });
const other = aProbe({ target: secondary });
const sickOther = aProbe({ target: secondary, outcome: aFailure("trigger") });

test("bearing() is good for every sign-in that came through, whatever the other Region does", () => {
  expect([other, sickOther, null].map((o) => bearing(aProbe(), o))).toEqual([
    "good",
    "good",
    "good",
  ]);
});

describe("bearing() of a failure that is the Region's own", () => {
  test.each([
    "unreachable",
    "serverError",
    "slow",
    "wrongAnswer",
  ] as const)("%s is bad, also while the other Region fails", (name) => {
    expect(bearing(failed(name), other)).toBe("bad");
    expect(bearing(failed(name), sickOther)).toBe("bad");
    expect(bearing(failed(name), null)).toBe("bad");
  });
});

describe("bearing() of a failure that a change of ours may have caused", () => {
  test.each([
    "trigger",
    "key",
  ] as const)("%s is bad only while the same vantage signs in at the other Region", (name) => {
    expect(bearing(failed(name), other)).toBe("bad");
    expect(bearing(failed(name), sickOther)).toBe("nothing");
    expect(bearing(failed(name), null)).toBe("nothing");
  });
});

describe("bearing() of a failure that votes on a condition", () => {
  test.each([
    "throttled",
    "blocked",
    "refused",
  ] as const)("%s is bad only where the condition holds and the other Region is clean", (name) => {
    const admitted = new Set([name]);
    expect(bearing(failed(name), other, admitted)).toBe("bad");
    expect(bearing(failed(name), other)).toBe("nothing");
    expect(bearing(failed(name), sickOther, admitted)).toBe("nothing");
    expect(bearing(failed(name), null, admitted)).toBe("nothing");
  });

  test("no other class asks for a condition", () => {
    const admitted = new Set(classes);
    for (const name of ["replicaOff", "credentials", "observer"] as const)
      expect(bearing(failed(name), other, admitted)).toBe("nothing");
  });
});

describe("bearing() of a failure that says nothing about the Region", () => {
  test.each([
    "replicaOff",
    "credentials",
    "observer",
  ] as const)("%s is nothing, also while the other Region is clean", (name) => {
    expect(bearing(failed(name), other)).toBe("nothing");
  });
});

test("every class has a bearing", () => {
  for (const name of classes) expect(["bad", "nothing"]).toContain(bearing(failed(name), other));
});

test("bearing() of a finding is nothing: the Region answered", () => {
  expect(bearing(aProbe({ outcome: aFinding }), other)).toBe("nothing");
});

const aFinding = {
  kind: "finding",
  finding: "regionsDiffer",
  step: "compare",
  says: "the groups differ",
} as const;

describe("reading()", () => {
  const at = (target: typeof primary) => (change: Partial<ProbeResult>) =>
    aProbe({ target, ...change });
  const [here, there] = [at(primary), at(secondary)];
  const signIn = (...round: readonly ProbeResult[]) =>
    reading(round, { target: primary, group: "signIn" });

  test("is good when one journey is good and none bad", () => {
    const round = [here({}), here({ journey: "srp", outcome: aFailure("credentials") })];
    expect(signIn(...round)).toMatchObject({ bearing: "good", failure: "credentials" });
  });

  test("is bad when one journey is bad, however many are good", () => {
    const round = [
      here({}),
      here({ journey: "srp", outcome: aFailure("serverError") }),
      here({ journey: "refreshAcross" }),
    ];
    expect(signIn(...round)).toMatchObject({ bearing: "bad", failure: "serverError" });
  });

  test("tells the failure that is bad before one that says nothing", () => {
    const round = [
      here({ outcome: aFailure("credentials") }),
      here({ journey: "srp", outcome: aFailure("unreachable") }),
    ];
    expect(signIn(...round)?.failure).toBe("unreachable");
  });

  test("is nothing when no journey says anything, and tells why", () => {
    expect(signIn(here({ outcome: aFailure("observer") }))).toMatchObject({
      bearing: "nothing",
      failure: "observer",
    });
    expect(signIn(here({ outcome: aFinding }))).toMatchObject({
      bearing: "nothing",
      failure: null,
    });
  });

  test("does not call a vantage blind that signs somebody in", () => {
    const round = [here({}), here({ journey: "srp", outcome: aFailure("observer") })];
    expect(signIn(...round)).toMatchObject({ bearing: "good", failure: null });
  });

  test("holds a fault that may be ours against the same journey at the other Region", () => {
    const broken = here({ journey: "srp", outcome: aFailure("trigger") });
    const also = there({ journey: "srp", outcome: aFailure("trigger") });
    expect(signIn(broken, there({ journey: "srp" }))?.bearing).toBe("bad");
    expect(signIn(broken, there({ journey: "password" }))?.bearing).toBe("nothing");
    expect(signIn(broken, also)?.bearing).toBe("nothing");
  });

  test("takes as long as the slowest journey of the group", () => {
    const took = (length: number) => ({ took: millis(length) });
    const round = [
      here(took(300)),
      here({ journey: "srp", ...took(700) }),
      here({ journey: "federation", ...took(900) }),
      there({ journey: "srp", ...took(800) }),
    ];
    expect(signIn(...round)?.took).toBe(700);
  });

  test("is null for a group of which nothing was walked there", () => {
    const round = [here({}), there({ journey: "clientCredentials" }), here({ journey: "keySet" })];
    const walked = journeyGroups.filter(
      (group) => reading(round, { target: primary, group }) !== null,
    );
    expect(walked).toEqual(["signIn"]);
  });

  test("leaves out journeys that never vote, however they end", () => {
    const keySet = here({ journey: "keySet", outcome: aFailure("serverError") });
    expect(signIn(here({}), keySet)?.bearing).toBe("good");
    expect(signIn(keySet)).toBeNull();
  });
});
