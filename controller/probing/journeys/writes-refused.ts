// Does the secondary refuse what only the primary may do? It is asked for such a write, of the harmless kind,
// and must say that the operation is not enabled.

import { inShort, signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { classify } from "../../../core/probe/classify-failure.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";
import { signsUsersIn } from "../../../core/settings/journey.ts";
import { assert } from "../../../core/values/errors.ts";
import { LeftOut, type Walk } from "../journey.ts";

/**
 * Confirming a sign-up writes nothing and sends nothing, even if it is taken: the user is confirmed long
 * since, and a code of Cognito's is six digits. No password is tried, so nobody is locked out.
 */
const NO_CODE = "none";

export const writesRefused: Walk = async ({ primaryWrite }, { policy, target, users }, step) => {
  if (!signsUsersIn(policy.journeys)) throw new LeftOut();
  const { users: all, clientSecret } = await step("secret", users);
  const [first] = all;
  assert(first !== undefined, "a secret without users was read as one with some");
  const client = { clientId: policy.clientId, clientSecret };
  const attempt = { username: first.username, code: NO_CODE };
  const answer = await step("write", () =>
    primaryWrite.confirmSignUp(target, client, attempt).then(() => "success", answerOf),
  );
  if (answer === null) return { kind: "ok" };
  const says = `it answers ConfirmSignUp with ${answer}, and a secondary must refuse it with ${RIGHT}`;
  return { kind: "finding", finding: "writeAccepted", step: "write", says };
};

const RIGHT = "OperationNotEnabledException";

/** A refusal of these classes is Cognito's answer to the write itself. */
const ANSWERS: ReadonlySet<FailureClass> = new Set([
  "refused",
  "credentials",
  "trigger",
  "observer",
]);

/** What Cognito said of the write; null when it refused rightly. Throws what says nothing of writes. */
function answerOf(error: unknown): string | null {
  const signature = signatureOf(error);
  const { name, status = 500 } = signature;
  if (name === RIGHT) return null;
  const isAnswer = status < 500 && ANSWERS.has(classify(signature));
  if (!isAnswer || name === "ResourceNotFoundException") throw error;
  return inShort(signature);
}
