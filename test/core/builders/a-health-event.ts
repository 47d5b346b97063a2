/** As EventBridge brings it: an open operational issue of Cognito in us-west-2. */
export function aHealthEvent(detail: object = {}, envelope: object = {}): object {
  return {
    version: "0",
    id: "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "AWS Health Event",
    source: "aws.health",
    account: "123456789012",
    time: "2026-07-01T02:55:30Z",
    region: "us-east-1",
    resources: [],
    detail: {
      eventArn: "arn:aws:health:us-west-2::event/COGNITO/AWS_COGNITO_OPERATIONAL_ISSUE/ABC",
      service: "COGNITO",
      eventTypeCode: "AWS_COGNITO_OPERATIONAL_ISSUE",
      eventTypeCategory: "issue",
      eventScopeCode: "PUBLIC",
      communicationId: "c1",
      startTime: "Wed, 01 Jul 2026 02:50:00 GMT",
      lastUpdatedTime: "Wed, 01 Jul 2026 02:55:00 GMT",
      statusCode: "open",
      eventRegion: "us-west-2",
      eventDescription: [
        {
          language: "en_US",
          latestDescription:
            "We are investigating increased error rates in the US-WEST-2 Region. More to follow.",
        },
      ],
      page: "1",
      totalPages: "1",
      ...detail,
    },
    ...envelope,
  };
}
