// What the failover machine carries from state to state: the order that starts it, and the move with
// its progress. Both are parsed wherever they come in; a bad one is refused by name, nothing changed.

import * as z from "zod/mini";
import { ActionError, shown } from "./errors.ts";
import type { Move, Order } from "./observation.ts";
import type { Step } from "./plan.ts";
import type { RuleName } from "./safety-rule.ts";
import { safetyRules } from "./safety-rules.ts";
import { regionSchema } from "./stored-state.ts";
import {
  type FencingToken,
  fencingToken,
  type Instant,
  instant,
  type Millis,
  millis,
  type Region,
} from "./types.ts";

/** How a move goes on after a look at its newest step. */
export type Onward = "shift" | "verify" | "undo" | "complete";

export interface Progress {
  /** The step in hand. */
  readonly index: number;
  /** Looks at the step in hand so far. */
  readonly attempt: number;
  readonly onward: Onward;
  /** Seconds until the next look, for the machine's Wait states. */
  readonly waitSeconds: number;
  /** One line a finished step, for the notice. */
  readonly outcomes: readonly string[];
}

export interface MoveInHand {
  readonly pool: string;
  readonly move: Move;
  readonly executionName: string;
  readonly token: FencingToken;
  /** Who wants it, for the notice: a person's name or "the controller". */
  readonly by: string;
  readonly reason: string;
  readonly from: Region;
  readonly to: Region;
  readonly steps: readonly Step[];
  readonly needsApproval: boolean;
  /** Seconds that a person has to agree. */
  readonly approvalSeconds: number;
  /** When users began to suffer, or when the move was ordered: what the RTO counts from. */
  readonly countsFrom: Instant;
  readonly progress: Progress;
}

const orderInput = z.strictObject({
  pool: z.string(),
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
  move: z.optional(z.enum(["failOver", "failBack"])),
  by: z.optional(z.string()),
  override: z.optional(z.array(z.string())),
});

/** `by` of an execution that the watch starts. */
export const CONTROLLER = "the controller";

/** Reads an execution's input: `{"pool":"customers","reason":"..."}` is complete. */
export function parseOrder(
  input: unknown,
  executionName: string,
): { readonly pool: string; readonly order: Order } {
  const parsed = z.safeParse(orderInput, input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join(".") ?? "";
    const key = issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : place;
    // An unknown key may hold anything, a password too: its value is not shown.
    const isUnknown = issue?.code === "unrecognized_keys";
    throw invalid(mustBe(key, isUnknown), isUnknown ? {} : { value: memberOf(input, key) });
  }
  const { pool, reason, move = "failOver", by = "an operator", override = [] } = parsed.data;
  for (const name of override) {
    const rule = safetyRules.find((r) => r.name === (name as RuleName));
    if (rule?.overridable !== true) {
      const names = safetyRules.filter((r) => r.overridable).map((r) => r.name);
      throw invalid(`"override" may only name ${names.join(", ")}`, { value: name });
    }
  }
  const whose =
    by === CONTROLLER ? ({ kind: "controller" } as const) : ({ kind: "person", name: by } as const);
  return { pool, order: { move, by: whose, reason, override, executionName } };
}

function mustBe(key: string, isUnknown: boolean): string {
  if (isUnknown) return `"${key}" is not known: the input has pool, reason, move, by and override`;
  const rules: Readonly<Record<string, string>> = {
    "": "its input must be a JSON object with pool and reason",
    pool: '"pool" must be the name of a configured pool',
    reason: '"reason" must say why, in 1 to 500 characters',
    move: '"move" must be "failOver" or "failBack"',
    by: '"by" must be text',
  };
  return rules[key] ?? '"override" must be a list of names of safety rules';
}

function invalid(must: string, shownToo: { readonly value?: unknown }): ActionError {
  return new ActionError({
    code: "InvalidInput",
    cannot: "start a move",
    must,
    ...shownToo,
    next: `start it with ${shown({ pool: "customers", reason: "..." })}`,
  });
}

function memberOf(input: unknown, key: string): unknown {
  if (key === "" || typeof input !== "object" || input === null) return input;
  return (input as Readonly<Record<string, unknown>>)[key.split(".")[0] ?? key];
}

const count = z.number().check(z.int(), z.nonnegative());
const step = z.object({
  index: count,
  path: z.enum(["managedLogin", "sdk"]),
  lever: z.enum(["beacon", "weightedRecords"]),
  from: regionSchema,
  to: regionSchema,
  blocks: z.boolean(),
  settle: z.pipe(
    z.number(),
    z.transform((ms): Millis => millis(ms)),
  ),
});
const progress = z.object({
  index: count,
  attempt: count,
  onward: z.enum(["shift", "verify", "undo", "complete"]),
  waitSeconds: count,
  outcomes: z.array(z.string()),
});

/** The move as a state of the machine hands it to a Lambda; members that a state added are left out. */
export const moveSchema = z.object({
  pool: z.string(),
  move: z.enum(["failOver", "failBack"]),
  executionName: z.string(),
  token: z.pipe(z.number(), z.transform(fencingToken)),
  by: z.string(),
  reason: z.string(),
  from: regionSchema,
  to: regionSchema,
  steps: z.array(step).check(z.minLength(1)),
  needsApproval: z.boolean(),
  approvalSeconds: count,
  countsFrom: z.pipe(z.number(), z.transform(instant)),
  progress,
});
