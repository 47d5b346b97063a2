// What the checks stand on: the connection of every command, and the services that only they ask.

import { createAlarms } from "../../aws/cloudwatch/alarms.ts";
import { createDomains } from "../../aws/cognito/domains.ts";
import { createManagedLogin } from "../../aws/cognito/managed-login.ts";
import { createTokenEndpoint } from "../../aws/cognito/token-endpoint.ts";
import { createUserPools } from "../../aws/cognito/user-pool.ts";
import { createVantages } from "../../aws/lambda/vantages.ts";
import { createHealthChecks } from "../../aws/route53/health-checks.ts";
import { createWeightedRecords } from "../../aws/route53/weighted-records.ts";
import { createBucketOwners } from "../../aws/s3/bucket-owner.ts";
import { createCaller } from "../../aws/sdk/caller.ts";
import { once } from "../../aws/sdk/clients.ts";
import { createSecrets } from "../../aws/secrets/secrets.ts";
import { createSubscriptions } from "../../aws/sns/subscriptions.ts";
import type { Policy } from "../../core/settings/policy.ts";
import type { State } from "../../core/state/state.ts";
import type { Region } from "../../core/values/types.ts";
import type { Connection } from "../connection/connection.ts";
import { type CheckFinding, skipped } from "./check.ts";

export interface SmokeContext extends Connection {
  readonly stage: string;
  readonly domains: ReturnType<typeof createDomains>;
  readonly healthChecks: ReturnType<typeof createHealthChecks>;
  readonly alarms: ReturnType<typeof createAlarms>;
  readonly buckets: ReturnType<typeof createBucketOwners>;
  readonly caller: ReturnType<typeof createCaller>;
  readonly managedLogin: ReturnType<typeof createManagedLogin>;
  readonly records: ReturnType<typeof createWeightedRecords>;
  readonly subscriptions: ReturnType<typeof createSubscriptions>;
  readonly tokenEndpoint: ReturnType<typeof createTokenEndpoint>;
  readonly userPools: ReturnType<typeof createUserPools>;
  readonly vantages: ReturnType<typeof createVantages>;
  /** Of the Lambda of this word, as Lambda names it; null where there is none. */
  lambdaState(word: string, region: Region): Promise<string | null>;
  /** The secrets of one Region, as its vantage reads them. */
  secretsIn(region: Region): ReturnType<typeof createSecrets>;
}

export function smokeContext(connection: Connection, stage: string): SmokeContext {
  const { place, named } = connection;
  const lambdas = once((word: string) => createVantages(place, named.lambda(word)));
  return {
    ...connection,
    stage,
    domains: createDomains(place),
    healthChecks: createHealthChecks(place),
    alarms: createAlarms(place),
    buckets: createBucketOwners(place),
    caller: createCaller(place, connection.home),
    managedLogin: createManagedLogin(place),
    records: createWeightedRecords(place),
    subscriptions: createSubscriptions(place),
    tokenEndpoint: createTokenEndpoint(place),
    userPools: createUserPools(place),
    vantages: lambdas("probe"),
    lambdaState: (word, region) => lambdas(word).state(region),
    secretsIn: once((region) => createSecrets({ ...place, region })),
  };
}

/** Where the levers should be: the Region that serves, or null while they move. */
export type Serving = "primary" | "secondary" | null;

/** A pool that was never assessed has not moved either. */
export function servingSide(state: State | null): Serving {
  switch (state?.standing.phase) {
    case undefined:
    case "steady":
      return "primary";
    case "failedOver":
      return "secondary";
    case "failingOver":
    case "failingBack":
      return null;
  }
}

export interface About {
  readonly context: SmokeContext;
  readonly policy: Policy;
}

/** While a move is under way nobody can say where a lever should be. */
export async function standsAs(
  { context, policy }: About,
  look: (serving: NonNullable<Serving>) => CheckFinding,
): Promise<CheckFinding> {
  const serving = servingSide(await context.services.ledger.readState(policy.name));
  return serving === null ? skipped("a move is under way") : look(serving);
}
