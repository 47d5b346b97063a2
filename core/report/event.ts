// What is new since the last tick, as facts to keep and to publish. In go the stored state and the new
// decision; out come the events, none when nothing changed. It sends nothing.

import type { Decision } from "../decide/decide.ts";
import { sentenceOf } from "../diagnose/finding.ts";
import type { State } from "../state/state.ts";
import { plainLine } from "../values/text.ts";
import type { Instant } from "../values/types.ts";

export type EventType =
  | "healthChanged"
  | "diagnosisChanged"
  | "found"
  | "decided"
  | "refused"
  | "approvalAsked"
  | "declined"
  | "unanswered"
  | "questionLost"
  | "departed"
  | "shifted"
  | "notShifted"
  | "verified"
  | "notVerified"
  | "undone"
  | "completed"
  | "paused"
  | "resumed"
  | "noticed"
  | "practiceBegun"
  | "practiceShifted"
  | "practiceStopped"
  | "practiceRestored"
  | "practiceEnded"
  | "readinessChanged";

export interface ControllerEvent {
  readonly at: Instant;
  readonly pool: string;
  readonly type: EventType;
  /** For people: what happened, in one sentence. */
  readonly sentence: string;
  /** For machines: flat facts, never a secret. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Sentence and facts as lines that forge no other, whatever text from outside is in them. */
export function plainEvent(event: ControllerEvent): ControllerEvent {
  const facts = Object.entries(event.facts).map(([name, fact]) => [
    name,
    typeof fact === "string" ? plainLine(fact) : fact,
  ]);
  return { ...event, sentence: plainLine(event.sentence), facts: Object.fromEntries(facts) };
}

export function eventsOf(
  before: State,
  decision: Decision,
  now: Instant,
): readonly ControllerEvent[] {
  const { assessment, situation, reason, state } = decision;
  const { primary, secondary, diagnosis } = assessment;
  const event = (
    type: EventType,
    sentence: string,
    facts: ControllerEvent["facts"],
  ): ControllerEvent => ({ at: now, pool: state.pool, type, sentence, facts });
  const healths = [
    { role: "primary" as const, ...primary },
    { role: "secondary" as const, ...secondary },
  ].flatMap(({ role, region, health }) =>
    health.name === before.health[role].name
      ? []
      : [
          event("healthChanged", `${region} is ${health.name}: ${health.because}.`, {
            region,
            role,
            from: before.health[role].name,
            to: health.name,
          }),
        ],
  );
  const diagnoses =
    diagnosis.name === before.diagnosis.name
      ? []
      : [
          event("diagnosisChanged", diagnosis.sentence, {
            from: before.diagnosis.name,
            to: diagnosis.name,
          }),
        ];
  const decisions =
    situation === before.situation
      ? []
      : [event("decided", reason, { situation, action: decision.action.kind })];
  const findings = decision.news.map((finding) =>
    event("found", sentenceOf(finding), {
      finding: finding.name,
      target: finding.target,
      vantages: finding.vantages.join(", "),
    }),
  );
  return [...healths, ...diagnoses, ...findings, ...decisions];
}
