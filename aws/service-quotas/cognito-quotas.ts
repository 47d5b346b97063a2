// What Service Quotas says Cognito lets through in one Region, for categories that have no provisioned limit.

import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type CognitoQuotas = ReturnType<typeof createCognitoQuotas>;

export function createCognitoQuotas(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(ServiceQuotasClient, place, { region, service: "servicequotas" }),
  );
  return {
    /** Requests a second; AWS's default where nobody asked for more, null where it tells none. */
    async perSecond(region: Region, QuotaCode: string): Promise<number | null> {
      const asked = { ServiceCode: "cognito-idp", QuotaCode };
      const client = clientOf(region);
      try {
        const { Quota } = await client.send(new GetServiceQuotaCommand(asked));
        return Quota?.Value ?? null;
      } catch (error) {
        if (!(error instanceof NoSuchResourceException)) throw error;
        const { Quota } = await client.send(new GetAWSDefaultServiceQuotaCommand(asked));
        return Quota?.Value ?? null;
      }
    },
  };
}
