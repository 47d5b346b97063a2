// Does a session go on that the other Region began? It is refreshed here, and the new token must be good:
// after a move nobody has to sign in again.

import type { AppClient } from "../../../aws/cognito/sign-in.ts";
import type { Session } from "../../../aws/cognito/sign-in-answer.ts";
import { signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { classify } from "../../../core/probe/classify-failure.ts";
import { type JourneyServices, regionNow, sessionAt, type Walk } from "../journey.ts";
import { appClient, leaveIfOurs } from "./session.ts";

export const refreshAcross: Walk = async (services, context, step) => {
  const { policy, target, other } = context;
  const session = await sessionAt(context, other);
  const client = await appClient(context, step);
  const token = await step("refresh", () => goneOn(services, target, { session, client }));
  if (token === null) {
    const says = `${target} refuses a refresh token that ${other} issued and still accepts`;
    return { kind: "finding", finding: "sessionNotShared", step: "refresh", says };
  }
  const now = regionNow(services, target);
  await step("verifyToken", (signal) =>
    services.issuer.verifyAccessToken(token, policy, { signal, now }),
  );
  return { kind: "ok" };
};

interface Going {
  readonly session: Session;
  readonly client: AppClient;
}

/** The new access token; null when only the Region that began the session goes on with it. */
async function goneOn(
  { signIn }: JourneyServices,
  target: Session["region"],
  { session, client }: Going,
): Promise<string | null> {
  try {
    return await signIn.refresh(target, client, session).catch(leaveIfOurs(session));
  } catch (refusal) {
    // Of a user who is locked or disabled it says nothing whether the session would be taken.
    const signature = signatureOf(refusal);
    const isRefused = classify(signature) === "refused";
    if (!isRefused || signature.name !== "NotAuthorizedException") throw refusal;
    const atHome = await signIn.refresh(session.region, client, session).catch(() => null);
    if (atHome === null) throw refusal;
    return null;
  }
}
