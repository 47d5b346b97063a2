// What may a person write into an order: a reason, a name? It is kept, mailed and printed beside lines of our
// own, so it must be one line that shows all that it holds. In goes the text; out comes what must hold, or null.

import { BY_LETTERS, isPlain, plainLine, REASON_LETTERS } from "./text.ts";

/** The most letters that may be typed of each. */
export const ORDER_TEXT = { reason: REASON_LETTERS, by: 100 } as const;

/** "anna, as arn:aws:sts::123456789012:assumed-role/Operators/anna"; of what is too long, the end names the caller. */
export function identityText(arn: string, name: string | null): string {
  const before = name === null ? "" : `${name}, as `;
  const room = BY_LETTERS - REASON_LETTERS - before.length;
  const shown = plainLine(arn);
  return before + (shown.length > room ? `…${shown.slice(1 - room)}` : shown);
}

/** Null for text that may stand in notices and logs as it is. */
export function orderTextProblem(field: keyof typeof ORDER_TEXT, text: string): string | null {
  const most = ORDER_TEXT[field];
  if (isPlain(text, most)) return null;
  const says = { reason: "say why", by: "name who orders it" }[field];
  return `"${field}" must ${says}, in one line of 1 to ${most} printable characters`;
}
