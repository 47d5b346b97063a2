// What AWS refuses a person who sets something up, in our grammar. Of an error only its name is told: the
// text that AWS adds may repeat what was sent, and these calls send passwords.

import { ActionError } from "../../core/values/errors.ts";
import type { Region } from "../../core/values/types.ts";
import { signatureOf } from "./failure-signature.ts";

/** One call, as a person needs it explained. */
export interface Call {
  /** "make the probe user x": completes "Cannot …". */
  readonly cannot: string;
  /** As IAM calls it: "cognito-idp:AdminCreateUser". */
  readonly action: string;
  readonly region: Region;
  /** For what is none of the known refusals: one command or one page. */
  readonly next: string;
}

/** Makes the call, and puts a refusal into words. What never reached AWS is thrown as it is. */
export async function explained<T>(call: Call, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ActionError || signatureOf(error).status === undefined) throw error;
    throw refusal(call, error);
  }
}

const ACCESS_PAGE = "docs/deploy.md#who-may-set-them-up";

const outOfQuota: ReadonlySet<string> = new Set([
  "TooManyRequestsException",
  "ThrottlingException",
  "LimitExceededException",
]);

function refusal({ cannot, action, region, next }: Call, error: unknown): ActionError {
  const { name, status = 0 } = signatureOf(error);
  const told = { cannot, value: name };
  if (name.startsWith("AccessDenied")) {
    const must = `you must be allowed ${action} in ${region}`;
    return new ActionError({ code: "Forbidden", ...told, must, next: ACCESS_PAGE });
  }
  if (outOfQuota.has(name)) {
    const must = `requests to ${region} must stay within the account's quota`;
    const wait = "wait a minute, then give the same command again: it goes on where it stopped";
    return new ActionError({ code: "NotYet", ...told, must, next: wait, retriable: true });
  }
  if (name === "OperationNotEnabledException") {
    const must = `the user pool must allow ${action} in ${region}, where its replica must be ACTIVE`;
    return new ActionError({ code: "Forbidden", ...told, must, next: "cognito-failover smoke" });
  }
  if (status >= 500) {
    const must = `${region} must answer ${action}`;
    const status = "cognito-failover status";
    return new ActionError({ code: "Unreachable", ...told, must, next: status, retriable: true });
  }
  if (/UserLambda|UnexpectedLambda|InvalidLambda/.test(name)) {
    const must = "the pool's Lambda triggers must let probe users through";
    return new ActionError({
      code: "Forbidden",
      ...told,
      must,
      next: "docs/deploy.md#the-probe-users",
    });
  }
  return new ActionError({
    code: "Forbidden",
    ...told,
    must: `${region} must accept ${action}`,
    next,
  });
}
