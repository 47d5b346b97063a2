// What starts a move? An execution's input is read as an order; a bad one is refused by name, nothing changed.

import * as z from "zod/mini";
import { ActionError, memberOf, shown } from "../values/errors.ts";
import { CONTROLLER, type Order } from "../values/order.ts";
import { BY_LETTERS, isPlain, plainLine, REASON_LETTERS } from "../values/text.ts";
import { overrideProblem } from "./override.ts";

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
