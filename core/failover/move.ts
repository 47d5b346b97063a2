// What the failover machine carries from state to state: the order that starts it, and the move with
// its progress. Both are parsed wherever they come in; a bad one is refused by name, nothing changed.

import * as z from "zod/mini";
import { leverNames } from "../levers/lever.ts";
import type { Step } from "../levers/plan.ts";
import { instantSchema, regionSchema } from "../state/stored-state.ts";
import { ActionError, shown } from "../values/errors.ts";
import { CONTROLLER, type Move, type Order } from "../values/order.ts";
import { BY_LETTERS, isPlain, plainLine, REASON_LETTERS } from "../values/text.ts";
import {
  type FencingToken,
  fencingToken,
  type Instant,
  instant,
  type Millis,
  millis,
  type Region,
} from "../values/types.ts";
import { leverStages, type WriteOutcome } from "./lever-progress.ts";
import { overrideProblem } from "./override.ts";
import { type Progress, started, undid, wrote } from "./progress.ts";

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
  /** Whether it goes on with what an earlier execution began. */
  readonly isCarriedOn: boolean;
  /** Whether a person said that the Region aimed at need not be well. */
  readonly isInsisted: boolean;
  readonly progress: Progress;
}

const orderInput = z.pipe(
  z.transform(ownMadeFit),
  z.strictObject({
    pool: z.string(),
    reason: plainText(REASON_LETTERS),
    move: z.optional(z.enum(["failOver", "failBack"])),
    by: z.optional(plainText(BY_LETTERS)),
    override: z.optional(z.array(z.string())),
  }),
);

function plainText(most: number) {
  return z.string().check(z.refine((text) => isPlain(text, most)));
}

/** What the watch gives as a reason repeats AWS's words, and was longer in earlier versions: it is cut, not refused. */
function ownMadeFit(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("by" in input) || !("reason" in input)) {
    return input;
  }
  if (input.by !== CONTROLLER || typeof input.reason !== "string") return input;
  return { ...input, reason: plainLine(input.reason, REASON_LETTERS) };
}

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
  const problem = overrideProblem(override);
  if (problem !== null) throw invalid(problem.must, { value: problem.value });
  const whose =
    by === CONTROLLER ? ({ kind: "controller" } as const) : ({ kind: "person", name: by } as const);
  return { pool, order: { move, by: whose, reason, override, executionName } };
}

function mustBe(key: string, isUnknown: boolean): string {
  if (isUnknown) return `"${key}" is not known: the input has pool, reason, move, by and override`;
  const rules: Readonly<Record<string, string>> = {
    "": "its input must be a JSON object with pool and reason",
    pool: '"pool" must be the name of a configured pool',
    reason: `"reason" must say why, on one line of 1 to ${REASON_LETTERS} printable characters`,
    move: '"move" must be "failOver" or "failBack"',
    by: `"by" must say who, on one line of 1 to ${BY_LETTERS} printable characters`,
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
  lever: z.enum(leverNames),
  from: regionSchema,
  to: regionSchema,
  settle: z.pipe(
    z.number(),
    z.transform((ms): Millis => millis(ms)),
  ),
});
const progress = z.object({
  onward: z.enum(["shift", "verify", "undo", "complete"]),
  waitSeconds: count,
  attempt: count,
  targetFailed: z.prefault(count, 0),
  // Absent from moves that an earlier version began: nothing of them has been seen.
  levers: z.prefault(
    z.array(
      z.object({
        stage: z.enum(leverStages),
        because: z.string(),
        isUnseen: z.boolean(),
        looks: count,
        changeId: z.nullable(z.string()),
        before: z.nullable(z.string()),
        writtenAt: z.prefault(z.nullable(instantSchema), null),
      }),
    ),
    [],
  ),
});

function fitted(most: number) {
  return z.pipe(
    z.string(),
    z.transform((text) => plainLine(text, most)),
  );
}

const written = z.object({
  // Absent from what an earlier version's Lambda left.
  levers: z.optional(
    z.array(
      z.nullable(
        z.discriminatedUnion("kind", [
          z.object({
            kind: z.literal("written"),
            changeId: z.nullable(z.string()),
            before: z.nullable(z.string()),
            at: z.prefault(z.nullable(instantSchema), null),
          }),
          z.object({ kind: z.literal("refused"), because: z.string() }),
        ]),
      ),
    ),
  ),
  /** Set by the machine when the Lambda itself failed. */
  Error: z.optional(z.string()),
});

const moveInHand = z.object({
  pool: z.string(),
  move: z.enum(["failOver", "failBack"]),
  executionName: z.string(),
  token: z.pipe(z.number(), z.transform(fencingToken)),
  // Who said yes, and what executions of earlier versions carry, was looked at by nobody before.
  by: fitted(BY_LETTERS),
  reason: fitted(REASON_LETTERS),
  from: regionSchema,
  to: regionSchema,
  steps: z.array(step).check(z.minLength(1)),
  needsApproval: z.boolean(),
  approvalSeconds: count,
  countsFrom: z.pipe(z.number(), z.transform(instant)),
  // Both are absent from moves that an earlier version began.
  isCarriedOn: z.prefault(z.boolean(), false),
  isInsisted: z.prefault(z.boolean(), false),
  progress,
  // What the newest Shift and Undo left in the machine's data.
  shifted: z.optional(written),
  undone: z.optional(written),
});

/** The move as a state of the machine hands it to a Lambda, with what Shift and Undo left merged into it. */
export const moveSchema = z.pipe(moveInHand, z.transform(merged));

function merged({ shifted, undone, ...move }: z.output<typeof moveInHand>): MoveInHand {
  const { steps } = move;
  // A move without levers goes on as if none were written: writing one again changes nothing.
  const isKnown = move.progress.levers.length === steps.length;
  const { levers } = isKnown ? move.progress : started(steps, () => null);
  const progress = wrote({ ...move.progress, levers }, resultsOf(shifted, steps));
  return { ...move, progress: undid(progress, putBack(undone, steps)) };
}

/** The Undo of an earlier version put everything back, and said nothing of the levers. */
function putBack(
  undone: z.output<typeof written> | undefined,
  steps: readonly Step[],
): readonly (WriteOutcome | null)[] {
  if (undone === undefined || undone.Error !== undefined) return [];
  const done = { kind: "written", changeId: null, before: null, at: null } as const;
  return undone.levers ?? steps.map(() => done);
}

/** A Shift that ended with an error wrote nothing that anyone knows of. */
function resultsOf(
  left: z.output<typeof written> | undefined,
  steps: readonly Step[],
): readonly (WriteOutcome | null)[] {
  if (left?.Error === undefined) return left?.levers ?? [];
  const because = `it could not be moved (${left.Error})`;
  return steps.map(() => ({ kind: "refused", because }));
}
