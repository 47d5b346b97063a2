// What journeys share that sign a user in: how, and what follows. Is the token good, and does the session go on?

import type { AppClient } from "../../../aws/cognito/sign-in.ts";
import type { Session } from "../../../aws/cognito/sign-in-answer.ts";
import {
  type JourneyContext,
  type JourneyOutcome,
  type JourneyServices,
  type RunStep,
  regionNow,
  type Who,
} from "../journey.ts";

export interface Begun {
  readonly begun: Session;
  readonly client: AppClient;
}

export async function goOn(
  services: JourneyServices,
  { policy, target, begun, client }: Pick<JourneyContext, "policy" | "target"> & Begun,
  step: RunStep,
): Promise<JourneyOutcome> {
  const now = regionNow(services, target);
  await step("verifyToken", (signal) =>
    services.issuer.verifyAccessToken(begun.accessToken, policy, { signal, now }),
  );
  await step("refresh", () => services.signIn.refresh(target, client, begun.refreshToken));
  return { kind: "ok" };
}

type WhoWhere = Pick<JourneyContext, "policy" | "target"> & Who;

export async function signInBySrp(
  { signIn }: JourneyServices,
  { policy: { userPoolId }, target, client, credentials }: WhoWhere,
  step: RunStep,
): Promise<Session> {
  const at = { region: target, userPoolId };
  const challenged = await step("signIn", () => signIn.srp(at, client, credentials));
  return step("challenge", () => challenged.answer());
}

/** A session that no other journey goes on with, begun in the way that the pool's client allows. */
export async function ownSession(
  services: JourneyServices,
  where: WhoWhere,
  step: RunStep,
): Promise<Session> {
  const { policy, target, client, credentials } = where;
  if (policy.journeys.password === null) return signInBySrp(services, where, step);
  return step("signIn", () => services.signIn.password(target, client, credentials));
}

/** The app client, for a journey that signs nobody in. */
export async function appClient(
  { policy, users }: JourneyContext,
  step: RunStep,
): Promise<AppClient> {
  const { clientSecret } = await step("secret", users);
  return { clientId: policy.clientId, clientSecret };
}
