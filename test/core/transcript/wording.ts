// How a transcript prints what core said. Sentences are core's own, word by word.

import type { Decision } from "../../../core/decide/decide.ts";
import type { Standpoint } from "../../../core/diagnose/diagnosis-row.ts";
import { inPlan, type Step } from "../../../core/levers/plan.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import type { Notice } from "../../../core/report/notice.ts";
import type { Instant } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";

const labels: Readonly<Partial<Record<ControllerEvent["type"], string>>> = {
  healthChanged: "health",
  diagnosisChanged: "diagnosis",
  decided: "decision",
};

export const line = (label: string, text: string) => `           ${label.padEnd(11)}${text}`;

export const timed = (now: Instant, text: string) => `  ${timeOfDay(now)}  ${text}`;

export function verdicts({ assessment: { primary, secondary } }: Decision): string {
  const kinds = [primary, secondary].map(({ verdict }) => verdict.kind);
  if (kinds.every((kind) => kind === "healthy")) return "both Regions healthy";
  return `${verdictOf(primary)}, ${verdictOf(secondary)}`;
}

/** Who could not tell and why stands in the notices; here the count will do. */
function verdictOf({ region, verdict }: Standpoint): string {
  switch (verdict.kind) {
    case "healthy":
      return `${region} healthy`;
    case "unhealthy":
      return `${region} unhealthy (${verdict.reading} since ${timeOfDay(verdict.since)})`;
    case "undetermined":
      return `${region} undetermined (${verdict.because.replace(/ \(.*$/, "")})`;
  }
}

export function eventLines(
  events: readonly ControllerEvent[],
  { assessment: { diagnosis } }: Decision,
): string[] {
  return events.map(({ type, sentence }) =>
    line(
      labels[type] ?? type,
      type === "diagnosisChanged" ? `${diagnosis.name}: ${sentence}` : sentence,
    ),
  );
}

/** Only the rules that are not met; none when all are. */
export function ruleLines({ rules }: Decision): string[] {
  return rules
    .filter(({ kind }) => kind !== "met")
    .map(({ name, kind, sentence }) => line("rule", `${name} is ${spelt[kind]}: ${sentence}`));
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

export function noticeLines(notice: Notice | null): string[] {
  if (notice === null) return [];
  const body = notice.body.split("\n").map((text) => `             | ${text}`);
  return [line("notice", notice.subject), ...body];
}
