// Diagnoses of what is broken by us, of what follows the traffic, and of trouble too small to call a
// Region unhealthy. None of them moves anything.

import { type FailureClass, failureClasses } from "../probe/failure-class.ts";
import type { Signal } from "../signals/signal.ts";
import { saying } from "../signals/weigh-signals.ts";
import { millis, type Region } from "../values/types.ts";
import { listed } from "../values/words.ts";
import { AT_ONCE, type DiagnosisRow, type Evidence } from "./diagnosis-row.ts";

export const degradationDiagnoses: readonly DiagnosisRow[] = [
  {
    name: "replicaOff",
    calls: "person",
    after: AT_ONCE,
    holds: ({ replica, shared }) =>
      shared.has("replicaOff") || (replica.kind === "known" && replica.status !== "ACTIVE"),
    headline: ({ secondary }) => `the replica in ${secondary.region} takes no sign-in`,
    sentence: ({ replica, secondary }) => {
      const status = replica.kind === "known" ? replica.status : "unknown";
      return status === "ACTIVE"
        ? `The replica in ${secondary.region} takes no sign-in although its status is ACTIVE.`
        : `The replica in ${secondary.region} takes no sign-in: its status is ${status}.`;
    },
    advice: "Activate the replica: without it nothing can be moved.",
  },
  {
    name: "leverMovedByHand",
    calls: "person",
    after: AT_ONCE,
    holds: ({ leversMoved }) => leversMoved.length > 0,
    headline: () => "a lever was moved by hand",
    sentence: ({ leversMoved, leverProblems }) => {
      const said = `Levers stand elsewhere than the last move left them: ${listed(leversMoved)}.`;
      // What is in a lever's way may be why it stands so, and nobody is called for that besides.
      return leverProblems.length === 0
        ? said
        : `${said} In their way: ${leverProblems.join("; ")}.`;
    },
    advice: "Find out who moved them; the controller puts nothing back by itself.",
  },
  {
    name: "credentialsRefused",
    calls: "person",
    after: AT_ONCE,
    holds: ({ refusing }) => refusing.length > 0,
    headline: ({ refusing }) => `${listed(refusing)} refuses good credentials`,
    sentence: (e) =>
      `${listed(e.refusing)} refuses passwords, secrets or sessions that it took before and that the other Region takes. ${uncounted(e, "refused")}`.trim(),
    advice:
      "Look whether real users are refused: if so, move by hand. If somebody changed the probes' credentials, wait until that has replicated.",
  },
  {
    name: "probeCredentials",
    calls: "person",
    after: AT_ONCE,
    holds: (e) => met(e, "credentials") || met(e, "refused"),
    headline: () => "the probes cannot sign in with their own user",
    sentence: ({ shared }) => {
      const [first, second] = shared.get("credentials") ?? shared.get("refused") ?? [];
      if (first === undefined)
        return "The probes are refused with their own user or client again and again: this says nothing about the Regions. Repair the probe user, and look whether real users can come in.";
      return second === undefined
        ? `The probes cannot sign in with their own user in ${first}, and nowhere else: look whether real users can.`
        : "The probes cannot sign in with their own user: this says nothing about the Regions. Repair the probe user.";
    },
    advice:
      "Repair the probe user; an unhealthy service may refuse users too, so look at real ones.",
  },
  {
    name: "probesBlocked",
    calls: "person",
    after: AT_ONCE,
    holds: (e) => met(e, "blocked"),
    headline: ({ shared }) =>
      `a web ACL blocks the probes${(shared.get("blocked") ?? []).length === 2 ? "" : inPlaces(shared.get("blocked"))}`,
    sentence: (e) =>
      `A web ACL blocks the probes of most vantages${inPlaces(e.shared.get("blocked"))}, and may let users in. ${uncounted(e, "blocked")}`.trim(),
    advice:
      "Let the probes through as the runbook says, and look at real users: if they are blocked too, undo the rule or move by hand.",
  },
  {
    name: "keyTrouble",
    calls: "person",
    after: AT_ONCE,
    holds: ({ shared }) => brokenIn(shared).join() === "key",
    headline: () => "the pool's key cannot be used",
    sentence: ({ shared }) => brokenSentence(shared),
    advice: "Look at the KMS key's state and policy in both Regions.",
  },
  {
    name: "brokenTriggerInBoth",
    calls: "person",
    after: AT_ONCE,
    holds: ({ shared }) => brokenIn(shared).join() === "trigger",
    headline: () => "a Lambda trigger is broken in both Regions",
    sentence: ({ shared }) => brokenSentence(shared),
    advice: "Roll back the last change of the trigger: moving does not fix it.",
  },
  {
    name: "brokenInBoth",
    calls: "person",
    after: AT_ONCE,
    holds: ({ shared }) => brokenIn(shared).length > 0,
    headline: () => "sign-in is broken in both Regions",
    sentence: ({ shared }) => brokenSentence(shared),
    advice: "Roll back your last change: moving does not fix it.",
  },
  {
    name: "throttled",
    calls: "person",
    after: AT_ONCE,
    holds: (e) => met(e, "throttled") || throttles(e).length > 0,
    headline: (e) => `Cognito throttles ${throttles(e).length > 0 ? "users" : "the probes"}`,
    sentence: (e) => {
      const by = throttles(e);
      return by.length > 0
        ? `Cognito throttles users (${by.map(({ because }) => because).join("; ")}): ${whyThrottled(e)}`
        : `Cognito throttles the probes: ${whyThrottled(e)} ${uncounted(e, "throttled")}`.trim();
    },
    advice: "Ask for a higher quota in both Regions, or shed load.",
  },
  {
    name: "partialJourney",
    calls: "person",
    after: AT_ONCE,
    holds: ({ lesser }) => lesser.part !== null,
    headline: ({ primary, lesser }) => `${who(lesser.part)} cannot sign in at ${primary.region}`,
    sentence: ({ primary, lesser }) =>
      `In ${primary.region}, the primary, ${who(lesser.part)} fail to sign in again and again, and users of the pool do not.`,
    advice: "Look at the domain, the providers and the clients' secrets before you move all users.",
  },
  {
    name: "primarySlow",
    calls: "person",
    needsOnlyMove: true,
    after: AT_ONCE,
    holds: ({ lesser }) => lesser.isSlow,
    headline: ({ primary }) => `${primary.region} is slow`,
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, succeeds, and takes more than half of what is allowed too often.`,
    advice: "Watch: slower still, and it counts as failing.",
  },
  {
    name: "signalsSpeak",
    calls: "person",
    after: (e) => (spoken(e).some(({ kind }) => kind === "health") ? AT_ONCE : lastingSignalMs),
    holds: (e) => spoken(e).length > 0,
    headline: (e) => {
      const [first, second] = placesSpokenOf(e);
      return `signals of trouble in ${second === undefined ? first : "both Regions"}`;
    },
    sentence: (e) =>
      `Signals show trouble in ${listed(placesSpokenOf(e))}, which most vantages do not see: ${saying(spoken(e))}.`,
    advice: "Look at real users: the probes may walk another way than they do.",
  },
];

/** Metrics waver; what they say for so long is worth a call. */
const lastingSignalMs = millis(300_000);

function throttles({ signals }: Evidence): readonly Signal[] {
  return signals.tell.filter(({ kind }) => kind === "throttles");
}

/** What is said of a Region that the probes do not call unhealthy. */
function spoken({ signals, primary, secondary }: Evidence): readonly Signal[] {
  const seen = [primary, secondary].filter(
    ({ verdict }) => verdict.kind === "unhealthy" && verdict.decidedBy.length === 0,
  );
  return signals.tell
    .filter(({ kind }) => kind !== "throttles")
    .filter(({ region }) => !seen.some((one) => one.region === region));
}

function placesSpokenOf(evidence: Evidence): readonly Region[] {
  return [...new Set(spoken(evidence).map(({ region }) => region))];
}

/** What is known of the quotas, and what is not. */
function whyThrottled({ signals: { room, full }, primary, secondary }: Evidence): string {
  const regions = [primary.region, secondary.region];
  const unread = regions.filter((one) => ![...room, ...full].some(({ region }) => region === one));
  if (full.length > 0) {
    const told = full.map(({ because }) => because).join("; ");
    return `the quota is too small, and the traffic would take that along (${told}).`;
  }
  return unread.length > 0
    ? `whether the traffic is to blame cannot be told, since the use of the quota of ${listed(unread)}, or its limit, could not be read.`
    : "the quotas of both Regions have room, so it is not the traffic.";
}

function inPlaces(places: readonly string[] | undefined): string {
  return places === undefined ? "" : ` in ${listed([...places].sort())}`;
}

/** Why failures of a class do not count now; nothing where they were not asked about. */
function uncounted({ conditions }: Evidence, name: FailureClass): string {
  const [first] = conditions.filter((one) => one.name === name && !one.holds);
  return first === undefined ? "" : `It does not count against the Region: ${first.because}.`;
}

/** A class that a majority meets now, or has met again and again. */
function met({ shared, lesser }: Evidence, name: FailureClass): boolean {
  return shared.has(name) || lesser.excused.includes(name);
}

function who(group: Evidence["lesser"]["part"]): string {
  return group === "machine" ? "machines" : "users of other identity providers";
}

/** What is broken by a change of ours, where moving would not help since the other Region has it too. */
function brokenIn(shared: Evidence["shared"]): readonly FailureClass[] {
  return (["trigger", "key"] as const).filter((name) => shared.has(name));
}

function brokenSentence(shared: Evidence["shared"]): string {
  const why = listed(brokenIn(shared).map((name) => failureClasses[name].because));
  const [first, second] = placesOf(shared);
  return second === undefined
    ? `Sign-in fails in ${first} (${why}), and the other Region does not sign users in either: moving does not fix it.`
    : `Sign-in fails alike in ${first} and ${second} (${why}): a change of yours is likelier than an outage, and moving does not fix it.`;
}

function placesOf(shared: Evidence["shared"]): readonly string[] {
  return [...new Set(brokenIn(shared).flatMap((name) => shared.get(name) ?? []))].sort();
}
