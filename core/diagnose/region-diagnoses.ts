// Diagnoses of a Region that a majority calls unhealthy.

import { failureClasses } from "../probe/failure-class.ts";
import type { Signal } from "../signals/signal.ts";
import { saying } from "../signals/weigh-signals.ts";
import { millis } from "../values/types.ts";
import { inWords, shareInWords } from "../values/words.ts";
import {
  AT_ONCE,
  type DiagnosisRow,
  type Evidence,
  isDown,
  isUnhealthy,
  reading,
  type Standpoint,
  votesOf,
} from "./diagnosis-row.ts";

/** A secondary that fails now and then is no emergency. */
const steadilyMs = millis(120_000);

export const regionDiagnoses: readonly DiagnosisRow[] = [
  {
    name: "edge",
    calls: "person",
    after: AT_ONCE,
    holds: (e) => e.edge !== null && e.case.kind !== "holds",
    headline: () => "what lies in front of both Regions fails",
    sentence: ({ edge }) =>
      `Sign-in fails in front of both Regions: ${edge}. Moving would lead users the same way.`,
    advice:
      "Look at DNS and its registrar, at the domain's certificate, and at the CDN or firewall in front of it.",
  },
  {
    name: "bothSick",
    calls: "person",
    after: AT_ONCE,
    holds: (e) => isUnhealthy(e.primary) && isUnhealthy(e.secondary) && e.case.kind !== "holds",
    headline: () => "both Regions fail",
    sentence: () => "Both Regions fail, so there is nowhere to move sign-in to.",
    advice: "Look for what both share: a change of yours, replicated data, a provider, DNS.",
  },
  {
    name: "primaryFlapping",
    calls: "person",
    needsOnlyMove: true,
    after: AT_ONCE,
    holds: (e) => isDown(e.primary) && e.case.isStanding,
    headline: ({ primary }) => `${primary.region} is flapping`,
    sentence: (e) =>
      `Sign-in in ${e.primary.region}, the primary, fails again and again, now for ${inWords(e.case.lasted)}: ${votesOf(e.primary.verdict)}.`,
    advice: "Move once and stay: after a return the next failure would move users again.",
  },
  {
    name: "primaryReported",
    calls: "person",
    needsOnlyMove: true,
    // Before, it may heal, as what probes see may.
    after: (e) => (isDown(e.primary) ? AT_ONCE : e.case.wait),
    holds: ({ primary }) => isUnhealthy(primary) && decidedBy(primary).length > 0,
    headline: ({ primary }) => `${primary.region} is reported unhealthy`,
    sentence: ({ primary }) =>
      `Signals that may decide alone say that ${primary.region}, the primary, is unhealthy: ${saying(decidedBy(primary))}; most vantages do not see it.`,
    advice: "Look at real users: what the settings let decide is about to.",
  },
  {
    name: "primaryDead",
    calls: "person",
    needsOnlyMove: true,
    after: AT_ONCE,
    holds: ({ primary }) => isDown(primary) && reading(primary.verdict) === "dead",
    headline: ({ primary }) => `${primary.region} is down`,
    sentence: (e) =>
      `Sign-in in ${e.primary.region}, the primary, is down: ${votesOf(e.primary.verdict)}${counted(e)}.`,
    advice: "Move sign-in to the secondary.",
  },
  {
    name: "primaryGray",
    calls: "person",
    needsOnlyMove: true,
    after: AT_ONCE,
    holds: ({ primary }) => isDown(primary) && reading(primary.verdict) !== "dead",
    headline: ({ primary }) => `${primary.region} fails for some users`,
    sentence: (e) =>
      `Sign-in in ${e.primary.region}, the primary, fails for a part of the users${howMany(e.case.harm)}: ${votesOf(e.primary.verdict)}${counted(e)}.`,
    advice: "Move if that many users are worth what the secondary cannot do; else watch.",
  },
  {
    name: "primarySuspect",
    calls: "nobody",
    isOnlyAStage: true,
    needsOnlyMove: true,
    after: AT_ONCE,
    holds: ({ primary }) => isUnhealthy(primary),
    headline: ({ primary }) => `${primary.region} fails`,
    sentence: (e) =>
      `Sign-in in ${e.primary.region}, the primary, fails: ${votesOf(e.primary.verdict)}${counted(e)}; it may yet heal by itself.`,
    advice: "Wait: everything is prepared meanwhile.",
  },
  {
    name: "secondarySick",
    calls: "person",
    after: ({ secondary, serving }) => (serving === secondary.region ? AT_ONCE : steadilyMs),
    holds: ({ secondary }) => isDown(secondary),
    headline: ({ secondary, serving }) =>
      serving === secondary.region
        ? `${secondary.region} fails while it serves`
        : `the secondary ${secondary.region} fails`,
    sentence: ({ secondary, serving }) =>
      serving === secondary.region
        ? `Sign-in in ${secondary.region}, which serves now, fails: ${votesOf(secondary.verdict)}.`
        : `The secondary cannot take over: sign-in in ${secondary.region} fails: ${votesOf(secondary.verdict)}.`,
    advice: "Repair it, or fail back if it serves: nothing can be moved there meanwhile.",
  },
  {
    name: "secondarySuspect",
    calls: "nobody",
    isOnlyAStage: true,
    after: AT_ONCE,
    holds: ({ secondary }) => isUnhealthy(secondary),
    headline: ({ secondary }) => `${secondary.region} fails`,
    sentence: ({ secondary }) =>
      `Sign-in in ${secondary.region}, the secondary, fails: ${votesOf(secondary.verdict)}; it may yet heal by itself.`,
    advice: "Wait.",
  },
];

function decidedBy({ verdict }: Standpoint): readonly Signal[] {
  return verdict.kind === "unhealthy" ? verdict.decidedBy : [];
}

/** Why failures count that seldom do. */
function counted({ conditions, primary }: Pick<Evidence, "conditions" | "primary">): string {
  return conditions
    .filter(({ holds, target }) => holds && target === primary.region)
    .map(
      ({ name, because }) => `; it counts that ${failureClasses[name].because}, since ${because}`,
    )
    .join("");
}

/** ", 33 %"; nothing before anything was tallied. */
function howMany({ rounds, staying }: { readonly rounds: number; readonly staying: number }) {
  return rounds === 0 ? "" : `, ${shareInWords(staying)}`;
}
