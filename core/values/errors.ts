// Every message of the product that says "no". Grammar: Cannot do X to Y as Z must hold: current
// value is V. Then `next`, one command or one page. Nothing else in the product writes `new Error`.

import { revealed } from "./text.ts";

/** Codes are the names that the state machines' Retry and Catch rules list. */
export type ErrorCode =
  | "InvalidInput"
  | "InvalidSettings"
  | "InvalidEnvironment"
  | "InvalidStoredState"
  | "UnexpectedAnswer"
  | "Forbidden"
  | "LeaseLost"
  | "VersionConflict"
  | "NotYet"
  | "Unreachable";

export interface Refusal {
  readonly code: ErrorCode;
  /** "start a failover" */
  readonly cannot: string;
  /** The requirement, with its subject: "the replica must be ACTIVE". */
  readonly must: string;
  /** The present value, already fit to be shown; absent when there is none to show. */
  readonly value?: unknown;
  /** One command or one page. */
  readonly next?: string;
  /** Whether doing the same again may succeed. */
  readonly retriable?: boolean;
  readonly cause?: unknown;
}

export class ActionError extends Error {
  readonly code: ErrorCode;
  readonly retriable: boolean;
  readonly next: string | null;

  constructor(refusal: Refusal) {
    super(sentence(refusal), refusal.cause === undefined ? {} : { cause: refusal.cause });
    this.name = refusal.code;
    this.code = refusal.code;
    this.retriable = refusal.retriable ?? false;
    this.next = refusal.next ?? null;
  }
}

/** "Cannot start a failover as the replica must be ACTIVE: current value is "INACTIVE"." */
export function sentence({
  cannot,
  must,
  ...rest
}: Pick<Refusal, "cannot" | "must" | "value">): string {
  const value = "value" in rest ? `: current value is ${shown(rest.value)}` : "";
  return `Cannot ${cannot} as ${must}${value}`;
}

const NEXT = "\nnext: ";

/** A message with its next command on a line of its own, as errors of Lambdas and of commands are read. */
export function withNext(message: string, next: string | null): string {
  return next === null ? message : `${message}${NEXT}${next}`;
}

/** The same taken apart, where only the text came through. */
export function splitNext(text: string): { readonly message: string; readonly next?: string } {
  const [message = "", next] = text.split(NEXT);
  return next === undefined ? { message } : { message, next };
}

/** How a value looks in a message: text quoted, long values cut, nothing as "absent". */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "absent";
  const text = revealed(textOf(value));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Whatever a caller hands in: a message must never fail for what it shows. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** For what only a mistake in this program can break; never for data. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`This is a bug in cognito-failover: ${message}`);
}

/** What stands in an input where a mistake was found, by its path: "override.0" is of "override". */
export function memberOf(input: unknown, key: string): unknown {
  if (key === "" || typeof input !== "object" || input === null) return input;
  return (input as Readonly<Record<string, unknown>>)[key.split(".")[0] ?? key];
}
