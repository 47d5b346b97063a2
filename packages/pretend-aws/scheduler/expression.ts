// When a schedule is due: rate(), and in a time zone at() and cron(). Clocks that go forward skip a cron's minutes,
// and those that go back show them to it once:
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time

import { AwsError } from "../aws-error.ts";
import { notEmulated } from "../wire/json.ts";
import { type Cron, nextCron, parseCron, usesSpecialDays } from "./cron.ts";
import { firstShown, wallTime } from "./time-zone.ts";

const MINUTE_MS = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

export type Expression =
  | { readonly kind: "rate"; readonly everyMs: number }
  | { readonly kind: "at"; readonly at: number }
  | { readonly kind: "cron"; readonly cron: Cron; readonly zone: string };

export interface Window {
  /** First occurrence of a rate, and the instant before which nothing is due. */
  readonly from: number;
  /** Nothing is due after it. */
  readonly until: number;
}

export function parseExpression(text: string, zone = "UTC"): Expression {
  const [, kind, inner = ""] = /^(rate|at|cron)\(([^()]*)\)$/.exec(text) ?? [];
  const parsed = kind === undefined ? null : PARSERS[kind]?.(inner, zone);
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
      return nextShown(expression, Math.max(after, from - 1));
  }
}

function nextShown(
  { cron, zone }: Extract<Expression, { readonly kind: "cron" }>,
  after: number,
): number | null {
  for (
    let wall = nextCron(cron, wallTime(after, zone));
    wall !== null;
    wall = nextCron(cron, wall)
  ) {
    const at = firstShown(wall, zone);
    if (at !== null && at > after) return at;
  }
  return null;
}

const PARSERS: Readonly<Record<string, (inner: string, zone: string) => Expression | null>> = {
  rate: (inner) => {
    const [, value = "", unit = ""] = /^(\d+) (minute|hour|day)s?$/.exec(inner) ?? [];
    const everyMs = Number(value) * (UNITS[unit] ?? 0);
    return everyMs > 0 ? { kind: "rate", everyMs } : null;
  },
  at: (inner, zone) => {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inner)) return null;
    const wall = Date.parse(`${inner}Z`);
    if (Number.isNaN(wall)) return null;
    const at = firstShown(wall, zone);
    // AWS says what becomes of a cron that names such a time, and nothing of this.
    if (at === null) throw notEmulated("scheduler", `at(${inner}), which clocks in ${zone} skip`);
    return { kind: "at", at };
  },
  cron: (inner, zone) => {
    if (usesSpecialDays(inner)) throw notEmulated("scheduler", `cron(${inner}) with L, W or #`);
    const cron = parseCron(inner);
    return cron === null ? null : { kind: "cron", cron, zone };
  },
};
