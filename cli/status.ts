// How each pool stands: what the controller has stored, what its evidence says this minute, and where the
// levers really are.

import { type Decision, decide } from "../core/decide.ts";
import { sentenceOf } from "../core/finding.ts";
import type { Policy } from "../core/policy.ts";
import type { Sightings } from "../core/sighting.ts";
import { type Signal, signalLabels } from "../core/signal.ts";
import { type State, serving } from "../core/state.ts";
import { between, millis } from "../core/types.ts";
import type { Verdict } from "../core/verdict.ts";
import { inWords, timeOfDay } from "../core/words.ts";
import { observe } from "../functions/_observe.ts";
import { type Connection, type ConnectionOptions, connect, poolsOf } from "./connection.ts";
import { timeOf } from "./world-time.ts";

export async function status(pool: string | undefined, options: ConnectionOptions): Promise<void> {
  const connection = await connect(options);
  const reports = await Promise.all(
    poolsOf(connection.config, pool).map((policy) => report(connection, policy)),
  );
  if (options.json === true) console.log(JSON.stringify(reports.map(asJson)));
  else console.log(reports.map(asText).join("\n\n"));
}

interface Report {
  readonly policy: Policy;
  readonly state: State;
  readonly decision: Decision;
  readonly replica: string;
  readonly sightings: readonly Sightings[];
  /** Evidence of other kinds than probes. */
  readonly signals: readonly Signal[];
  readonly levers: readonly string[];
  readonly events: readonly { readonly at: number; readonly sentence: string }[];
  readonly now: number;
}

async function report(connection: Connection, policy: Policy): Promise<Report> {
  const { services, config } = connection;
  const [newest, now] = await Promise.all([
    services.ledger.readEvents(policy.name, 5),
    timeOf(connection, policy.name),
  ]);
  const { state, observation } = await observe(services, policy, now);
  const probeEvery = config.cadence.probe;
  const decision = decide(state, {
    now,
    observation,
    policy,
    probeEvery,
    order: null,
  });
  const { replica } = observation;
  return {
    policy,
    state,
    decision,
    replica: replica.kind === "known" ? replica.status : `unknown: ${replica.because}`,
    sightings: observation.sightings,
    signals: observation.signals ?? [],
    levers: await levers(services, policy),
    events: newest,
    now,
  };
}

/** Read back from AWS, not from memory: a lever may have been moved by hand. */
async function levers(
  { beacons, records }: Connection["services"],
  { paths, secondary }: Policy,
): Promise<readonly string[]> {
  const said = (error: unknown) => `unknown (${error instanceof Error ? error.name : "no answer"})`;
  const { managedLogin, sdk } = paths;
  return Promise.all([
    ...(managedLogin === null
      ? []
      : [
          beacons.isLit({ ...managedLogin, region: secondary }).then(
            (isLit) =>
              `beacon ${isLit ? "lit: managed login goes to the secondary" : "out: managed login stays in the primary"}`,
            (error) => `beacon ${said(error)}`,
          ),
        ]),
    ...(sdk === null
      ? []
      : [
          records.weights(sdk).then(
            (weights) =>
              weights === null
                ? `records of ${sdk.record} are not there`
                : `records of ${sdk.record}: primary ${weights.primary}, secondary ${weights.secondary}`,
            (error) => `records of ${sdk.record} ${said(error)}`,
          ),
        ]),
  ]);
}

function asJson(report: Report): object {
  const { policy, state, decision, replica, sightings, signals, levers, events } = report;
  const region = ({ region, verdict, health }: Decision["primary"]) => ({
    region,
    verdict,
    health,
  });
  return {
    pool: policy.name,
    phase: state.standing.phase,
    serving: serving(state, policy),
    mode: policy.mode,
    paused: state.paused,
    primary: region(decision.primary),
    secondary: region(decision.secondary),
    replica,
    lag: sightings.flatMap((one) => one.sightings.flatMap(({ lag }) => lag ?? [])),
    diagnosis: decision.diagnosis,
    found: decision.found,
    situation: decision.situation,
    reason: decision.reason,
    rules: decision.rules,
    signals,
    levers,
    events,
  };
}

function asText(report: Report): string {
  const { policy, state, decision, replica, sightings, signals, levers, events, now } = report;
  const { standing } = state;
  const where = serving(state, policy) ?? "a move is under way";
  const since = inWords(between(standing.since, now as typeof standing.since));
  // The rules are about a move; where none is in question they would only puzzle.
  const isMoveInQuestion = decision.situation.endsWith("MustNotMove");
  const broken = decision.rules.filter(({ kind }) => isMoveInQuestion && kind === "broken");
  return [
    `${policy.name}: ${standing.phase} for ${since}; serving: ${where}; mode: ${policy.mode}${state.paused === null ? "" : "; PAUSED"}`,
    regionLine("primary", decision.primary),
    regionLine("secondary", decision.secondary),
    `  replica    ${replica}`,
    ...levers.map((lever) => `  lever      ${lever}`),
    `  diagnosis  ${decision.diagnosis.name}: ${decision.diagnosis.sentence}`,
    `  decision   ${decision.reason}`,
    ...broken.map(({ name, sentence }) => `  forbids    ${name}: ${sentence}`),
    ...signals.map((signal) => `  evidence   ${told(signal, now)}`),
    ...decision.found.map((finding) => `  found      ${sentenceOf(finding)}`),
    ...lagLines(sightings),
    ...events.map(
      ({ at, sentence }) => `  ${timeOfDay(at as typeof standing.since)}   ${sentence}`,
    ),
  ].join("\n");
}

/** "AWS Health says sick of us-west-2: …, 3 min ago" */
function told({ kind, region, says, because, to }: Signal, now: number): string {
  const age = inWords(millis(Math.max(0, now - to)));
  return `${signalLabels[kind]} says ${says} of ${region}: ${because}, ${age} ago`;
}

/** How far the secondary is behind now, and whether that is more than it was. */
function lagLines(all: readonly Sightings[]): readonly string[] {
  return all.flatMap(({ sightings }) =>
    sightings.flatMap(({ target, lag }) =>
      lag === null
        ? []
        : [
            `  lag        ${target} is ${inWords(lag.last)} behind (${inWords(lag.hour)} over the hour, ${inWords(lag.day)} over the day)`,
          ],
    ),
  );
}

function regionLine(role: string, { region, verdict, health }: Decision["primary"]): string {
  const votes = verdict.votes.map(({ vantage, kind }) => `${vantage} ${kind}`).join(", ");
  return `  ${role.padEnd(9)}  ${region} is ${health.name}; verdict ${word(verdict)} (${votes})`;
}

function word(verdict: Verdict): string {
  return verdict.kind === "unhealthy" ? `unhealthy, looks ${verdict.reading}` : verdict.kind;
}
