// How a command ends badly: what could not be done, why, what next; and a code that scripts can tell
// apart.

import { signatureOf } from "../../aws/sdk/failure-signature.ts";
import { isUnanswered } from "../../core/probe/classify-failure.ts";
import { ActionError, type Refusal, sentence, withNext } from "../../core/values/errors.ts";

export const exitCodes = {
  done: 0,
  /** A safety rule, a person or the world said no; nothing or everything was put back. */
  notDone: 1,
  /** Arguments or settings. */
  usage: 2,
  /** An endpoint did not answer as it should. */
  unreachable: 3,
  /** Of a move: every lever was written, and of one at least nothing was seen that tells the Regions apart. */
  applied: 4,
  /** Of a move: at least one lever could not be moved. */
  inPart: 5,
  /** Of `status`: users cannot sign in, or some cannot. */
  usersSuffer: 6,
  /** Of `status`: users sign in, and something waits for a person. */
  needsPerson: 7,
  /** Of a practice run that ended: its secondary was not fit. */
  practiceFailed: 8,
  /** Of one that a move, a person or a condition ended before its time. */
  interrupted: 9,
  /** Of one that saw too little to be judged. */
  inconclusive: 10,
  /** Of one in which something of ours broke. */
  broke: 11,
} as const;

/** What a shell makes of Ctrl-C. */
export const INTERRUPTED = 130;

/** How each reads in the help. */
export const exitCodeWords: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: "done, or all is healthy",
  notDone: "not done",
  usage: "arguments or settings",
  unreachable: "no answer",
  applied: "moved, not confirmed",
  inPart: "moved in part",
  usersSuffer: "users are affected",
  needsPerson: "needs a person",
  practiceFailed: "practice run failed",
  interrupted: "practice run interrupted",
  inconclusive: "practice run inconclusive",
  broke: "practice run broke off",
};

const usageCodes: ReadonlySet<string> = new Set(["InvalidInput", "InvalidSettings"]);

export function fail(error: unknown, asJson: boolean): never {
  end(tell(error), { code: codeOf(error), asJson });
}

/** What is told of a bad end: words that are there already, as those of an execution, are not put together anew. */
export interface BadEnd {
  readonly code: string;
  readonly message: string;
  readonly next: string | null;
}

export function end(
  told: BadEnd,
  { code, asJson }: { readonly code: number; readonly asJson: boolean },
): never {
  if (asJson) console.log(JSON.stringify({ error: told }));
  else console.error(withNext(told.message, told.next));
  process.exit(code);
}

function tell(error: unknown): BadEnd {
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
