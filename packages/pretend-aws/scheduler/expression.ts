// When a schedule is due: rate(), at() and cron(), all in UTC.

import { AwsError } from "../aws-error.ts";
import { notEmulated } from "../wire/json.ts";
import { type Cron, nextCron, parseCron, usesSpecialDays } from "./cron.ts";

const MINUTE_MS = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

export type Expression =
  | { readonly kind: "rate"; readonly everyMs: number }
  | { readonly kind: "at"; readonly at: number }
  | { readonly kind: "cron"; readonly cron: Cron };

export interface Window {
  /** First occurrence of a rate, and the instant before which nothing is due. */
  readonly from: number;
  /** Nothing is due after it. */
  readonly until: number;
}

export function parseExpression(text: string): Expression {
  const [, kind, inner = ""] = /^(rate|at|cron)\(([^()]*)\)$/.exec(text) ?? [];
  const parsed = kind === undefined ? null : PARSERS[kind]?.(inner);
  if (!parsed) throw new AwsError("ValidationException", `Invalid Schedule Expression ${text}.`);
  return parsed;
}

/** The first instant strictly after `after` at which the schedule is due, or null. */
export function nextDue(
  expression: Expression,
  after: number,
  { from, until }: Window,
): number | null {
  const due = upcoming(expression, after, from);
  return due !== null && due <= until ? due : null;
}

function upcoming(expression: Expression, after: number, from: number): number | null {
  switch (expression.kind) {
    case "rate": {
      if (after < from) return from;
      const passed = Math.floor((after - from) / expression.everyMs) + 1;
      return from + passed * expression.everyMs;
    }
    case "at":
      return expression.at > after ? expression.at : null;
    case "cron":
      return nextCron(expression.cron, Math.max(after, from - 1));
  }
}

const PARSERS: Readonly<Record<string, (inner: string) => Expression | null>> = {
  rate: (inner) => {
    const [, value = "", unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
    const everyMs = Number(value) * (UNITS[unit] ?? 0);
    return everyMs > 0 ? { kind: "rate", everyMs } : null;
  },
  at: (inner) => {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inner)) return null;
    const at = Date.parse(`${inner}Z`);
    return Number.isNaN(at) ? null : { kind: "at", at };
  },
  cron: (inner) => {
    if (usesSpecialDays(inner)) throw notEmulated("scheduler", `cron(${inner}) with L, W or #`);
    const cron = parseCron(inner);
    return cron === null ? null : { kind: "cron", cron };
  },
};
