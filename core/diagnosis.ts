// What is going on, in one name? All evidence of a tick goes in, one named reading comes out. The
// rows are asked in order, the gravest first. It is always computed, also where acting is forbidden,
// and it does not act.

import { type FailureClass, failureClasses } from "./failure-class.ts";
import type { Health } from "./health.ts";
import type { ReplicaReading } from "./observation.ts";
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
  | "recovering"
  | "allWell";

export interface Diagnosis {
  readonly name: DiagnosisName;
  readonly sentence: string;
  /** Whether a person should know. */
  readonly calls: "person" | "nobody";
}

export interface Evidence {
  readonly primary: { readonly region: string; readonly verdict: Verdict; readonly health: Health };
  readonly secondary: {
    readonly region: string;
    readonly verdict: Verdict;
    readonly health: Health;
  };
  readonly replica: ReplicaReading;
  /** Classes that a majority of vantages saw last, for either target. */
  readonly shared: ReadonlySet<FailureClass>;
  /** Vantages whose newest result says nothing, or who are silent. */
  readonly blind: readonly string[];
  /** How many vantages are configured. */
  readonly vantages: number;
}

interface Row {
  readonly name: DiagnosisName;
  readonly calls: Diagnosis["calls"];
  readonly holds: (evidence: Evidence) => boolean;
  readonly sentence: (evidence: Evidence) => string;
}

const troubled = (health: Health) => health.name === "down" || health.name === "suspect";
const sick = ({ verdict, health }: Evidence["primary"]) =>
  verdict.kind === "unhealthy" && troubled(health);

/** Invariant: the last row always holds. */
export const diagnoses: readonly Row[] = [
  {
    name: "bothSick",
    calls: "person",
    holds: ({ primary, secondary }) => sick(primary) && sick(secondary),
    sentence: () => "Both Regions fail, so there is nowhere to move sign-in to.",
  },
  {
    name: "primaryDead",
    calls: "person",
    holds: ({ primary }) =>
      sick(primary) && primary.health.name === "down" && reading(primary.verdict) === "dead",
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, is dead: ${votesOf(primary.verdict)}.`,
  },
  {
    name: "primaryGray",
    calls: "person",
    holds: ({ primary }) => sick(primary) && primary.health.name === "down",
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, fails for a part of the users: ${votesOf(primary.verdict)}.`,
  },
  {
    name: "primarySuspect",
    calls: "nobody",
    holds: ({ primary }) => sick(primary),
    sentence: ({ primary }) =>
      `Sign-in in ${primary.region}, the primary, fails: ${votesOf(primary.verdict)}; it may yet heal by itself.`,
  },
  {
    name: "secondarySick",
    calls: "person",
    holds: ({ secondary }) => sick(secondary) && secondary.health.name === "down",
    sentence: ({ secondary }) =>
      `The spare is flat: sign-in in ${secondary.region}, the secondary, fails: ${votesOf(secondary.verdict)}.`,
  },
  {
    name: "secondarySuspect",
    calls: "nobody",
    holds: ({ secondary }) => sick(secondary),
    sentence: ({ secondary }) =>
      `Sign-in in ${secondary.region}, the secondary, fails: ${votesOf(secondary.verdict)}; it may yet heal by itself.`,
  },
  {
    name: "replicaOff",
    calls: "person",
    holds: ({ replica, shared }) =>
      shared.has("replicaOff") || (replica.kind === "known" && replica.status !== "ACTIVE"),
    sentence: ({ replica, secondary }) =>
      `The replica in ${secondary.region} does not take sign-in: its status is ${replica.kind === "known" ? replica.status : "unknown"}.`,
  },
  {
    name: "probeCredentials",
    calls: "person",
    holds: ({ shared }) => shared.has("credentials"),
    sentence: () =>
      "The probes cannot sign in with their own user: this says nothing about the Regions. Mend the probe user.",
  },
  {
    name: "brokenInBoth",
    calls: "person",
    holds: ({ shared }) => shared.has("trigger") || shared.has("blocked") || shared.has("key"),
    sentence: ({ shared }) =>
      `Sign-in fails in both Regions alike (${ours(shared)}): a change of yours is likelier than an outage, and moving does not cure it.`,
  },
  {
    name: "throttled",
    calls: "person",
    holds: ({ shared }) => shared.has("throttled"),
    sentence: () =>
      "Cognito throttles the probes: the quota is used up, and the traffic would take that along.",
  },
  {
    name: "probesBlind",
    calls: "person",
    holds: ({ blind, vantages }) => blind.length * 2 > vantages,
    sentence: ({ blind }) =>
      `Most vantages cannot judge (${listed(blind)}), so nothing can be decided.`,
  },
  {
    name: "vantageBlind",
    calls: "nobody",
    holds: ({ blind }) => blind.length > 0,
    sentence: ({ blind }) => `${listed(blind)} cannot judge; the other vantages still can.`,
  },
  {
    name: "recovering",
    calls: "nobody",
    holds: ({ primary, secondary }) =>
      primary.health.name !== "up" || secondary.health.name !== "up",
    sentence: ({ primary, secondary }) => {
      const { region, health } = primary.health.name === "up" ? secondary : primary;
      return health.name === "recovering"
        ? `${region} answers again and has yet to prove steady.`
        : `${region} was failing; whether it signs users in again is not sure yet.`;
    },
  },
  {
    name: "allWell",
    calls: "nobody",
    holds: () => true,
    sentence: () => "Both Regions sign users in.",
  },
];

export function diagnose(evidence: Evidence): Diagnosis {
  const row = diagnoses.find(({ holds }) => holds(evidence)) ?? diagnoses[diagnoses.length - 1];
  return {
    name: row?.name ?? "allWell",
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

function ours(shared: ReadonlySet<FailureClass>): string {
  return listed([...shared].map((name) => failureClasses[name].because));
}
