// How a move ended, for whoever waited for it: the exit code, what is missing, and what to type next. It follows
// from the execution's own output or error and from what the state knows of each path; nothing is guessed.

import * as z from "zod/mini";
import type { Execution } from "../../aws/states/machines.ts";
import type { PathState } from "../../core/levers/lever-evidence.ts";
import { pathLabels } from "../../core/levers/plan.ts";
import { type MoveEnd, moveEnds } from "../../core/state/move-end.ts";
import { sentence, splitNext } from "../../core/values/errors.ts";
import { type BadEnd, exitCodes } from "../terminal/fail.ts";

export interface MoveEnding {
  readonly end: MoveEnd | "failed" | "untold";
  readonly code: number;
  /** What is not as it should be; null when all is. */
  readonly told: BadEnd | null;
}

/** The name of the machine's last state, for the ends that fail. */
const errors: Readonly<Record<string, MoveEnd>> = {
  MovedInPart: "inPart",
  TurnedBack: "turnedBack",
  Kept: "kept",
};

const codes: Readonly<Record<MoveEnd, number>> = {
  confirmed: exitCodes.done,
  applied: exitCodes.applied,
  inPart: exitCodes.inPart,
  turnedBack: exitCodes.notDone,
  kept: exitCodes.notDone,
};

const outputSchema = z.object({ end: z.enum(moveEnds) });
const causeSchema = z.object({ errorMessage: z.string() });

export function endingOf(
  execution: Execution,
  { pool, paths }: { readonly pool: string; readonly paths: readonly PathState[] },
): MoveEnding {
  const end = endOf(execution);
  if (end === "untold") return { end, code: exitCodes.done, told: null };
  if (end === "failed") return { end, ...failed(execution, pool) };
  const told = end === "confirmed" ? null : missing(end, { execution, pool, paths });
  return { end, code: codes[end], told };
}

function endOf({ status, output, error }: Execution): MoveEnding["end"] {
  if (status !== "SUCCEEDED") return errors[error ?? ""] ?? "failed";
  // An execution that began under a version without ends tells none.
  return z.safeParse(outputSchema, parsed(output)).data?.end ?? "untold";
}

interface Missing {
  readonly execution: Execution;
  readonly pool: string;
  readonly paths: readonly PathState[];
}

function missing(end: Exclude<MoveEnd, "confirmed">, { execution, pool, paths }: Missing): BadEnd {
  const must = {
    applied: "what users meet must tell the Regions apart",
    inPart: "every lever must be moved",
    turnedBack: "the Region aimed at must sign users in; the levers were put back",
    kept: "the Region aimed at must sign users in; the levers were left where they stand",
  }[end];
  const lacking = paths.flatMap(({ path, wanted, evidence }) =>
    evidence === null || evidence.kind === "confirmed"
      ? []
      : [`${pathLabels[path]} to ${wanted}: ${evidence.kind}, ${evidence.because}`],
  );
  const words = lacking.length > 0 ? lacking.join("; ") : messageOf(execution.cause).message;
  return {
    code: end,
    message: `${sentence({ cannot: CANNOT[end], must })}${words === "" ? "" : `: ${words}`}`,
    next: `cognito-failover status ${pool}`,
  };
}

const CANNOT = {
  applied: "confirm the move",
  inPart: "finish the move",
  turnedBack: "finish the move",
  kept: "finish the move",
} as const satisfies Readonly<Record<Exclude<MoveEnd, "confirmed">, string>>;

/** Refused, declined, out of time, or broken on the way. */
function failed({ status, error, cause }: Execution, pool: string): Omit<MoveEnding, "end"> {
  const { message, next } = messageOf(cause);
  const look = next ?? `cognito-failover status ${pool}`;
  // A refusal is a whole sentence already.
  if (error === "InvalidInput") {
    return { code: exitCodes.usage, told: { code: error, message, next: look } };
  }
  if (error === "Forbidden") {
    return { code: exitCodes.notDone, told: { code: error, message, next: look } };
  }
  const name = error ?? status;
  const must = `every step of it must succeed (${name})${message === "" ? "" : `. ${message}`}`;
  const told = { code: name, message: sentence({ cannot: "finish the move", must }), next: look };
  return { code: exitCodes.notDone, told };
}

/** Step Functions wraps a Lambda's error in JSON; the Lambda's own `next:` is the last line of its message. */
export function messageOf(cause: string | null): {
  readonly message: string;
  readonly next?: string;
} {
  const wrapped = z.safeParse(causeSchema, parsed(cause)).data;
  return splitNext(wrapped?.errorMessage ?? cause ?? "");
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
