// What starts a practice run? An execution's input is read as a request; a bad one is refused by name, nothing changed.

import * as z from "zod/mini";
import { type Rung, type RunRung, rungNames, runRungs } from "../state/practice-run.ts";
import { type Duration, isDuration, toMillis } from "../values/duration.ts";
import { ActionError, memberOf, shown } from "../values/errors.ts";
import { nearName } from "../values/nearest-name.ts";
import { BY_LETTERS, isPlain, REASON_LETTERS } from "../values/text.ts";
import type { Millis } from "../values/types.ts";

export interface PracticeRequest {
  readonly pool: string;
  readonly rung: RunRung;
  /** How long users are to be sent over in all; null for what the settings say. */
  readonly lasts: Millis | null;
  /** Whether it ends with the plan. */
  readonly isDryRun: boolean;
  readonly by: string;
  readonly reason: string;
  /** Whether a schedule asks, and no person. */
  readonly isScheduled: boolean;
  readonly executionName: string;
}

/** `by` of an execution that a schedule starts. */
export const SCHEDULE = "the schedule";

const plainText = (most: number) => z.string().check(z.refine((text) => isPlain(text, most)));

const requestInput = z.strictObject({
  pool: z.string(),
  rung: z.enum(runRungs),
  for: z.optional(z.custom<Duration>(isDuration)),
  dryRun: z.optional(z.boolean()),
  by: z.optional(plainText(BY_LETTERS)),
  reason: z.optional(plainText(REASON_LETTERS)),
});

/** Reads an execution's input: `{"pool":"customers","rung":"canary"}` is complete. */
export function parsePractice(input: unknown, executionName: string): PracticeRequest {
  const parsed = z.safeParse(requestInput, input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const isUnknown = issue?.code === "unrecognized_keys";
    const key = isUnknown ? (issue.keys[0] ?? "") : (issue?.path.join(".") ?? "");
    // An unknown key may hold anything, a password too: its value is not shown.
    const value = memberOf(input, key);
    throw invalid(mustBe(key, isUnknown, value), isUnknown ? {} : { value });
  }
  const { pool, rung, for: lasts, dryRun = false, by = "an operator" } = parsed.data;
  return {
    ...{ pool, rung, by, executionName, isDryRun: dryRun, isScheduled: by === SCHEDULE },
    lasts: lasts === undefined ? null : toMillis(lasts),
    reason: parsed.data.reason ?? "a practice run",
  };
}

const rules: Readonly<Record<string, string>> = {
  "": "its input must be a JSON object with pool and rung",
  pool: '"pool" must be the name of a configured pool',
  for: '"for" must be a length of time such as "20 minutes"',
  dryRun: '"dryRun" must be true or false',
  by: `"by" must say who, on one line of 1 to ${BY_LETTERS} printable characters`,
  reason: `"reason" must say why, on one line of 1 to ${REASON_LETTERS} printable characters`,
};

function mustBe(key: string, isUnknown: boolean, value: unknown): string {
  if (isUnknown) {
    return `"${key}" is not known: the input has pool, rung, for, dryRun, by and reason`;
  }
  if (key !== "rung") return rules[key] ?? rules[""] ?? "";
  const shadow = "shadow" satisfies Rung;
  if (value === shadow) return `"rung" must not be ${shadow}: the probes run that one always`;
  const near = typeof value === "string" ? nearName(value, rungNames) : null;
  const meant = near === null ? "" : `, and the nearest is ${near}`;
  return `"rung" must be ${runRungs.join(", ")}${meant}`;
}

function invalid(must: string, shownToo: { readonly value?: unknown }): ActionError {
  return new ActionError({
    ...{ code: "InvalidInput", cannot: "start a practice run", must },
    ...shownToo,
    next: `start it with ${shown({ pool: "customers", rung: "canary" })}`,
  });
}
