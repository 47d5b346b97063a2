import { describe, expect, test } from "vitest";
import type { HealthName } from "../../../core/detect/region-health.ts";
import type { Verdict } from "../../../core/detect/verdict.ts";
import { allDiagnoses, type Diagnosis, diagnoses } from "../../../core/diagnose/diagnosis.ts";
import type { DiagnosisName, Evidence } from "../../../core/diagnose/diagnosis-row.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import type { Signal } from "../../../core/signals/signal.ts";
import type { WeighedSignals } from "../../../core/signals/weigh-signals.ts";
import { millis, type Region } from "../../../core/values/types.ts";
import { aCase } from "../builders/a-case.ts";
import { aHealth } from "../builders/a-health.ts";
import { minutes, primary, secondary } from "../builders/a-policy.ts";
import { aSignal } from "../builders/a-signal.ts";
import {
  aHealthyVerdict,
  anUndeterminedVerdict,
  anUnhealthyVerdict,
} from "../builders/a-verdict.ts";

const stand = (region: Region, name: HealthName, verdict: Verdict) => ({
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
const both: readonly string[] = [primary, secondary];
const sharedAt = (at: readonly string[], ...names: FailureClass[]) => ({
  shared: new Map(names.map((name) => [name, at])),
});
const shared = (...names: FailureClass[]) => sharedAt(both, ...names);

const tooSmall = aSignal({
  kind: "capacity",
  because: "all sign-ins would take 130 % in us-west-2",
});
const roomIn = (...regions: (typeof primary)[]) =>
  regions.map((region) => aSignal({ kind: "capacity", says: "well", region }));
const noSignals: WeighedSignals = {
  confirm: [],
  contradict: [],
  decide: [],
  tell: [],
  room: [],
  full: [],
};

function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    primary: west("up", well),
    secondary: east("up", well),
    replica: { kind: "known", status: "ACTIVE" },
    ...shared(),
    blind: [],
    conditions: [],
    arming: { lacks: null, lapses: null },
    edge: null,
    refusing: [],
    case: aCase(),
    atFault: [],
    ahead: [],
    lesser: { answered: [], faint: null, part: null, isSlow: false, excused: [] },
    signals: noSignals,
    leverProblems: [],
    leversMoved: [],
    silentFor: null,
    vantages: 3,
    serving: primary,
    ...change,
  };
}

const diagnose = (given: Evidence) => allDiagnoses(given)[0] as Diagnosis;

const lesser = (change: Partial<Evidence["lesser"]>): Partial<Evidence> => ({
  lesser: { ...evidence().lesser, ...change },
});

const telling = (...tell: readonly Signal[]): Partial<Evidence> => ({
  signals: { ...noSignals, tell },
});

const reportedSick: Verdict = {
  ...{ kind: "unhealthy", since: minutes(-5), reading: "dead" },
  ...{ decidedBy: [aSignal()], votes: well.votes },
};

const splitVotes = [...sick.votes.slice(0, 1), ...well.votes.slice(1)];

const UNSURE = "0 say unhealthy and 0 say healthy, 2 of 3 must agree";
const VOTES = "3 of 3 vantages say so (us-west-2, us-east-1, eu-west-1)";

interface Row {
  readonly name: string;
  readonly given: Partial<Evidence>;
  readonly is: DiagnosisName;
  readonly headline: string;
  readonly sentence: string;
}

const rows: readonly Row[] = [
  {
    name: "both Regions down",
    given: { primary: west("down", sick), secondary: east("down", sick) },
    is: "bothSick",
    headline: "both Regions fail",
    sentence: "Both Regions fail, so there is nowhere to move sign-in to.",
  },
  {
    name: "both Regions suspect",
    given: { primary: west("suspect", sick), secondary: east("suspect", sick) },
    is: "bothSick",
    headline: "both Regions fail",
    sentence: "Both Regions fail, so there is nowhere to move sign-in to.",
  },
  {
    name: "a primary that is down and reads dead",
    given: { primary: west("down", sick) },
    is: "primaryDead",
    headline: "us-west-2 is down",
    sentence: `Sign-in in us-west-2, the primary, is down: ${VOTES}.`,
  },
  {
    name: "a primary that is down and reads gray",
    given: { primary: west("down", gray) },
    is: "primaryGray",
    headline: "us-west-2 fails for some users",
    sentence: `Sign-in in us-west-2, the primary, fails for a part of the users: ${VOTES}.`,
  },
  {
    name: "a primary that fails and may yet heal",
    given: { primary: west("suspect", sick) },
    is: "primarySuspect",
    headline: "us-west-2 fails",
    sentence: `Sign-in in us-west-2, the primary, fails: ${VOTES}; it may yet heal by itself.`,
  },
  {
    name: "a secondary that is down",
    given: { secondary: east("down", sick) },
    is: "secondarySick",
    headline: "the secondary us-east-1 fails",
    sentence: `The secondary cannot take over: sign-in in us-east-1 fails: ${VOTES}.`,
  },
  {
    name: "a secondary that is down while it serves",
    given: { secondary: east("down", sick), serving: secondary },
    is: "secondarySick",
    headline: "us-east-1 fails while it serves",
    sentence: `Sign-in in us-east-1, which serves now, fails: ${VOTES}.`,
  },
  {
    name: "a secondary that is down while a move is under way",
    given: { secondary: east("down", sick), serving: null },
    is: "secondarySick",
    headline: "the secondary us-east-1 fails",
    sentence: `The secondary cannot take over: sign-in in us-east-1 fails: ${VOTES}.`,
  },
  {
    name: "a secondary that fails and may yet heal",
    given: { secondary: east("suspect", sick) },
    is: "secondarySuspect",
    headline: "us-east-1 fails",
    sentence: `Sign-in in us-east-1, the secondary, fails: ${VOTES}; it may yet heal by itself.`,
  },
  {
    name: "a replica that Cognito calls INACTIVE",
    given: { replica: { kind: "known", status: "INACTIVE" } },
    is: "replicaOff",
    headline: "the replica in us-east-1 takes no sign-in",
    sentence: "The replica in us-east-1 takes no sign-in: its status is INACTIVE.",
  },
  {
    name: "a replica that refuses sign-in while its status cannot be read",
    given: { ...shared("replicaOff"), replica: { kind: "undetermined", because: "throttled" } },
    is: "replicaOff",
    headline: "the replica in us-east-1 takes no sign-in",
    sentence: "The replica in us-east-1 takes no sign-in: its status is unknown.",
  },
  {
    name: "a replica that refuses sign-in although it is ACTIVE",
    given: shared("replicaOff"),
    is: "replicaOff",
    headline: "the replica in us-east-1 takes no sign-in",
    sentence: "The replica in us-east-1 takes no sign-in although its status is ACTIVE.",
  },
  {
    name: "a probe user that is not set up",
    given: shared("credentials"),
    is: "probeCredentials",
    headline: "the probes cannot sign in with their own user",
    sentence:
      "The probes cannot sign in with their own user: this says nothing about the Regions. Repair the probe user.",
  },
  {
    name: "a probe user that one Region alone refuses",
    given: sharedAt([primary], "credentials"),
    is: "probeCredentials",
    headline: "the probes cannot sign in with their own user",
    sentence:
      "The probes cannot sign in with their own user in us-west-2, and nowhere else: look whether real users can.",
  },
  {
    name: "a trigger that fails in both Regions",
    given: shared("trigger"),
    is: "brokenTriggerInBoth",
    headline: "a Lambda trigger is broken in both Regions",
    sentence:
      "Sign-in fails alike in us-east-1 and us-west-2 (a Lambda trigger of the pool failed): a change of yours is likelier than an outage, and moving does not fix it.",
  },
  {
    name: "a web ACL that blocks in both Regions",
    given: shared("blocked"),
    is: "probesBlocked",
    headline: "a web ACL blocks the probes",
    sentence:
      "A web ACL blocks the probes of most vantages in us-east-1 and us-west-2, and may let users in.",
  },
  {
    name: "a web ACL that blocks in one Region, where no other signal agrees",
    given: {
      ...sharedAt([primary], "blocked"),
      conditions: [
        { target: primary, name: "blocked", holds: false, because: "nobody else says so" },
      ],
    },
    is: "probesBlocked",
    headline: "a web ACL blocks the probes in us-west-2",
    sentence:
      "A web ACL blocks the probes of most vantages in us-west-2, and may let users in. It does not count against the Region: nobody else says so.",
  },
  {
    name: "good credentials that one Region refuses",
    given: {
      ...sharedAt([primary], "refused"),
      refusing: [primary],
      conditions: [{ target: primary, name: "refused", holds: false, because: "it is too new" }],
    },
    is: "credentialsRefused",
    headline: "us-west-2 refuses good credentials",
    sentence:
      "us-west-2 refuses passwords, secrets or sessions that it took before and that the other Region takes. It does not count against the Region: it is too new.",
  },
  {
    name: "what fails in front of both Regions",
    given: {
      primary: west("suspect", sick),
      secondary: east("suspect", sick),
      edge: "auth.example.com fails with CERT_HAS_EXPIRED, and the Regions do not",
    },
    is: "edge",
    headline: "what lies in front of both Regions fails",
    sentence:
      "Sign-in fails in front of both Regions: auth.example.com fails with CERT_HAS_EXPIRED, and the Regions do not. Moving would lead users the same way.",
  },
  {
    name: "a key that is refused in both Regions",
    given: shared("key"),
    is: "keyTrouble",
    headline: "the pool's key cannot be used",
    sentence:
      "Sign-in fails alike in us-east-1 and us-west-2 (the pool's KMS key could not be used): a change of yours is likelier than an outage, and moving does not fix it.",
  },
  {
    name: "a trigger and a key that fail, each in both Regions",
    given: shared("key", "trigger"),
    is: "brokenInBoth",
    headline: "sign-in is broken in both Regions",
    sentence:
      "Sign-in fails alike in us-east-1 and us-west-2 (a Lambda trigger of the pool failed and the pool's KMS key could not be used): a change of yours is likelier than an outage, and moving does not fix it.",
  },
  {
    name: "a trigger that fails in one Region while the other fails otherwise",
    given: sharedAt([primary], "trigger"),
    is: "brokenTriggerInBoth",
    headline: "a Lambda trigger is broken in both Regions",
    sentence:
      "Sign-in fails in us-west-2 (a Lambda trigger of the pool failed), and the other Region does not sign users in either: moving does not fix it.",
  },
  {
    name: "a quota that is used up",
    given: shared("throttled"),
    is: "throttled",
    headline: "Cognito throttles the probes",
    sentence:
      "Cognito throttles the probes: whether the traffic is to blame cannot be told, since the use of the quota of us-west-2 and us-east-1, or its limit, could not be read.",
  },
  {
    name: "a quota that is exceeded again and again, though not by each last result",
    given: lesser({ excused: ["throttled"] }),
    is: "throttled",
    headline: "Cognito throttles the probes",
    sentence:
      "Cognito throttles the probes: whether the traffic is to blame cannot be told, since the use of the quota of us-west-2 and us-east-1, or its limit, could not be read.",
  },
  {
    name: "a client of machines whose secret is refused again and again",
    given: lesser({ excused: ["credentials"] }),
    is: "probeCredentials",
    headline: "the probes cannot sign in with their own user",
    sentence:
      "The probes are refused with their own user or client again and again: this says nothing about the Regions. Repair the probe user, and look whether real users can come in.",
  },
  {
    name: "a secondary that fails a little while the primary fails a lot",
    given: {
      primary: west("down", sick),
      secondary: east("down", sick),
      case: aCase("holds"),
    },
    is: "primaryDead",
    headline: "us-west-2 is down",
    sentence: `Sign-in in us-west-2, the primary, is down: ${VOTES}.`,
  },
  {
    name: "a primary that fails again in trouble that stands",
    given: {
      primary: west("down", sick),
      case: aCase("holds", { isStanding: true, lasted: millis(80_000) }),
    },
    is: "primaryFlapping",
    headline: "us-west-2 is flapping",
    sentence: `Sign-in in us-west-2, the primary, fails again and again, now for 1 min 20 s: ${VOTES}.`,
  },
  {
    name: "a lever that somebody moved",
    given: { leversMoved: ["the beacon of managed login"] },
    is: "leverMovedByHand",
    headline: "a lever was moved by hand",
    sentence: "Levers stand elsewhere than the last move left them: the beacon of managed login.",
  },
  {
    name: "a lever that somebody moved, with something in its way",
    given: {
      leversMoved: ["managed login"],
      leverProblems: ["managed login by the beacon: barred"],
    },
    is: "leverMovedByHand",
    headline: "a lever was moved by hand",
    sentence:
      "Levers stand elsewhere than the last move left them: managed login. In their way: managed login by the beacon: barred.",
  },
  {
    name: "a lever that would move nobody",
    given: { leverProblems: ["managed login by the beacon: nobody can read it"] },
    is: "leverBlocked",
    headline: "a lever would not move users",
    sentence: "A move would have no effect: managed login by the beacon: nobody can read it.",
  },
  {
    name: "practice that is missing",
    given: { arming: { lacks: "canary has never passed", lapses: null } },
    is: "notArmed",
    headline: "automatic failover is not armed",
    sentence:
      'A failover waits for a person\'s word, though the mode is "automatic": canary has never passed.',
  },
  {
    name: "practice that will soon be missing",
    given: { arming: { lacks: null, lapses: "canary passed, which counts until tomorrow" } },
    is: "armingLapses",
    headline: "automatic failover will soon not be armed",
    sentence:
      'Then a failover waits for a person\'s word, though the mode is "automatic": canary passed, which counts until tomorrow.',
  },
  {
    name: "machines that fail while users come in",
    given: lesser({ part: "machine" }),
    is: "partialJourney",
    headline: "machines cannot sign in at us-west-2",
    sentence:
      "In us-west-2, the primary, machines fail to sign in again and again, and users of the pool do not.",
  },
  {
    name: "answers that are good and late",
    given: lesser({ isSlow: true }),
    is: "primarySlow",
    headline: "us-west-2 is slow",
    sentence:
      "Sign-in in us-west-2, the primary, succeeds, and takes more than half of what is allowed too often.",
  },
  {
    name: "a few failures again and again",
    given: lesser({ faint: minutes(-20) }),
    is: "primaryFaint",
    headline: "us-west-2 fails now and then",
    sentence:
      "Sign-in in us-west-2, the primary, fails again and again since 02:40:00, for too few users to move them.",
  },
  {
    name: "a controller that nobody ran for a while",
    given: { silentFor: millis(1_200_000) },
    is: "controllerSilent",
    headline: "the controller was silent",
    sentence: "Nobody decided anything for 20 min before this look.",
  },
  {
    name: "two of five vantages that see what the others do not",
    given: { atFault: [primary, secondary], vantages: 5 },
    is: "vantagesDisagree",
    headline: "the vantages see different things",
    sentence:
      "us-west-2 and us-east-1 cannot judge or see failures that the others do not see: likelier their network than a Region.",
  },
  {
    name: "one vantage to which the Region itself answers with errors",
    given: {
      primary: west("up", { ...unsure, votes: splitVotes }),
      ...lesser({ answered: [primary] }),
    },
    is: "vantagesDisagree",
    headline: "the vantages see different things",
    sentence:
      "us-west-2 alone gets errors from us-west-2 itself, which no bad network makes: a part of it may be unhealthy.",
  },
  {
    name: "two of five vantages that are silent",
    given: { blind: [primary, secondary], vantages: 5 },
    is: "vantagesDisagree",
    headline: "the vantages see different things",
    sentence:
      "us-west-2 and us-east-1 cannot judge or see failures that the others do not see: likelier their network than a Region.",
  },
  {
    name: "a clock that runs ahead",
    given: { ahead: [secondary], blind: [secondary] },
    is: "clockSkew",
    headline: "the clock of us-east-1 runs ahead",
    sentence:
      "The clock of us-east-1 runs ahead, so what it reports cannot be dated and does not count.",
  },
  {
    name: "two of three vantages that cannot judge",
    given: { blind: [primary, secondary] },
    is: "probesBlind",
    headline: "most vantages cannot judge",
    sentence: "Most vantages cannot judge (us-west-2 and us-east-1), so nothing can be decided.",
  },
  {
    name: "one of three vantages that cannot judge",
    given: { blind: [secondary] },
    is: "vantageBlind",
    headline: "us-east-1 cannot judge",
    sentence: "us-east-1 cannot judge; the other vantages still can.",
  },
  {
    name: "a primary that answers again",
    given: { primary: west("recovering", well) },
    is: "recovering",
    headline: "a Region is recovering",
    sentence: "us-west-2 answers again, not yet for long enough.",
  },
  {
    name: "a secondary that answers again",
    given: { secondary: east("recovering", well) },
    is: "recovering",
    headline: "a Region is recovering",
    sentence: "us-east-1 answers again, not yet for long enough.",
  },
  {
    name: "a primary that was down and of which nobody is sure",
    given: { primary: west("down", unsure) },
    is: "recovering",
    headline: "a Region is recovering",
    sentence: "us-west-2 was failing; whether it signs users in again is not sure yet.",
  },
  {
    name: "a primary that was never known to fail, and of which nobody is sure",
    given: { primary: west("up", unsure) },
    is: "notSure",
    headline: "not every Region's state is known",
    sentence: `Whether us-west-2 signs users in is not known: ${UNSURE}.`,
  },
  {
    name: "a secondary of which nobody is sure",
    given: { secondary: east("up", unsure) },
    is: "notSure",
    headline: "not every Region's state is known",
    sentence: `Whether us-east-1 signs users in is not known: ${UNSURE}.`,
  },
  {
    name: "two Regions of which nobody is sure",
    given: { primary: west("up", unsure), secondary: east("up", unsure) },
    is: "notSure",
    headline: "not every Region's state is known",
    sentence: `Whether us-west-2 signs users in is not known: ${UNSURE}. Whether us-east-1 signs users in is not known: ${UNSURE}.`,
  },
  {
    name: "a primary that evidence which may decide alone calls sick",
    given: { primary: west("down", reportedSick) },
    is: "primaryReported",
    headline: "us-west-2 is reported unhealthy",
    sentence:
      "Signals that may decide alone say that us-west-2, the primary, is unhealthy: AWS Health: an operational issue; most vantages do not see it.",
  },
  {
    name: "users who are throttled",
    given: telling(aSignal({ kind: "throttles", because: "90 requests refused" })),
    is: "throttled",
    headline: "Cognito throttles users",
    sentence:
      "Cognito throttles users (90 requests refused): whether the traffic is to blame cannot be told, since the use of the quota of us-west-2 and us-east-1, or its limit, could not be read.",
  },
  {
    name: "a quota that is known to be too small in one Region",
    given: { ...shared("throttled"), signals: { ...noSignals, full: [tooSmall] } },
    is: "throttled",
    headline: "Cognito throttles the probes",
    sentence:
      "Cognito throttles the probes: the quota is too small, and the traffic would take that along (all sign-ins would take 130 % in us-west-2).",
  },
  {
    name: "throttling while one quota has room and the other could not be read",
    given: { ...shared("throttled"), signals: { ...noSignals, room: roomIn(primary) } },
    is: "throttled",
    headline: "Cognito throttles the probes",
    sentence:
      "Cognito throttles the probes: whether the traffic is to blame cannot be told, since the use of the quota of us-east-1, or its limit, could not be read.",
  },
  {
    name: "throttling while both quotas have room",
    given: { ...shared("throttled"), signals: { ...noSignals, room: roomIn(primary, secondary) } },
    is: "throttled",
    headline: "Cognito throttles the probes",
    sentence:
      "Cognito throttles the probes: the quotas of both Regions have room, so it is not the traffic.",
  },
  {
    name: "trouble that AWS Health and traffic speak of, and the probes do not see",
    given: telling(
      aSignal({ region: secondary }),
      aSignal({ kind: "traffic", because: "3 sign-ins where 250 are usual" }),
    ),
    is: "signalsSpeak",
    headline: "signals of trouble in both Regions",
    sentence:
      "Signals show trouble in us-east-1 and us-west-2, which most vantages do not see: AWS Health: an operational issue; real traffic: 3 sign-ins where 250 are usual.",
  },
  {
    name: "trouble of a secondary that AWS Health speaks of while the probes call the primary unhealthy",
    given: { ...telling(aSignal(), aSignal({ region: secondary })), primary: west("up", sick) },
    is: "signalsSpeak",
    headline: "signals of trouble in us-east-1",
    sentence:
      "Signals show trouble in us-east-1, which most vantages do not see: AWS Health: an operational issue.",
  },
  {
    name: "nothing wrong",
    given: {},
    is: "allWell",
    headline: "both Regions sign users in",
    sentence: "Both Regions sign users in.",
  },
];

describe("the first of allDiagnoses()", () => {
  test.each(rows)("reads $name as $is", ({ given, is, headline, sentence }) => {
    expect(diagnose(evidence(given))).toMatchObject({ name: is, headline, sentence });
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
    const nobody = Object.keys(calls).filter((name) => calls[name] === "nobody");
    expect(nobody).toEqual([
      "primarySuspect",
      "secondarySuspect",
      "clockSkew",
      "vantageBlind",
      "recovering",
      "notSure",
      "allWell",
    ]);
  });

  test("calls for what decides alone once it counts as down, and for its word itself as for any", () => {
    const reported = (name: HealthName) =>
      evidence({
        ...telling(aSignal()),
        primary: west(name, reportedSick),
        case: aCase("mayHeal"),
      });
    const called = allDiagnoses(reported("suspect")).filter(
      ({ calls, after }) => calls === "person" && after === 0,
    );
    expect(called.map(({ name }) => name)).toEqual(["signalsSpeak"]);
    expect(diagnose(reported("suspect")).after).toBe(aCase("mayHeal").wait);
    expect(diagnose(reported("down"))).toMatchObject({ name: "primaryReported", after: 0 });
  });

  test("calls for AWS Health's word at once, and for a metric's once it has lasted", () => {
    const waits = (...tell: readonly Signal[]) => diagnose(evidence(telling(...tell))).after;
    const metric = aSignal({ kind: "traffic" });
    expect([waits(metric), waits(aSignal()), waits(metric, aSignal())]).toEqual([300_000, 0, 0]);
  });

  test("gives every diagnosis an advice of one sentence or two", () => {
    for (const { advice } of diagnoses) expect(advice).toMatch(/^[A-Z][^.]+\.( [A-Z][^.]+\.)?$/);
  });
});

test("each diagnosis has a row of its own, met by one of these cases, and the last always holds", () => {
  const names = diagnoses.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !rows.some(({ is }) => is === name))).toEqual([]);
  expect(diagnoses.at(-1)?.holds(evidence({ primary: west("down", sick) }))).toBe(true);
});

test("each sentence ends with a full stop, and each headline is a few words that fit a subject", () => {
  for (const { given } of rows) {
    const { headline, sentence } = diagnose(evidence(given));
    expect(sentence).toMatch(/[^.]\.$/);
    expect(headline).toMatch(/^[\x20-\x7e]{5,50}$/);
    expect(headline).not.toMatch(/[.:]$/);
  }
});

test("only what is sure is called well: with a Region that nobody can tell, not all is", () => {
  const verdicts = [sick, gray, well, unsure];
  const names: HealthName[] = ["up", "suspect", "down", "recovering"];
  const stands = names.flatMap((name) => verdicts.map((verdict) => ({ name, verdict })));
  for (const one of stands) {
    for (const other of stands) {
      const given = {
        primary: west(one.name, one.verdict),
        secondary: east(other.name, other.verdict),
      };
      if (diagnose(evidence(given)).name !== "allWell") continue;
      expect([one.verdict.kind, other.verdict.kind]).not.toContain("undetermined");
    }
  }
});
