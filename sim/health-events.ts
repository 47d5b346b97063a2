// What AWS Health says, brought to home by EventBridge: to the Lambda that listens there, asynchronously.
// https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html

import type { World } from "./world.ts";

export interface HealthNews {
  /** What it is about. */
  readonly region: string;
  /** Pretend time; now when absent. */
  readonly startedAt?: number;
  readonly statusCode?: "open" | "closed";
  readonly description: string;
}

/** Resolves when Lambda has taken it. */
export async function tellHealth({ aws, deployed }: World, news: HealthNews): Promise<void> {
  const { region, startedAt = aws.clock.now(), statusCode = "open", description } = news;
  const now = new Date(aws.clock.now());
  await aws.lambda.invoke({
    region: deployed.home,
    functionName: deployed.healthEventArn,
    caller: { name: "events", region: deployed.home },
    type: "Event",
    payload: {
      version: "0",
      id: aws.random.uuid(),
      "detail-type": "AWS Health Event",
      source: "aws.health",
      account: aws.accountId,
      time: now.toISOString().replace(/\.\d+Z$/, "Z"),
      region,
      resources: [],
      detail: {
        eventArn: `arn:aws:health:${region}::event/COGNITO/AWS_COGNITO_OPERATIONAL_ISSUE/${startedAt}`,
        service: "COGNITO",
        eventTypeCode: "AWS_COGNITO_OPERATIONAL_ISSUE",
        eventTypeCategory: "issue",
        eventScopeCode: "PUBLIC",
        communicationId: `${startedAt}-1`,
        startTime: new Date(startedAt).toUTCString(),
        lastUpdatedTime: now.toUTCString(),
        ...(statusCode === "closed" && { endTime: now.toUTCString() }),
        statusCode,
        eventRegion: region,
        eventDescription: [{ language: "en_US", latestDescription: description }],
        page: "1",
        totalPages: "1",
      },
    },
  });
}
