// What is going on, in one name? All evidence of a tick goes in, one named reading comes out. The
// rows are asked in order, the gravest first. It is always computed, also where acting is forbidden,
// and it does not act.

import { type FailureClass, failureClasses } from "./failure-class.ts";
import type { Health } from "./health.ts";
import type { ReplicaReading } from "./observation.ts";
import type { Region } from "./types.ts";
import type { Verdict, Vote } from "./verdict.ts";
import { listed } from "./words.ts";

export type DiagnosisName =
  | "bothSick"
  | "primaryDead"
  | "primaryGray"
  | "primarySuspect"
  | "secondarySick"
  | "secondarySuspect"
  | "replicaOff"
  | "probeCredentials"
  | "brokenInBoth"
  | "throttled"
  | "probesBlind"
  | "vantageBlind"
  | "notSure"
  | "recovering"
  | "allWell";

export interface Diagnosis {
  readonly name: DiagnosisName;
  /** A few words, for a subject line. */
  readonly headline: string;
  readonly sentence: string;
  /** Whether a person should know. */
  readonly calls: "person" | "nobody";
}

/** How one Region looks at this tick. */
export interface Standpoint {
  readonly region: Region;
  readonly verdict: Verdict;
  readonly health: Health;
}

export interface Evidence {
  readonly primary: Standpoint;
  readonly secondary: Standpoint;
  readonly replica: ReplicaReading;
  /** Classes that a majority of vantages saw last and that are no Region's fault, with where. */
  readonly shared: ReadonlyMap<FailureClass, readonly string[]>;
  /** Vantages whose newest result says nothing, or who are silent. */
  readonly blind: readonly string[];
  /** How many vantages are configured. */
  readonly vantages: number;
  /** The Region that users are sent to; null while a move is under way. */
  readonly serving: string | null;
}

interface Row {
  readonly name: DiagnosisName;
  readonly calls: Diagnosis["calls"];
  readonly holds: (evidence: Evidence) => boolean;
  readonly headline: (evidence: Evidence) => string;
  readonly sentence: (evidence: Evidence) => string;
}

const troubled = (health: Health) => health.name === "down" || health.name === "suspect";
const sick = ({ verdict, health }: Standpoint) => verdict.kind === "unhealthy" && troubled(health);

/** Invariant: the last row always holds. */
export const diagnoses: readonly Row[] = [
  {
    name: "bothSick",
    calls: "person",
    holds: ({ primary, secondary }) => sick(primary) && sick(secondary),
    headline: () => "both Regions fail",
    sentence: () => "Both Regions fail, so there is nowhere to move sign-in to.",
  },
  {
    name: "primaryDead",
    calls: "person",
    holds: ({ primary }) =>
      sick(primary) && primary.health.name === "down" && reading(primary.verdict) === "dead",
    headline: ({ primary }) => `${primary.region} is dead`,
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, is dead: ${votesOf(primary.verdict)}.`,
  },
  {
    name: "primaryGray",
    calls: "person",
    holds: ({ primary }) => sick(primary) && primary.health.name === "down",
    headline: ({ primary }) => `${primary.region} fails for some users`,
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, fails for a part of the users: ${votesOf(primary.verdict)}.`,
  },
  {
    name: "primarySuspect",
    calls: "nobody",
    holds: ({ primary }) => sick(primary),
    headline: ({ primary }) => `${primary.region} fails`,
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, fails: ${votesOf(primary.verdict)}; it may yet heal by itself.`,
  },
  {
    name: "secondarySick",
    calls: "person",
    holds: ({ secondary }) => sick(secondary) && secondary.health.name === "down",
    headline: ({ secondary, serving }) =>
      serving === secondary.region
        ? `${secondary.region} fails while it serves`
        : `the spare ${secondary.region} fails`,
    sentence: ({ secondary, serving }) =>
      serving === secondary.region
        ? `Sign-in in ${secondary.region}, which serves now, fails: ${votesOf(secondary.verdict)}.`
        : `The spare is flat: sign-in in ${secondary.region}, the secondary, fails: ${votesOf(secondary.verdict)}.`,
  },
  {
    name: "secondarySuspect",
    calls: "nobody",
    holds: ({ secondary }) => sick(secondary),
    headline: ({ secondary }) => `${secondary.region} fails`,
    sentence: ({ secondary }) =>
      `Sign-in in ${secondary.region}, the secondary, fails: ${votesOf(secondary.verdict)}; it may yet heal by itself.`,
  },
  {
    name: "replicaOff",
    calls: "person",
    holds: ({ replica, shared }) =>
      shared.has("replicaOff") || (replica.kind === "known" && replica.status !== "ACTIVE"),
    headline: ({ secondary }) => `the replica in ${secondary.region} takes no sign-in`,
    sentence: ({ replica, secondary }) => {
      const status = replica.kind === "known" ? replica.status : "unknown";
      return status === "ACTIVE"
        ? `The replica in ${secondary.region} takes no sign-in although its status is ACTIVE.`
        : `The replica in ${secondary.region} takes no sign-in: its status is ${status}.`;
    },
  },
  {
    name: "probeCredentials",
    calls: "person",
    holds: ({ shared }) => shared.has("credentials"),
    headline: () => "the probes cannot sign in with their own user",
    sentence: ({ shared }) => {
      const [first, second] = shared.get("credentials") ?? [];
      return second === undefined
        ? `The probes cannot sign in with their own user in ${first}, and nowhere else: look whether real users can.`
        : "The probes cannot sign in with their own user: this says nothing about the Regions. Mend the probe user.";
    },
  },
  {
    name: "brokenInBoth",
    calls: "person",
    holds: ({ shared }) => brokenIn(shared).length > 0,
    headline: () => "sign-in is broken in both Regions",
    sentence: ({ shared }) => {
      const why = listed(brokenIn(shared).map((name) => failureClasses[name].because));
      const [first, second] = placesOf(shared);
      return second === undefined
        ? `Sign-in fails in ${first} (${why}), and the other Region does not sign users in either: moving does not cure it.`
        : `Sign-in fails alike in ${first} and ${second} (${why}): a change of yours is likelier than an outage, and moving does not cure it.`;
    },
  },
  {
    name: "throttled",
    calls: "person",
    holds: ({ shared }) => shared.has("throttled"),
    headline: () => "Cognito throttles the probes",
    sentence: () =>
      "Cognito throttles the probes: the quota is used up, and the traffic would take that along.",
  },
  {
    name: "probesBlind",
    calls: "person",
    holds: ({ blind, vantages }) => blind.length * 2 > vantages,
    headline: () => "most vantages cannot judge",
    sentence: ({ blind }) =>
      `Most vantages cannot judge (${listed(blind)}), so nothing can be decided.`,
  },
  {
    name: "vantageBlind",
    calls: "nobody",
    holds: ({ blind }) => blind.length > 0,
    headline: ({ blind }) => `${listed(blind)} cannot judge`,
    sentence: ({ blind }) => `${listed(blind)} cannot judge; the other vantages still can.`,
  },
  {
    name: "recovering",
    calls: "nobody",
    holds: ({ primary, secondary }) =>
      primary.health.name !== "up" || secondary.health.name !== "up",
    headline: () => "a Region has yet to prove steady",
    sentence: ({ primary, secondary }) => {
      const { region, health } = primary.health.name === "up" ? secondary : primary;
      return health.name === "recovering"
        ? `${region} answers again and has yet to prove steady.`
        : `${region} was failing; whether it signs users in again is not sure yet.`;
    },
  },
  {
    name: "notSure",
    calls: "nobody",
    holds: ({ primary, secondary }) =>
      primary.verdict.kind === "undetermined" || secondary.verdict.kind === "undetermined",
    headline: () => "not every Region's state is known",
    sentence: ({ primary, secondary }) =>
      [primary, secondary]
        .flatMap(({ region, verdict }) =>
          verdict.kind === "undetermined"
            ? [`Whether ${region} signs users in is not known: ${verdict.because}.`]
            : [],
        )
        .join(" "),
  },
  {
    name: "allWell",
    calls: "nobody",
    holds: () => true,
    headline: () => "both Regions sign users in",
    sentence: () => "Both Regions sign users in.",
  },
];

export function diagnose(evidence: Evidence): Diagnosis {
  const row = diagnoses.find(({ holds }) => holds(evidence)) ?? diagnoses[diagnoses.length - 1];
  return {
    name: row?.name ?? "allWell",
    headline: row?.headline(evidence) ?? "",
    sentence: row?.sentence(evidence) ?? "",
    calls: row?.calls ?? "nobody",
  };
}

function reading(verdict: Verdict): string | null {
  return verdict.kind === "unhealthy" ? verdict.reading : null;
}

/** "2 of 3 vantages say so (us-east-1, eu-west-1)" */
export function votesOf({ votes }: { readonly votes: readonly Vote[] }): string {
  const sick = votes.filter((v) => v.kind === "unhealthy").map((v) => v.vantage);
  return `${sick.length} of ${votes.length} vantages say so (${sick.join(", ")})`;
}

/** What is broken by a change of ours, where moving would not help since the other Region has it too. */
function brokenIn(shared: Evidence["shared"]): readonly FailureClass[] {
  return (["trigger", "blocked", "key"] as const).filter((name) => shared.has(name));
}

function placesOf(shared: Evidence["shared"]): readonly string[] {
  return [...new Set(brokenIn(shared).flatMap((name) => shared.get(name) ?? []))].sort();
}
