// Whether SES in a Region would send mails in the name of an identity, and how many.

import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import type { SenderFacts } from "../../core/readiness/service-facts.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type Senders = ReturnType<typeof createSenders>;

export function createSenders(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(SESv2Client, place, { region, service: "ses" }),
  );

  async function isVerified(region: Region, EmailIdentity: string): Promise<boolean> {
    try {
      const { VerifiedForSendingStatus = false } = await clientOf(region).send(
        new GetEmailIdentityCommand({ EmailIdentity }),
      );
      return VerifiedForSendingStatus;
    } catch (error) {
      if (error instanceof NotFoundException) return false;
      throw error;
    }
  }

  return {
    async read(region: Region, identity: string): Promise<SenderFacts> {
      const [verified, account] = await Promise.all([
        isVerified(region, identity),
        clientOf(region).send(new GetAccountCommand({})),
      ]);
      return {
        region,
        identity,
        isVerified: verified,
        isProduction: account.ProductionAccessEnabled ?? false,
        isSending: account.SendingEnabled ?? false,
        perDay: account.SendQuota?.Max24HourSend ?? 0,
        sentLastDay: account.SendQuota?.SentLast24Hours ?? 0,
      };
    },
  };
}
