// What the checks stand on: the connection of every command, and the services that only they ask.

import { once } from "../../aws/clients.ts";
import { createDomains } from "../../aws/domains.ts";
import { createHealthChecks } from "../../aws/health-checks.ts";
import { createHostedZones } from "../../aws/hosted-zones.ts";
import { createNames } from "../../aws/names.ts";
import { createSecrets } from "../../aws/secrets.ts";
import { createVantages } from "../../aws/vantages.ts";
import type { Policy } from "../../core/policy.ts";
import type { State } from "../../core/state.ts";
import type { Region } from "../../core/types.ts";
import type { Connection } from "../connection.ts";

export interface Ground extends Connection {
  readonly stage: string;
  readonly domains: ReturnType<typeof createDomains>;
  readonly healthChecks: ReturnType<typeof createHealthChecks>;
  readonly names: ReturnType<typeof createNames>;
  readonly vantages: ReturnType<typeof createVantages>;
  /** Of the Lambda of this word, as Lambda names it; null where there is none. */
  lambdaState(word: string, region: Region): Promise<string | null>;
  readonly zones: ReturnType<typeof createHostedZones>;
  /** The secrets of one Region, as its vantage reads them. */
  secretsIn(region: Region): ReturnType<typeof createSecrets>;
}

export function groundOf(connection: Connection, stage: string): Ground {
  const { place, named } = connection;
  const lambdas = once((word: string) => createVantages(place, named.lambda(word)));
  return {
    ...connection,
    stage,
    domains: createDomains(place),
    healthChecks: createHealthChecks(place),
    names: createNames(place),
    vantages: lambdas("probe"),
    lambdaState: (word, region) => lambdas(word).state(region),
    zones: createHostedZones(place),
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
  readonly ground: Ground;
  readonly policy: Policy;
}
