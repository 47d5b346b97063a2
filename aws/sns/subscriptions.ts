// Who has agreed to be told: the subscriptions of a topic. SNS drops those that nobody confirms within 48 hours
// (https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/).

import { paginateListSubscriptionsByTopic, SNSClient } from "@aws-sdk/client-sns";
import type { Region } from "../../core/values/types.ts";
import { clientOptions, once, type Place } from "../sdk/clients.ts";

export interface SubscriptionReading {
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

export function createSubscriptions(place: Place) {
  const clientOf = once(
    (region: Region) => new SNSClient(clientOptions(place, { region, service: "sns" })),
  );
  return {
    async ofTopic(region: Region, TopicArn: string): Promise<readonly SubscriptionReading[]> {
      const found: SubscriptionReading[] = [];
      const pages = paginateListSubscriptionsByTopic({ client: clientOf(region) }, { TopicArn });
      for await (const { Subscriptions = [] } of pages) {
        for (const { Endpoint = "", SubscriptionArn = "" } of Subscriptions) {
          // Else it is "PendingConfirmation" or "Deleted".
          found.push({ endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith("arn:") });
        }
      }
      return found;
    },
  };
}
