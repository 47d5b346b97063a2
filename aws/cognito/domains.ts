// The custom domain of managed login as Cognito has it: whose it is, and which health check it follows.

import {
  CognitoIdentityProviderClient,
  DescribeUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Region } from "../../core/values/types.ts";
import { clientOptions, once, type Place } from "../sdk/clients.ts";

export interface DomainReading {
  readonly userPoolId: string | null;
  readonly status: string | null;
  /** The health check of the domain's failover routing; null without one. */
  readonly healthCheckId: string | null;
  /** Where the routing leads when the check is unhealthy. */
  readonly secondary: string | null;
}

export function createDomains(place: Place) {
  const clientOf = once(
    (region: Region) =>
      new CognitoIdentityProviderClient(clientOptions(place, { region, service: "cognito-idp" })),
  );
  return {
    /** Null when Cognito knows no such domain in `region`: it answers with an empty description. */
    async read(region: Region, domain: string): Promise<DomainReading | null> {
      const { DomainDescription: found } = await clientOf(region).send(
        new DescribeUserPoolDomainCommand({ Domain: domain }),
      );
      if (found?.UserPoolId === undefined) return null;
      const failover = found.Routing?.Failover;
      return {
        userPoolId: found.UserPoolId,
        status: found.Status ?? null,
        healthCheckId: failover?.PrimaryRoute53HealthCheckId ?? null,
        secondary: failover?.SecondaryRegion ?? null,
      };
    },
  };
}
