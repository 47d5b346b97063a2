// How a practice run ended, for whoever waited for it: in words, and as an exit code.

import * as z from "zod/mini";
import type { Execution } from "../../aws/states/machines.ts";
import type { PracticeReport } from "../../core/practice/practice-report.ts";
import { type PracticeOutcome, practiceOutcomes } from "../../core/state/practice-run.ts";
import { sentence } from "../../core/values/errors.ts";
import { messageOf } from "../move/ending.ts";
import { type BadEnd, exitCodes } from "../terminal/fail.ts";

export const outcomeColors = {
  passed: "green",
  failed: "red",
  interrupted: "yellow",
  inconclusive: "yellow",
  blocked: "yellow",
  error: "red",
} as const satisfies Readonly<Record<PracticeOutcome, string>>;

export const outcomeCodes: Readonly<Record<PracticeOutcome, number>> = {
  passed: exitCodes.done,
  failed: exitCodes.practiceFailed,
  interrupted: exitCodes.interrupted,
  inconclusive: exitCodes.inconclusive,
  blocked: exitCodes.notDone,
  error: exitCodes.broke,
};

export type RunEnding =
  | { readonly kind: "ended"; readonly outcome: PracticeOutcome; readonly because: string }
  /** Refused before there was a run, or broken where nothing could be written down. */
  | { readonly kind: "broken"; readonly code: number; readonly told: BadEnd };

const outputSchema = z.object({ outcome: z.enum(practiceOutcomes), reason: z.string() });

/** By its report; where none could be read, by what the execution says of itself. */
export function runEndingOf(
  execution: Execution,
  { report, pool }: { readonly report: PracticeReport | null; readonly pool: string },
): RunEnding {
  if (report !== null) {
    const { outcome, rule, because } = report;
    return { kind: "ended", outcome, because: `${rule}: ${because}` };
  }
  const { status, error, cause } = execution;
  const output = z.safeParse(outputSchema, parsed(execution.output));
  if (output.success) {
    return { kind: "ended", outcome: output.data.outcome, because: output.data.reason };
  }
  if (error === "PracticeFailed" || error === "PracticeBroke") {
    const outcome = error === "PracticeFailed" ? "failed" : "error";
    return { kind: "ended", outcome, because: cause ?? "" };
  }
  return { kind: "broken", ...brokenOff(status, { error, cause, pool }) };
}

interface Broken extends Pick<Execution, "error" | "cause"> {
  readonly pool: string;
}

function brokenOff(status: string, { error, cause, pool }: Broken) {
  const { message, next = `cognito-failover practice list ${pool}` } = messageOf(cause);
  const name = error ?? status;
  // A refusal is a whole sentence already.
  if (name === "InvalidInput" || name === "Forbidden") {
    const code = name === "InvalidInput" ? exitCodes.usage : exitCodes.notDone;
    return { code, told: { code: name, message, next } };
  }
  const must = `every state of it must succeed (${name})${message === "" ? "" : `. ${message}`}`;
  const told = sentence({ cannot: "finish the practice run", must });
  return { code: exitCodes.broke, told: { code: name, message: told, next } };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
