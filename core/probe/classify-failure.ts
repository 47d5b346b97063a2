// Who is to blame for a failed probe? In goes what the wire or AWS said; out comes a class. It does not look at the
// other Region: that a fault shared by both Regions is no reason to move is decided where a round is folded.

import type { FailureClass } from "./failure-class.ts";
import { type FailureRow, failureRows, resolverCodes } from "./failure-table.ts";

/** What is known of a failure, as the SDK, Node or HTTP told it. */
export interface FailureSignature {
  /** The error's name: "NotAuthorizedException", "TimeoutError". */
  readonly name: string;
  /** Node's error code, "ECONNRESET"; absent when the service answered. */
  readonly code?: string | undefined;
  /** The HTTP status; absent when nothing was answered. */
  readonly status?: number | undefined;
  /** The error's text; only matched, never shown, since it may repeat what was sent. */
  readonly message?: string | undefined;
}

/** What a failure is a sign of. */
export interface Judgement {
  readonly class: FailureClass;
  /** One clause of ours that says more than the class: "the user is disabled"; null where none does. */
  readonly detail: string | null;
}

/** A failure that no row of the table knows is the vantage's own until somebody looks at it. */
const unknown: Judgement = { class: "observer", detail: null };

export function judge(signature: FailureSignature): Judgement {
  return failureRows.find((row) => fits(row, signature)) ?? unknown;
}

export function classify(signature: FailureSignature): FailureClass {
  return judge(signature).class;
}

function fits(row: FailureRow, { code = "", name, status = 0, message = "" }: FailureSignature) {
  const [from, to] = row.status ?? [0, 999];
  return (
    is(row.code, code) &&
    is(row.name, name) &&
    (row.message?.test(message) ?? true) &&
    from <= status &&
    status <= to
  );
}

function is(wanted: string | RegExp | undefined, found: string): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === "string" ? wanted === found : wanted.test(found);
}

/** Whether nothing came back, whoever is to blame: from the service, or from the resolver before it. */
export function isUnanswered(signature: FailureSignature): boolean {
  const { code } = signature;
  return classify(signature) === "unreachable" || resolverCodes.some((known) => known === code);
}

/** Whether what was asked may have been done all the same: only the answer is missing. */
export function mayHaveArrived(signature: FailureSignature): boolean {
  return isUnanswered(signature) && !neverSent.includes(signature.code ?? "");
}

/** Nobody was found to send it to. */
const neverSent: readonly string[] = [
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"],
  ...["ENOTFOUND", "EAI_AGAIN", "ENODATA", ...resolverCodes],
];

/** Whether the same call may go well a moment later. */
export function isPassing(signature: FailureSignature): boolean {
  const kind = classify(signature);
  return kind === "serverError" || kind === "throttled" || isUnanswered(signature);
}

/** Whether the table has a row for one of the words of an error in short: "AccessDenied 403". */
export function isKnown(error: string): boolean {
  const words = error.split(" ");
  return failureRows.some(({ name, code }) => words.some((word) => word === name || word === code));
}
