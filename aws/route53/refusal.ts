// What Route 53 says when it does not do what it is asked: our grammar around its own words, since they
// alone tell a person which record is in the way. Nothing that is sent to it is secret.

import { isPassing } from "../../core/probe/classify-failure.ts";
import { ActionError } from "../../core/values/errors.ts";
import { oneLine } from "../../core/values/text.ts";
import { inShort, signatureOf } from "../sdk/failure-signature.ts";

export interface RecordsCall {
  /** "move the records of x": completes "Cannot …". */
  readonly cannot: string;
  /** As IAM calls it: "route53:ChangeResourceRecordSets". */
  readonly action: string;
  /** One command or one page. */
  readonly next: string;
}

/** Makes the call; whatever is thrown becomes an ActionError that carries Route 53's words. */
export async function inItsWords<T>(call: RecordsCall, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ActionError ? error : refusal(call, error);
  }
}

/** A zone takes one change at a time (400), an account five requests a second (400 too). */
const BUSY: ReadonlySet<string> = new Set([
  "PriorRequestNotComplete",
  "Throttling",
  "ThrottlingException",
]);

function refusal({ cannot, action, next }: RecordsCall, cause: unknown): ActionError {
  const signature = signatureOf(cause);
  const said = wordsOf(cause);
  if (BUSY.has(signature.name) || isPassing(signature)) {
    const must = `Route 53 must answer ${action}; it says: ${said}`;
    return new ActionError({ code: "Unreachable", cannot, must, next, retriable: true, cause });
  }
  if (signature.name.startsWith("AccessDenied")) {
    const must = `the caller must be allowed ${action}; Route 53 says: ${said}`;
    return new ActionError({ code: "Forbidden", cannot, must, next, cause });
  }
  const must = `Route 53 must accept ${action}; it says: ${said}`;
  return new ActionError({ code: "UnexpectedAnswer", cannot, must, next, cause });
}

/** Longer reasons name the same records again. */
const WORDS_LENGTH = 600;

/** "InvalidChangeBatch 400: [Tried to …]"; one line, since sentences and notices carry it on. */
export function wordsOf(error: unknown): string {
  const { messages, message } = (typeof error === "object" && error !== null ? error : {}) as {
    readonly messages?: unknown;
    readonly message?: unknown;
  };
  const listed = Array.isArray(messages) ? messages.filter((one) => typeof one === "string") : [];
  // A refusal in Route 53's older form has its reasons in a list, and the SDK's own word for its text.
  const plain = typeof message === "string" && message !== "UnknownError" ? message : "";
  const reasons = oneLine(listed.length > 0 ? listed.join(", ") : plain);
  const name = inShort(signatureOf(error));
  return reasons === "" ? name : `${name}: ${reasons.slice(0, WORDS_LENGTH)}`;
}
