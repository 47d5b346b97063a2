// How a transcript prints what core said: by its names, so that a change of words does not touch every story, or in
// core's own sentences, word by word.

import type { Decision } from "../../../core/decide/decide.ts";
import type { Verdict, Vote } from "../../../core/detect/verdict.ts";
import type { Standpoint } from "../../../core/diagnose/diagnosis-row.ts";
import { inPlan, type Step } from "../../../core/levers/plan.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import type { Notice } from "../../../core/report/notice.ts";
import type { Instant } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";

/** Which of the two. */
export type Wording = "names" | "sentences";

const labels: Readonly<Partial<Record<ControllerEvent["type"], string>>> = {
  healthChanged: "health",
  diagnosisChanged: "diagnosis",
  decided: "decision",
};

export const line = (label: string, text: string) => `           ${label.padEnd(11)}${text}`;

export const timed = (now: Instant, text: string) => `  ${timeOfDay(now)}  ${text}`;

export function verdicts(
  { assessment: { primary, secondary } }: Decision,
  wording: Wording,
): string {
  const kinds = [primary, secondary].map(({ verdict }) => verdict.kind);
  if (kinds.every((kind) => kind === "healthy")) return "both Regions healthy";
  return `${verdictOf(primary, wording)}, ${verdictOf(secondary, wording)}`;
}

/** Who could not tell and why stands in the notices; here the count will do. */
function verdictOf({ region, verdict }: Standpoint, wording: Wording): string {
  switch (verdict.kind) {
    case "healthy":
      return `${region} healthy`;
    case "unhealthy":
      return `${region} unhealthy (${verdict.reading} since ${timeOfDay(verdict.since)})`;
    case "undetermined": {
      const because = verdict.because.replace(/ \(.*$/, "");
      return `${region} undetermined (${wording === "sentences" ? because : votesOf(verdict)})`;
    }
  }
}

function votesOf({ votes }: Verdict): string {
  const count = (kind: Vote["kind"]) => votes.filter((vote) => vote.kind === kind).length;
  return `${count("unhealthy")} unhealthy, ${count("healthy")} healthy of ${votes.length}`;
}

export function eventLines(
  events: readonly ControllerEvent[],
  { assessment: { diagnosis } }: Decision,
  wording: Wording,
): string[] {
  return events.map((event) => {
    const { type, sentence } = event;
    const said = type === "diagnosisChanged" ? `${diagnosis.name}: ${sentence}` : sentence;
    return line(labels[type] ?? type, wording === "sentences" ? said : nameOf(event));
  });
}

function nameOf({ type, facts, sentence }: ControllerEvent): string {
  switch (type) {
    case "healthChanged":
      return `${facts["region"]} ${facts["from"]} -> ${facts["to"]}`;
    case "diagnosisChanged":
      return `${facts["to"]}`;
    case "decided":
      return facts["action"] === "none"
        ? `${facts["situation"]}`
        : `${facts["situation"]}, ${facts["action"]}`;
    default:
      return sentence;
  }
}

/** What an order came to. */
export function answerLine(label: string, decision: Decision, wording: Wording): string {
  return line(label, wording === "sentences" ? decision.reason : decision.situation);
}

/** Only the rules that are not met; none when all are. */
export function ruleLines({ rules }: Decision, wording: Wording): string[] {
  return rules
    .filter(({ kind }) => kind !== "met")
    .map(({ name, kind, sentence }) => {
      const because = wording === "sentences" ? `: ${sentence}` : "";
      return line("rule", `${name} is ${spelt[kind]}${because}`);
    });
}

const spelt = {
  met: "met",
  broken: "broken",
  overridden: "overridden",
  doesNotBind: "not binding a person",
};

export function planLines(steps: readonly Step[]): string[] {
  return steps.map((step) => line("step", inPlan(step)));
}

export function noticeLines(notice: Notice | null, wording: Wording): string[] {
  if (notice === null) return [];
  const lines = notice.body.split("\n");
  if (wording === "names") {
    return [line("notice", notice.id), line("next", commandsIn(lines.at(-1) ?? "").join(", "))];
  }
  return [line("notice", notice.subject), ...lines.map((text) => `             | ${text}`)];
}

/** What a woken person may paste: each command with the rules that it sets aside. */
function commandsIn(text: string): readonly string[] {
  return text.match(/cognito-failover \w+|--override \w+/g) ?? [];
}
