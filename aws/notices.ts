// Notices to people, by SNS in the home Region.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Notice } from "../core/report/notice.ts";
import type { Region } from "../core/types.ts";
import { type Place, sdkClient } from "./clients.ts";

export function createNotices(
  place: Place,
  { topicArn, home }: { topicArn: string; home: Region },
) {
  const client = sdkClient(SNSClient, place, { region: home, service: "sns" });
  return {
    async publish({ subject, body }: Pick<Notice, "subject" | "body">): Promise<void> {
      await client.send(
        new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body }),
      );
    },
  };
}
