// How a command ends badly: what could not be done, why, what next; and a code that scripts can tell
// apart.

import { ActionError } from "../core/errors.ts";

export const exitCodes = {
  done: 0,
  /** A safety rule, a person or the world said no; nothing or everything was put back. */
  notDone: 1,
  /** Arguments or settings. */
  usage: 2,
  /** An endpoint did not answer as it should. */
  unreachable: 3,
} as const;

const usageCodes: ReadonlySet<string> = new Set(["InvalidInput", "InvalidSettings"]);

export function fail(error: unknown, asJson: boolean): never {
  const told = tell(error);
  if (asJson) console.log(JSON.stringify({ error: told }));
  else console.error(`${told.message}${told.next === null ? "" : `\nnext: ${told.next}`}`);
  process.exit(codeOf(error));
}

function tell(error: unknown): { code: string; message: string; next: string | null } {
  if (error instanceof ActionError) {
    return { code: error.code, message: error.message, next: error.next };
  }
  const name = error instanceof Error ? error.name : "unknown";
  const message = error instanceof Error ? error.message : String(error);
  return { code: name, message: `${name}: ${message}`, next: "cognito-failover --help" };
}

function codeOf(error: unknown): number {
  if (!(error instanceof ActionError)) return exitCodes.unreachable;
  return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.notDone;
}
