// The report for people: first what users meet, then what needs somebody, then what all of it rests on, with the
// age of each piece.

import { styleText } from "node:util";
import type { Decision } from "../../core/decide/decide.ts";
import { isHeldByRule } from "../../core/decide/ruling.ts";
import type { Vote } from "../../core/detect/verdict.ts";
import { sentenceOf } from "../../core/diagnose/finding.ts";
import { leverFacts } from "../../core/levers/lever.ts";
import type { PathState } from "../../core/levers/lever-evidence.ts";
import { pathLabels, plan } from "../../core/levers/plan.ts";
import { modeInWords } from "../../core/practice/mode-account.ts";
import type { PoolStanding } from "../../core/report/attention.ts";
import { isOnItsWay, together } from "../../core/report/users-meet.ts";
import { type Signal, toldBy } from "../../core/signals/signal.ts";
import { pauseStage } from "../../core/state/pause.ts";
import { between, type Instant, millis } from "../../core/values/types.ts";
import { inWords, timeOfDay } from "../../core/values/words.ts";
import type { Report } from "./report.ts";

const colors = {
  allWell: "green",
  needsPerson: "yellow",
  usersSuffer: "red",
} as const satisfies Readonly<Record<PoolStanding, string>>;

export function asText(report: Report): string {
  const { attention, standing, decision, events, observation, now } = report;
  const { replica, lease } = observation;
  const { primary, secondary, diagnosis, found } = decision.assessment;
  const headline = `${report.policy.name}: ${together(report.meets)}; ${underWay(report)}`;
  const [first] = attention;
  return [
    // Where the output is no terminal, or NO_COLOR is set, this is the plain text.
    styleText(["bold", colors[standing]], headline),
    ...attention.map(({ says }) => line("needs you", says)),
    ...(first === undefined ? [] : [`next: ${first.next}`]),
    line("stands", standingLine(report)),
    ...(report.mode.arming === null ? [] : [line("mode", modeInWords(report.mode, now))]),
    regionLine("primary", primary, report),
    regionLine("secondary", secondary, report),
    line("replica", replica.kind === "known" ? replica.status : `unknown: ${replica.because}`),
    ...leverLines(report),
    ...report.state.paths.map((path) => line("path", pathLine(path, report))),
    ...(lease === null || lease.until <= now
      ? []
      : [line("lease", `${lease.holder}, until ${timeOfDay(lease.until)}`)]),
    line("diagnosis", `${diagnosis.name}: ${diagnosis.sentence}`),
    line("decision", decision.reason),
    ...forbidding(decision).map(({ name, sentence }) => line("forbids", `${name}: ${sentence}`)),
    ...(observation.signals ?? []).map((signal) => line("evidence", told(signal, now))),
    ...found.map((finding) => line("found", sentenceOf(finding))),
    ...lagLines(report),
    ...events.map(({ at, sentence }) => line(timeOfDay(at), sentence)),
  ].join("\n");
}

function line(label: string, text: string): string {
  return `  ${label.padEnd(9)}  ${text}`;
}

/** What is done about it, for the headline. */
function underWay({ state, meets, isMoving, wait, mode, now }: Report): string {
  const { paused, standing } = state;
  const isPaused = paused !== null && pauseStage(paused, now) === "inForce";
  const move = moveWords();
  return isPaused ? `${move}; PAUSED` : move;

  function moveWords(): string {
    if (isMoving) return `a move is under way for ${inWords(between(standing.since, now))}`;
    if ("executionName" in standing) return "a move stopped half-way";
    const suffers = meets.some(({ kind }) => kind === "suffer");
    if (wait !== null && suffers) return `no move yet: ${wait.says}`;
    return suffers ? "no move" : `mode ${mode.inForce}`;
  }
}

function standingLine({ state: { standing, lastMove }, mode, now }: Report): string {
  const since = inWords(between(standing.since, now));
  const last =
    lastMove === null
      ? ""
      : `; last move: ${lastMove.move}, ${lastMove.end}, ${inWords(between(lastMove.at, now))} ago`;
  return `${standing.phase} for ${since}; mode ${mode.inForce}${last}`;
}

function regionLine(
  role: string,
  { region, verdict, health }: Decision["assessment"]["primary"],
  report: Report,
): string {
  const votes = verdict.votes.map((vote) => voteWords(vote, region, report)).join(", ");
  const says =
    verdict.kind === "unhealthy"
      ? `unhealthy, looks ${verdict.reading}, since ${timeOfDay(verdict.since)}`
      : verdict.kind;
  return line(role, `${region} is ${health.name}; verdict ${says} (${votes})`);
}

/** Looks of a vantage that is healthy are no further apart than this many rounds. */
const roundsBetweenLooks = 2;

/** An old word is no word: who died said "healthy" before. */
function voteWords(
  { vantage, kind }: Vote,
  region: string,
  { observation, probeEvery, now }: Report,
): string {
  const own = observation.statistics.find(
    (one) => one.vantage === vantage && one.target === region,
  );
  if (own === undefined) return `${vantage} no report yet`;
  const age = between(own.at, now);
  const isSilent = age > roundsBetweenLooks * probeEvery;
  return isSilent
    ? `${vantage} no report for ${inWords(age)}`
    : `${vantage} ${kind} ${inWords(age)} ago`;
}

function leverLines({ levers, policy }: Report): readonly string[] {
  const steps = plan("failOver", policy);
  return levers.map(({ path, reading, unread }) => {
    const lever = steps.find((one) => one.path === path)?.lever ?? "beacon";
    const by = `by ${leverFacts[lever].label}`;
    if (reading === null) return line("lever", `${pathLabels[path]}, ${by}: unknown (${unread})`);
    const where = {
      between: "is split between both Regions",
      nowhere: "leads nowhere",
    }[reading.stands as string];
    const { confirms, problem } = reading;
    const told = problem === undefined ? confirms : `but ${problem}`;
    const seen = told === undefined ? "" : `: ${told}`;
    return line(
      "lever",
      `${pathLabels[path]} ${where ?? `leads to ${reading.stands}`}, ${by}${seen}`,
    );
  });
}

function pathLine(
  { path, wanted, evidence, attempts, nextAttemptAt }: PathState,
  { state, isMoving, decision, now }: Report,
): string {
  if (isOnItsWay(path, { state, isMoving })) {
    return `${pathLabels[path]} is being moved to ${wanted}`;
  }
  const known =
    evidence === null
      ? "never moved"
      : `${evidence.kind} ${inWords(between(evidence.at, now))} ago: ${evidence.because}`;
  const tries = attempts === 0 ? "" : `; ${attempts} ${attempts === 1 ? "try" : "tries"} failed`;
  const isHeld = isHeldByRule(decision.situation);
  const next = nextAttemptAt === null ? "" : `; ${nextTry(nextAttemptAt, now, isHeld)}`;
  return `${pathLabels[path]} wanted at ${wanted}, ${known}${tries}${next}`;
}

function nextTry(at: Instant, now: Instant, isHeld: boolean): string {
  if (isHeld) return "no further one while a rule forbids it";
  return at > now ? `the next in ${inWords(between(now, at))}` : "the next at once";
}

/** The rules are about a move; where none is in question they would only puzzle. */
function forbidding({ situation, rules }: Decision): Decision["rules"] {
  const isInQuestion = isHeldByRule(situation);
  return rules.filter(({ kind }) => isInQuestion && kind === "broken");
}

/** "AWS Health calls us-west-2 unhealthy: …, 3 min ago" */
function told(signal: Signal, now: Instant): string {
  return `${toldBy(signal)}, ${inWords(millis(Math.max(0, now - signal.to)))} ago`;
}

/** How far the secondary is behind now, and whether that is more than it was. */
function lagLines({ observation: { sightings } }: Report): readonly string[] {
  return sightings.flatMap((one) =>
    one.sightings.flatMap(({ target, outcome, lag }) => {
      if (outcome.kind === "finding" && outcome.finding === "lagUnknown") {
        return [line("lag", `how far ${target} is behind is not known: ${outcome.says}`)];
      }
      if (lag === null) return [];
      const { last, hour, day } = lag;
      const trend = `${inWords(hour)} over the hour, ${inWords(day)} over the day`;
      return [line("lag", `${target} is ${inWords(last)} behind (${trend})`)];
    }),
  );
}
