// Asks AWS one thing, and makes a fact of what comes back: what is refused, late or beyond the budget is unknown, and
// says why. Nothing here is on the way of a failover.

import type { CommandToSend, Place } from "../../aws/sdk/clients.ts";
import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import type { Fact } from "../../core/readiness/fact.ts";
import { ActionError } from "../../core/values/errors.ts";
import { millis } from "../../core/values/types.ts";
import { inTime, within } from "../deadline.ts";

export interface Question<Value> {
  /** "kms:DescribeKey mrk-1234 in us-east-1": its first word is what the caller must be allowed. */
  readonly call: string;
  readonly ask: () => Promise<Value>;
  /** A few words of the answer; no secrets. */
  readonly says: (value: Value) => string;
}

export type Ask = <Value>(question: Question<Value>) => Promise<Fact<Value>>;

/** So long one question may take; all of them together have the check's own deadline. */
const questionTimeoutMs = millis(8_000);

export function asking(place: Place, over: AbortSignal): Ask {
  return async ({ call, ask, says }) => {
    const at = place.runtime.now();
    try {
      const value = await inTime(
        within(place, questionTimeoutMs, () => ask()),
        over,
      );
      return { kind: "known", value, evidence: { call, answer: says(value), at } };
    } catch (error) {
      const because = whyNot(call, error);
      return { kind: "unknown", because, evidence: { call, answer: because, at } };
    }
  };
}

/** What hangs on another fact is not known without it. */
export async function following<Base, Value>(
  base: Promise<Fact<Base>>,
  next: (value: Base) => Promise<Fact<Value>>,
): Promise<Fact<Value>> {
  const known = await base;
  return known.kind === "known" ? next(known.value) : known;
}

/** What needs no further call, once another fact is known. */
export function derived<Base, Value>(
  base: Promise<Fact<Base>>,
  make: (value: Base) => Value,
): Promise<Fact<Value>> {
  return base.then((known) =>
    known.kind === "known" ? { ...known, value: make(known.value) } : known,
  );
}

function whyNot(call: string, error: unknown): string {
  if (error instanceof ActionError) return error.message;
  const signature = signatureOf(error);
  if (!isDenied(signature.name)) return `${call}: ${inShort(signature)}`;
  return `the check is not allowed ${deniedIn(signature.message) ?? call.split(" ")[0]}: ${call}`;
}

/** EC2 and IAM have names of their own for it. */
function isDenied(name: string): boolean {
  return ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"].includes(name);
}

/** Of AWS's sentence the action alone: the rest may repeat what was sent. */
function deniedIn(message: string | undefined): string | null {
  return /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message ?? "")?.[1] ?? null;
}

export interface Budget {
  readonly place: Place;
  /** Calls so far. */
  readonly spent: () => number;
}

/** The same place, from which no more than so many calls are made. */
export function withBudget(place: Place, most: number): Budget {
  let spent = 0;
  const { intercept: inner } = place.runtime;
  const intercept = (command: CommandToSend) => {
    if (spent >= most) throw overBudget(command, most);
    spent += 1;
    return inner?.(command) ?? null;
  };
  return { place: { ...place, runtime: { ...place.runtime, intercept } }, spent: () => spent };
}

function overBudget({ operation, region }: CommandToSend, most: number): ActionError {
  return new ActionError({
    code: "Forbidden",
    cannot: `ask ${operation} in ${region}`,
    must: `a check may make no more than ${most} calls`,
  });
}
