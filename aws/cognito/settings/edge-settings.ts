// What Cognito says of a user pool's surroundings in one Region: its custom domain and branding, the mails of threat
// protection, the export of logs.

import {
  CognitoIdentityProviderClient,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolDomainCommand,
  GetLogDeliveryConfigurationCommand,
  type LogConfigurationType,
  ResourceNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider";
import type { DomainFacts, LogExport, ThreatMail } from "../../../core/readiness/pool-facts.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { Region } from "../../../core/values/types.ts";
import { once, type Place, sdkClient } from "../../sdk/clients.ts";

type Pool = Pick<Policy, "userPoolId">;

/** Version 1 is the classic hosted UI, which has no styles of clients. */
const MANAGED_LOGIN = 2;

export type EdgeSettings = ReturnType<typeof createEdgeSettings>;

export function createEdgeSettings(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(CognitoIdentityProviderClient, place, { region, service: "cognito-idp" }),
  );

  async function hasStyle(region: Region, { userPoolId: UserPoolId, clientId: ClientId }: Policy) {
    try {
      await clientOf(region).send(
        new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId }),
      );
      return true;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    }
  }

  return {
    /** Null where Cognito describes none: it answers with an empty description. */
    async domain(region: Region, policy: Policy): Promise<DomainFacts | null> {
      if (policy.domain === null) return null;
      const { DomainDescription: found } = await clientOf(region).send(
        new DescribeUserPoolDomainCommand({ Domain: policy.domain }),
      );
      if (found?.UserPoolId === undefined) return null;
      const failover = found.Routing?.Failover;
      const brandingVersion = found.ManagedLoginVersion ?? 1;
      return {
        userPoolId: found.UserPoolId,
        status: found.Status ?? "unknown",
        certificateArn: found.CustomDomainConfig?.CertificateArn ?? null,
        healthCheckId: failover?.PrimaryRoute53HealthCheckId ?? null,
        secondary: failover?.SecondaryRegion ?? null,
        brandingVersion,
        hasStyle: brandingVersion === MANAGED_LOGIN ? await hasStyle(region, policy) : null,
      };
    },

    /** Null where nobody is told: without a sender, or without an action that tells. */
    async threatMail(region: Region, { userPoolId: UserPoolId }: Pool): Promise<ThreatMail | null> {
      const { RiskConfiguration } = await clientOf(region).send(
        new DescribeRiskConfigurationCommand({ UserPoolId }),
      );
      const takeover = RiskConfiguration?.AccountTakeoverRiskConfiguration;
      const { NotifyConfiguration: notify, Actions = {} } = takeover ?? {};
      const tells = [Actions.LowAction, Actions.MediumAction, Actions.HighAction].some(
        (action) => action?.Notify === true,
      );
      if (!tells || notify?.SourceArn === undefined) return null;
      return { identityArn: notify.SourceArn, from: notify.From ?? null };
    },

    async logExports(
      region: Region,
      { userPoolId: UserPoolId }: Pool,
    ): Promise<readonly LogExport[]> {
      const { LogDeliveryConfiguration } = await clientOf(region).send(
        new GetLogDeliveryConfigurationCommand({ UserPoolId }),
      );
      return (LogDeliveryConfiguration?.LogConfigurations ?? []).map((one) => ({
        source: one.EventSource ?? "unknown",
        level: one.LogLevel ?? "unknown",
        to: destinationOf(one),
      }));
    },
  };
}

function destinationOf(one: LogConfigurationType): LogExport["to"] {
  if (one.S3Configuration !== undefined) return "S3";
  return one.FirehoseConfiguration === undefined ? "CloudWatch Logs" : "Firehose";
}
