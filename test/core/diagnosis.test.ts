import { describe, expect, test } from "vitest";
import { type DiagnosisName, diagnose, diagnoses, type Evidence } from "../../core/diagnosis.ts";
import type { FailureClass } from "../../core/failure-class.ts";
import type { HealthName } from "../../core/health.ts";
import type { Verdict } from "../../core/verdict.ts";
import { aHealth } from "./builders/a-health.ts";
import { primary, secondary } from "./builders/a-policy.ts";
import {
  aHealthyVerdict,
  anUndeterminedVerdict,
  anUnhealthyVerdict,
} from "./builders/a-verdict.ts";

const stand = (region: string, name: HealthName, verdict: Verdict) => ({
  region,
  verdict,
  health: aHealth({ name }),
});
const sick = anUnhealthyVerdict();
const gray: Verdict = { ...(sick as Extract<Verdict, { kind: "unhealthy" }>), reading: "gray" };
const well = aHealthyVerdict();
const unsure = anUndeterminedVerdict();
const west = (name: HealthName, verdict: Verdict) => stand(primary, name, verdict);
const east = (name: HealthName, verdict: Verdict) => stand(secondary, name, verdict);
const shared = (...names: FailureClass[]) => ({ shared: new Set(names) });

function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    primary: west("up", well),
    secondary: east("up", well),
    replica: { kind: "known", status: "ACTIVE" },
    ...shared(),
    blind: [],
    vantages: 3,
    ...change,
  };
}

const VOTES = "3 of 3 vantages say so (us-west-2, us-east-1, eu-west-1)";

interface Row {
  readonly name: string;
  readonly given: Partial<Evidence>;
  readonly is: DiagnosisName;
  readonly sentence: string;
}

const rows: readonly Row[] = [
  {
    name: "both Regions down",
    given: { primary: west("down", sick), secondary: east("down", sick) },
    is: "bothSick",
    sentence: "Both Regions fail, so there is nowhere to move sign-in to.",
  },
  {
    name: "both Regions suspect",
    given: { primary: west("suspect", sick), secondary: east("suspect", sick) },
    is: "bothSick",
    sentence: "Both Regions fail, so there is nowhere to move sign-in to.",
  },
  {
    name: "a primary that is down and reads dead",
    given: { primary: west("down", sick) },
    is: "primaryDead",
    sentence: `Sign-in in us-west-2, the primary, is dead: ${VOTES}.`,
  },
  {
    name: "a primary that is down and reads gray",
    given: { primary: west("down", gray) },
    is: "primaryGray",
    sentence: `Sign-in in us-west-2, the primary, fails for a part of the users: ${VOTES}.`,
  },
  {
    name: "a primary that fails and may yet heal",
    given: { primary: west("suspect", sick) },
    is: "primarySuspect",
    sentence: `Sign-in in us-west-2, the primary, fails: ${VOTES}; it may yet heal by itself.`,
  },
  {
    name: "a secondary that is down",
    given: { secondary: east("down", sick) },
    is: "secondarySick",
    sentence: `The spare is flat: sign-in in us-east-1, the secondary, fails: ${VOTES}.`,
  },
  {
    name: "a secondary that fails and may yet heal",
    given: { secondary: east("suspect", sick) },
    is: "secondarySuspect",
    sentence: `Sign-in in us-east-1, the secondary, fails: ${VOTES}; it may yet heal by itself.`,
  },
  {
    name: "a replica that Cognito calls INACTIVE",
    given: { replica: { kind: "known", status: "INACTIVE" } },
    is: "replicaOff",
    sentence: "The replica in us-east-1 does not take sign-in: its status is INACTIVE.",
  },
  {
    name: "a replica that refuses sign-in while its status cannot be read",
    given: { ...shared("replicaOff"), replica: { kind: "undetermined", because: "throttled" } },
    is: "replicaOff",
    sentence: "The replica in us-east-1 does not take sign-in: its status is unknown.",
  },
  {
    name: "a probe user that is not set up",
    given: shared("credentials"),
    is: "probeCredentials",
    sentence:
      "The probes cannot sign in with their own user: this says nothing about the Regions. Mend the probe user.",
  },
  {
    name: "a trigger that fails in both Regions",
    given: shared("trigger"),
    is: "brokenInBoth",
    sentence:
      "Sign-in fails in both Regions alike (a Lambda trigger of the pool failed): a change of yours is likelier than an outage, and moving does not cure it.",
  },
  {
    name: "a web ACL that blocks in both Regions",
    given: shared("blocked"),
    is: "brokenInBoth",
    sentence:
      "Sign-in fails in both Regions alike (a web ACL blocked the request): a change of yours is likelier than an outage, and moving does not cure it.",
  },
  {
    name: "a key that is refused in both Regions",
    given: shared("key"),
    is: "brokenInBoth",
    sentence:
      "Sign-in fails in both Regions alike (the pool's KMS key could not be used): a change of yours is likelier than an outage, and moving does not cure it.",
  },
  {
    name: "a quota that is used up",
    given: shared("throttled"),
    is: "throttled",
    sentence:
      "Cognito throttles the probes: the quota is used up, and the traffic would take that along.",
  },
  {
    name: "two of three vantages that cannot judge",
    given: { blind: [primary, secondary] },
    is: "probesBlind",
    sentence: "Most vantages cannot judge (us-west-2 and us-east-1), so nothing can be decided.",
  },
  {
    name: "one of three vantages that cannot judge",
    given: { blind: [secondary] },
    is: "vantageBlind",
    sentence: "us-east-1 cannot judge; the other vantages still can.",
  },
  {
    name: "a primary that answers again",
    given: { primary: west("recovering", well) },
    is: "recovering",
    sentence: "us-west-2 answers again and has yet to prove steady.",
  },
  {
    name: "a secondary that answers again",
    given: { secondary: east("recovering", well) },
    is: "recovering",
    sentence: "us-east-1 answers again and has yet to prove steady.",
  },
  {
    name: "a primary that was down and of which nobody is sure",
    given: { primary: west("down", unsure) },
    is: "recovering",
    sentence: "us-west-2 was failing; whether it signs users in again is not sure yet.",
  },
  {
    name: "nothing wrong",
    given: {},
    is: "allWell",
    sentence: "Both Regions sign users in.",
  },
];

describe("diagnose()", () => {
  test.each(rows)("reads $name as $is", ({ given, is, sentence }) => {
    expect(diagnose(evidence(given))).toMatchObject({ name: is, sentence });
  });

  test("asks the gravest first: a dead primary outweighs all that is wrong besides", () => {
    const given = {
      primary: west("down", sick),
      replica: { kind: "known", status: "INACTIVE" } as const,
      ...shared("credentials", "trigger", "throttled"),
      blind: [secondary],
    };
    expect(diagnose(evidence(given)).name).toBe("primaryDead");
  });

  test("does not take a Region for sick on its health alone: the verdict must say so now", () => {
    const given = { primary: west("down", well), secondary: east("down", unsure) };
    expect(diagnose(evidence(given)).name).toBe("recovering");
  });

  test("calls a person for what a person can mend or must know, and for nothing else", () => {
    const calls = Object.fromEntries(diagnoses.map(({ name, calls }) => [name, calls]));
    expect(calls).toEqual({
      bothSick: "person",
      primaryDead: "person",
      primaryGray: "person",
      primarySuspect: "nobody",
      secondarySick: "person",
      secondarySuspect: "nobody",
      replicaOff: "person",
      probeCredentials: "person",
      brokenInBoth: "person",
      throttled: "person",
      probesBlind: "person",
      vantageBlind: "nobody",
      recovering: "nobody",
      allWell: "nobody",
    });
  });
});

test("each diagnosis has a row of its own, met by one of these cases, and the last always holds", () => {
  const names = diagnoses.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !rows.some(({ is }) => is === name))).toEqual([]);
  expect(diagnoses.at(-1)?.holds(evidence({ primary: west("down", sick) }))).toBe(true);
});

test("each sentence ends with a full stop", () => {
  for (const { given } of rows) expect(diagnose(evidence(given)).sentence).toMatch(/[^.]\.$/);
});
