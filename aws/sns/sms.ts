// Whether SNS in a Region would send SMS to everybody, for how much, and from which numbers.

import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  paginateListOriginationNumbers,
  SNSClient,
} from "@aws-sdk/client-sns";
import type { SmsFacts } from "../../core/readiness/service-facts.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type Sms = ReturnType<typeof createSms>;

export function createSms(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(SNSClient, place, { region, service: "sns" }),
  );

  async function originations(client: SNSClient): Promise<SmsFacts["originations"]> {
    const found: { readonly number: string; readonly country: string }[] = [];
    for await (const page of paginateListOriginationNumbers({ client }, {})) {
      for (const { PhoneNumber = "", Iso2CountryCode = "" } of page.PhoneNumbers ?? []) {
        found.push({ number: PhoneNumber, country: Iso2CountryCode });
      }
    }
    return found;
  }

  return {
    async read(region: Region): Promise<SmsFacts> {
      const client = clientOf(region);
      const [{ IsInSandbox = true }, { attributes = {} }, numbers] = await Promise.all([
        client.send(new GetSMSSandboxAccountStatusCommand({})),
        client.send(new GetSMSAttributesCommand({ attributes: ["MonthlySpendLimit"] })),
        originations(client),
      ]);
      const limit = attributes["MonthlySpendLimit"];
      return {
        region,
        isInSandbox: IsInSandbox,
        spendLimit: limit === undefined ? null : Number(limit),
        originations: numbers,
      };
    },
  };
}
