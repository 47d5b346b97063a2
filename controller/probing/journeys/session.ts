// What journeys share that sign a user in: how, and what follows. Is the token good, and does the session go on?

import type { AppClient } from "../../../aws/cognito/sign-in.ts";
import type { Session } from "../../../aws/cognito/sign-in-answer.ts";
import { userThrottled } from "../../../aws/cognito/sign-in-answer.ts";
import { signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { classify } from "../../../core/probe/classify-failure.ts";
import {
  type JourneyContext,
  type JourneyOutcome,
  type JourneyServices,
  LeftOut,
  type RunStep,
  regionNow,
  StepFailed,
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
  await step("refresh", () =>
    services.signIn.refresh(target, client, begun).catch(leaveIfOurs(begun)),
  ).catch(passOver);
  return { kind: "ok" };
}

/**
 * A refresh that only a probe is refused. A pool that remembers devices takes the refresh token of a confirmed device
 * alone, and ConfirmDevice is the primary's; a client that rotates refresh tokens takes each of them once, and another
 * journey of the round may have been first.
 */
export function leaveIfOurs({ deviceKey }: Pick<Session, "deviceKey">) {
  return (refusal: unknown): never => {
    const { name } = signatureOf(refusal);
    const isOfDevice = deviceKey !== null && name === "NotAuthorizedException";
    if (isOfDevice || name === "RefreshTokenReuseException") throw new LeftOut();
    throw refusal;
  };
}

/** A step that is left out spoils nothing that went well before. */
function passOver(failed: unknown): void {
  if (!(failed instanceof StepFailed) || !(failed.cause instanceof LeftOut)) throw failed;
}

/** One user's own rate is used up by whoever knows its name, and says nothing of the Region. */
export function tellingUsersApart(
  { signIn }: JourneyServices,
  { target, client }: Pick<JourneyContext, "target"> & Pick<Who, "client">,
) {
  return async (refusal: unknown): Promise<never> => {
    const isThrottled = classify(signatureOf(refusal)) === "throttled";
    if (!isThrottled || (await signIn.throttlesAll(target, client))) throw refusal;
    throw userThrottled();
  };
}

type WhoWhere = Pick<JourneyContext, "policy" | "target"> & Who;

export async function signInBySrp(
  services: JourneyServices,
  { policy: { userPoolId }, target, client, credentials }: WhoWhere,
  step: RunStep,
): Promise<Session> {
  const { signIn } = services;
  const at = { region: target, userPoolId };
  const challenged = await step("signIn", () =>
    signIn.srp(at, client, credentials).catch(tellingUsersApart(services, { target, client })),
  );
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
