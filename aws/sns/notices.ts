// Notices to people, by SNS in the home Region.

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Notice } from "../../core/report/notice.ts";
import { isSameReason } from "../../core/report/notice-id.ts";
import {
  between,
  type Instant,
  type Millis,
  millis,
  type Region,
} from "../../core/values/types.ts";
import { acting, type Place, sdkClient } from "../sdk/clients.ts";

type Named = Pick<Notice, "id" | "pool">;

/** As long as a notice's id is known to be sent where it could be marked. */
const remembered = millis(86_400_000);

export function createNotices(
  place: Place,
  { topicArn, home }: { topicArn: string; home: Region },
) {
  // A second try would send a second notice where only the answer to the first was lost or late.
  const retryPolicy = { ...acting, attempts: 1 };
  const client = sdkClient(SNSClient, place, { region: home, service: "sns", retryPolicy });
  const now = () => place.runtime.now();
  let sent: readonly (Named & { readonly at: Instant })[] = [];
  const lately = (pool: string, within: Millis) =>
    sent.filter((one) => one.pool === pool && between(one.at, now()) < within);

  return {
    async publish({ id, pool, subject, body }: Notice): Promise<void> {
      await client.send(
        new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body }),
      );
      sent = [...sent.filter(({ at }) => between(at, now()) < remembered), { id, pool, at: now() }];
    },

    /**
     * Whether this container sent it. While nobody can mark a notice in the ledger, it goes out once from here
     * at least; what another container sent is not known.
     */
    hasSent: ({ id, pool }: Named): boolean =>
      lately(pool, remembered).some((one) => one.id === id),

    /** Whether this container sent one for the same reason, on whatever occasion. */
    hasSentReason: (notice: Named, within: Millis): boolean =>
      lately(notice.pool, within).some((one) => isSameReason(one, notice)),
  };
}
