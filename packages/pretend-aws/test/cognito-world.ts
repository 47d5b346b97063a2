// A pretend Cognito with one seeded pool, and SDK clients for it.

import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { VirtualClock } from "../clock.ts";
import { createCloudWatch } from "../cloudwatch/cloudwatch.ts";
import { createCognito } from "../cognito/api/cognito.ts";
import type { PoolSeed } from "../cognito/api/seed.ts";
import { createLambda } from "../lambda/lambda.ts";
import type { WireRequest } from "../service.ts";
import { endpointOf, inProcessFetch, requestHandler } from "../wire/in-process.ts";
import type { Dispatch } from "../wire/server.ts";
import { dispatch, foundation } from "../world.ts";

export const PRIMARY = "eu-west-1";
export const SECONDARY = "eu-central-1";
export const POOL = "eu-west-1_Customers";
export const CLIENT = "webappclient00000000000001";
export const PASSWORD = "Right-horse-9";
export const KEY = "arn:aws:kms:eu-west-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab";
export const DOMAIN = "auth.example.com";
export const CALLBACK = "https://example.com/callback";

const ADMINISTRATOR = { accessKeyId: "test", secretAccessKey: "test" };

export function aWorld({
  seed = {},
  random = 7,
  areQuotasEnforced = false,
}: {
  seed?: Partial<PoolSeed>;
  random?: number;
  /** The clock stands still, so that no bucket fills again unless a test moves it. */
  areQuotasEnforced?: boolean;
} = {}) {
  // Verifiers compare expiry with the real time, so the pretend time starts there.
  const clock = new VirtualClock(Date.now());
  const base = foundation({ clock, seed: random, callerOf: standing });
  const checks = new Map<string, "healthy" | "unhealthy">();
  const cloudwatch = createCloudWatch(base);
  const lambda = createLambda(base);
  const cognito = createCognito(base, {
    healthCheckStatus: (id) => checks.get(id),
    lambda,
    report: (metric) => cloudwatch.record(metric),
    areQuotasEnforced,
  });
  const pool = cognito.seedPool({
    id: POOL,
    name: "customers",
    region: PRIMARY,
    clientId: CLIENT,
    clientName: "web",
    issuer: "UPDATED",
    secondary: SECONDARY,
    kmsKeyArn: KEY,
    users: [{ username: "ada", password: PASSWORD, email: "ada@example.com" }],
    domain: DOMAIN,
    healthCheckId: "check-1",
    ...seed,
  });
  const send: Dispatch = (region, request) =>
    dispatch({ services: cognito.services, ...base }, region, request);
  const clientIn = (region: string, credentials = ADMINISTRATOR) =>
    new CognitoIdentityProviderClient({
      region,
      endpoint: endpointOf(region),
      requestHandler: requestHandler(send) as never,
      credentials,
      maxAttempts: 1,
    });
  return {
    clock,
    iam: base.iam,
    cloudwatch,
    lambda,
    cognito,
    pool,
    checks,
    send,
    faults: base.gate.faults,
    calls: base.gate.calls,
    fetch: inProcessFetch(send),
    clientIn,
    primary: clientIn(PRIMARY),
    secondary: clientIn(SECONDARY),
  };
}

export function passwordSignIn(username = "ada", password = PASSWORD, clientId = CLIENT) {
  return new InitiateAuthCommand({
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
}

/** The name and message of the refusal. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no refusal",
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** A client that says where it stands. */
export const standingAt = (vantage: string) => ({ "user-agent": `probe vantage/${vantage}` });

function standing({ headers }: WireRequest) {
  const region = /^probe vantage\/([\w-]+)$/.exec(headers["user-agent"] ?? "")?.[1];
  return region === undefined ? null : { name: "probe", region };
}
