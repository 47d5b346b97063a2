// Is a session over that was signed out? One of its own, so that no other journey loses its session.

import { signatureOf } from "../../../aws/sdk/failure-signature.ts";
import type { StepName } from "../../../core/probe/probe.ts";
import { type JourneyOutcome, LeftOut, type Walk, whoSignsIn } from "../journey.ts";
import { ownSession } from "./session.ts";

export const revoke: Walk = async (services, context, step) => {
  const { signIn } = services;
  const { target } = context;
  const who = await whoSignsIn(context, step);
  const session = await ownSession(services, { ...context, ...who }, step);
  // A session that cannot be gone on with anyway shows nothing by ending.
  if (session.deviceKey !== null) throw new LeftOut();
  const isRevoked = await step("revoke", () =>
    isAccepted(signIn.revoke(target, who.client, session.refreshToken), MAY_NOT_REVOKE),
  );
  if (!isRevoked) {
    return goesOn(
      "revoke",
      "the app client may not revoke tokens: switch EnableTokenRevocation on",
    );
  }
  const isAlive = await step("afterRevoke", () =>
    isAccepted(signIn.refresh(target, who.client, session), REVOKED),
  );
  return isAlive ? goesOn("afterRevoke", "its refresh token is still accepted") : { kind: "ok" };
};

const MAY_NOT_REVOKE = ["UnsupportedOperationException", "UnauthorizedException"];
const REVOKED = ["NotAuthorizedException"];

/** False for a refusal by one of these names; what else is thrown says nothing of the session. */
async function isAccepted(call: Promise<unknown>, refusals: readonly string[]): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (refusals.includes(signatureOf(error).name)) return false;
    throw error;
  }
}

function goesOn(step: StepName, says: string): JourneyOutcome {
  return { kind: "finding", finding: "sessionNotEnded", step, says };
}
