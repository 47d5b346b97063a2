// Diagnoses of the eyes rather than of what they see: silent, at odds, with wrong clocks; and of what is
// left when no Region is unhealthy. The last row always holds.

import { millis } from "../values/types.ts";
import { inWords, listed, timeOfDay } from "../values/words.ts";
import { AT_ONCE, type DiagnosisRow, type Evidence, unhealthyVotes } from "./diagnosis-row.ts";

/** A few minutes without word are a deployment; more are worth a call. */
const silenceMs = millis(300_000);

/** Lines have trouble of some minutes every other week. */
const disagreementMs = millis(600_000);

/** The controller looks once a minute; after so long without, it was silent. */
const undecidedMs = millis(300_000);

export const observerDiagnoses: readonly DiagnosisRow[] = [
  {
    name: "probesBlind",
    calls: "person",
    after: silenceMs,
    holds: ({ blind, vantages }) => blind.length * 2 > vantages,
    headline: () => "most vantages cannot judge",
    sentence: ({ blind }) =>
      `Most vantages cannot judge (${listed(blind)}), so nothing can be decided.`,
    advice: "Look at the probes' logs: without their results nothing moves.",
  },
  {
    name: "controllerSilent",
    calls: "person",
    after: AT_ONCE,
    holds: ({ silentFor }) => silentFor !== null && silentFor > undecidedMs,
    headline: () => "the controller was silent",
    sentence: ({ silentFor }) =>
      `Nobody decided anything for ${inWords(silentFor ?? undecidedMs)} before this look.`,
    advice: "Look at the watch's executions: an outage in that time went unanswered.",
  },
  {
    name: "vantagesDisagree",
    calls: "person",
    after: disagreementMs,
    holds: (e) =>
      alone(e).length > 1 || isThin(e) || e.case.kind === "disputed" || refused(e).length > 0,
    headline: () => "the vantages see different things",
    sentence: (e) =>
      refused(e).length > 0
        ? `${listed(refused(e))} alone gets errors from ${e.primary.region} itself, which no bad network makes: a part of it may be unhealthy.`
        : `${listed(odd(e))} cannot judge or see failures that the others do not see: likelier their network than a Region.`,
    advice: "Look at these vantages and their networks; move by hand if your users confirm them.",
  },
  {
    name: "clockSkew",
    calls: "nobody",
    after: AT_ONCE,
    holds: ({ ahead }) => ahead.length > 0,
    headline: ({ ahead }) => `the clock of ${listed(ahead)} runs ahead`,
    sentence: ({ ahead }) =>
      `The clock of ${listed(ahead)} runs ahead, so what it reports cannot be dated and does not count.`,
    advice: "Nothing: AWS keeps its clocks; if it lasts, look at the vantage.",
  },
  {
    name: "vantageBlind",
    calls: "nobody",
    after: AT_ONCE,
    holds: ({ blind, atFault }) => blind.length > 0 || atFault.length > 0,
    headline: ({ blind, atFault }) => `${listed(blind.length > 0 ? blind : atFault)} cannot judge`,
    sentence: ({ blind, atFault }) =>
      `${listed(blind.length > 0 ? blind : atFault)} cannot judge; the other vantages still can.`,
    advice: "Nothing in a hurry: look at its logs in the morning.",
  },
  {
    name: "recovering",
    calls: "nobody",
    isOnlyAStage: true,
    after: AT_ONCE,
    holds: ({ primary, secondary }) =>
      primary.health.name !== "up" || secondary.health.name !== "up",
    headline: () => "a Region is recovering",
    sentence: ({ primary, secondary }) => {
      const { region, health } = primary.health.name === "up" ? secondary : primary;
      return health.name === "recovering"
        ? `${region} answers again, not yet for long enough.`
        : `${region} was failing; whether it signs users in again is not sure yet.`;
    },
    advice: "Wait.",
  },
  {
    name: "primaryFaint",
    calls: "person",
    needsOnlyMove: true,
    after: AT_ONCE,
    holds: ({ lesser, primary, serving }) =>
      lesser.faint !== null && primary.health.name === "up" && serving === primary.region,
    headline: ({ primary }) => `${primary.region} fails now and then`,
    sentence: ({ primary, lesser }) =>
      `Sign-in in ${primary.region}, the primary, fails again and again${lesser.faint === null ? "" : ` since ${timeOfDay(lesser.faint)}`}, for too few users to move them.`,
    advice: "Look at Cognito's metrics and the Health dashboard; nothing moves for this.",
  },
  {
    // It may last for weeks, so it comes after all others that call: who was told of it must hear of those.
    name: "leverBlocked",
    calls: "person",
    after: AT_ONCE,
    holds: ({ leverProblems }) => leverProblems.length > 0,
    headline: () => "a lever would not move users",
    sentence: ({ leverProblems }) => `A move would have no effect: ${leverProblems.join("; ")}.`,
    advice: "Repair it before it is needed, and look with cognito-failover smoke.",
  },
  {
    name: "notArmed",
    calls: "person",
    after: AT_ONCE,
    holds: ({ arming }) => arming.lacks !== null,
    headline: () => "automatic failover is not armed",
    sentence: ({ arming }) =>
      `A failover waits for a person's word, though the mode is "automatic": ${arming.lacks}.`,
    advice:
      "Run the practice that is missing, or mend what a check found: cognito-failover practice list and check show which.",
  },
  {
    name: "armingLapses",
    calls: "person",
    after: AT_ONCE,
    holds: ({ arming }) => arming.lapses !== null,
    headline: () => "automatic failover will soon not be armed",
    sentence: ({ arming }) =>
      `Then a failover waits for a person's word, though the mode is "automatic": ${arming.lapses}.`,
    advice: "Practise again before that: cognito-failover practice list shows what.",
  },
  {
    name: "notSure",
    calls: "nobody",
    after: AT_ONCE,
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
    advice: "Wait: the next results will tell.",
  },
  {
    name: "allWell",
    calls: "nobody",
    after: AT_ONCE,
    holds: () => true,
    headline: () => "both Regions sign users in",
    sentence: () => "Both Regions sign users in.",
    advice: "Nothing.",
  },
];

/** Vantages that see what the others do not. */
function alone({ atFault, primary: { verdict } }: Evidence): readonly string[] {
  const minority = verdict.kind === "unhealthy" ? [] : unhealthyVotes(verdict);
  return [...new Set([...atFault, ...minority])];
}

/** Those among them to whom the Region itself answers with errors. */
function refused(evidence: Evidence): readonly string[] {
  return alone(evidence).filter((vantage) =>
    evidence.lesser.answered.some((one) => one === vantage),
  );
}

/** Two are silent, and the others are still a majority. */
function isThin({ blind, vantages }: Evidence): boolean {
  return blind.length > 1 && blind.length * 2 < vantages;
}

function odd(evidence: Evidence): readonly string[] {
  const { case: leave } = evidence;
  if (leave.kind === "disputed") return unhealthyVotes(evidence.primary.verdict);
  return [...new Set([...evidence.blind, ...alone(evidence)])];
}
