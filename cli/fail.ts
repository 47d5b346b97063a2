// How a command ends badly: what could not be done, why, what next; and a code that scripts can tell
// apart.

import { signatureOf } from "../aws/failure-signature.ts";
import { ActionError, type Refusal, sentence } from "../core/errors.ts";
import { isUnanswered } from "../core/failure-class.ts";

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
  const refusal = refusalOf(error);
  return { code: refusal.code, message: sentence(refusal), next: refusal.next ?? null };
}

/** What AWS or the way to it refused, in our grammar. */
function refusalOf(error: unknown): Omit<Refusal, "code"> & { readonly code: string } {
  const signature = signatureOf(error);
  const { name, code } = signature;
  const message = error instanceof Error ? error.message : String(error);
  const value = [name, code, message].filter((part) => part !== undefined).join(" ");
  if (name === "CredentialsProviderError") {
    const next = "aws sso login, or --endpoints world.json for the pretend AWS";
    return { code: name, cannot: "ask AWS", must: "credentials must be found", value, next };
  }
  if (isUnanswered(signature)) {
    const next = "look at the network; for the pretend AWS: cognito-failover local --serve";
    return { code: name, cannot: "go on", must: "AWS must be in reach", value, next };
  }
  return {
    code: name,
    cannot: "go on",
    must: "AWS must do what was asked",
    value,
    next: "cognito-failover --help",
  };
}

function codeOf(error: unknown): number {
  if (!(error instanceof ActionError)) return exitCodes.unreachable;
  return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.notDone;
}
