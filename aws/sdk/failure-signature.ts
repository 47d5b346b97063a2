// What an error of the SDK, of Node or of fetch tells about itself, in the few words that core
// classifies by. The message is passed on for matching only.

import type { FailureSignature } from "../../core/probe/classify-failure.ts";

interface ErrorLike {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
}

export function signatureOf(error: unknown): FailureSignature {
  const told = (typeof error === "object" && error !== null ? error : {}) as ErrorLike;
  return {
    name: typeof told.name === "string" ? told.name : "unknown",
    code: networkCode(told),
    status: numeric(told.$metadata?.httpStatusCode) ?? numeric(told.status),
    message: typeof told.message === "string" ? told.message : undefined,
  };
}

/** "TimeoutError ECONNRESET", "InternalErrorException 500": all that is shown of it. */
export function inShort({ name, code, status }: FailureSignature): string {
  return [name, code, status].filter((part) => part !== undefined).join(" ");
}

/**
 * fetch hides the socket's code in the cause of a TypeError; a failed pair of addresses in a list. An
 * answer that is no HTTP has a name there, and no code.
 */
function networkCode(told: ErrorLike, depth = 0): string | undefined {
  if (typeof told.code === "string" && told.code !== told.name) return told.code;
  if (told.name === "HTTPParserError") return told.name;
  if (depth > 3 || typeof told.cause !== "object" || told.cause === null) return undefined;
  return networkCode(told.cause as ErrorLike, depth + 1);
}

function numeric(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
