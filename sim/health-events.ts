// What AWS Health says, brought to home by EventBridge: to the Lambda that listens there, asynchronously.
// https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html

import { busArn, forwardingRuleArn, hearingRuleArn, roleArn } from "../stacks/permissions/arns.ts";
import type { Given } from "../stacks/permissions/given.ts";
import type { Deployable } from "./deployment.ts";
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
export async function tellHealth(
  { aws, deployed }: World<Deployable>,
  news: HealthNews,
): Promise<void> {
  const { region, startedAt = aws.clock.now(), statusCode = "open", description } = news;
  const now = new Date(aws.clock.now());
  if (region !== deployed.home) forward(aws, deployed.given, region);
  await aws.lambda.invoke({
    region: deployed.home,
    functionName: deployed.healthEventArn,
    caller: { name: "events", region: deployed.home },
    principal: { kind: "service", service: "events.amazonaws.com" },
    sourceArn: hearingRuleArn(deployed.given),
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

/** From the bus of the Region that it is about to home's, as the role of the rule there. */
function forward({ iam }: Deployable, given: Given, region: string): void {
  const sourceArn = forwardingRuleArn(given, region);
  const role = roleArn(given, "health-events");
  const rule = iam.taken(role, { service: "events.amazonaws.com", sourceArn });
  iam.allow(rule, { action: "events:PutEvents", resource: busArn(given) }, { region });
}
